using System.Text;
using Lithe.Net;
using Lithe.Net.Sockets;
using Lithe.Tests.Shared;

namespace Lithe.Tcp.Tests;

/// <summary>Sockets over two simulated hosts: who waits has virtual time go by.</summary>
public sealed class SocketTests
{
    private const ulong Second = 1_000_000_000;

    private static IpAddress AnyOfVersion => Config.NET_IPV4 ? IpAddress.AnyV4 : IpAddress.Any;

    private static IpAddress Elsewhere => Config.NET_IPV4 ? IpAddress.FromV4(0x01020304) : IpAddress.ReadV6([0xfd, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);

    private readonly SimulatedHost _a, _b;
    private readonly Simulation _simulation;
    private readonly SimulatedSockets _client, _server;

    public SocketTests()
    {
        var settings = new TcpSettings { Connections = 32, SendBuffer = 20_000, ReceiveBuffer = 20_000 };
        _a = new SimulatedHost(1, 5, isV4: Config.NET_IPV4, settings);
        _b = new SimulatedHost(2, 6, isV4: Config.NET_IPV4, settings);
        _simulation = new Simulation(7, _a, _b, new WireFaults { Loss = 20_000, Reordering = 50_000 });
        _client = new SimulatedSockets(_a, _simulation);
        _server = new SimulatedSockets(_b, _simulation);
        // An IPv6 address of a link counts when nobody has objected for a while (RFC 4862 5.4).
        if (!Config.NET_IPV4)
            _simulation.Run(() => false, 3_000_000_000);
    }

    [Fact]
    public void BlockingClientTalksToAServerThatWatches()
    {
        var echo = new EchoServer(_server, 7);
        var socket = new StreamSocket(_client, Config.NET_IPV4);
        Assert.Equal(SocketError.None, socket.Connect(new IpEndpoint(_b.Address, 7)));
        byte[] sent = new byte[200_000], received = new byte[sent.Length];
        new SeededRandom(3).Fill(sent);
        int sentCount = 0, receivedCount = 0;
        socket.IsBlocking = false;
        while (receivedCount < sent.Length)
        {
            SocketError error = socket.Send(sent.AsSpan(sentCount), out int count);
            Assert.True(error is SocketError.None or SocketError.WouldBlock || sentCount == sent.Length);
            sentCount += count;
            socket.IsBlocking = true;
            Assert.Equal(SocketError.None, socket.Receive(received.AsSpan(receivedCount), out count));
            socket.IsBlocking = false;
            receivedCount += count;
        }

        Assert.True(sent.AsSpan().SequenceEqual(received));
        socket.IsBlocking = true;
        Assert.Equal(SocketError.None, socket.Shutdown(SocketShutdown.Send));
        Assert.Equal(SocketError.Pipe, socket.Send("x"u8, out _));
        Assert.Equal(SocketError.None, socket.Receive(received, out int end));
        Assert.Equal(0, end);
        Assert.True((socket.Readiness & (SocketReadiness.HangUp | SocketReadiness.ReadHangUp)) == (SocketReadiness.HangUp | SocketReadiness.ReadHangUp));
        Assert.Equal(SocketError.None, socket.Close());
        Assert.Equal(1, echo.Count);
        echo.Close();
        _simulation.Run(() => _a.Tcp.ConnectionCount + _b.Tcp.ConnectionCount == 0, 300 * Second);
        _a.AssertNothingIsLeft();
        _b.AssertNothingIsLeft();
    }

    [Needs("NET_TCP_URGENT")]
    [Fact]
    public void UrgentDataComesBesideTheStream()
    {
        var listener = new StreamSocket(_server, Config.NET_IPV4);
        Assert.Equal(SocketError.None, listener.Bind(new IpEndpoint(AnyOfVersion, 7)));
        Assert.Equal(SocketError.None, listener.Listen(5));
        var socket = new StreamSocket(_client, Config.NET_IPV4);
        Assert.Equal(SocketError.NotConnected, socket.SendUrgent("!"u8));
        Assert.Equal(SocketError.None, socket.Connect(new IpEndpoint(_b.Address, 7)));
        Assert.Equal(SocketError.None, listener.Accept(out StreamSocket? accepted));
        Assert.Equal(SocketError.Invalid, accepted!.ReceiveUrgent(out _));
        Assert.Equal(SocketError.None, socket.Send("before"u8, out _));
        Assert.Equal(SocketError.None, socket.SendUrgent("!"u8));
        Assert.Equal(SocketError.None, socket.Send("after"u8, out _));
        _simulation.Run(() => (accepted.Readiness & SocketReadiness.Priority) != 0 && accepted.Available == 11, 60 * Second);
        byte[] buffer = new byte[64];
        Assert.Equal(SocketError.None, accepted.Receive(buffer, out int count));
        Assert.Equal("before", Encoding.ASCII.GetString(buffer, 0, count));
        Assert.True(accepted.IsAtUrgentMark);
        Assert.Equal(SocketError.None, accepted.ReceiveUrgent(out byte urgent));
        Assert.Equal((byte)'!', urgent);
        Assert.Equal(SocketError.Invalid, accepted.ReceiveUrgent(out _));
        Assert.Equal(SocketReadiness.None, accepted.Readiness & SocketReadiness.Priority);
        Assert.Equal(SocketError.None, accepted.Receive(buffer, out count));
        Assert.Equal("after", Encoding.ASCII.GetString(buffer, 0, count));
    }

    [Needs("NET_RAW")]
    [Needs("NET_IPV4")]
    [Fact]
    public void RawSocketsPingAndSeeProtocolsThatNobodyStandsOn()
    {
        // Of a wire that loses nothing.
        var a = new SimulatedHost(1, 5, isV4: true, new TcpSettings());
        var b = new SimulatedHost(2, 6, isV4: true, new TcpSettings());
        var simulation = new Simulation(7, a, b, new WireFaults());
        RawSocket socket = RawSocket.TryOpen(new SimulatedSockets(a, simulation), isV4: true, IpProtocol.Icmp)!;
        // An echo request (RFC 792) with its checksum.
        byte[] request = [8, 0, 0, 0, 0x12, 0x34, 0, 1, 1, 2, 3, 4];
        Checksum.Store(request.AsSpan(2, 2), Checksum.Add(request, 0));
        Assert.Equal(SocketError.None, socket.SendTo(request, b.Address));
        byte[] buffer = new byte[100];
        Assert.Equal(SocketError.None, socket.ReceiveFrom(buffer, out int length, out IpAddress from));
        Assert.Equal((20 + request.Length, b.Address, (byte)0x45, (byte)0), (length, from, buffer[0], buffer[20]));
        Assert.Equal(request[4..], buffer[24..length]);

        const byte Experiment = 253;
        RawSocket one = RawSocket.TryOpen(new SimulatedSockets(a, simulation), isV4: true, Experiment)!, other = RawSocket.TryOpen(new SimulatedSockets(b, simulation), isV4: true, Experiment)!;
        Assert.Equal(SocketError.NotConnected, one.Send("?"u8));
        Assert.Equal(SocketError.None, one.Connect(b.Address));
        Assert.Equal(SocketError.None, one.Send("raw"u8));
        Assert.Equal(SocketError.None, other.ReceiveFrom(buffer, out length, out from));
        Assert.Equal((23, a.Address), (length, from));
        Assert.Equal("raw", Encoding.ASCII.GetString(buffer, 20, 3));
        Assert.Equal(0ul, b.Net.DropCount(DropReason.UnknownProtocol));
        Assert.Equal(SocketError.None, other.Close());
        Assert.Equal(SocketError.None, one.Send("nobody"u8));
        simulation.Run(() => b.Net.DropCount(DropReason.UnknownProtocol) == 1, 10 * Second);
        Assert.Equal(SocketError.None, socket.Close());
        a.AssertNothingIsLeft();
        b.AssertNothingIsLeft();
    }

    [Fact]
    public void TheTableSaysWhatThereIs()
    {
        var listener = new StreamSocket(_server, Config.NET_IPV4);
        Assert.Equal(SocketError.None, listener.Bind(new IpEndpoint(AnyOfVersion, 7)));
        Assert.Equal(SocketError.None, listener.Listen(5));
        var socket = new StreamSocket(_client, Config.NET_IPV4);
        Assert.Equal(SocketError.None, socket.Connect(new IpEndpoint(_b.Address, 7)));
        Assert.Equal(SocketError.None, listener.Accept(out _));
        byte[] line = new byte[TcpTable.LineSize];
        var lines = new List<string>();
        _b.Tcp.ForEachListener(one => lines.Add(Encoding.ASCII.GetString(line, 0, TcpTable.Write(one, line))));
        _b.Tcp.ForEach(one => lines.Add(Encoding.ASCII.GetString(line, 0, TcpTable.Write(one, line))));
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("LISTEN ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"ESTABLISHED {new IpEndpoint(_b.Address, 7)} {socket.Local} 0 0 ", lines[1], StringComparison.Ordinal);
    }

    [Needs("NET_TCP_FAST_OPEN")]
    [Fact]
    public void TheSecondVisitBringsItsDataAtOnce()
    {
        var listener = new StreamSocket(_server, Config.NET_IPV4) { FastOpenLimit = 4 };
        Assert.Equal(SocketError.None, listener.Bind(new IpEndpoint(AnyOfVersion, 7)));
        Assert.Equal(SocketError.None, listener.Listen(5));
        for (int visit = 0; visit < 3; visit++)
        {
            var socket = new StreamSocket(_client, Config.NET_IPV4);
            Assert.Equal(SocketError.None, socket.ConnectFast(new IpEndpoint(_b.Address, 7), "hello"u8, out int count));
            Assert.Equal(5, count);
            Assert.Equal(SocketError.None, listener.Accept(out StreamSocket? accepted));
            byte[] buffer = new byte[64];
            Assert.Equal(SocketError.None, accepted!.Receive(buffer, out count));
            Assert.Equal("hello", Encoding.ASCII.GetString(buffer, 0, count));
            Assert.Equal(SocketError.None, accepted.Send("you"u8, out _));
            Assert.Equal(SocketError.None, socket.Receive(buffer, out count));
            Assert.Equal("you", Encoding.ASCII.GetString(buffer, 0, count));
            socket.Close();
            accepted.Close();
        }

        // SYNs that are lost go out again without it.
        Assert.InRange(_b.Tcp.Counters.FastOpenPassive, 1ul, 2ul);
    }

    [Fact]
    public void NonBlockingCallsSayThatTheyWouldBlock()
    {
        var listener = new StreamSocket(_server, Config.NET_IPV4) { IsBlocking = false };
        Assert.Equal(SocketError.None, listener.Bind(new IpEndpoint(AnyOfVersion, 0)));
        Assert.NotEqual(0, listener.Local.Port);
        // Bound, but nobody listens: refused.
        var early = new StreamSocket(_client, Config.NET_IPV4);
        Assert.Equal(SocketError.Refused, early.Connect(new IpEndpoint(_b.Address, listener.Local.Port)));
        Assert.Equal(SocketError.None, listener.Listen(5));
        Assert.Equal(SocketError.WouldBlock, listener.Accept(out _));
        var socket = new StreamSocket(_client, Config.NET_IPV4) { IsBlocking = false };
        Assert.Equal(SocketError.NotConnected, socket.Send("x"u8, out _));
        Assert.Equal(SocketError.InProgress, socket.Connect(new IpEndpoint(_b.Address, listener.Local.Port)));
        Assert.Equal(SocketError.Already, socket.Connect(new IpEndpoint(_b.Address, listener.Local.Port)));
        Assert.Equal(SocketReadiness.None, socket.Readiness);
        Assert.True(_simulation.Run(() => (socket.Readiness & SocketReadiness.Out) != 0 && (listener.Readiness & SocketReadiness.In) != 0, 60 * Second));
        Assert.Equal(SocketError.IsConnected, socket.Connect(new IpEndpoint(_b.Address, listener.Local.Port)));
        Assert.Equal(SocketError.None, listener.Accept(out StreamSocket? accepted));
        Assert.Equal(socket.Local, accepted!.Remote);
        accepted.IsBlocking = false;
        Assert.Equal(SocketError.WouldBlock, accepted.Receive(new byte[5], out _));
        int total = 0;
        while (socket.Send(new byte[3000], out int count) == SocketError.None)
            total += count;
        Assert.InRange(total, 20_000, 20_000);
        Assert.Equal(SocketReadiness.None, socket.Readiness & SocketReadiness.Out);
        Assert.True(_simulation.Run(() => accepted.Available >= 15_000, 60 * Second));
        byte[] peeked = new byte[100];
        Assert.Equal(SocketError.None, accepted.Receive(peeked, out int seen, isPeek: true));
        Assert.Equal((100, true), (seen, accepted.Available >= 15_000));
        // Unread data at the close is a reset for the peer.
        accepted.Close();
        Assert.True(_simulation.Run(() => (socket.Readiness & SocketReadiness.Error) != 0, 60 * Second));
        Assert.Equal(SocketError.Reset, socket.TakeError());
        Assert.Equal(SocketError.None, socket.TakeError());
        socket.Close();
        listener.Close();
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(4_000)]
    [InlineData(7_000)]
    public void WhoFindsNoRoomIsToldOfIt(int piece)
    {
        // The pieces fill the send buffer to the last byte, or not: room that comes is told in either case, and what was held back for more goes out.
        var listener = new StreamSocket(_server, Config.NET_IPV4) { IsBlocking = false };
        Assert.Equal(SocketError.None, listener.Bind(new IpEndpoint(AnyOfVersion, 0)));
        Assert.Equal(SocketError.None, listener.Listen(5));
        StreamSocket socket = StreamSocket.Take(_client, Config.NET_IPV4);
        socket.IsBlocking = false;
        Assert.Equal(SocketError.InProgress, socket.Connect(new IpEndpoint(_b.Address, listener.Local.Port)));
        Assert.True(_simulation.Run(() => (listener.LastReadiness & SocketReadiness.In) != 0, 60 * Second));
        Assert.Equal(SocketError.None, listener.Accept(out StreamSocket? accepted));
        accepted!.IsBlocking = false;
        long sent = 0, received = 0;
        byte[] buffer = new byte[50_000];
        while (sent < 200_000)
        {
            Assert.True(_simulation.Run(() => (socket.LastReadiness & SocketReadiness.Out) != 0, 60 * Second));
            while (socket.Send(buffer.AsSpan(0, piece), out int count, isMoreComing: true) == SocketError.None)
                sent += count;
            Assert.Equal(SocketReadiness.None, socket.LastReadiness & SocketReadiness.Out);
            while (received < sent)
            {
                Assert.True(_simulation.Run(() => (accepted.LastReadiness & SocketReadiness.In) != 0, 60 * Second));
                Assert.Equal(SocketError.None, accepted.Receive(buffer, out int count));
                received += count;
            }
        }

        socket.Close();
        socket.Recycle();
        Assert.True(_simulation.Run(() => (accepted.LastReadiness & SocketReadiness.ReadHangUp) != 0, 60 * Second));
        // As new.
        StreamSocket again = StreamSocket.Take(_client, Config.NET_IPV4);
        Assert.Same(socket, again);
        Assert.Equal((false, true, 0), (again.IsClosed, again.IsBlocking, again.Local.Port));
        again.Close();
        accepted.Close();
        listener.Close();
    }

    [Fact]
    public void PortsAreTakenAndShared()
    {
        StreamSocket one = new(_server, Config.NET_IPV4), two = new(_server, Config.NET_IPV4);
        Assert.Equal(SocketError.None, one.Bind(new IpEndpoint(IpAddress.Any, 90)));
        Assert.Equal(SocketError.AddressInUse, two.Bind(new IpEndpoint(_b.Address, 90)));
        Assert.Equal(SocketError.AddressNotAvailable, two.Bind(new IpEndpoint(Elsewhere, 91)));
        one.Close();
        Assert.Equal(SocketError.None, two.Bind(new IpEndpoint(_b.Address, 90)));
        two.Close();
        StreamSocket three = new(_server, Config.NET_IPV4) { ReusePort = true }, four = new(_server, Config.NET_IPV4) { ReusePort = true };
        Assert.Equal(SocketError.None, three.Bind(new IpEndpoint(IpAddress.Any, 92)));
        Assert.Equal(SocketError.None, four.Bind(new IpEndpoint(IpAddress.Any, 92)));
        Assert.Equal(SocketError.None, three.Listen(1));
        three.Close();
        four.Close();
    }

    [Fact]
    public void TimesRunOut()
    {
        var listener = new StreamSocket(_server, Config.NET_IPV4) { ReceiveTimeout = 2 * Second };
        listener.Bind(new IpEndpoint(IpAddress.Any, 93));
        listener.Listen(1);
        ulong start = _simulation.Now;
        Assert.Equal(SocketError.WouldBlock, listener.Accept(out _));
        Assert.InRange(_simulation.Now - start, 2 * Second, 2 * Second + Second / 10);
        var socket = new StreamSocket(_client, Config.NET_IPV4);
        Assert.Equal(SocketError.None, socket.Connect(new IpEndpoint(_b.Address, 93)));
        socket.ReceiveTimeout = Second;
        Assert.Equal(SocketError.WouldBlock, socket.Receive(new byte[1], out _));
        // Nobody answers there any more.
        _simulation.Filter = (_, _) => false;
        socket.UserTimeout = 5 * Second;
        socket.Send("hello"u8, out _);
        socket.ReceiveTimeout = 0;
        Assert.Equal(SocketError.TimedOut, socket.Receive(new byte[1], out _));
        socket.Close();
        listener.Close();
    }

    [Fact]
    public void LingerWaitsOrResets()
    {
        var echo = new EchoServer(_server, 7);
        var socket = new StreamSocket(_client, Config.NET_IPV4) { Linger = 10 };
        socket.Connect(new IpEndpoint(_b.Address, 7));
        socket.Send(new byte[15_000], out _);
        socket.Close();
        Assert.Equal(15_000, echo.Bytes);
        var other = new StreamSocket(_client, Config.NET_IPV4) { Linger = 0 };
        other.Connect(new IpEndpoint(_b.Address, 7));
        _simulation.Run(() => echo.Count == 2, 60 * Second);
        other.Close();
        _simulation.Run(() => echo.Errors == 1, 60 * Second);
        Assert.Equal(1, echo.Errors);
        echo.Close();
    }

    [Fact]
    public void DatagramsKeepTheirEdges()
    {
        DatagramSocket server = new(_server, Config.NET_IPV4), client = new(_client, Config.NET_IPV4) { ReceiveTimeout = Second };
        Assert.Equal(SocketError.None, server.Bind(new IpEndpoint(AnyOfVersion, 53)));
        int answered = 0;
        byte[] buffer = new byte[100];
        for (int i = 0; i < 50; i++)
        {
            byte[] question = Encoding.ASCII.GetBytes("question " + i);
            Assert.Equal(SocketError.None, client.SendTo(question, new IpEndpoint(_b.Address, 53)));
            server.ReceiveTimeout = Second;
            if (server.ReceiveFrom(buffer, out int length, out IpEndpoint from) != SocketError.None)
                continue;
            Assert.Equal(client.Local.Port, from.Port);
            Assert.True(question.AsSpan().SequenceEqual(buffer.AsSpan(0, length)));
            Assert.Equal(SocketError.None, server.SendTo(buffer.AsSpan(0, length), from));
            // What does not fit is gone.
            if (client.ReceiveFrom(buffer.AsSpan(0, 3), out int whole, out _) == SocketError.None)
            {
                Assert.Equal(question.Length, whole);
                answered++;
            }
        }

        Assert.InRange(answered, 35, 50);
        // A port that nobody has, for a socket that has said whom it talks to.
        Assert.Equal(SocketError.None, client.Connect(new IpEndpoint(_b.Address, 54)));
        SocketError error = SocketError.None;
        for (int i = 0; i < 20 && error != SocketError.Refused; i++)
        {
            client.Send("x"u8);
            error = client.ReceiveFrom(buffer, out _, out _);
        }

        Assert.Equal(SocketError.Refused, error);
        server.Close();
        client.Close();
        Assert.Equal(_b.Pool.Count, _b.Pool.FreeCount);
    }
}

/// <summary>The sockets of a simulated host.</summary>
internal sealed class SimulatedSockets(SimulatedHost host, Simulation simulation) : SocketHost(host.Tcp, Udp.Of(host.Net))
{
    public override ulong Now => simulation.Now;

    public override void Enter() => host.Net.Advance(simulation.Now);

    public override void Exit()
    {
        host.Tcp.EndBurst();
        host.Net.Flush();
    }

    public override SocketWaiter TakeWaiter() => new Waiter(simulation);

    public override void Return(SocketWaiter waiter)
    {
    }

    private sealed class Waiter(Simulation simulation) : SocketWaiter
    {
        private bool _isWoken;

        public override void Wake() => _isWoken = true;

        public override bool Wait(ulong deadline)
        {
            ulong limit = deadline == ulong.MaxValue ? 600UL * 1_000_000_000 : deadline > simulation.Now ? deadline - simulation.Now : 0;
            bool wasWoken = simulation.Run(() => _isWoken, limit);
            _isWoken = false;
            simulation.MoveTo(deadline, wasWoken);
            return wasWoken;
        }
    }
}

/// <summary>An echo server as one thread with epoll would be: it acts when it is told of readiness.</summary>
internal sealed class EchoServer : SocketObserver
{
    private readonly StreamSocket _listener;
    private readonly Dictionary<Socket, Queue<byte>> _pending = [];

    public EchoServer(SimulatedSockets host, ushort port)
    {
        _listener = new StreamSocket(host, Config.NET_IPV4) { IsBlocking = false, Observer = this };
        Assert.Equal(SocketError.None, _listener.Bind(new IpEndpoint(IpAddress.Any, port)));
        Assert.Equal(SocketError.None, _listener.Listen(8));
    }

    public int Count { get; private set; }

    public int Bytes { get; private set; }

    public int Errors { get; private set; }

    public override void OnReady(Socket socket, SocketReadiness what)
    {
        if (socket == _listener)
        {
            while (_listener.Accept(out StreamSocket? accepted) == SocketError.None)
            {
                Count++;
                accepted!.IsBlocking = false;
                accepted.Observer = this;
                _pending[accepted] = new Queue<byte>();
                Echo(accepted);
            }
        }
        else if (_pending.ContainsKey(socket))
        {
            Echo((StreamSocket)socket);
        }
    }

    public void Close()
    {
        foreach (Socket socket in _pending.Keys.ToList())
            socket.Close();
        _listener.Close();
    }

    private void Echo(StreamSocket socket)
    {
        Queue<byte> pending = _pending[socket];
        byte[] buffer = new byte[4000];
        while (pending.Count < 10_000)
        {
            SocketError error = socket.Receive(buffer, out int count);
            if (error == SocketError.None && count > 0)
            {
                Bytes += count;
                foreach (byte b in buffer.AsSpan(0, count))
                    pending.Enqueue(b);
                continue;
            }

            if (error is not (SocketError.None or SocketError.WouldBlock))
                Errors++;
            if (error != SocketError.WouldBlock && pending.Count == 0)
            {
                _pending.Remove(socket);
                socket.Close();
                return;
            }

            break;
        }

        while (pending.Count > 0)
        {
            byte[] next = [.. pending.Take(4000)];
            if (socket.Send(next, out int sent) != SocketError.None)
                break;
            for (int i = 0; i < sent; i++)
                pending.Dequeue();
        }
    }
}
