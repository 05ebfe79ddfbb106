using System.Diagnostics;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>Test programs of the repository that make tap interfaces, in a network namespace of their own.</summary>
internal static class TapScript
{
    /// <summary>Runs one to its end and returns what it printed; skips the test where such interfaces are not to be had.</summary>
    /// <param name="script">Its path in the repository.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        Assert.SkipUnless(Environment.UserName == "root" && CanMakeTaps(), "interfaces are made by root only, with iproute2, Python and /dev/net/tun");
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(Tool.Repository, script), arguments)
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
    private static bool CanMakeTaps() =>
        Succeeds("unshare", "-n", "sh", "-c", "ip netns list && ip tuntap add tap0 mode tap && python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'");

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(program, arguments)
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
