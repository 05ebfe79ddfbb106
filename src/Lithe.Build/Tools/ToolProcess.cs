using System.Diagnostics;
using System.Text;
using Lithe.Description;

namespace Lithe.Build.Tools;

/// <summary>What a program that ran to its end said.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    public string Text => Output.Length == 0 ? Errors : Errors.Length == 0 ? Output : Output + "\n" + Errors;
}

/// <summary>Runs the programs of the toolchain.</summary>
internal static class ToolProcess
{
    /// <summary>Runs a program and collects what it says. Cancelling ends it.</summary>
    /// <exception cref="BuildFailure">It cannot be started.</exception>
    public static async Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments, string workingFolder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        // Messages are read by this build: their language and the programs' own chatter must not depend on the machine.
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        // Compilers are short-lived: profiling their code for a second compilation costs more than it gives.
        start.Environment["DOTNET_TieredPGO"] = "0";

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or IOException)
        {
            throw new BuildFailure(Diagnostic.Error("LITHE1101", $"'{program}' cannot be started: {problem.Message}", "run 'lithe doctor'"));
        }
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new ToolResult(process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
    }
}
