using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/dotnet-hello: a .NET program with its runtime and collector, published with NativeAOT.</summary>
public sealed class DotnetHelloTests
{
    [Fact]
    public async Task TheProgramRunsToItsEnd()
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "apps/dotnet-hello", "--timeout", "100", "--", "one", "two"], TestContext.Current.CancellationToken);
        const string Expected = """
            Hello from .NET on Linux, with 2 arguments
            null reference: caught
            division by zero: caught
            tasks: 385
            channel: 500500
            collections: ten and more
            file: first, second, 13 bytes

            """;
        Assert.Equal((2, Expected), (result.Status, result.Output.Replace("\r", "", StringComparison.Ordinal)));
    }
}
