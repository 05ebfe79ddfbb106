using System.Diagnostics;
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

    [Fact]
    public async Task RunsAsALinuxProgramByItself()
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "apps/hello", "--target", "linux-x86_64"], TestContext.Current.CancellationToken);
        Assert.Equal((0, "Hello from Lithe!\n"), (result.Status, result.Output));
        // A static program: no interpreter is asked for, and it runs without the tool.
        using Process program = Process.Start(new ProcessStartInfo(Path.Combine(Tool.Repository, "apps/hello/build/linux-x86_64/hello.elf")) { RedirectStandardOutput = true })!;
        Assert.Equal("Hello from Lithe!\n", await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
    }

    [Theory]
    [InlineData("qemu-x86_64")]
    [InlineData("qemu-arm64")]
    [InlineData("linux-x86_64")]
    public async Task BootsWithoutOptimisation(string target)
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "apps/hello", "--debug", "--target", target], TestContext.Current.CancellationToken);
        Assert.Equal((0, "Hello from Lithe!\n"), (result.Status, result.Output));
    }
}
