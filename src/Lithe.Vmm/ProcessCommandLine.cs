using System.Globalization;
using System.Text;

namespace Lithe.Vmm;

/// <summary>How an image that is a Linux program is started: what a machine would be given as devices and a command line is its arguments.</summary>
public static class ProcessCommandLine
{
    /// <summary>Characters of the options that an image reads (lib/host/devices).</summary>
    private const int LongestLine = 1024;

    /// <summary>The least and the most memory of a process (lib/plat/linux-x86_64, lib/linux); a program needs more than the least if it uses a device.</summary>
    private static readonly MemorySize LeastMemory = MemorySize.FromKibibytes(256), MostMemory = MemorySize.FromMebibytes(1020 << 10);

    /// <summary>Refuses what a process cannot have.</summary>
    /// <exception cref="VmException">The options cannot be had.</exception>
    public static void Validate(VmOptions options)
    {
        ValidateProcess(options);
        if (!File.Exists(options.ImagePath))
            throw Refuse($"there is no image '{options.ImagePath}'", "build it first: lithe build");
    }

    /// <summary>The same of all but the image, which need not be there yet.</summary>
    /// <exception cref="VmException">The options cannot be had.</exception>
    public static void ValidateProcess(VmOptions options)
    {
        if (options.Machine is { } machine)
            throw Refuse($"an image for a Linux process runs on no machine '{Machines.NameOf(machine)}'", "leave --machine out, or name a qemu target with --target");
        if (options.Accelerator == Accelerator.Kvm)
            throw Refuse("an image for a Linux process needs no accelerator", "leave --accel out");
        if (options.Memory < LeastMemory)
            throw Refuse($"{options.Memory} of memory is too little for a Linux process", $"use --memory {LeastMemory} or more");
        if (options.Memory > MostMemory)
            throw Refuse($"{options.Memory} of memory is too much for a Linux process", $"use --memory {MostMemory} or less");
        ProcessDevices.Validate(options.Devices);
        RefuseLong([.. ProcessDevices.Build(options.Devices, Path.Combine(Path.GetTempPath(), "lithe-run-000000"), makesDisks: false), .. Split(options.CommandLine).TakeWhile(word => word != "--")]);
        if (options.CountInstructions)
            throw Refuse("a Linux process counts no instructions", "build for a qemu target");
        if (options.CommandLine.Contains('\0', StringComparison.Ordinal))
            throw Refuse("an argument of a process holds no NUL", "take it out");
    }

    /// <summary>The program's arguments. Disks that last as long as the run are made in a folder.</summary>
    public static IReadOnlyList<string> Build(VmOptions options, string runFolder)
    {
        var arguments = new List<string> { $"memory={options.Memory.Kibibytes.ToString(CultureInfo.InvariantCulture)}K" };
        if (options.Processors > 1)
            arguments.Add($"processors={options.Processors.ToString(CultureInfo.InvariantCulture)}");
        arguments.AddRange(ProcessDevices.Build(options.Devices, runFolder, makesDisks: true));
        arguments.AddRange(Split(options.CommandLine));
        return arguments;
    }

    // The image joins its words again, quoted where they have to be.
    private static void RefuseLong(List<string> words)
    {
        // The words for memory and processors come first.
        int length = 40 + words.Sum(word => Encoding.UTF8.GetByteCount(word) + (word.Any(c => c is <= ' ' or '"' or '\\') ? 3 + word.Count(c => c is '"' or '\\') : 1));
        if (length > LongestLine)
            throw Refuse($"devices and --append come to {length} characters of options, and an image reads {LongestLine}", "give files and folders shorter paths, or take devices away");
    }

    /// <summary>The words of a command line: double quotes keep spaces, a backslash takes the next character as it is.</summary>
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool isQuoted = false, isWord = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '\\' && i + 1 < line.Length)
            {
                word.Append(line[++i]);
                isWord = true;
            }
            else if (c == '"')
            {
                isQuoted = !isQuoted;
                isWord = true;
            }
            else if (char.IsWhiteSpace(c) && !isQuoted)
            {
                if (isWord)
                    words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        if (isWord)
            words.Add(word.ToString());
        return words;
    }

    private static VmException Refuse(string message, string mend) => new(VmProblem.Refused, message, mend);
}
