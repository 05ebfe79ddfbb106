using System.Buffers.Binary;
using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>IPv4 and IPv6 packets one by one: what is taken, what is answered, what is dropped and why.</summary>
public sealed class IpTests
{
    private readonly TestHost _host = new(1, "10.0.0.1/24", link: LinkKind.None);
    private readonly NeighborTests.Errors _sink = new();
    private readonly UdpEndpoint _endpoint;

    public IpTests()
    {
        _host.Add("fd00::1/64");
        Assert.True(Udp.Of(_host.Stack)!.TryOpen(new IpEndpoint(IpAddress.Any, 9), _sink, out UdpEndpoint? endpoint));
        _endpoint = endpoint!;
        _host.Run(2);
        _host.Card.Sent.Clear();
    }

    private byte[]? Arrive(byte[] packet)
    {
        _host.Card.Arrive(packet);
        _host.Run(0);
        Assert.Equal(_host.Pool.Count, _host.Pool.FreeCount);
        return _host.Card.Sent.TryDequeue(out byte[]? sent) ? sent : null;
    }

    private static byte[] Datagram(string source = "10.0.0.2", string destination = "10.0.0.1", ushort port = 9, bool withChecksum = true) =>
        Frames.Udp(source, destination, 5, port, [1, 2, 3], withChecksum);

