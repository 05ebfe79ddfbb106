using System.Diagnostics;

namespace Lithe.Tests.Shared;

/// <summary>What a run of the tool came to.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">What it printed on standard output: the guest's console, for <c>run</c>.</param>
/// <param name="Errors">What it printed on standard error.</param>
internal sealed record ToolResult(int Status, string Output, string Errors)
{
    public string Everything => Output + Errors;
}

/// <summary>Runs the <c>lithe</c> tool that was built with the tests, as a process, with a repository of choice.</summary>
internal static class Tool
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>The nearest folder above the tests that holds the launcher.</summary>
    public static string Repository { get; } = FindRepository();

    public static async Task<ToolResult> RunAsync(string root, IEnumerable<string> arguments, CancellationToken cancel, string input = "")
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["LITHE_ROOT"] = root },
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "lithe.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(Timeout);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token), errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new ToolResult(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "lithe")) && Directory.Exists(Path.Combine(folder.FullName, "docs")))
                return folder.FullName;
        }

        throw new InvalidOperationException("the repository was not found above " + AppContext.BaseDirectory);
    }
}
