using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>Two stacks on one wire.</summary>
public sealed class StackTests
{
    private sealed class Replies : EchoHandler
    {
        public List<(IpAddress From, ushort Sequence, byte[] Data)> Seen { get; } = [];

        public override void OnReply(in IpAddress from, ushort identifier, ushort sequence, ReadOnlySpan<byte> data) => Seen.Add((from, sequence, data.ToArray()));
    }

    private static bool HasVersionOf(string address) => address.Contains(':', StringComparison.Ordinal) ? Config.NET_IPV6 : Config.NET_IPV4;

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24")]
    [InlineData("fd00::1/64", "fd00::2/64")]
    [InlineData("fe80::1/64", "fe80::2/64")]
    public void EchoesCrossTheWire(string one, string other)
    {
        if (!HasVersionOf(one))
            return;
        var left = new TestHost(1, one);
        var right = new TestHost(2, other);
        TestHost.Connect(left, right);
        TestHost.Run(2, left, right);
        var replies = new Replies();
        left.Stack.EchoHandler = replies;
        IpAddress target = TestHost.Address(other.Split('/')[0]);
        for (ushort i = 0; i < 20; i++)
        {
            Assert.True(left.Stack.TrySendEcho(target, 7, i, new byte[] { 1, 2, 3, (byte)i }));
            TestHost.Run(0.1, left, right);
        }

        Assert.Equal(20, replies.Seen.Count);
        Assert.Equal(Enumerable.Range(0, 20), replies.Seen.Select(r => (int)r.Sequence));
        Assert.All(replies.Seen, r => Assert.Equal((target, 4), (r.From, r.Data.Length)));
        Assert.Equal(left.Pool.Count, left.Pool.FreeCount);
        Assert.Equal(right.Pool.Count, right.Pool.FreeCount);
    }

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24")]
    [InlineData("fd00::1/64", "fd00::2/64")]
    public void GroupsAndCountersCanBeLeftOut(string one, string other)
    {
        if (!HasVersionOf(one))
            return;
        Config.NET_MULTICAST = Config.NET_IP_COUNTERS = false;
        try
        {
            EchoesCrossTheWire(one, other);
            var host = new TestHost(1, one);
            Assert.False(host.Stack.TryJoin(host.Card, TestHost.Address(Config.NET_IPV4 ? "239.1.2.3" : "ff05::1:3")));
            host.Run(2);
            Assert.Equal((0UL, 0UL), (host.Stack.V4Counters.OutRequests, host.Stack.V6Counters.OutRequests));
        }
        finally
        {
            (Config.NET_MULTICAST, Config.NET_IP_COUNTERS) = (OwnTests.Has("NET_MULTICAST"), OwnTests.Has("NET_IP_COUNTERS"));
        }
    }

