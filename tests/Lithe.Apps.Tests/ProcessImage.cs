using System.Diagnostics;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>An application's image as a Linux process, without the launcher, which refuses what these ask for.</summary>
internal static class ProcessImage
{
    public static async Task<(int Status, string Output, string Errors)> RunAsync(string app, params string[] words)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        ToolResult built = await Tool.RunAsync(Tool.Repository, ["build", $"apps/{app}", "--target", "linux-x86_64"], cancel);
        Assert.True(built.Status == 0, built.Everything);
        string image = Path.Combine(Tool.Repository, "apps", app, "build", "linux-x86_64", $"{app}.elf");
        using Process process = Process.Start(new ProcessStartInfo(image, words) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using CancellationTokenRegistration kill = limit.Token.Register(process.Kill);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, output, await errors);
    }
}
