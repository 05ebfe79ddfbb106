using System.Diagnostics;

namespace Lithe.Bench.Alloc;

/// <summary>Runs other programs.</summary>
internal static class Shell
{
    /// <summary>Runs a shell command and throws, with its output, if it fails.</summary>
    public static void Run(string command, string directory, IReadOnlyDictionary<string, string>? environment = null) =>
        Run("/bin/sh", ["-c", command], directory, environment, "");

    /// <summary>Runs a program on an input and throws, with its output, if it fails.</summary>
    public static void Run(string program, string[] arguments, string directory, IReadOnlyDictionary<string, string>? environment, string input)
    {
        using Process process = Start(program, arguments, directory, environment);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"failed ({process.ExitCode}): {program} {string.Join(' ', arguments)}\n{output.Result}{errors.Result}");
    }

    /// <summary>Starts a program.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string>? environment)
    {
        var info = new ProcessStartInfo(program)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in arguments)
            info.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            info.Environment[name] = value;
        return Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start");
    }
}