    [Needs("NET_IPV4")]
    [Needs("NET_IPV6")]
    [Fact]
    public void SeveralInterfacesEachHaveTheirNetwork()
    {
        var host = new TestHost(1, "10.0.0.1/24");
        var second = new TestCard(host.Pool, new MacAddress(2, 0, 0, 0, 1, 1));
        Assert.True(host.Stack.TryAddInterface(second));
        Assert.True(host.Stack.TryAddAddress(second, new IpPrefix(TestHost.Address("10.0.1.1"), 24)));
        var loopback = new LoopbackInterface();
        Assert.True(LoopbackInterface.TryAddTo(host.Stack, loopback));
        host.Run(0);
        host.Card.Sent.Clear();
        second.Sent.Clear();
        Assert.True(host.Stack.TryRoute(TestHost.Address("10.0.1.9"), default, out IpRoute route));
        Assert.Equal((second, "10.0.1.1"), (route.Interface, route.Source.ToString()));
        Assert.True(host.Stack.TryRoute(TestHost.Address("10.0.0.9"), default, out route) && route.Interface == host.Card);
        Assert.True(host.Stack.TryRoute(TestHost.Address("10.0.1.1"), default, out route) && route.Interface == loopback && route.Mtu == 65535);
        // What is for one of our addresses is for us by whichever way it comes; 127.0.0.0/8 never comes by a wire.
        second.Arrive(Frames.Ethernet(second.Mac, new MacAddress(2, 9, 9, 9, 9, 9), EtherType.Ipv4, Frames.V4("10.0.1.9", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(8, 0, 1))));
        second.Arrive(Frames.Ethernet(second.Mac, new MacAddress(2, 9, 9, 9, 9, 9), EtherType.Ipv4, Frames.V4("10.0.1.9", "127.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(8, 0, 1))));
        host.Run(0);
        Assert.Equal((1UL, 1UL), (host.Stack.IcmpV4Counters.InEchos, host.Stack.DropCount(DropReason.BadAddress)));
        Assert.True(ArpPacket.TryRead(Assert.Single(second.Sent).AsSpan(14), out ArpPacket arp) && arp.Target.ToString() == "10.0.1.9");
        Assert.Empty(host.Card.Sent);
        var replies = new Replies();
        host.Stack.EchoHandler = replies;
        Assert.True(host.Stack.TrySendEcho(TestHost.Address("10.0.1.1"), 1, 1, new byte[1400]) && host.Stack.TrySendEcho(IpAddress.LoopbackV6, 1, 2, []));
        host.Run(0);
        Assert.Equal(2, replies.Seen.Count);
        Assert.True(host.Stack.TryRemoveAddress(second, TestHost.Address("10.0.1.1")));
        Assert.False(host.Stack.TryRoute(TestHost.Address("10.0.1.9"), default, out _));
        host.Run(10);
        Assert.Equal(host.Pool.Count, host.Pool.FreeCount);
    }

    [Needs("NET_IPV4")]
    [Needs("NET_FRAGMENTS")]
    [Fact]
    public void CardsThatComputeChecksumsAreAskedTo()
    {
        var host = new TestHost(1);
        var card = new TestCard(host.Pool, new MacAddress(2, 0, 0, 0, 1, 1), link: LinkKind.None, offloads: NetOffloads.Checksum);
        Assert.True(host.Stack.TryAddInterface(card));
        Assert.True(host.Stack.TryAddAddress(card, new IpPrefix(TestHost.Address("10.0.1.1"), 24)));
        Assert.True(Udp.Of(host.Stack)!.TryOpen(default, new NeighborTests.Errors(), out UdpEndpoint? endpoint));
        Assert.True(endpoint!.TrySend([1, 2, 3], new IpEndpoint(TestHost.Address("10.0.1.2"), 9)));
        Assert.True(endpoint.TrySend(Frames.Bytes(3000), new IpEndpoint(TestHost.Address("10.0.1.2"), 9)));
        host.Run(0);
        byte[] packet = card.Sent.Dequeue();
        // The pseudo-header's sum is there, and what is to be added to it.
        ulong pseudo = Checksum.PseudoHeader(TestHost.Address("10.0.1.1"), TestHost.Address("10.0.1.2"), 11, IpProtocol.Udp);
        Assert.Equal(Checksum.Fold(pseudo), BitConverter.ToUInt16(packet, 26));
        Assert.Equal((ChecksumState.Partial, 20, 6), card.Offloads[0]);
        // In fragments nobody but us can.
        byte[] whole = [.. card.Sent.SelectMany(p => p[20..])];
        Assert.Equal(3008, whole.Length);
        Assert.Equal(Checksum.Right, Checksum.Fold(Checksum.Add(whole, Checksum.PseudoHeader(TestHost.Address("10.0.1.1"), TestHost.Address("10.0.1.2"), 3008, IpProtocol.Udp))));
        Assert.All(card.Offloads.Skip(1), o => Assert.Equal(ChecksumState.None, o.State));
    }
}
