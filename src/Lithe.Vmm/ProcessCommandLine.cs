using System.Globalization;
using System.Text;

namespace Lithe.Vmm;

/// <summary>How an image that is a Linux program is started: what a machine would be given as devices and a command line is its arguments.</summary>
public static class ProcessCommandLine
{
    /// <summary>Refuses what a process cannot have.</summary>
    /// <exception cref="VmException">The options cannot be had.</exception>
    public static void Validate(VmOptions options)
    {
        if (options.Machine is { } machine)
            throw Refuse($"an image for a Linux process runs on no machine '{Machines.NameOf(machine)}'", "leave --machine out, or name a qemu target with --target");
        if (options.Accelerator == Accelerator.Kvm)
            throw Refuse("an image for a Linux process needs no accelerator", "leave --accel out");
        ProcessDevices.Validate(options.Devices);
        if (options.CountInstructions)
            throw Refuse("a Linux process counts no instructions", "build for a qemu target");
        if (options.CommandLine.Contains('\0', StringComparison.Ordinal))
            throw Refuse("an argument of a process holds no NUL", "take it out");
        if (!File.Exists(options.ImagePath))
            throw Refuse($"there is no image '{options.ImagePath}'", "build it first: lithe build");
    }

    /// <summary>The program's arguments. Disks that last as long as the run are made in a folder.</summary>
    public static IReadOnlyList<string> Build(VmOptions options, string runFolder)
    {
        var arguments = new List<string> { $"memory={options.Memory.Kibibytes.ToString(CultureInfo.InvariantCulture)}K" };
        if (options.Processors > 1)
            arguments.Add($"processors={options.Processors.ToString(CultureInfo.InvariantCulture)}");
        arguments.AddRange(ProcessDevices.Build(options.Devices, runFolder));
        arguments.AddRange(Split(options.CommandLine));
        return arguments;
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
