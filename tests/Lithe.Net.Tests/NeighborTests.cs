using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>ARP: asking, answering, being flooded.</summary>
[Needs("NET_IPV4")]
public sealed class NeighborTests
{
    private static readonly MacAddress s_mac = new(2, 9, 9, 9, 9, 9);
    private readonly TestHost _host = new(1, "10.0.0.1/24");

    public NeighborTests()
    {
        _host.Run(0);
        _host.Card.Sent.Clear();
    }

    private void Arrive(byte[] frame)
    {
        _host.Card.Arrive(frame);
        _host.Run(0);
    }

    private bool TryTakeArp(out ArpPacket arp)
    {
        arp = default;
        _host.Run(0);
        return _host.Card.Sent.TryDequeue(out byte[]? frame) && ArpPacket.TryRead(frame.AsSpan(14), out arp);
    }

    [Fact]
    public void RequestsForUsAreAnsweredAndTheAskerIsRemembered()
    {
        Arrive(Frames.Arp(_host, s_mac, ArpOperation.Request, "10.0.0.9", "10.0.0.1"));
        Assert.True(TryTakeArp(out ArpPacket reply));
        Assert.Equal((ArpOperation.Reply, "10.0.0.1", s_mac), (reply.Operation, reply.Sender.ToString(), reply.TargetMac));
        _host.Stack.TrySendEcho(TestHost.Address("10.0.0.9"), 1, 1, []);
        _host.Stack.Flush();
        Assert.True(EthernetHeader.TryRead(_host.Card.Sent.Dequeue(), out EthernetHeader header) && header.Destination == s_mac && header.Type == EtherType.Ipv4);
        Arrive(Frames.Arp(_host, s_mac, ArpOperation.Request, "10.0.0.8", "10.0.0.7"));
        _host.Stack.TrySendEcho(TestHost.Address("10.0.0.8"), 1, 1, []);
        Assert.True(TryTakeArp(out ArpPacket request) || TryTakeArp(out request));
        Assert.Equal("10.0.0.8", request.Target.ToString());
    }

    [Fact]
    public void PacketsWaitForTheAnswerTheOldestGoesFirst()
    {
        for (ushort i = 0; i < 6; i++)
            _host.Stack.TrySendEcho(TestHost.Address("10.0.0.9"), 1, i, []);
        Assert.True(TryTakeArp(out ArpPacket request) && request.Operation == ArpOperation.Request);
        Assert.Equal(2UL, _host.Stack.DropCount(DropReason.NeighborQueueFull));
        Arrive(Frames.Arp(_host, s_mac, ArpOperation.Reply, "10.0.0.9", "10.0.0.1", _host.Card.Mac));
        Assert.Equal([2, 3, 4, 5], _host.Card.Sent.Select(f => (int)f[14 + 20 + 7]));
        Assert.Equal(_host.Pool.Count, _host.Pool.FreeCount);
    }

    [Fact]
    public void WhoDoesNotAnswerIsAskedThreeTimesAndThenReported()
    {
        var handler = new Errors();
        Assert.True(Udp.Of(_host.Stack)!.TryOpen(new IpEndpoint(IpAddress.AnyV4, 5), handler, out UdpEndpoint? endpoint));
        Assert.True(endpoint!.TrySend(new byte[10], new IpEndpoint(TestHost.Address("10.0.0.9"), 77)));
        _host.Run(5);
        Assert.Equal(3, _host.Card.Sent.Count);
        Assert.Equal(1UL, _host.Stack.DropCount(DropReason.NeighborUnreachable));
        Assert.Equal([(IcmpErrorKind.HostUnreachable, 77)], handler.Seen);
        Assert.Equal(_host.Pool.Count, _host.Pool.FreeCount);
    }

