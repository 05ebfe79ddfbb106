using System.ComponentModel;
using System.Diagnostics;
using Lithe.Description;

namespace Lithe.Build.RootFiles;

/// <summary>What only some builds need of the machine that builds: installed from Debian's packages as root or through sudo, as the launcher does with what all need, and without a question.</summary>
internal static class HostPackages
{
    // Another build may be at it.
    private static readonly Lock s_gate = new();

    /// <summary>Installs packages of which something is missing.</summary>
    /// <param name="needs">Each package with what tells whether it is there.</param>
    /// <param name="what">What needs them, for people.</param>
    /// <exception cref="BuildFailure">They are missing and cannot be installed; says the command.</exception>
    public static void Need(IEnumerable<(string Package, Func<bool> IsThere)> needs, string what)
    {
        lock (s_gate)
        {
            string[] missing = [.. needs.Where(need => !need.IsThere()).Select(need => need.Package).Distinct()];
            if (missing.Length == 0)
                return;
            string[] install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", .. missing];
            string said = "";
            // Package lists that are missing or stale show by the failure of the first attempt.
            if (!Run(install, ref said) && !(Run(["apt-get", "update", "-q"], ref said) && Run(install, ref said)))
                throw new BuildFailure(Diagnostic.Error("LITHE1727", $"{what} needs packages that are not installed: {string.Join(", ", missing)}", $"as root: apt-get install --no-install-recommends {string.Join(' ', missing)}{Reason(said)}"));
        }
    }

    /// <summary>Whether a program can be called by its name.</summary>
    public static bool HasProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>Whether a static library is where linkers look.</summary>
    public static bool HasLibrary(string file) => new[] { "/usr/lib", "/usr/local/lib" }.Where(Directory.Exists)
        .Any(folder => File.Exists(Path.Combine(folder, file)) || Directory.EnumerateDirectories(folder, "*-linux-gnu*").Any(sub => File.Exists(Path.Combine(sub, file))));

    private static string Reason(string said)
    {
        string last = said.Split('\n').LastOrDefault(line => line.StartsWith("E:", StringComparison.Ordinal)) ?? "";
        return last.Length == 0 ? "" : $"   ({last})";
    }

    private static bool Run(string[] command, ref string said)
    {
        string[] words = Environment.UserName == "root" ? command : ["sudo", "-n", .. command];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            said = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception problem)
        {
            said = problem.Message;
            return false;
        }
    }
}
