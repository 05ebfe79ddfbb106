using System.Diagnostics;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>tests/conformance/posix: one static program that says what some 140 system calls answer, errors included, run on Linux and in the image.</summary>
public sealed class ConformanceTests
{
    [Theory]
    [InlineData("posix", "Conformance", 450)]
    [InlineData("sockets", "Sockets", 650)]
    public async Task TheImageAnswersAsLinuxDoes(string name, string file, int lines)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        ToolResult guest = await Tool.RunAsync(Tool.Repository, ["run", $"tests/conformance/{name}", "--timeout", "100", "--", "/tmp/conformance"], cancel);
        // The program that the image holds: the newest one that was published.
        string program = new DirectoryInfo(Path.Combine(Tool.Repository, "build", "dotnet")).EnumerateFiles(file, SearchOption.AllDirectories)
            .Where(found => found.Directory!.Name == "publish").MaxBy(found => found.LastWriteTimeUtc)!.FullName;
        string folder = Path.Combine(Path.GetTempPath(), "lithe-conformance-" + Guid.NewGuid().ToString("N"));
        using Process process = Process.Start(new ProcessStartInfo(program, [folder]) { RedirectStandardOutput = true })!;
        string[] linux = (await process.StandardOutput.ReadToEndAsync(cancel)).Split('\n');
        await process.WaitForExitAsync(cancel);
        Assert.Equal(0, process.ExitCode);
        string[] image = guest.Output.Replace("\r", "", StringComparison.Ordinal).Split('\n');
        Assert.True(linux.Length > lines);
        Assert.Equal(linux, image);
        Assert.Equal(0, guest.Status);
    }

    [Theory]
    [InlineData("1000000", "1")]
    public async Task RandomCallsAreAnswered(string count, string seed)
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "tests/conformance/fuzz", "--timeout", "200", "--", Environment.GetEnvironmentVariable("LITHE_FUZZ_CALLS") ?? count, seed], TestContext.Current.CancellationToken);
        Assert.Contains("most of them errors: True", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PANIC", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.Status);
    }
}
