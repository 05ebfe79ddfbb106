using System.Text;
using Lithe.Net;
using Lithe.Net.Sockets;

namespace Lithe.Tcp.Tests;

/// <summary>Netbufs through sockets, and blocking calls that find room which does not suffice.</summary>
public sealed class SocketPacketTests
{
    private const ulong Second = 1_000_000_000;

    private static IpAddress AnyOfVersion => Config.NET_IPV4 ? IpAddress.AnyV4 : IpAddress.Any;

    private readonly SimulatedHost _a, _b;
    private readonly Simulation _simulation;
    private readonly SimulatedSockets _client, _server;

    public SocketPacketTests()
    {
        _a = new SimulatedHost(1, 5, isV4: Config.NET_IPV4, new TcpSettings { Connections = 8, SendBuffer = 8_000, ReceiveBuffer = 20_000, SendMemory = 3 * 2048, HeldNetbufs = 6 });
        _b = new SimulatedHost(2, 6, isV4: Config.NET_IPV4, new TcpSettings { Connections = 8, SendBuffer = 8_000, ReceiveBuffer = 20_000 });
        _simulation = new Simulation(7, _a, _b, new WireFaults { Loss = 20_000, Reordering = 50_000 });
        _client = new SimulatedSockets(_a, _simulation);
        _server = new SimulatedSockets(_b, _simulation);
        // An IPv6 address of a link counts when nobody has objected for a while (RFC 4862 5.4).
        if (!Config.NET_IPV4)
            _simulation.Run(() => false, 3 * Second);
    }