    [Needs("NET_IP_COUNTERS")]
    [Needs("NET_IPV4")]
    [Fact]
    public void DatagramsArriveAlsoWithOptionsPaddingAndWithoutChecksum()
    {
        Assert.Null(Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram())));
        Assert.Null(Arrive([.. Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram()), .. new byte[20]]));
        Assert.Null(Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram(withChecksum: false))));
        Assert.Null(Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram(), options: [7, 7, 4, 0, 0, 0, 0, 0])));
        if (Config.NET_IPV6)
            Assert.Null(Arrive(Frames.V6("fd00::2", "fd00::1", IpProtocol.Udp, Datagram("fd00::2", "fd00::1"))));
        ulong ofV6 = Config.NET_IPV6 ? 1UL : 0;
        Assert.Equal(4 + (int)ofV6, _sink.Received.Count);
        Assert.All(_sink.Received, data => Assert.Equal([1, 2, 3], data));
        Assert.Equal((4UL, ofV6), (_host.Stack.V4Counters.InReceives, _host.Stack.V6Counters.InReceives));
    }

    [Needs("NET_IPV4")]
    [Fact]
    public void WhatCannotBeIsDroppedWithItsReason()
    {
        byte[] good = Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram());
        void Expect(DropReason reason, byte[] packet)
        {
            ulong before = _host.Stack.DropCount(reason);
            Assert.Null(Arrive(packet));
            Assert.Equal(before + 1, _host.Stack.DropCount(reason));
        }

        Expect(DropReason.FrameTooShort, []);
        Expect(DropReason.BadHeader, good[..19]);
        Expect(DropReason.BadHeader, good[..25]);
        Expect(DropReason.UnknownType, [0x55, .. good[1..]]);
        Expect(DropReason.BadHeader, [0x44, .. good[1..]]);
        Expect(DropReason.BadHeader, [0x4f, .. good[1..]]);
        Expect(DropReason.BadHeaderChecksum, [.. good[..8], 63, .. good[9..]]);
        Expect(DropReason.BadHeader, Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram(), h => h with { TotalLength = 19 }));
        Expect(DropReason.SourceRoute, Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram(), options: [131, 7, 4, 1, 2, 3, 4, 0]));
        Expect(DropReason.SourceRoute, Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram(), options: [7, 60, 0, 0]));
        Expect(DropReason.NotOurAddress, Frames.V4("10.0.0.2", "10.0.0.77", IpProtocol.Udp, Datagram()));
        Expect(DropReason.NotOurAddress, Frames.V4("10.0.0.2", "224.1.2.3", IpProtocol.Udp, Datagram()));
        Expect(DropReason.BadAddress, Frames.V4("10.0.0.2", "127.0.0.1", IpProtocol.Udp, Datagram()));
        Expect(DropReason.BadAddress, Frames.V4("127.0.0.1", "10.0.0.1", IpProtocol.Udp, Datagram()));
        Expect(DropReason.BadAddress, Frames.V4("224.0.0.1", "10.0.0.1", IpProtocol.Udp, Datagram()));
        Expect(DropReason.BadAddress, Frames.V4("10.0.0.1", "10.0.0.1", IpProtocol.Udp, Datagram("10.0.0.1")));
        Expect(DropReason.BadAddress, Frames.V4("255.255.255.255", "10.0.0.1", IpProtocol.Udp, Datagram()));
        byte[] broken = Datagram();
        broken[10] ^= 1;
        Expect(DropReason.BadTransportChecksum, Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, broken));
        Expect(DropReason.BadTransportHeader, Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, [1, 2, 3]));
        Expect(DropReason.BadTransportHeader, Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, [0, 5, 0, 9, 0, 7, 0, 0]));
        Expect(DropReason.BadTransportHeader, Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, [0, 5, 0, 9, 0, 9, 0, 0]));
        Expect(DropReason.BadIcmp, Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, [8, 0, 0, 0, 0, 0, 0, 0]));
        Expect(DropReason.BadIcmp, Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, [8, 0]));
        Assert.Empty(_sink.Received);
        if (!Config.NET_IPV6)
            return;
        Expect(DropReason.BadTransportChecksum, Frames.V6("fd00::2", "fd00::1", IpProtocol.Udp, Datagram("fd00::2", "fd00::1", withChecksum: false)));
        Expect(DropReason.BadHeader, Frames.V6("fd00::2", "fd00::1", IpProtocol.Udp, Datagram("fd00::2", "fd00::1"))[..45]);
        Expect(DropReason.NotOurAddress, Frames.V6("fd00::2", "fd00::3", IpProtocol.Udp, []));
        Expect(DropReason.BadAddress, Frames.V6("ff02::1", "fd00::1", IpProtocol.Udp, []));
        Expect(DropReason.BadAddress, Frames.V6("::1", "fd00::1", IpProtocol.Udp, []));
        Expect(DropReason.BadAddress, Frames.V6("fd00::1", "fd00::1", IpProtocol.Udp, Datagram("fd00::1", "fd00::1")));
        Expect(DropReason.BadAddress, Frames.V6("::ffff:10.0.0.2", "fd00::1", IpProtocol.Udp, [])[..40]);
        Expect(DropReason.BadHeader, Frames.V6("fd00::2", "fd00::1", IpProtocol.DestinationOptions, [17, 3, 0, 0, 0, 0, 0, 0]));
        Assert.Empty(_sink.Received);
    }

    [Needs("NET_IPV4")]
    [Fact]
    public void ClosedPortsAreReportedWithTheWholePacket()
    {
        byte[] packet = Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram(port: 10));
        byte[]? error = Arrive(packet);
        Assert.NotNull(error);
        Assert.Equal((IpProtocol.Icmp, 3, 3), (error[9], error[20], error[21]));
        Assert.True(Checksum.IsRight(error.AsSpan(20)) && Checksum.IsRight(error.AsSpan(0, 20)));
        Assert.Equal(packet, error[28..]);
        error = Arrive(Frames.V4("10.0.0.2", "10.0.0.1", 99, [1, 2, 3]));
        Assert.Equal((3, 2), (error![20], error[21]));
        if (!Config.NET_IPV6)
            return;
        packet = Frames.V6("fd00::2", "fd00::1", IpProtocol.Udp, Datagram("fd00::2", "fd00::1", port: 10));
        error = Arrive(packet);
        Assert.NotNull(error);
        Assert.Equal((IpProtocol.IcmpV6, 1, 4), (error[6], error[40], error[41]));
        Assert.Equal(packet, error[48..]);
        error = Arrive(Frames.V6("fd00::2", "fd00::1", 99, [1, 2, 3]));
        Assert.Equal((4, 1), (error![40], error[41]));
    }

    [Needs("NET_IPV4")]
    [Fact]
    public void ShortPathsOfWhatIsNeverForbiddenToBeCutAreLies()
    {
        // A packet of a protocol that no transport has: anybody could quote one, and make all ways to a destination short.
        var to = TestHost.Address("10.0.0.2");
        Assert.Null(Arrive(Frames.V4("10.0.0.9", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(3, 4, 576, Frames.V4("10.0.0.1", "10.0.0.2", IpProtocol.Icmp, new byte[8])))));
        Assert.True(_host.Stack.TryRoute(to, default, out IpRoute route));
        Assert.Equal(1500, route.Mtu);
        // What UDP has sent is believed.
        Assert.Null(Arrive(Frames.V4("10.0.0.9", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(3, 4, 576, Frames.V4("10.0.0.1", "10.0.0.2", IpProtocol.Udp, Frames.Udp("10.0.0.1", "10.0.0.2", 9, 77, []))))));
        Assert.True(_host.Stack.TryRoute(to, default, out route));
        Assert.Equal(576, route.Mtu);
    }

    [Needs("NET_IPV4")]
    [Fact]
    public void NothingIsReportedToManyNorOfThemNorWithoutEnd()
    {
        foreach (string to in new[] { "10.0.0.255", "255.255.255.255", "224.0.0.1" })
            Assert.Null(Arrive(Frames.V4("10.0.0.2", to, IpProtocol.Udp, Datagram("10.0.0.2", to, port: 10))));
        Assert.Null(Arrive(Frames.V4("0.0.0.0", "10.0.0.1", IpProtocol.Udp, Datagram("0.0.0.0", port: 10))));
        // Nor to many who are said to have asked (RFC 1122 3.2.1.3): neither errors nor echoes.
        Assert.Null(Arrive(Frames.V4("10.0.0.255", "10.0.0.1", IpProtocol.Udp, Datagram("10.0.0.255", port: 10))));
        Assert.Null(Arrive(Frames.V4("10.0.0.255", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(8, 0, 1))));
        // Of an error none is made, whatever it quotes.
        Assert.Null(Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(3, 3, 0, Frames.V4("10.0.0.1", "10.0.0.2", 99, [1])))));
        int answers = 0;
        for (int i = 0; i < 1000; i++)
            answers += Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram(port: 10))) is null ? 0 : 1;
        Assert.InRange(answers, 9, 11);
        Assert.Equal(1000UL - (ulong)answers, _host.Stack.DropCount(DropReason.RateLimited));
        _host.Run(0.1);
        Assert.NotNull(Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Datagram(port: 10))));
    }

    [Needs("NET_IPV4")]
    [Fact]
    public void EchoesAreTurnedRound()
    {
        byte[]? reply = Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(8, 0, 0x12340001, Frames.Bytes(1000)), h => h with { TrafficClass = 0x28 }));
        Assert.Equal((0, 0x28), (reply![20], reply[1]));
        Assert.Equal(Frames.Bytes(1000), reply[28..]);
        Assert.True(Checksum.IsRight(reply.AsSpan(20)));
        Assert.Null(Arrive(Frames.V4("10.0.0.2", "10.0.0.255", IpProtocol.Icmp, Frames.IcmpV4(8, 0, 1))));
        if (!Config.NET_IPV6)
            return;
        reply = Arrive(Frames.IcmpV6("fd00::2", "fd00::1", Frames.IcmpV6(128, 0, 7, 1, 2, 3)));
        Assert.Equal((129, 3), (reply![40], reply.Length - 48));
        // To all nodes: from our own address.
        reply = Arrive(Frames.IcmpV6("fd00::2", "ff02::1", Frames.IcmpV6(128, 0, 7, 1, 2, 3)));
        Assert.Equal("fd00::1", IpAddress.ReadV6(reply.AsSpan(8)).ToString());
    }

    [Needs("NET_IPV4")]
    [Fact]
    public void ShorterPathsAreLearnedForWhatWeHaveSent()
    {
        IpAddress far = TestHost.Address("10.0.0.9");
        byte[] Report(uint mtu, ushort port = 9, string remote = "10.0.0.9") => Frames.V4(
            "10.0.0.2", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(3, 4, mtu, Frames.V4("10.0.0.1", remote, IpProtocol.Udp, Frames.Udp("10.0.0.1", remote, port, 77, new byte[100]))));
        int Mtu() => _host.Stack.TryRoute(far, default, out IpRoute route) ? route.Mtu : 0;
        uint generation = _host.Stack.RouteGeneration;
        Arrive(Report(1200, port: 10));
        Assert.Equal((1500, generation), (Mtu(), _host.Stack.RouteGeneration));
        Arrive(Report(1200));
        Assert.Equal(1200, Mtu());
        Assert.NotEqual(generation, _host.Stack.RouteGeneration);
        Assert.Equal([(IcmpErrorKind.PacketTooBig, 77)], _sink.Seen);
        Arrive(Report(1400));
        Assert.Equal(1200, Mtu());
        // Not below what is sensible; 0 is from routers that do not know better.
        Arrive(Report(68));
        Assert.Equal(NetStack.MinPathMtu, Mtu());
        _host.Run(601);
        Assert.Equal(1500, Mtu());
        Arrive(Report(0));
        Assert.InRange(Mtu(), NetStack.MinPathMtu, 1006);
        // Not of us.
        Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(3, 4, 600, Frames.V4("10.0.0.5", "10.0.0.6", IpProtocol.Udp, Datagram()))));
        Assert.Equal(3UL, _host.Stack.IcmpV4Counters.InErrors + 1);
        if (!Config.NET_IPV6)
            return;
        byte[] quoted = Frames.V6("fd00::1", "fd00::9", IpProtocol.Udp, Frames.Udp("fd00::1", "fd00::9", 9, 77, new byte[100]));
        Arrive(Frames.IcmpV6("fd00::2", "fd00::1", Frames.IcmpV6(2, 0, 1300, quoted)));
        Assert.True(_host.Stack.TryRoute(TestHost.Address("fd00::9"), default, out IpRoute v6) && v6.Mtu == 1300);
        Arrive(Frames.IcmpV6("fd00::2", "fd00::1", Frames.IcmpV6(2, 0, 100, quoted)));
        Assert.True(_host.Stack.TryRoute(TestHost.Address("fd00::9"), default, out v6) && v6.Mtu == 1280);
    }

    [Needs("NET_IPV4")]
    [Fact]
    public void ErrorsReachWhoHasSent()
    {
        byte[] sent = Frames.V4("10.0.0.1", "10.0.0.9", IpProtocol.Udp, Frames.Udp("10.0.0.1", "10.0.0.9", 9, 77, new byte[100]));
        foreach ((byte type, byte code) in new (byte, byte)[] { (3, 0), (3, 1), (3, 2), (3, 3), (3, 13), (11, 0), (11, 1), (12, 0) })
            Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(type, code, 0, sent[..28])));
        Assert.Equal(
            [
                IcmpErrorKind.NetworkUnreachable, IcmpErrorKind.HostUnreachable, IcmpErrorKind.ProtocolUnreachable, IcmpErrorKind.PortUnreachable, IcmpErrorKind.Prohibited,
                IcmpErrorKind.HopLimitExceeded, IcmpErrorKind.ReassemblyTimeExceeded, IcmpErrorKind.ParameterProblem,
            ],
            _sink.Seen.Select(s => s.Kind));
        for (int length = 0; length < 28; length++)
            Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(3, 3, 0, sent[..length])));
        Assert.InRange(_sink.Seen.Count, 8, 12);
    }

    [Needs("NET_IPV6")]
    [Theory]
    [InlineData(0, 0, true, 0)]
    [InlineData(5, 2, true, 0)]
    [InlineData(0x3e, 2, true, 0)]
    [InlineData(0x7e, 2, false, 0)]
    [InlineData(0xbe, 2, false, 2)]
    [InlineData(0xfe, 2, false, 2)]
    public void UnknownOptionsAreTreatedAsTheySay(byte option, byte length, bool isTaken, int code)
    {
        byte[] options = [IpProtocol.Udp, 0, option, length, 0, 0, 0, 0];
        if (option == 0)
            options = [IpProtocol.Udp, 0, 1, 4, 0, 0, 0, 0];
        else
            options[6] = 0;
        byte[]? answer = Arrive(Frames.V6("fd00::2", "fd00::1", IpProtocol.HopByHop, [.. options, .. Datagram("fd00::2", "fd00::1")]));
        Assert.Equal(isTaken ? 1 : 0, _sink.Received.Count);
        if (code == 0)
        {
            Assert.Null(answer);
            return;
        }

        Assert.Equal((4, code), (answer![40], answer[41]));
        Assert.Equal(42u, BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(44)));
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void RoutingHeadersEndHere()
    {
        byte[] datagram = Datagram("fd00::2", "fd00::1");
        Assert.Null(Arrive(Frames.V6("fd00::2", "fd00::1", IpProtocol.Routing, [IpProtocol.Udp, 0, 2, 0, 0, 0, 0, 0, .. datagram])));
        Assert.Single(_sink.Received);
        byte[]? answer = Arrive(Frames.V6("fd00::2", "fd00::1", IpProtocol.Routing, [IpProtocol.Udp, 0, 0, 1, 0, 0, 0, 0, .. datagram]));
        Assert.Equal((4, 0), (answer![40], answer[41]));
        // As many headers as one likes are too many.
        byte[] many = [.. Enumerable.Repeat(new byte[] { IpProtocol.DestinationOptions, 0, 1, 4, 0, 0, 0, 0 }, 20).SelectMany(h => h), .. datagram];
        Assert.Null(Arrive(Frames.V6("fd00::2", "fd00::1", IpProtocol.DestinationOptions, many)));
        Assert.Single(_sink.Received);
    }

    [Needs("NET_IPV4")]
    [Needs("NET_IPV6")]
    [Fact]
    public void LongestPrefixWins()
    {
        NetStack stack = _host.Stack;
        string NextHop(string destination) => stack.TryRoute(TestHost.Address(destination), default, out IpRoute route) ? route.NextHop.ToString() : "none";
        void Route(string prefix, string by, ushort metric = 0)
        {
            Assert.True(IpPrefix.TryParse(System.Text.Encoding.ASCII.GetBytes(prefix), out IpPrefix parsed));
            Assert.True(stack.TryAddRoute(new RouteEntry { Prefix = parsed, NextHop = TestHost.Address(by), Interface = _host.Card, ValidUntil = ulong.MaxValue, Metric = metric }));
        }

        Assert.Equal("none", NextHop("8.8.8.8"));
        Route("0.0.0.0/0", "10.0.0.250");
        Route("8.0.0.0/8", "10.0.0.251");
        Route("8.8.0.0/16", "10.0.0.252", 5);
        Route("8.8.0.0/16", "10.0.0.253", 1);
        Route("8.8.8.8/32", "10.0.0.254");
        Assert.Equal(["10.0.0.254", "10.0.0.253", "10.0.0.251", "10.0.0.250", "10.0.0.77"], new[] { "8.8.8.8", "8.8.9.9", "8.1.1.1", "9.9.9.9", "10.0.0.77" }.Select(NextHop));
        Assert.True(stack.TryRemoveRoute(new IpPrefix(TestHost.Address("8.8.0.0"), 16), TestHost.Address("10.0.0.253"), _host.Card));
        Assert.Equal("10.0.0.252", NextHop("8.8.9.9"));
        Assert.Equal("none", NextHop("2001:db8::1"));
        Route("::/0", "fd00::99");
        Assert.Equal("fd00::99", NextHop("2001:db8::1"));
        Assert.False(stack.TryRoute(TestHost.Address("9.9.9.9"), TestHost.Address("10.0.0.5"), out _));
        while (stack.TryAddRoute(new RouteEntry { Prefix = new IpPrefix(IpAddress.FromV4((uint)stack.Random.Next()), 32), Interface = _host.Card, ValidUntil = ulong.MaxValue }))
        {
        }

        Assert.Equal(16, stack.Routes.Length);
    }

    [Needs("NET_IPV4")]
    [Needs("NET_IPV6")]
    [Fact]
    public void OneVersionAloneKnowsNothingOfTheOther()
    {
        byte[] echoV4 = Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, Frames.IcmpV4(8, 0, 1)), echoV6 = Frames.IcmpV6("fd00::2", "fd00::1", Frames.IcmpV6(128, 0, 7));
        IpAddress own = TestHost.Address("fd00::1"), other = TestHost.Address("fd00::2");
        try
        {
            Config.NET_IPV6 = false;
            Assert.False(IpAddress.TryParse("fd00::1", out _));
            var v4 = new TestHost(1, "10.0.0.1/24", link: LinkKind.None);
            v4.Card.Arrive(echoV6);
            v4.Card.Arrive(echoV4);
            v4.Run(0);
            Assert.Single(v4.Card.Sent);
            Assert.False(v4.Stack.TryAddAddress(v4.Card, new IpPrefix(own, 64)));
            Assert.False(v4.Stack.TryRoute(other, default, out _));
            Config.NET_IPV6 = true;
            Config.NET_IPV4 = false;
            var v6 = new TestHost(1, "fd00::1/64", link: LinkKind.None);
            v6.Card.Arrive(echoV6);
            v6.Card.Arrive(echoV4);
            v6.Run(0);
            Assert.Single(v6.Card.Sent);
            Assert.False(v6.Stack.TryAddAddress(v6.Card, new IpPrefix(TestHost.Address("10.0.0.1"), 24)));
        }
        finally
        {
            Config.NET_IPV4 = Config.NET_IPV6 = true;
        }
    }
}
