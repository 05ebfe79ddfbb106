using System.Buffers.Binary;
using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>The client against a server that a test writes.</summary>
[Needs("NET_IPV4")]
public sealed class DhcpTests
{
    /// <summary>A server for one address; what it does a test can change.</summary>
    private sealed class Server : UdpHandler
    {
        public List<DhcpMessageType> Seen { get; } = [];

        public List<bool> WereUnicast { get; } = [];

        public Func<DhcpMessageType, bool> Answers { get; set; } = _ => true;

        public bool Refuses { get; set; }

        public uint Lease { get; set; } = 1000;

        public IpAddress Address { get; set; } = IpAddress.FromV4(0x0a000064);

        public bool SendsNonsense { get; set; }

        public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
        {
            Assert.True(DhcpHeader.TryRead(packet.Data, out DhcpHeader header));
            var type = DhcpMessageType.None;
            var reader = new DhcpOptionReader(packet.Data);
            while (reader.TryNext(out byte code, out ReadOnlySpan<byte> data))
            {
                if (code == DhcpOption.MessageType)
                    type = (DhcpMessageType)data[0];
            }

            Seen.Add(type);
            WereUnicast.Add(!datagram.IsForMany);
            packet.Free();
            if (!Answers(type) || type == DhcpMessageType.Release)
                return;
            byte[] answer = new byte[548];
            if (SendsNonsense)
            {
                new Random(1).NextBytes(answer);
                endpoint.TrySend(answer, new IpEndpoint(IpAddress.BroadcastV4, 68));
            }

            (header with { IsReply = true, YourAddress = Address }).Write(answer);
            var writer = new DhcpOptionWriter(answer);
            writer.TryAddByte(DhcpOption.MessageType, (byte)(type == DhcpMessageType.Discover ? DhcpMessageType.Offer : Refuses ? DhcpMessageType.Refuse : DhcpMessageType.Acknowledge));
            writer.TryAdd(DhcpOption.ServerIdentifier, IpAddress.FromV4(0x0a000001));
            writer.TryAdd(DhcpOption.SubnetMask, IpAddress.FromV4(0xffff0000));
            writer.TryAdd(DhcpOption.Router, IpAddress.FromV4(0x0a000001));
            writer.TryAdd(DhcpOption.NameServers, [10, 0, 0, 2, 10, 0, 0, 3]);
            writer.TryAdd(DhcpOption.LeaseTime, Lease);
            int length = writer.End();
            if (SendsNonsense)
            {
                // For another client, and of another conversation.
                byte[] wrong = answer[..length];
                wrong[30] ^= 1;
                endpoint.TrySend(wrong, new IpEndpoint(IpAddress.BroadcastV4, 68));
                wrong = answer[..length];
                BinaryPrimitives.WriteUInt32BigEndian(wrong.AsSpan(4), header.Transaction + 1);
                endpoint.TrySend(wrong, new IpEndpoint(IpAddress.BroadcastV4, 68));
            }

            endpoint.TrySend(answer.AsSpan(0, length), header.IsBroadcast ? new IpEndpoint(IpAddress.BroadcastV4, 68) : new IpEndpoint(header.ClientAddress, 68));
        }
    }

    private readonly TestHost _client = new(1), _host = new(2, "10.0.0.1/16");
    private readonly Server _server = new();
    private readonly DhcpClient _dhcp;

    public DhcpTests()
    {
        TestHost.Connect(_client, _host);
        Assert.True(Udp.Of(_host.Stack)!.TryOpen(new IpEndpoint(IpAddress.AnyV4, 67), _server, out UdpEndpoint? endpoint));
        endpoint!.Interface = _host.Card;
        endpoint.MayBroadcast = true;
        _dhcp = DhcpClient.TryStart(Udp.Of(_client.Stack)!, _client.Card, "lithe"u8)!;
    }

    private void Run(double seconds) => TestHost.Run(seconds, _client, _host);

