namespace Lithe.Apps.Tests;

/// <summary>tests/tap: cards on tap interfaces, where the tests run as root on a host that has them. Elsewhere: sudo tests/tap/run.</summary>
public sealed class TapTests
{
    [Theory]
    [InlineData("microvm")]
    [InlineData("q35")]
    [InlineData("virt")]
    public async Task CardsOnTapsCarryPacketsLongerThanAFrame(string machine)
    {
        string output = await RunAsync("segments", machine);
        Assert.Contains($"passed {machine}: packets longer than a frame come in several buffers and go out by segmentation offload, their data the same: 50 of 50", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProcessesAreOnTapsAndWhatIsNoneIsRefused()
    {
        string output = await RunAsync("process");
        Assert.Contains("passed 2 MB come back by TCP from the stack of a Linux process", output, StringComparison.Ordinal);
        Assert.Contains("passed error LITHE2003: the tap 'tap1' is in use by another program", output, StringComparison.Ordinal);
    }

    private static Task<string> RunAsync(params string[] arguments) => TapScript.RunAsync("tests/tap/run", arguments);
}
