using System.Diagnostics;

namespace Lithe.Kconfig.Conformance;

/// <summary>Runs other programs.</summary>
internal static class Shell
{
    /// <summary>Runs a shell command and throws, with its output, if it fails.</summary>
    public static string Run(string command, string directory)
    {
        (int code, string output) = Start("/bin/sh", ["-c", command], directory, null);
        return code == 0 ? output : throw new InvalidOperationException($"failed ({code}): {command}\n{output}");
    }

    /// <summary>Runs a program with extra environment variables; standard input is empty.</summary>
    public static (int Code, string Output) Start(
        string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string>? environment)
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
        using Process process = Process.Start(info)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    public static bool Exists(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, program)));

    /// <summary>Installs a Debian package unless the program it is wanted for is there.</summary>
    public static void Need(string program, string package)
    {
        if (!Exists(program))
            Run($"apt-get install -y --no-install-recommends {package}", "/");
    }
}
