using System.Text;
using Lithe.Device;
using Lithe.Net;

namespace Lithe.Tcp.Tests;

/// <summary>
/// A host with a stack for each processor (NET_STACK_PER_PROCESSOR), on a card whose queue they share, or with a queue for each that puts frames anywhere; another host is its peer. Virtual time, one
/// flow of control; rings between two real threads at the end.
/// </summary>
public sealed class ProcessorTests
{
    private const ushort Port = 7;

    [Fact]
    public void FlowsOfASharedCardStayOnTheirProcessors()
    {
        var host = new ProcessorHost(3, queues: 1, seed: 1);
        var echoes = new Echo[3];
        for (int i = 0; i < 3; i++)
        {
            echoes[i] = new Echo();
            Assert.NotNull(host.Tcp(i).Listen(new IpEndpoint(IpAddress.Any, Port), echoes[i]));
        }

        Talk(host, connections: 48, bytes: 20_000);
        Assert.All(echoes, echo => Assert.InRange(echo.Accepted, 6, 30));
        Assert.Equal(48, echoes.Sum(echo => echo.Accepted));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0UL, host.Member(i).Counters.Offered);
            Assert.Equal(0UL, host.Member(i).Counters.Lost);
        }

        Assert.True(host.Member(0).Counters.Steered > 0 && host.Member(1).Counters.Sent > 0 && host.Member(2).Counters.Sent > 0);
        Assert.Equal(0UL, host.Member(0).Counters.Sent);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 2)]
    public void WhereverTheCardPutsFramesTheirConnectionGetsThem(int processors, int queues)
    {
        var host = new ProcessorHost(processors, queues, seed: 5, anyQueue: true);
        for (int i = 0; i < processors; i++)
            Assert.NotNull(host.Tcp(i).Listen(new IpEndpoint(IpAddress.Any, Port), new Echo()));
        Talk(host, connections: 12, bytes: 8_000);
        Assert.True(Enumerable.Range(0, processors).Sum(i => (long)host.Member(i).Counters.Offered) > 0);
    }

    [Fact]
    public void AListenerOnOneProcessorIsReachedAndAClosedPortRefusesOnce()
    {
        var host = new ProcessorHost(3, queues: 1, seed: 2);
        var echo = new Echo();
        Assert.NotNull(host.Tcp(2).Listen(new IpEndpoint(IpAddress.Any, Port), echo));
        Talk(host, connections: 12, bytes: 3_000);
        Assert.Equal(12, echo.Accepted);

        for (int i = 0; i < 8; i++)
        {
            var client = new Client([]);
            Assert.Equal(TcpOpenError.None, host.Peer.Tcp.Connect(new IpEndpoint(host.Address, 9), client, out _));
            Assert.True(host.Run(() => client.Error is not null, 1));
            Assert.Equal(TcpError.Refused, client.Error);
        }

        Assert.Equal(8UL, (ulong)Enumerable.Range(0, 3).Sum(i => (long)host.Tcp(i).Counters.OutRsts));
    }

    [Fact]
    public void EveryProcessorFindsNeighboursAndReachesThem()
    {
        var host = new ProcessorHost(3, queues: 1, seed: 3);
        Assert.NotNull(host.Peer.Tcp.Listen(new IpEndpoint(IpAddress.Any, Port), new Echo()));
        for (int i = 0; i < 3; i++)
        {
            var client = new Client(Encoding.ASCII.GetBytes("from " + i));
            Assert.Equal(TcpOpenError.None, host.Tcp(i).Connect(new IpEndpoint(host.Peer.Address, Port), client, out _));
            Assert.True(host.Run(() => client.IsDone, 5), $"processor {i}");
            Assert.Equal("from " + i, Encoding.ASCII.GetString(client.Received));
        }

        Assert.Contains(Enumerable.Range(0, 3), i => host.Member(i).Counters.Told > 0);
        Assert.Equal(0UL, host.Member(0).Counters.Offered);
    }

    [Fact]
    public void DatagramsReachTheOnePortOrAreRefusedOnce()
    {
        var host = new ProcessorHost(4, queues: 1, seed: 4);
        var there = new Datagrams();
        Assert.True(Udp.Of(host.Stack(3))!.TryOpen(new IpEndpoint(IpAddress.Any, 53), there, out _));
        var back = new Datagrams();
        Assert.True(Udp.Of(host.Peer.Net)!.TryOpen(new IpEndpoint(IpAddress.Any, 1000), back, out UdpEndpoint? endpoint));
        for (int i = 0; i < 20; i++)
        {
            Assert.True(endpoint!.TrySend([(byte)i], new IpEndpoint(host.Address, 53)));
            Assert.True(host.Run(() => there.Count == i + 1, 2), $"datagram {i}: {host.Describe()}");
        }

        Assert.True(endpoint!.TrySend([1], new IpEndpoint(host.Address, 54)));
        host.Run(() => false, 1);
        Assert.Equal(1, back.Errors);
    }

    [Theory]
    [InlineData(2, 1, false)]
    [InlineData(3, 3, true)]
    public void EveryProcessorsResolverGetsItsAnswers(int processors, int queues, bool anyQueue)
    {
        // Answers come by whatever queue the card likes, and each resolver has its ports on its own stack alone.
        var host = new ProcessorHost(processors, queues, seed: 6, anyQueue);
        var server = new NameServer();
        Assert.True(Udp.Of(host.Peer.Net)!.TryOpen(new IpEndpoint(IpAddress.Any, DnsHeader.Port), server, out _));
        var askers = new Asker[processors];
        var resolvers = new DnsResolver[processors];
        for (int i = 0; i < processors; i++)
        {
            Assert.True(host.Stack(i).TryAddNameServer(host.Peer.Address));
            (askers[i], resolvers[i]) = (new Asker(), new DnsResolver(Udp.Of(host.Stack(i))!));
        }

        const int Names = 12;
        for (int name = 0; name < Names; name++)
        {
            for (int i = 0; i < processors; i++)
            {
                host.Stack(i).Advance(host.Now);
                Assert.False(resolvers[i].TryResolve(Encoding.ASCII.GetBytes($"name{name}.test"), isV4: true, askers[i], null, out _));
            }

            Assert.True(host.Run(() => askers.All(asker => asker.Found == name + 1), 30), $"name {name}: {host.Describe()}");
        }

        // Each has a cache of its own.
        Assert.Equal(Names * processors, server.Asked);
        Assert.All(resolvers, resolver => Assert.True(resolver.TryResolve("name1.test"u8, isV4: true, askers[0], null, out DnsAnswer answer) && answer.Count == 1));
        Assert.Equal(anyQueue, Enumerable.Range(0, processors).Any(i => host.Member(i).Counters.Offered > 0));
    }

    [Fact]
    public void BothWaysOfAFlowHaveOneHashAndTheLastSenderGetsTheAnswers()
    {
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            var flows = new FlowTable(round & 1, 2, 3, (ulong)random.NextInt64());
            byte[] there = new byte[80], back = new byte[80];
            random.NextBytes(there);
            bool isV4 = random.Next(2) == 0;
            (there[12], there[13]) = isV4 ? ((byte)0x08, (byte)0) : ((byte)0x86, (byte)0xdd);
            there[14] = (byte)(isV4 ? 0x45 : 0x60);
            if (isV4)
                (there[20], there[21], there[23]) = (0, 0, random.Next(2) == 0 ? IpProtocol.Tcp : IpProtocol.Udp);
            else
                there[20] = IpProtocol.Tcp;
            there.CopyTo(back, 0);
            int at = isV4 ? 26 : 22, size = isV4 ? 4 : 16, ports = isV4 ? 34 : 54;
            there.AsSpan(at, size).CopyTo(back.AsSpan(at + size));
            there.AsSpan(at + size, size).CopyTo(back.AsSpan(at));
            there.AsSpan(ports, 2).CopyTo(back.AsSpan(ports + 2));
            there.AsSpan(ports + 2, 2).CopyTo(back.AsSpan(ports));
            int first = flows.ProcessorOf(there);
            Assert.True(first % 2 == (round & 1) && first < 6);
            Assert.Equal(first, flows.ProcessorOf(back));
            flows.Sent(back, 4);
            Assert.Equal(4, flows.ProcessorOf(there));
            // What is no flow, or cut off, is the first one's.
            Assert.Equal(round & 1, flows.ProcessorOf(there.AsSpan(0, 20)));
        }
    }

    [Fact]
    public async Task ARingKeepsOrderAndContentBetweenTwoThreads()
    {
        const int Frames = 200_000;
        var ring = new FrameRing(16);
        NetbufPool from = NetbufPool.TryCreate(4)!, to = NetbufPool.TryCreate(4)!;
        Task putting = Task.Run(() =>
        {
            for (int i = 0; i < Frames;)
            {
                Assert.True(from.TryAllocate(out Netbuf frame));
                frame.TrySetLength(4 + i % 1500);
                BitConverter.TryWriteBytes(frame.Data, i);
                frame.Data[^1] = (byte)i;
                if (ring.TryPut(frame, new PassedFrame { Interface = (byte)i, Asked = 3 }))
                    i++;
                else
                    Thread.Yield();
                frame.Free();
            }
        });
        for (int i = 0; i < Frames;)
        {
            if (!ring.TryTake(to, out Netbuf frame, out PassedFrame note))
            {
                Thread.Yield();
                continue;
            }

            Assert.True(frame.Exists && frame.Length == 4 + i % 1500 && note.Interface == (byte)i && note.Asked == 3);
            Assert.Equal((byte)i, frame.Data[^1]);
            if (frame.Length > 4)
                Assert.Equal(i, BitConverter.ToInt32(frame.Data));
            frame.Free();
            i++;
        }

        await putting;
        Assert.True(ring.IsEmpty && from.FreeCount == from.Count && to.FreeCount == to.Count);
    }

    private static void Talk(ProcessorHost host, int connections, int bytes)
    {
        var clients = new Client[connections];
        for (int i = 0; i < connections; i++)
        {
            byte[] data = new byte[bytes];
            new Random(i).NextBytes(data);
            clients[i] = new Client(data);
            Assert.Equal(TcpOpenError.None, host.Peer.Tcp.Connect(new IpEndpoint(host.Address, Port), clients[i], out _));
        }

        Assert.True(host.Run(() => clients.All(client => client.IsDone), 120), $"{clients.Count(client => client.IsDone)} of {connections}");
        Assert.All(clients, client => Assert.True(client.Received.AsSpan().SequenceEqual(client.Sent)));
    }

    private sealed class Client(byte[] data) : TcpHandler
    {
        private int _sent;

        public byte[] Sent => data;

        public byte[] Received { get; private set; } = [];

        public bool IsDone => Received.Length == data.Length;

        public TcpError? Error { get; private set; }

        public override void OnConnected(TcpConnection connection) => OnSendable(connection);

        public override void OnSendable(TcpConnection connection)
        {
            _sent += connection.Send(data.AsSpan(_sent));
            if (_sent == data.Length)
                connection.Shutdown();
        }

        public override void OnReceive(TcpConnection connection)
        {
            while (connection.Available > 0)
            {
                Received = [.. Received, .. connection.Received];
                connection.Consume(connection.Received.Length);
            }
        }

        public override void OnClosed(TcpConnection connection, TcpError error) => Error = error;
    }

    private sealed class Echo : TcpHandler
    {
        public int Accepted { get; private set; }

        public override void OnAccept(TcpConnection connection) => Accepted++;

        public override void OnReceive(TcpConnection connection)
        {
            while (connection.Available > 0)
            {
                int sent = connection.Send(connection.Received);
                connection.Consume(sent);
                if (sent == 0)
                    return;
            }

            if (connection.IsReceiveClosed)
                connection.Close();
        }

        public override void OnSendable(TcpConnection connection) => OnReceive(connection);
    }

    private sealed class NameServer : UdpHandler
    {
        public int Asked { get; private set; }

        public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
        {
            Asked++;
            byte[] name = new byte[DnsName.MaxSize], message = new byte[512];
            Assert.True(DnsHeader.TryRead(packet.Data, out DnsHeader question));
            var reader = new DnsReader(packet.Data);
            Assert.True(reader.TryReadQuestion(name, out int length, out ushort type, out _));
            packet.Free();
            var writer = new DnsWriter(message);
            writer.TryAddQuestion(name.AsSpan(0, length), type);
            writer.TryAddRecord(name.AsSpan(0, length), type, 86_400, [10, 1, 2, 3]);
            new DnsHeader { Identifier = question.Identifier, IsResponse = true, Questions = 1, Answers = 1 }.Write(message);
            endpoint.TrySend(message.AsSpan(0, writer.Length), datagram.Source);
        }
    }

    private sealed class Asker : DnsHandler
    {
        public int Found { get; private set; }

        public override void OnResolved(in DnsAnswer answer, object? state) => Found += answer.Result == DnsResult.Found ? 1 : 0;
    }

    private sealed class Datagrams : UdpHandler
    {
        public int Count { get; private set; }

        public int Errors { get; private set; }

        public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
        {
            Count++;
            packet.Free();
        }

        public override void OnError(UdpEndpoint endpoint, in IcmpError error, ushort port) => Errors++;
    }
}

