using Lithe.Analysis;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>One configuration symbol picks the scheduler: with each of them hello boots on every platform, and so do tests that wait, with tasks on the event loop.</summary>
public sealed class SchedulerTests
{
    private static readonly string[] s_targets = ["qemu-x86_64", "qemu-arm64", "linux-x86_64"];

    [Theory]
    [InlineData("none")]
    [InlineData("coop")]
    [InlineData("preempt")]
    public async Task EverySchedulerBootsEverywhere(string scheduler)
    {
        foreach (string target in s_targets)
        {
            ToolResult hello = await RunAsync("run", "apps/hello", "--target", target, "--set", $"SCHED={scheduler}");
            Assert.Equal((0, "Hello from Lithe!\n"), (hello.Status, hello.Output));
        }

        // The tests in an image without threads run where all guest tests do.
        if (scheduler != "none")
        {
            ToolResult tests = await RunAsync("test", "--guest", "guest/threading", "--set", $"SCHED={scheduler}");
            Assert.True(tests.Status == 0, tests.Everything);
        }

        foreach (string target in s_targets)
        {
            // Of each image's own symbols; the other schedulers show that these are the names.
            bool hasThreads = scheduler != "none";
            if (!hasThreads)
                Assert.Equal(0, (await RunAsync("build", "tests/guest/threading", "--target", target)).Status);
            SymbolTable symbols = SymbolTable.Open(Path.Combine(Tool.Repository, "tests/guest/threading/build", target, "threading-tests.debug"));
            string[] code = ["Lithe.Sched.Dispatcher.", "Lithe.Sched.ThreadStacks.", "Lithe.Arch.ThreadContext."];
            Assert.Equal(hasThreads ? code : [], code.Where(symbols.Contains));
        }

        // And nothing refers to them: exit code 1 says that what was asked for is not there.
        ToolResult why = await RunAsync("why", "Lithe.Sched.Dispatcher", "tests/guest/threading", "--target", "qemu-x86_64", "--set", $"SCHED={scheduler}");
        Assert.True(why.Status == (scheduler == "none" ? 1 : 0), why.Everything);
    }

    private static Task<ToolResult> RunAsync(params string[] arguments) => Tool.RunAsync(Tool.Repository, arguments, TestContext.Current.CancellationToken);
}
