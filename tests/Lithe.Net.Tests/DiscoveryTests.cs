using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>Neighbour discovery, addresses from routers, groups.</summary>
public sealed class DiscoveryTests
{
    private const string Router = "fe80::ff";
    private static readonly MacAddress s_router = new(2, 9, 9, 9, 9, 9);
    private readonly TestHost _host = new(1);

    private static IpAddress LinkLocal => IpAddress.LinkLocalOf(new MacAddress(2, 0, 0, 0, 0, 1));

    private void Arrive(byte[] packet)
    {
        _host.Card.Arrive(Frames.Ethernet(_host.Card.Mac, s_router, packet[0] >> 4 == 4 ? EtherType.Ipv4 : EtherType.Ipv6, packet));
        _host.Run(0);
    }

    private static byte[] Advertisement(ushort lifetime, params byte[][] options)
    {
        byte[] message = new byte[RouterAdvertisement.Size];
        new RouterAdvertisement(64, false, false, lifetime, 0, 0).Write(message);
        return Frames.IcmpV6(Router, "ff02::1", [.. message, .. options.SelectMany(o => o)]);
    }

    private static byte[] Option(byte type, params byte[] data)
    {
        byte[] bytes = new byte[(data.Length + 9) / 8 * 8];
        data.CopyTo(bytes, 2);
        NdpOptionReader.WriteFront(bytes, type, data.Length);
        return bytes;
    }

    private static byte[] Prefix(string prefix, uint valid, uint preferred, byte length = 64)
    {
        byte[] data = new byte[NdpPrefixInformation.DataSize];
        new NdpPrefixInformation(new IpPrefix(TestHost.Address(prefix), length), true, true, valid, preferred).Write(data);
        return Option(NdpOptionReader.PrefixInformation, data);
    }

    private static byte[] Solicitation(string source, string destination, string target, MacAddress? mac)
    {
        byte[] message = new byte[NeighborMessage.Size];
        new NeighborMessage(IcmpV6Type.NeighborSolicitation, false, false, false, TestHost.Address(target)).Write(message);
        return Frames.IcmpV6(source, destination, [.. message, .. mac is MacAddress m ? Option(NdpOptionReader.SourceLink, m.A, m.B, m.C, m.D, m.E, m.F) : []]);
    }