/// <summary>Several stacks with one address on one card, and a peer.</summary>
internal sealed class ProcessorHost
{
    private readonly StackGroup _group;
    private readonly NetStack[] _stacks;
    private readonly TcpStack[] _tcp;
    private readonly Queue<byte[]>[] _arrived;
    private readonly SeededRandom _random;
    private readonly bool _anyQueue;
    private ulong _now = SimulatedHost.Start;

    public ProcessorHost(int processors, int queues, ulong seed, bool anyQueue = false)
    {
        bool isV4 = Config.NET_IPV4;
        _random = new SeededRandom(seed);
        _anyQueue = anyQueue;
        Peer = new SimulatedHost(1, seed, isV4, new TcpSettings { Connections = 64 }, LinkKind.Ethernet);
        _group = new StackGroup(processors, 64);
        _stacks = new NetStack[processors];
        _tcp = new TcpStack[processors];
        _arrived = [.. Enumerable.Range(0, queues).Select(_ => new Queue<byte[]>())];
        var mac = new MacAddress(2, 0, 0, 0, 0, 9);
        Assert.True(IpPrefix.TryParse(isV4 ? "10.0.0.9/24"u8 : "fd00::9/64"u8, out IpPrefix prefix));
        Address = prefix.Address;
        for (int i = 0; i < processors; i++)
        {
            NetbufPool pool = NetbufPool.TryCreate(512)!;
            _stacks[i] = new NetStack(pool, new SeededRandom(seed * 100 + (ulong)i), new NetStackOptions(), SimulatedHost.Start);
            _group[i].Join(_stacks[i]);
            NetInterface at;
            if (i >= queues)
            {
                at = new FollowerInterface("net0", _group[i], i % queues, mac, 1500);
            }
            else
            {
                var source = new BoxedQueue<WireQueue>(new QueueBox<WireQueue>(new WireQueue(pool, _arrived[i], frame => Peer.Interface.Deliver(frame))));
                at = queues == processors
                    ? new QueueInterface<WireQueue, BoxedQueue<WireQueue>>("net0", source, mac, 1500)
                    : new SteeringInterface<WireQueue, BoxedQueue<WireQueue>>("net0", source, _group[i], new FlowTable(i, queues, (processors - i + queues - 1) / queues, 77), mac, 1500);
            }

            Assert.True(_stacks[i].TryAddInterface(at) && _stacks[i].TryAddAddress(at, prefix));
            _tcp[i] = TcpStack.TryCreate(_stacks[i], new TcpSettings { Connections = 64 })!;
        }

        Peer.Interface.Sink = frame => _arrived[_anyQueue ? (int)_random.Below((uint)_arrived.Length) : 0].Enqueue(frame);
        // Addresses of IPv6 are asked for first.
        Run(() => false, isV4 ? 0 : 3);
    }

