using System.Diagnostics;

namespace Lithe.Tests.Shared;

/// <summary>Programs that only tests need, from Debian packages: installed as the launcher does it, as root or through sudo.</summary>
internal static class Packages
{
    /// <summary>Makes a program available; fails with the command to give where it cannot.</summary>
    public static string Need(string program, string package)
    {
        if (Find(program) is { } there)
            return there;
        string[] install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", package];
        string output = "";
        // Package lists that are missing or stale show by the failure of the first attempt.
        bool done = Run(install, ref output) || (Run(["apt-get", "update", "-q"], ref output) && Run(install, ref output));
        return done && Find(program) is { } found ? found : throw new InvalidOperationException(
            $"{program} is missing; as root: apt-get install --no-install-recommends {package}\n{output}");
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static bool Run(string[] command, ref string output)
    {
        string[] words = Environment.UserName == "root" ? command : ["sudo", "-n", .. command];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            output = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            output = problem.Message;
            return false;
        }
    }
}
