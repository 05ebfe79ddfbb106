using Lithe.Net;
using Lithe.Tests.Shared;

namespace Lithe.Tcp.Tests;

/// <summary>How fast a sender is on a wire that loses packets each way: holes are found by what overtakes them, and hardly ever by a timeout.</summary>
public sealed class LossRateTests
{
    private const int Total = 10_000_000;

    [Needs("NET_TCP_SACK")]
    [Theory]
    [InlineData(10_000, 100_000, 30, 2)]
    [InlineData(50_000, 100_000, 4, 8)]
    [InlineData(50_000, 1_000_000, 1, 8)]
    public void ALossCostsLittleMoreThanARoundTrip(int loss, int delay, int leastRate, int mostTimeouts)
    {
        var settings = new TcpSettings { Connections = 4, SendMemory = 4 << 20, SendBuffer = 1 << 20, ReceiveBuffer = 1 << 20, HeldNetbufs = 200, Segments = 4096 };
        var a = new SimulatedHost(1, 1, Config.NET_IPV4, settings);
        var b = new SimulatedHost(2, 2, Config.NET_IPV4, settings);
        var simulation = new Simulation(3, a, b, new WireFaults { Loss = loss, Delay = (ulong)delay, ByteTime = 5 });
        var client = new Peer(4, Total, habit: 0, peerSeed: 5);
        var server = new Peer(5, 0, habit: 0, peerSeed: 4) { Expected = Total };
        Assert.NotNull(b.Tcp.Listen(new IpEndpoint(IpAddress.Any, 80), server));
        // An IPv6 address of a link counts when nobody has objected for a while (RFC 4862 5.4).
        simulation.Run(() => false, 3_000_000_000);
        Assert.Equal(TcpOpenError.None, a.Tcp.Connect(new IpEndpoint(b.Address, 80), client, out _));
        simulation.OnStep = now => Math.Min(client.Step(now), server.Step(now));
        ulong start = simulation.Now;
        Assert.True(simulation.Run(() => server.ReceivedCount == Total, 60_000_000_000));
        ulong rate = Total * 1000UL / (simulation.Now - start);
        Assert.True(rate >= (ulong)leastRate && a.Tcp.Counters.Timeouts <= (ulong)mostTimeouts, $"{rate} MB/s, {a.Tcp.Counters.Timeouts} timeouts, {a.Tcp.Counters.RetransSegs} sent again, {simulation.Lost} of {simulation.Frames} lost");
    }
}