    public SimulatedHost Peer { get; }

    public IpAddress Address { get; }

    public ulong Now => _now;

    public NetStack Stack(int processor) => _stacks[processor];

    public TcpStack Tcp(int processor) => _tcp[processor];

    public StackMember Member(int processor) => _group[processor];

    public string Describe() => string.Join("; ", Enumerable.Range(0, _stacks.Length).Select(i =>
        $"{i}: steered {Member(i).Counters.Steered} offered {Member(i).Counters.Offered} taken {Member(i).Counters.Taken} lost {Member(i).Counters.Lost} told {Member(i).Counters.Told}"));

    public bool Run(Func<bool> isDone, int seconds)
    {
        ulong end = _now + (ulong)seconds * NetStack.Second;
        while (_now < end && !isDone())
        {
            ulong next = Peer.Net.Poll(_now);
            for (int i = 0; i < _stacks.Length; i++)
            {
                _group[i].Take();
                next = Math.Min(next, _stacks[i].Poll(_now));
            }

            bool isBusy = Peer.Interface.HasArrived || _arrived.Any(queue => queue.Count > 0) || Enumerable.Range(0, _stacks.Length).Any(i => _group[i].HasWaiting);
            _now = isBusy ? _now + 1000 : Math.Max(_now + 1000, Math.Min(next, end));
        }

        return isDone();
    }
}

/// <summary>A card's queue whose wire is a list of frames.</summary>
internal readonly struct WireQueue(NetbufPool pool, Queue<byte[]> arrived, Action<byte[]> send) : INetQueue
{
    public int Receive(Span<Netbuf> burst)
    {
        int count = 0;
        while (count < burst.Length && arrived.Count > 0 && pool.TryAllocate(out Netbuf frame))
        {
            byte[] bytes = arrived.Dequeue();
            frame.TrySetLength(bytes.Length);
            bytes.CopyTo(frame.Data);
            burst[count++] = frame;
        }

        return count;
    }

    public int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        foreach (Netbuf packet in burst)
        {
            List<byte> bytes = [];
            for (Netbuf part = packet; part.Exists; part = part.Next)
                bytes.AddRange(part.Data);
            packet.Free();
            send([.. bytes]);
        }

        return burst.Length;
    }

    public bool TryAllocate(out Netbuf netbuf) => pool.TryAllocate(out netbuf);

    public bool EnableInterrupts() => arrived.Count > 0;

    public void DisableInterrupts()
    {
    }

    public DeviceError Error => DeviceError.None;

    public NetStatistics Statistics => default;
}
