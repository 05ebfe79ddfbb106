using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>One configuration symbol picks the heap: with each of them hello boots on every platform, and so do the tests of the default heap.</summary>
public sealed class HeapTests
{
    [Theory]
    [InlineData("HEAP=region")]
    [InlineData("HEAP=buddy")]
    [InlineData("HEAP=tlsf")]
    [InlineData("HEAP=slab")]
    [InlineData("HEAP=sizeclass")]
    [InlineData("HEAP_HARDENED=y", "guest/heap")]
    public async Task EveryHeapBootsEverywhere(string setting, string folder = "guest/runtime")
    {
        foreach (string target in new[] { "qemu-x86_64", "qemu-arm64", "linux-x86_64" })
        {
            ToolResult hello = await Tool.RunAsync(
                Tool.Repository, ["run", "apps/hello", "--target", target, "--set", setting], TestContext.Current.CancellationToken);
            Assert.Equal((0, "Hello from Lithe!\n"), (hello.Status, hello.Output));
        }

        ToolResult tests = await Tool.RunAsync(
            Tool.Repository, ["test", "--guest", "guest/heap", folder, "--set", setting], TestContext.Current.CancellationToken);
        Assert.True(tests.Status == 0, tests.Everything);
    }
}
