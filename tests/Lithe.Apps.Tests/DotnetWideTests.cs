using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>tests/conformance/dotnet: a wide .NET program, every check of which must pass. LITHE_DOTNET_ROUNDS makes it longer.</summary>
public sealed class DotnetWideTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task EveryCheckPasses(int processors)
    {
        string rounds = Environment.GetEnvironmentVariable("LITHE_DOTNET_ROUNDS") ?? "1";
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "tests/conformance/dotnet", "--smp", $"{processors}", "--timeout", "1500", "--", rounds], TestContext.Current.CancellationToken);
        Assert.True(result.Status == 0, $"with {processors} processors: {result.Everything}");
        Assert.Matches($@"(?m)^round {rounds}: \d+ passed, 0 failed\r?$", result.Output);
    }
}
