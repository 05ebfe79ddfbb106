using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/hello: its client reads the console.</summary>
public sealed class HelloTests
{
    [Theory]
    [InlineData("qemu-x86_64", "microvm")]
    [InlineData("qemu-x86_64", "q35")]
    [InlineData("qemu-x86_64", "pc")]
    [InlineData("qemu-arm64", "virt")]
    public async Task PrintsItsLineAndEndsWell(string target, string machine)
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "apps/hello", "--target", target, "--machine", machine], TestContext.Current.CancellationToken);
        Assert.Equal((0, "Hello from Lithe!\n"), (result.Status, result.Output));
    }

    [Theory]
    [InlineData("qemu-x86_64")]
    [InlineData("qemu-arm64")]
    public async Task BootsWithoutOptimisation(string target)
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "apps/hello", "--debug", "--target", target], TestContext.Current.CancellationToken);
        Assert.Equal((0, "Hello from Lithe!\n"), (result.Status, result.Output));
    }
}
