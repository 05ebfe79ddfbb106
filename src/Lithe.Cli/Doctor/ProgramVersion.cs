using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Lithe.Cli.Doctor;

/// <summary>Asks a program for its version.</summary>
internal static partial class ProgramVersion
{
    /// <summary>The first version number in what the program prints; null when it prints none.</summary>
    public static async Task<Version?> AskAsync(string path, string option, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(path, [option]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        try
        {
            using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{path} did not start");
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(cancel);
            string text = await process.StandardOutput.ReadToEndAsync(cancel).ConfigureAwait(false);
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            return Find(text + await errors.ConfigureAwait(false));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The first version number in a text.</summary>
    internal static Version? Find(string text) => Version.TryParse(Number().Match(text).Value, out Version? version) ? version : null;

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex Number();
}
