using System.Buffers.Binary;
using Lithe.Net;

namespace Lithe.Tcp.Tests;

/// <summary>A segment that the stack under test has sent. Numbers are relative to the initial ones.</summary>
internal sealed record Seen(TcpFlags Flags, uint Sequence, uint Acknowledgment, int Window, byte[] Data, TcpOptions Options, ushort Port, uint RawSequence, int Urgent);

/// <summary>A peer that follows a script, against one stack in virtual time. The peer's initial number is 1000 and its own end 10.0.0.9:4000; the stack listens at port 80 or connects to 4000.</summary>
internal sealed class Script
{
    public const uint PeerInitial = 1000;
    public const ulong Millisecond = 1_000_000, Second = 1_000_000_000;

    /// <summary>How long the handshake takes.</summary>
    public const ulong RoundTrip = 20 * Millisecond;
    public const TcpFlags Syn = TcpFlags.Syn, Ack = TcpFlags.Ack, Fin = TcpFlags.Fin, Rst = TcpFlags.Rst, Psh = TcpFlags.Psh;

    private readonly Queue<byte[]> _sent = new();
    private readonly IpAddress _peer = IpAddress.FromV4(0x0a00_0009);
    private uint _initial;

    public Script(TcpSettings? settings = null, int mtu = 1500)
    {
        Host = new SimulatedHost(1, 42, isV4: true, settings ?? new TcpSettings { Connections = 16, ReceiveBuffer = 60_000, SendBuffer = 100_000 }, mtu: mtu);
        Host.Interface.Sink = _sent.Enqueue;
        Listener = Host.Tcp.Listen(new IpEndpoint(IpAddress.Any, 80), Handler, backlog: 4)!;
    }

    /// <summary>The stack's initial number of the last handshake.</summary>
    public uint Initial => _initial;

    public SimulatedHost Host { get; }

    public TcpListener Listener { get; }

    public Recorder Handler { get; } = new();

    public TcpConnection Connection => Handler.Connection!;

    public ulong Now { get; private set; } = SimulatedHost.Start;

    public ref TcpCounters Counters => ref Host.Tcp.Counters;

    /// <summary>The port of the stack's end.</summary>
    public ushort Port { get; set; } = 80;

    public ushort PeerPort { get; set; } = 4000;

    /// <summary>Whether the peer's segments carry timestamps, and which.</summary>
    public (uint Value, uint Echo)? Timestamps { get; set; }

    /// <summary>Gives the stack a segment; numbers are relative to the initial ones.</summary>
    public void Give(TcpFlags flags, uint sequence, uint acknowledgment = 0, int window = 60_000, int data = 0, TcpOptions options = default, byte[]? bytes = null, bool rawAck = false, int urgent = 0)
    {
        byte[] payload = bytes ?? Pattern(sequence, data);
        if (Timestamps is (uint value, uint echo))
            options = options with { HasTimestamps = true, Timestamp = value, TimestampEcho = echo };
        Span<byte> written = stackalloc byte[TcpOptions.MaxSize];
        int length = options.Write(written);
        byte[] packet = new byte[20 + 20 + length + payload.Length];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[8] = 64;
        packet[9] = 6;
        _peer.WriteV4(packet.AsSpan(12));
        Host.Address.WriteV4(packet.AsSpan(16));
        Checksum.Store(packet.AsSpan(10, 2), Checksum.Add(packet.AsSpan(0, 20), 0));
        Span<byte> segment = packet.AsSpan(20);
        new TcpHeader
        {
            SourcePort = PeerPort,
            DestinationPort = Port,
            Sequence = PeerInitial + sequence,
            Acknowledgment = (flags & Ack) == 0 ? 0 : rawAck ? acknowledgment : _initial + acknowledgment,
            HeaderLength = (byte)(20 + length),
            Flags = flags,
            Window = (ushort)window,
            UrgentPointer = (ushort)urgent,
        }.Write(segment);
        written[..length].CopyTo(segment[20..]);
        payload.CopyTo(segment[(20 + length)..]);
        Checksum.Store(segment.Slice(16, 2), Checksum.Add(segment, Checksum.PseudoHeader(_peer, Host.Address, segment.Length, 6)));
        GiveRaw(packet);
    }

    public void GiveRaw(byte[] packet)
    {
        Host.Interface.Deliver(packet);
        if (!IsBurst)
            Poll();
    }

    /// <summary>What is given arrives together, with the next poll.</summary>
    public bool IsBurst { get; set; }

    public void Poll()
    {
        while (Host.Net.Poll(Now) <= Now)
        {
        }
    }

    /// <summary>Connections that a test collects.</summary>
    public List<TcpConnection> All { get; } = [];

    /// <summary>As <see cref="Give"/>, with a raw acknowledgement number.</summary>
    public void GiveChecked(TcpFlags flags, uint sequence, uint acknowledgment, int window, int data, TcpOptions options, int urgent) => Give(flags, sequence, acknowledgment, window, data, options, rawAck: true, urgent: urgent);

    /// <summary>The bytes of the next packet that was sent.</summary>
    public byte[]? NextRaw() => _sent.TryDequeue(out byte[]? packet) ? packet : null;

    /// <summary>Lets time go by, with everything that is due in it.</summary>
    public void Wait(ulong time)
    {
        ulong end = Now + time;
        while (true)
        {
            ulong next = Host.Net.Poll(Now);
            if (next >= end)
                break;
            Now = Math.Max(next, Now + 1);
        }

        Now = end;
        Poll();
    }

