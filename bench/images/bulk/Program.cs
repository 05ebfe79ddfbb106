using System;
using System.Buffers.Binary;
using Lithe.Net;

// bench/peers/bulk.c has the same ports on Linux.
const ushort Sink = 5001, Source = 5002, HashedSink = 5003, HashedSource = 5004, Connector = 5005, Echo = 7;

// The most connections.
int connections = 64;
if (args.Length > 0 && !int.TryParse(args[0], out connections))
    return 2;
string? wrong = Network.TryStart();
if (wrong is not null)
{
    Console.WriteLine(wrong);
    return 1;
}

TcpStack? tcp = TcpStack.TryCreate(Network.Stack, new TcpSettings
{
    Connections = connections,
    HeldNetbufs = Network.Stack.Pool.Count / 2,
    ReceiveBuffer = 1 << 20,
    SendBuffer = 1 << 20,
    SendMemory = 4 << 20,
    Segments = 4096,
});
if (tcp is null)
{
    Console.WriteLine("bulk: TCP cannot be started");
    return 1;
}

bool isOpen = tcp.Listen(new IpEndpoint(IpAddress.Any, Sink), new SinkHandler(isHashed: false)) is not null
    && tcp.Listen(new IpEndpoint(IpAddress.Any, Source), new SourceHandler(isHashed: false)) is not null
    && tcp.Listen(new IpEndpoint(IpAddress.Any, HashedSink), new SinkHandler(isHashed: true)) is not null
    && tcp.Listen(new IpEndpoint(IpAddress.Any, HashedSource), new SourceHandler(isHashed: true)) is not null
    && tcp.Listen(new IpEndpoint(IpAddress.Any, Connector), new ConnectHandler(tcp)) is not null
    && tcp.Listen(new IpEndpoint(IpAddress.Any, Echo), new EchoHandler()) is not null;
if (!isOpen)
{
    Console.WriteLine("bulk: a port is in use");
    return 1;
}

Console.WriteLine("bulk: ready");
Network.Run();
return 0;

/// <summary>A hash of 64-bit words, little-endian, the last one filled up with zeros: as fast as what it checks.</summary>
internal struct WordHash
{
    private const ulong Prime = 0x9e37_79b9_7f4a_7c15;

    private ulong _state, _partial;
    private int _count;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        while (_count != 0 && bytes.Length > 0)
        {
            AddByte(bytes[0]);
            bytes = bytes.Slice(1);
        }

        ulong state = _state;
        for (; bytes.Length >= 8; bytes = bytes.Slice(8))
            state = System.Numerics.BitOperations.RotateLeft((state ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Prime, 29);
        _state = state;
        foreach (byte b in bytes)
            AddByte(b);
    }

    internal readonly ulong Value => _count == 0 ? _state : System.Numerics.BitOperations.RotateLeft((_state ^ _partial) * Prime, 29);

    private void AddByte(byte b)
    {
        _partial |= (ulong)b << (8 * _count);
        if (++_count < 8)
            return;
        _state = System.Numerics.BitOperations.RotateLeft((_state ^ _partial) * Prime, 29);
        _partial = 0;
        _count = 0;
    }
}

/// <summary>Takes all that comes; then says the hash of it, or where none was asked for a word of zeros.</summary>
internal sealed class SinkHandler(bool isHashed) : TcpHandler
{
    private sealed class Sum
    {
        internal WordHash Hash;
    }

    public override void OnAccept(TcpConnection connection) => connection.State = isHashed ? new Sum() : null;

    public override void OnReceive(TcpConnection connection)
    {
        while (connection.Available > 0)
        {
            ReadOnlySpan<byte> front = connection.Received;
            if (connection.State is Sum sum)
                sum.Hash.Add(front);
            connection.Consume(front.Length);
        }

        if (!connection.IsReceiveClosed)
            return;
        Span<byte> answer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(answer, connection.State is Sum all ? all.Hash.Value : 0);
        connection.TrySend(answer);
        connection.Close();
    }
}

