using System.Diagnostics;
using Lithe.Tests.Shared;

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

    private static async Task<string> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(Environment.UserName == "root" && CanMakeTaps(), "interfaces are made by root only, with iproute2, Python and /dev/net/tun");
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(Tool.Repository, "tests", "tap", "run"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Tool.Repository,
        })!;
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(cancel);
        string output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode == 0 && output.EndsWith("all passed\n", StringComparison.Ordinal), output + await errors);
        return output;
    }

    // In a namespace of its own, which is gone with the program: containers may have the file and not the right.
    private static bool CanMakeTaps()
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo("unshare", ["-n", "sh", "-c", "ip netns list && ip tuntap add tap0 mode tap && python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