    private List<(byte Type, IpAddress Source, IpAddress Destination, byte[] Message)> Messages()
    {
        var messages = new List<(byte, IpAddress, IpAddress, byte[])>();
        while (_host.Card.Sent.TryDequeue(out byte[]? frame))
        {
            if (frame.Length > 54 && frame[12] == 0x86 && frame[20] == IpProtocol.IcmpV6)
            {
                Assert.Equal(frame[54] >= IcmpV6Type.RouterSolicitation ? 255 : 64, frame[21]);
                IpAddress source = IpAddress.ReadV6(frame.AsSpan(22)), destination = IpAddress.ReadV6(frame.AsSpan(38));
                Assert.Equal(Checksum.Right, Checksum.Fold(Checksum.Add(frame.AsSpan(54), Checksum.PseudoHeader(source, destination, frame.Length - 54, IpProtocol.IcmpV6))));
                messages.Add((frame[54], source, destination, frame[54..]));
            }
        }

        return messages;
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void LinkLocalAddressIsAskedForBeforeItIsOurs()
    {
        Assert.True(_host.Stack.TryConfigureAutomatically(_host.Card));
        _host.Run(0.5);
        Assert.Equal(AddressState.Tentative, _host.Card.Addresses[0].State);
        (byte type, IpAddress source, IpAddress destination, byte[] message) = Messages().First(m => m.Type == IcmpV6Type.NeighborSolicitation);
        Assert.Equal((IcmpV6Type.NeighborSolicitation, IpAddress.Any, IpAddress.SolicitedNodeOf(LinkLocal)), (type, source, destination));
        Assert.Equal(LinkLocal, IpAddress.ReadV6(message.AsSpan(8)));
        Assert.Contains(MacAddress.OfGroup(IpAddress.SolicitedNodeOf(LinkLocal)), _host.Card.Groups);
        _host.Run(0.6);
        Assert.Equal(AddressState.Preferred, _host.Card.Addresses[0].State);
        _host.Run(20);
        Assert.InRange(Messages().Count(m => m.Type == IcmpV6Type.RouterSolicitation), 1, 3);
    }

    [Needs("NET_IPV6")]
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnAddressThatSomebodyHasIsNotTaken(bool byAnswer)
    {
        _host.Stack.TryConfigureAutomatically(_host.Card);
        _host.Run(0.2);
        if (byAnswer)
        {
            byte[] message = new byte[NeighborMessage.Size];
            new NeighborMessage(IcmpV6Type.NeighborAdvertisement, false, false, true, LinkLocal).Write(message);
            Arrive(Frames.IcmpV6(LinkLocal.ToString(), "ff02::1", message));
        }
        else
        {
            Arrive(Solicitation("::", IpAddress.SolicitedNodeOf(LinkLocal).ToString(), LinkLocal.ToString(), null));
        }

        _host.Run(5);
        Assert.Equal(AddressState.Duplicated, _host.Card.Addresses[0].State);
        Assert.Equal(1UL, _host.Stack.AddressConflicts);
        Messages();
        Arrive(Solicitation("fe80::9", LinkLocal.ToString(), LinkLocal.ToString(), s_router));
        Assert.Empty(Messages());
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void RoutersGiveAddressesRoutesAndNameServers()
    {
        _host.Stack.TryConfigureAutomatically(_host.Card);
        _host.Run(2);
        Arrive(Advertisement(
            1800, Option(NdpOptionReader.SourceLink, 2, 9, 9, 9, 9, 9), Prefix("2001:db8:1::", 7200, 3600), Option(NdpOptionReader.Mtu, 0, 0, 0, 0, 5, 0x78),
            Option(NdpOptionReader.NameServers, [0, 0, 0, 0, 0, 100, .. new byte[] { 0x20, 1, 0xd, 0xb8 }, .. new byte[11], 0x53])));
        _host.Run(1.1);
        string own = "2001:db8:1::ff:fe00:1";
        Assert.Contains(_host.Card.Addresses.ToArray(), a => a.Address.ToString() == own && a.State == AddressState.Preferred);
        Assert.True(_host.Stack.TryRoute(TestHost.Address("2001:db8:2::1"), default, out IpRoute route));
        Assert.Equal((Router, own, 1400), (route.NextHop.ToString(), route.Source.ToString(), route.Mtu));
        Assert.True(_host.Stack.TryRoute(TestHost.Address("2001:db8:1::77"), default, out route) && route.NextHop.ToString() == "2001:db8:1::77");
        Assert.Equal("2001:db8::53", Assert.Single(_host.Stack.NameServers.ToArray()).ToString());
        Messages();
        _host.Stack.TrySendEcho(TestHost.Address("2001:db8:2::1"), 1, 1, []);
        _host.Run(0.1);
        Assert.Contains(Messages(), m => m.Type == IcmpV6Type.EchoRequest);

        // Deprecated, then gone; the route as well.
        _host.Run(3600);
        Assert.Equal(AddressState.Deprecated, _host.Card.Addresses.ToArray().Single(a => a.Address.ToString() == own).State);
        _host.Run(3700);
        Assert.DoesNotContain(_host.Card.Addresses.ToArray(), a => a.Address.ToString() == own);
        Assert.False(_host.Stack.TryRoute(TestHost.Address("2001:db8:2::1"), default, out _));
        Assert.Equal(_host.Pool.Count, _host.Pool.FreeCount);
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void AnnouncementsCannotEndAnAddressAtOnceNorFillTheTables()
    {
        _host.Stack.TryConfigureAutomatically(_host.Card);
        _host.Run(2);
        Arrive(Advertisement(1800, Prefix("2001:db8:1::", 100_000, 50_000)));
        Arrive(Advertisement(1800, Prefix("2001:db8:1::", 1, 1)));
        _host.Run(7000);
        Assert.Contains(_host.Card.Addresses.ToArray(), a => a.Address.ToString().StartsWith("2001", StringComparison.Ordinal));
        _host.Run(300);
        Assert.DoesNotContain(_host.Card.Addresses.ToArray(), a => a.Address.ToString().StartsWith("2001", StringComparison.Ordinal));
        for (int i = 0; i < 100; i++)
            Arrive(Advertisement(1800, Prefix($"2001:db8:{i:x}::", 10_000, 10_000)));
        Assert.InRange(_host.Stack.Routes.Length, 2, 9);
        Assert.Equal(NetInterface.MaxAddresses, _host.Card.Addresses.Length);
        Arrive(Advertisement(0));
        Assert.False(_host.Stack.TryRoute(TestHost.Address("2001:dead::1"), default, out _));
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void OnlyTheLinkIsBelieved()
    {
        _host.Stack.TryConfigureAutomatically(_host.Card);
        _host.Run(2);
        byte[] good = Advertisement(1800, Prefix("2001:db8:1::", 7200, 3600));
        byte[] routed = (byte[])good.Clone();
        routed[7] = 254;
        Arrive(routed);
        // A source that is not of the link; an option that does not fit; a checksum.
        byte[] message = good[40..];
        Arrive(Frames.IcmpV6("2001:db8::1", "ff02::1", (byte[])message.Clone()));
        message[17] = 9;
        Arrive(Frames.IcmpV6(Router, "ff02::1", message));
        good[60] ^= 1;
        Arrive(good);
        Assert.Equal(4UL, _host.Stack.DropCount(DropReason.BadIcmp));
        Assert.Single(_host.Card.Addresses.ToArray());
        // Who does not configure itself takes nothing.
        var fixedHost = new TestHost(1, "fd00::1/64");
        good[60] ^= 1;
        fixedHost.Card.Arrive(Frames.Ethernet(fixedHost.Card.Mac, s_router, EtherType.Ipv6, good));
        fixedHost.Run(0);
        Assert.Single(fixedHost.Card.Addresses.ToArray());
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void SolicitationsAreAnsweredToWhoAsks()
    {
        _host.Add("fd00::1/64");
        _host.Run(2);
        Messages();
        Arrive(Solicitation("fd00::9", IpAddress.SolicitedNodeOf(TestHost.Address("fd00::1")).ToString(), "fd00::1", s_router));
        (byte type, IpAddress source, IpAddress destination, byte[] message) = Assert.Single(Messages());
        Assert.Equal((IcmpV6Type.NeighborAdvertisement, "fd00::1", "fd00::9"), (type, source.ToString(), destination.ToString()));
        Assert.Equal(0x60, message[4]);
        // Somebody who looks whether our address is free gets the answer for all.
        Arrive(Solicitation("::", IpAddress.SolicitedNodeOf(TestHost.Address("fd00::1")).ToString(), "fd00::1", null));
        (_, _, destination, message) = Assert.Single(Messages());
        Assert.Equal((IpAddress.AllNodes, 0x20), (destination, message[4]));
        Arrive(Solicitation("fd00::9", "fd00::1", "fd00::2", s_router));
        Arrive(Solicitation("::", "fd00::1", "fd00::1", null));
        Assert.Empty(Messages());
    }

    [Needs("NET_IPV4")]
    [Fact]
    [Needs("NET_MULTICAST")]
    public void GroupsAreJoinedReportedAndLeft()
    {
        var host = new TestHost(1, "10.0.0.1/24");
        host.Run(0);
        host.Card.Sent.Clear();
        IpAddress group = TestHost.Address("239.1.2.3");
        Assert.True(host.Stack.TryJoin(host.Card, group));
        Assert.True(host.Stack.TryJoin(host.Card, group));
        host.Run(3);
        // Twice; of version 3, to all routers that take it, with a router alert.
        byte[][] reports = [.. host.Card.Sent];
        Assert.Equal(2, reports.Length);
        Assert.All(reports, r =>
        {
            Assert.Equal("224.0.0.22", IpAddress.ReadV4(r.AsSpan(30)).ToString());
            Assert.Equal((0x46, 1, IpProtocol.Igmp, 148), (r[14], r[22], r[23], r[34]));
            Assert.True(Checksum.IsRight(r.AsSpan(38)) && GroupReport.TryRead(r.AsSpan(38), out int records) && records == 1);
            Assert.True(GroupRecord.TryRead(r.AsSpan(46), true, out GroupRecord record, out _) && record.Group == group);
        });
        Assert.Contains(MacAddress.OfGroup(group), host.Card.Groups);
        var sink = new NeighborTests.Errors();
        Assert.True(Udp.Of(host.Stack)!.TryOpen(new IpEndpoint(IpAddress.AnyV4, 9), sink, out _));
        byte[] datagram = Frames.Ethernet(MacAddress.OfGroup(group), s_router, EtherType.Ipv4, Frames.V4("10.0.0.2", "239.1.2.3", IpProtocol.Udp, Frames.Udp("10.0.0.2", "239.1.2.3", 5, 9, [1])));
        host.Card.Arrive(datagram);
        host.Run(0);
        Assert.Single(sink.Received);

        // A query of version 2 is answered with its reports from then on.
        host.Card.Sent.Clear();
        byte[] query = new byte[8];
        new IgmpMessage(IgmpMessage.Query, 20, IpAddress.AnyV4).Write(query);
        host.Card.Arrive(Frames.Ethernet(MacAddress.OfGroup(IpAddress.AllSystemsV4), s_router, EtherType.Ipv4, Frames.V4("10.0.0.2", "224.0.0.1", IpProtocol.Igmp, query)));
        host.Run(2.5);
        byte[] report = Assert.Single(host.Card.Sent);
        Assert.True(IgmpMessage.TryRead(report.AsSpan(38), out IgmpMessage message) && message.Type == IgmpMessage.ReportV2 && message.Group == group);
        host.Card.Sent.Clear();
        Assert.True(host.Stack.TryLeave(host.Card, group));
        host.Stack.Flush();
        Assert.Empty(host.Card.Sent);
        Assert.True(host.Stack.TryLeave(host.Card, group));
        host.Stack.Flush();
        Assert.True(IgmpMessage.TryRead(Assert.Single(host.Card.Sent).AsSpan(38), out message) && message.Type == IgmpMessage.Leave);
        Assert.False(host.Stack.TryLeave(host.Card, group));
        host.Card.Arrive(datagram);
        host.Run(0);
        Assert.Single(sink.Received);
        int joined = 0;
        while (host.Stack.TryJoin(host.Card, IpAddress.FromV4(0xef000000u + (uint)joined)))
            joined++;
        Assert.Equal(16, joined);
        host.Run(5);
        Assert.Equal(host.Pool.Count, host.Pool.FreeCount);
    }

    [Needs("NET_IPV6")]
    [Fact]
    [Needs("NET_MULTICAST")]
    public void ListenersOfIpv6AreReported()
    {
        _host.Add("fd00::1/64");
        _host.Run(3);
        _host.Card.Sent.Clear();
        byte[] query = new byte[28];
        new MldMessage(IcmpV6Type.ListenerQuery, 1000, default).Write(query);
        Arrive(Frames.IcmpV6(Router, "ff02::1", query, hops: 1));
        _host.Run(1.1);
        byte[] frame = Assert.Single(_host.Card.Sent);
        Assert.Equal((IpProtocol.HopByHop, 1, "ff02::16"), (frame[20], frame[21], IpAddress.ReadV6(frame.AsSpan(38)).ToString()));
        Assert.Equal((IpProtocol.IcmpV6, Ipv6OptionReader.RouterAlert, IcmpV6Type.ListenerReportV2), (frame[54], frame[56], frame[62]));
        Assert.True(GroupRecord.TryRead(frame.AsSpan(70), false, out GroupRecord record, out _));
        Assert.Equal(IpAddress.SolicitedNodeOf(TestHost.Address("fd00::1")), record.Group);
        Assert.Equal(Checksum.Right, Checksum.Fold(Checksum.Add(frame.AsSpan(62), Checksum.PseudoHeader(IpAddress.ReadV6(frame.AsSpan(22)), IpAddress.ReadV6(frame.AsSpan(38)), frame.Length - 62, IpProtocol.IcmpV6))));
        // Not of the link: no answer.
        Arrive(Frames.IcmpV6(Router, "ff02::1", query, hops: 2));
        Arrive(Frames.IcmpV6("2001:db8::1", "ff02::1", query, hops: 1));
        _host.Run(1.1);
        Assert.Single(_host.Card.Sent);
    }
}
