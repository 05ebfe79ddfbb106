using System.Diagnostics;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>
/// A network of the host's own that nothing else is on: a network namespace with a tap, where machines and the programs that drive them meet. Both guests of a comparison
/// have the same address on the same tap, one after the other.
/// </summary>
/// <remarks>Needs root and iproute2.</remarks>
internal sealed class PrivateNetwork : IAsyncDisposable
{
    /// <summary>The guest's addresses, and what the kernel command line of an image says for them.</summary>
    internal const string GuestV4 = "10.9.0.15", GuestV6 = "fd09::15", GuestWords = "net.addr=10.9.0.15/24 net.gw=10.9.0.1";

    /// <summary>The host's addresses.</summary>
    internal const string HostV4 = "10.9.0.1", HostV6 = "fd09::1";

    private const string Tap = "tap0";

    // QEMU's first card has this one unless told otherwise.
    private const string GuestMac = "52:54:00:12:34:56";

    private PrivateNetwork(string name) => Name = name;

    /// <summary>The namespace's name.</summary>
    internal string Name { get; }

    /// <exception cref="BenchException">It cannot be made.</exception>
    internal static async Task<PrivateNetwork> CreateAsync(CancellationToken cancel)
    {
        if (Environment.UserName != "root")
            throw new BenchException("a network namespace is made by root only: run this benchmark as root");
        var network = new PrivateNetwork($"lithe-bench-{Environment.ProcessId}");
        await LinuxGuest.ShellAsync($"ip netns add {network.Name}", "/", cancel).ConfigureAwait(false);
        // The neighbour is known from the start: an address that did not answer yet is otherwise asked for once a second only.
        await network.ShellAsync(
            $"ip link set lo up; ip tuntap add {Tap} mode tap vnet_hdr; ip addr add {HostV4}/24 dev {Tap}; ip addr add {HostV6}/64 dev {Tap} nodad; ip link set {Tap} up;"
            + $" ip neigh add {GuestV4} lladdr {GuestMac} dev {Tap} nud permanent; ip neigh add {GuestV6} lladdr {GuestMac} dev {Tap} nud permanent", cancel).ConfigureAwait(false);
        return network;
    }

    /// <summary>The same machine with its only card on this network.</summary>
    internal VmOptions Attach(VmOptions options) => options with
    {
        NetworkNamespace = Name,
        // For a machine that can have one processor only, QEMU 7.2 leaves out memory barriers, although its devices run on a thread of their own: once in some hours a kick of a queue is lost,
        // and nothing is sent any more. A second processor that might be plugged in has it keep them.
        ExtraArguments = options.Processors == 1 ? ["-smp", "cpus=1,maxcpus=2", .. options.ExtraArguments] : options.ExtraArguments,
        Devices = [new NetworkDevice { Backend = NetworkBackend.Tap, Peer = Tap }, .. options.Devices.Where(device => device is not NetworkDevice)],
    };

    /// <summary>Runs a line of shell on this network.</summary>
    /// <exception cref="BenchException">It failed.</exception>
    internal Task ShellAsync(string line, CancellationToken cancel) => RunAsync("sh", ["-e", "-c", line], cancel);

    /// <summary>Runs a program on this network; what it printed.</summary>
    /// <exception cref="BenchException">It is missing, or failed.</exception>
    internal async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("ip", ["netns", "exec", Name, program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process process = Process.Start(start) ?? throw new BenchException("ip did not start");
        process.StandardInput.Close();
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        string text = await output.ConfigureAwait(false);
        return process.ExitCode == 0
            ? text
            : throw new BenchException($"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}: {await errors.ConfigureAwait(false)}{text}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await LinuxGuest.ShellAsync($"ip netns del {Name}", "/", CancellationToken.None).ConfigureAwait(false);
        }
        catch (BenchException)
        {
            // Nobody is served by a second error; the next run has a namespace of its own.
        }
    }
}