    [Fact]
    public void ScansDoNotDriveOutNeighborsThatAreThere()
    {
        // To a thousand addresses that nobody has.
        var other = new TestHost(1, "10.0.0.1/16");
        for (int i = 2; i < 12; i++)
        {
            other.Card.Arrive(Frames.Arp(other, new MacAddress(2, 0, 0, 0, 1, (byte)i), ArpOperation.Request, $"10.0.0.{i}", "10.0.0.1"));
            other.Run(0);
            other.Stack.TrySendEcho(TestHost.Address($"10.0.0.{i}"), 1, 1, []);
        }

        for (int i = 0; i < 1000; i++)
        {
            other.Stack.TrySendEcho(TestHost.Address($"10.0.{1 + i / 250}.{i % 250}"), 1, 1, []);
            other.Stack.Flush();
        }

        Assert.True(other.Stack.DropCount(DropReason.NeighborTableFull) >= 900);
        other.Card.Sent.Clear();
        for (int i = 2; i < 12; i++)
            other.Stack.TrySendEcho(TestHost.Address($"10.0.0.{i}"), 1, 1, []);
        other.Stack.Flush();
        Assert.Equal(10, other.Card.Sent.Count(f => f[12] == 8 && f[13] == 0));

        // And asked by a thousand addresses, of which those that we send to stay.
        for (int i = 0; i < 1000; i++)
        {
            other.Card.Arrive(Frames.Arp(other, s_mac, ArpOperation.Request, $"10.0.{1 + i / 250}.{i % 250}", "10.0.0.1"));
            other.Run(0);
        }

        other.Card.Sent.Clear();
        for (int i = 2; i < 12; i++)
            other.Stack.TrySendEcho(TestHost.Address($"10.0.0.{i}"), 1, 1, []);
        other.Stack.Flush();
        Assert.Equal(10, other.Card.Sent.Count(f => f[12] == 8 && f[13] == 0));
    }

    [Fact]
    public void SilentNeighborIsAskedItselfAndForgotten()
    {
        Arrive(Frames.Arp(_host, s_mac, ArpOperation.Request, "10.0.0.9", "10.0.0.1"));
        _host.Run(60);
        _host.Card.Sent.Clear();
        _host.Stack.TrySendEcho(TestHost.Address("10.0.0.9"), 1, 1, []);
        _host.Run(0.1);
        // The question goes to itself, and the packet is not held back.
        byte[][] frames = [.. _host.Card.Sent];
        Assert.Equal(2, frames.Length);
        Assert.All(frames, f => Assert.Equal(s_mac, MacAddress.Read(f)));
        _host.Run(10);
        _host.Card.Sent.Clear();
        _host.Stack.TrySendEcho(TestHost.Address("10.0.0.9"), 1, 1, []);
        Assert.True(TryTakeArp(out _));
    }

    [Fact]
    public void OurOwnAddressIsDefendedNotQuarrelledFor()
    {
        for (int i = 0; i < 50; i++)
            Arrive(Frames.Arp(_host, s_mac, ArpOperation.Reply, "10.0.0.1", "10.0.0.5"));
        Assert.Equal(50UL, _host.Stack.AddressConflicts);
        Assert.Single(_host.Card.Sent);
    }

    [Theory]
    [InlineData("224.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("255.255.255.255")]
    public void SendersThatCannotBeAreDropped(string sender)
    {
        Arrive(Frames.Arp(_host, s_mac, ArpOperation.Request, sender, "10.0.0.1"));
        Assert.Empty(_host.Card.Sent);
        Assert.Equal(1UL, _host.Stack.DropCount(DropReason.BadArp));
    }

    internal sealed class Errors : UdpHandler
    {
        public List<(IcmpErrorKind Kind, int Port)> Seen { get; } = [];

        public List<byte[]> Received { get; } = [];

        public List<UdpDatagram> Datagrams { get; } = [];

        public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
        {
            byte[] data = new byte[packet.TotalLength];
            int length = 0;
            for (Netbuf part = packet; part.Exists; part = part.Next)
            {
                part.Data.CopyTo(data.AsSpan(length));
                length += part.Length;
            }

            Received.Add(data);
            Datagrams.Add(datagram);
            packet.Free();
        }

        public override void OnError(UdpEndpoint endpoint, in IcmpError error, ushort remotePort) => Seen.Add((error.Kind, remotePort));
    }
}