    [Fact]
    public void WhatIsSentAsANetbufArrivesAndIsGivenBack()
    {
        (StreamSocket socket, StreamSocket accepted) = Connect();
        Assert.Equal(SocketError.Invalid, socket.SendPacket(default));
        byte[] sent = new byte[100_000];
        new SeededRandom(9).Fill(sent);
        var received = new List<byte>();
        accepted.IsBlocking = false;
        for (int at = 0; at < sent.Length;)
        {
            Assert.True(_client.TryAllocate(out Netbuf packet));
            packet.TrySetLength(Math.Min(1 + at % Netbuf.Capacity, sent.Length - at));
            sent.AsSpan(at, packet.Length).CopyTo(packet.Data);
            at += packet.Length;
            // The server reads when nothing goes any more; so the client waits for room, and for netbufs.
            socket.IsBlocking = false;
            while (socket.SendPacket(packet) is var error && error != SocketError.None)
            {
                Assert.Equal(SocketError.WouldBlock, error);
                Assert.True(_simulation.Run(() => accepted.Available > 0, 60 * Second));
                Drain();
                socket.IsBlocking = true;
            }
        }

        socket.IsBlocking = true;
        Assert.Equal(SocketError.None, socket.Shutdown(SocketShutdown.Send));
        accepted.IsBlocking = true;
        Drain();
        Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()));

        // Back as it came, to who has closed only one side.
        Assert.True(_server.TryAllocate(out Netbuf last));
        last.TrySetLength(4);
        "last"u8.CopyTo(last.Data);
        Assert.Equal(SocketError.None, accepted.SendPacket(last));
        Assert.Equal(SocketError.None, socket.ReceivePacket(out Netbuf back));
        Assert.Equal("last", Encoding.ASCII.GetString(back.Data));
        Assert.Equal(SocketError.Pipe, socket.SendPacket(back));
        _client.Free(back);
        socket.Close();
        accepted.Close();
        AssertNothingIsLeft();

        void Drain()
        {
            while (accepted.ReceivePacket(out Netbuf packet) == SocketError.None && packet.Exists)
            {
                received.AddRange(packet.Data);
                _server.Free(packet);
            }
        }
    }

    [Fact]
    public void DatagramsGoBackInTheNetbufThatTheyCameIn()
    {
        DatagramSocket server = new(_server, Config.NET_IPV4) { ReceiveTimeout = Second }, client = new(_client, Config.NET_IPV4) { ReceiveTimeout = Second };
        Assert.Equal(SocketError.None, server.Bind(new IpEndpoint(AnyOfVersion, 53)));
        int answered = 0;
        for (int i = 0; i < 40; i++)
        {
            Assert.True(_client.TryAllocate(out Netbuf packet));
            packet.TrySetLength(1);
            packet.Data[0] = (byte)i;
            Assert.Equal(SocketError.None, client.SendPacket(packet, new IpEndpoint(_b.Address, 53)));
            if (server.ReceivePacket(out packet, out UdpDatagram datagram) != SocketError.None)
                continue;
            Assert.Equal(SocketError.None, server.SendPacket(packet, datagram.Source, datagram.Destination.Address));
            if (client.ReceivePacket(out packet, out datagram) != SocketError.None)
                continue;
            Assert.Equal((1, (byte)i, 53), (packet.Length, packet.Data[0], datagram.Source.Port));
            answered++;
            _client.Free(packet);
        }

        Assert.InRange(answered, 30, 40);
        // Nobody to send it to: it is gone all the same.
        Assert.True(_client.TryAllocate(out Netbuf lost));
        Assert.Equal(SocketError.NotConnected, client.SendPacket(lost));
        Assert.Equal(SocketError.None, client.Shutdown(SocketShutdown.Receive) is SocketError.NotConnected ? SocketError.None : SocketError.Invalid);
        server.Close();
        client.Close();
        AssertNothingIsLeft();
    }

    [Fact]
    public void ABlockingCallWaitsForMemoryThatOthersHave()
    {
        (StreamSocket greedy, StreamSocket other) = Connect();
        (StreamSocket socket, StreamSocket accepted) = Connect();
        greedy.IsBlocking = false;
        Assert.Equal(SocketError.None, greedy.Send(new byte[8_000], out int taken));
        Assert.InRange(taken, 4_000, 6_144);
        while (greedy.Send(new byte[8_000], out int more) == SocketError.None)
            taken += more;
        // All memory is used, and this connection has nothing of it: what the other one's peer acknowledges wakes it.
        Assert.Equal(SocketError.None, socket.Send(new byte[3_000], out int sent));
        Assert.Equal(3_000, sent);
        byte[] buffer = new byte[8_000];
        for (int got = 0, count; got < sent; got += count)
            Assert.Equal(SocketError.None, accepted.Receive(buffer, out count));
        foreach (StreamSocket each in new[] { greedy, other, socket, accepted })
            each.Close();
    }

    [Fact]
    public void UrgentDataWaitsForRoomForAllOfIt()
    {
        if (!Config.NET_TCP_URGENT)
            return;
        (StreamSocket socket, StreamSocket accepted) = Connect();
        socket.IsBlocking = false;
        Assert.Equal(SocketError.None, socket.Send(new byte[4_090], out int sent));
        Assert.Equal(4_090, sent);
        Assert.Equal(SocketError.WouldBlock, socket.SendUrgent(new byte[4_000]));
        socket.IsBlocking = true;
        Assert.Equal(SocketError.None, socket.SendUrgent(new byte[4_000]));
        Assert.Equal(SocketError.WouldBlock, socket.SendUrgent(new byte[9_000]));
        socket.Close();
        accepted.Close();
    }

    private (StreamSocket Socket, StreamSocket Accepted) Connect()
    {
        var listener = new StreamSocket(_server, Config.NET_IPV4);
        Assert.Equal(SocketError.None, listener.Bind(new IpEndpoint(AnyOfVersion, 0)));
        Assert.Equal(SocketError.None, listener.Listen(5));
        var socket = new StreamSocket(_client, Config.NET_IPV4);
        Assert.Equal(SocketError.None, socket.Connect(new IpEndpoint(_b.Address, listener.Local.Port)));
        Assert.Equal(SocketError.None, listener.Accept(out StreamSocket? accepted));
        listener.Close();
        return (socket, accepted!);
    }

    private void AssertNothingIsLeft()
    {
        _simulation.Run(() => _a.Tcp.ConnectionCount + _b.Tcp.ConnectionCount == 0, 300 * Second);
        _a.AssertNothingIsLeft();
        _b.AssertNothingIsLeft();
        Assert.Equal((_a.Pool.Count, _b.Pool.Count), (_a.Pool.FreeCount, _b.Pool.FreeCount));
    }
}