    [Fact]
    public void AddressRouterAndServersAreTaken()
    {
        Run(1);
        Assert.Equal(DhcpState.Bound, _dhcp.State);
        Assert.Equal([DhcpMessageType.Discover, DhcpMessageType.Request], _server.Seen);
        Assert.Equal("10.0.0.100/16", _client.Card.Addresses[0].Prefix.ToString());
        Assert.Equal(["10.0.0.2", "10.0.0.3"], _client.Stack.NameServers.ToArray().Select(a => a.ToString()));
        Assert.True(_client.Stack.TryRoute(TestHost.Address("8.8.8.8"), default, out IpRoute route));
        Assert.Equal("10.0.0.1", route.NextHop.ToString());
        Assert.Equal(_client.Pool.Count, _client.Pool.FreeCount);
    }

    [Fact]
    public void LeaseIsRenewedAtHalfOfItsTimeByTheServerItself()
    {
        Run(1);
        Run(502);
        Assert.Equal(DhcpState.Bound, _dhcp.State);
        Assert.Equal([DhcpMessageType.Discover, DhcpMessageType.Request, DhcpMessageType.Request], _server.Seen);
        Assert.Equal([false, false, true], _server.WereUnicast);
        Run(5000);
        Assert.True(_dhcp.HasLease);
        Assert.InRange(_server.Seen.Count, 11, 15);
        Assert.Single(_client.Card.Addresses.ToArray());
    }

    [Fact]
    public void AnyServerIsAskedWhenTheOwnIsSilentAndTheAddressEndsWithTheLease()
    {
        Run(1);
        _server.Answers = _ => false;
        Run(800);
        Assert.Equal(DhcpState.Renewing, _dhcp.State);
        Run(100);
        Assert.Equal(DhcpState.Rebinding, _dhcp.State);
        Assert.False(_server.WereUnicast[^1]);
        Assert.Single(_client.Card.Addresses.ToArray());
        Run(150);
        Assert.Equal(DhcpState.Selecting, _dhcp.State);
        Assert.Empty(_client.Card.Addresses.ToArray());
        Assert.Equal(0, _client.Stack.NameServers.Length);
        Assert.False(_client.Stack.TryRoute(TestHost.Address("8.8.8.8"), default, out _));
        _server.Answers = _ => true;
        Run(100);
        Assert.Equal(DhcpState.Bound, _dhcp.State);
    }

    [Fact]
    public void RebindingTakesAnotherAddress()
    {
        Run(1);
        _server.Address = IpAddress.FromV4(0x0a000065);
        Run(600);
        Assert.Equal("10.0.0.101/16", Assert.Single(_client.Card.Addresses.ToArray()).Prefix.ToString());
    }

    [Fact]
    public void RefusalStartsOver()
    {
        _server.Refuses = true;
        Run(30);
        Assert.False(_dhcp.HasLease);
        Assert.InRange(_server.Seen.Count, 10, 80);
        _server.Refuses = false;
        Run(5);
        Assert.True(_dhcp.HasLease);
        _server.Refuses = true;
        Run(505);
        Assert.False(_dhcp.HasLease);
        Assert.Empty(_client.Card.Addresses.ToArray());
    }

    [Fact]
    public void LostMessagesAreSentAgainLessAndLessOften()
    {
        var random = new Random(3);
        var lossy = new TestHost(4);
        lossy.Card.Peer = _host.Card;
        _host.Card.Peer = lossy.Card;
        lossy.Card.Wire = frame => null;
        DhcpClient client = DhcpClient.TryStart(Udp.Of(lossy.Stack)!, lossy.Card)!;
        TestHost.Run(200, lossy, _host);
        Assert.InRange(client.Sent, 5UL, 8UL);
        lossy.Card.Wire = frame => random.Next(2) == 0 ? null : frame;
        TestHost.Run(600, lossy, _host);
        Assert.True(client.HasLease);
    }

    [Fact]
    public void NonsenseIsIgnored()
    {
        _server.SendsNonsense = true;
        Run(1);
        Assert.True(_dhcp.HasLease);
        Assert.Equal(6UL, _dhcp.Ignored);
    }

    [Fact]
    public void StoppingGivesTheAddressBack()
    {
        Run(1);
        _dhcp.Stop();
        Run(1);
        Assert.Equal(DhcpMessageType.Release, _server.Seen[^1]);
        Assert.Empty(_client.Card.Addresses.ToArray());
        Assert.Equal(0, Udp.Of(_client.Stack)!.OpenCount);
        Assert.Equal(_client.Pool.Count, _client.Pool.FreeCount);
    }
}
