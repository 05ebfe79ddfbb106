using System.Diagnostics;

namespace Lithe.Kconfig;

/// <summary>The default of <see cref="KconfigOptions.Shell"/>.</summary>
public static class ShellRunner
{
    /// <summary>Runs <c>/bin/sh -c command</c> and returns what it prints. Standard error goes to ours.</summary>
    public static string Run(string command)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("cannot start /bin/sh");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