/// <summary>Sends as many bytes as the first eight bytes that come say: of a constant block, or the numbers that the next eight begin with; then those have their hash behind them.</summary>
internal sealed class SourceHandler(bool isHashed) : TcpHandler
{
    private const int RequestSize = 16, PieceSize = 16 << 10;
    private static readonly byte[] s_constant = new byte[256 << 10];

    private sealed class Left
    {
        internal long Bytes;
        internal ulong Random;
        internal WordHash Hash;
        internal bool IsHashSent;
    }

    public override void OnReceive(TcpConnection connection)
    {
        if (connection.State is null && connection.Available >= RequestSize)
        {
            Span<byte> request = stackalloc byte[RequestSize];
            connection.Read(request);
            connection.State = new Left { Bytes = BinaryPrimitives.ReadInt64LittleEndian(request), Random = BinaryPrimitives.ReadUInt64LittleEndian(request.Slice(8)) };
        }

        if (connection.State is not null)
            OnSendable(connection);
        else if (connection.IsReceiveClosed)
            connection.Close();
    }

    public override void OnSendable(TcpConnection connection)
    {
        if (connection.State is not Left left)
            return;
        while (left.Bytes > 0)
        {
            if (isHashed ? !TrySendNumbers(connection, left) : !TrySendConstant(connection, left))
                return;
        }

        if (isHashed && !left.IsHashSent)
        {
            Span<byte> hash = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(hash, left.Hash.Value);
            if (!connection.TrySend(hash))
                return;
            left.IsHashSent = true;
        }

        connection.Shutdown();
        if (connection.IsReceiveClosed)
            connection.Close();
    }

    // As far ahead as the window and no further.
    private static bool TrySendConstant(TcpConnection connection, Left left)
    {
        int count = (int)Math.Min(left.Bytes, s_constant.Length);
        if (connection.Unacknowledged > 1 << 20 || !connection.TrySendStatic(s_constant, 0, count))
        {
            connection.NotifyWhenSendable();
            return false;
        }

        left.Bytes -= count;
        return true;
    }

    private static bool TrySendNumbers(TcpConnection connection, Left left)
    {
        Span<byte> piece = connection.Reserve(8);
        if (piece.Length == 0)
            return false;
        int count = (int)Math.Min(Math.Min(left.Bytes, piece.Length & ~7), PieceSize), at = 0;
        ulong random = left.Random;
        for (; at + 8 <= count; at += 8)
        {
            // xorshift64* (Vigna 2016).
            random ^= random >> 12;
            random ^= random << 25;
            random ^= random >> 27;
            BinaryPrimitives.WriteUInt64LittleEndian(piece.Slice(at), random * 0x2545_f491_4f6c_dd1d);
        }

        for (; at < count; at++)
            piece[at] = (byte)at;
        left.Random = random;
        left.Hash.Add(piece.Slice(0, count));
        connection.Commit(count);
        left.Bytes -= count;
        return true;
    }
}

/// <summary>Sends back what comes.</summary>
internal sealed class EchoHandler : TcpHandler
{
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

/// <summary>Connects to the IPv4 address and port that six bytes say, and sends back there what comes from there.</summary>
internal sealed class ConnectHandler(TcpStack tcp) : TcpHandler
{
    public override void OnReceive(TcpConnection connection)
    {
        if (connection.Available >= 6)
        {
            Span<byte> request = stackalloc byte[6];
            connection.Read(request);
            tcp.Connect(new IpEndpoint(IpAddress.FromV4(BinaryPrimitives.ReadUInt32BigEndian(request)), BinaryPrimitives.ReadUInt16BigEndian(request.Slice(4))), new EchoHandler(), out _);
        }

        if (connection.IsReceiveClosed)
            connection.Close();
    }
}