    /// <summary>The next segment that was sent, if there is one.</summary>
    public Seen? Next()
    {
        if (!_sent.TryDequeue(out byte[]? packet))
            return null;
        Assert.Equal(0x45, packet[0]);
        Assert.Equal(6, packet[9]);
        ReadOnlySpan<byte> segment = packet.AsSpan(20);
        Assert.Equal(Checksum.Right, Checksum.Fold(Checksum.Add(segment, Checksum.PseudoHeader(Host.Address, _peer, segment.Length, 6))));
        Assert.True(TcpHeader.TryRead(segment, out TcpHeader header));
        Assert.True(TcpOptions.TryRead(segment[20..header.HeaderLength], out TcpOptions options));
        Assert.Equal(PeerPort, header.DestinationPort);
        if ((header.Flags & Syn) != 0)
            _initial = header.Sequence;
        return new Seen(header.Flags, header.Sequence - _initial, (header.Flags & Ack) != 0 ? header.Acknowledgment - PeerInitial : 0, header.Window, segment[header.HeaderLength..].ToArray(), options, header.SourcePort, header.Sequence, header.UrgentPointer);
    }

    /// <summary>The next segment that was sent must be so; PSH is not looked at.</summary>
    public Seen Expect(TcpFlags flags, uint? sequence = null, uint? acknowledgment = null, int? data = null, int? window = null)
    {
        Seen? seen = Next();
        Assert.True(seen is not null, $"nothing was sent; {flags} was expected");
        Assert.Equal(flags & ~Psh, seen.Flags & ~Psh);
        if (sequence is uint s)
            Assert.Equal(s, seen.Sequence);
        if (acknowledgment is uint a)
            Assert.Equal(a, seen.Acknowledgment);
        if (data is int d)
            Assert.Equal(d, seen.Data.Length);
        if (window is int w)
            Assert.Equal(w, seen.Window);
        return seen;
    }

    public void ExpectNothing()
    {
        Seen? seen = Next();
        Assert.True(seen is null, $"sent: {seen}");
    }

    public void Drain() => _sent.Clear();

    /// <summary>The handshake, begun by the peer. The stack's segments carry what the peer offers.</summary>
    public Script Accept(TcpOptions options = default, int window = 60_000)
    {
        Give(Syn, 0, window: window, options: options with { MaximumSegmentSize = options.MaximumSegmentSize ?? 1000 });
        Expect(Syn | Ack, 0, 1);
        Wait(RoundTrip);
        Give(Ack, 1, 1, window);
        Assert.Equal(TcpStatus.Established, Connection.Status);
        Assert.Equal(1, Handler.Accepted);
        ExpectNothing();
        return this;
    }

    /// <summary>The handshake, begun by the stack.</summary>
    public Script Connect(TcpOptions options = default, int window = 60_000)
    {
        StartConnect();
        Wait(RoundTrip);
        Give(Syn | Ack, 0, 1, window, options: options with { MaximumSegmentSize = options.MaximumSegmentSize ?? 1000 });
        Expect(Ack, 1, 1, 0);
        Assert.Equal(TcpStatus.Established, Connection.Status);
        return this;
    }

    public Seen StartConnect()
    {
        Assert.Equal(TcpOpenError.None, Host.Tcp.Connect(new IpEndpoint(_peer, PeerPort), Handler, out TcpConnection? connection));
        Handler.Connection = connection;
        Poll();
        Seen syn = Expect(Syn, 0);
        Port = syn.Port;
        return syn;
    }

    /// <summary>Has the application send so many bytes.</summary>
    public void Send(int count)
    {
        Assert.Equal(count, Connection.Send(Pattern(0, count)));
        Poll();
    }

    public static byte[] Pattern(uint sequence, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = (byte)((sequence + (uint)i) * 31 >> 2);
        return bytes;
    }
}

/// <summary>An application that remembers what it was told.</summary>
internal sealed class Recorder : TcpHandler
{
    public TcpConnection? Connection { get; set; }

    // The connections that have ended, each once; records of connections are used again.
    private readonly HashSet<TcpConnection> _ended = [];

    public int Accepted { get; private set; }

    public int Connected { get; private set; }

    public int Sendable { get; private set; }

    public int Urgent { get; private set; }

    public TcpError? Closed { get; private set; }

    public List<byte> Received { get; } = [];

    public bool IsReceiveClosed { get; private set; }

    /// <summary>Whether what comes is consumed at once.</summary>
    public bool Consumes { get; set; } = true;

    public Action<TcpConnection>? Then { get; set; }

    /// <summary>Has it take another connection's end.</summary>
    public void Forget()
    {
        Closed = null;
        _ended.Clear();
    }

    public override void OnAccept(TcpConnection connection)
    {
        Closed = null;
        _ended.Remove(connection);
        Accepted++;
        Connection = connection;
        connection.NoDelay = true;
    }

    public override void OnConnected(TcpConnection connection)
    {
        Connected++;
        _ended.Remove(connection);
        connection.NoDelay = true;
    }

    public override void OnSendable(TcpConnection connection) => Sendable++;

    public override void OnUrgent(TcpConnection connection) => Urgent++;

    public override void OnReceive(TcpConnection connection)
    {
        while (Consumes && connection.Available > 0)
        {
            Received.AddRange(connection.Received);
            connection.Consume(connection.Received.Length);
        }

        IsReceiveClosed = connection.IsReceiveClosed;
        Then?.Invoke(connection);
    }

    public override void OnClosed(TcpConnection connection, TcpError error)
    {
        Assert.True(_ended.Add(connection));
        Closed = error;
    }
}
