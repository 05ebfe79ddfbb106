using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Net;
using Lithe.Net.Sockets;

namespace Lithe.Posix;

/// <summary>A socket of IP itself (SOCK_RAW): the packets of one protocol, with their header for IPv4. What is sent has its header from here.</summary>
internal sealed class RawFile : InetFile
{
    private const int MostBytes = 65535;

    private readonly RawSocket _socket;
    private readonly byte[] _joined = new byte[Netbuf.Capacity];

    private RawFile(RawSocket socket) => _socket = socket;

    internal static RawFile Create(int family, int protocol, RawSocket socket)
    {
        var file = new RawFile(socket);
        file.Begin(family, SocketType.Raw, protocol, socket);
        return file;
    }

    public override bool IsListening => false;

    public override long Connect(ReadOnlySpan<byte> address, bool isNonBlocking)
    {
        if (address.Length >= 2 && BinaryPrimitives.ReadUInt16LittleEndian(address) == 0)
            return -(long)_socket.Connect(default);
        long result = TryRead(address, out IpEndpoint remote);
        return result != 0 ? result : -(long)_socket.Connect(remote.Address);
    }

    public override long GetName(bool isPeer, Span<byte> address) => isPeer ? -(long)Errno.ENOTCONN : Write(address, _socket.Local);

    public override long Read(Span<byte> bytes) => Receive(bytes, IsNonBlocking, false, out _, out _);

    public override long Write(ReadOnlySpan<byte> bytes) => ResultOf(_socket.Send(bytes), bytes.Length);

    public override long Send(in MessageBuffers from, int flags, ref MessageExtras extras)
    {
        if ((flags & MessageFlags.OutOfBand) != 0)
            return -(long)Errno.EOPNOTSUPP;
        ulong total = from.Total;
        if (total > (ulong)_joined.Length)
            return -(long)Errno.EMSGSIZE;
        IpEndpoint to = default;
        if (extras.Address.Length > 0)
        {
            long result = TryRead(extras.Address, out to);
            if (result != 0)
                return result;
        }

        // Seldom used: who sends at the same time waits.
        lock (_joined)
        {
            int length = 0;
            for (int i = 0; i < from.Count; i++)
            {
                if (!from.TryGet(i, out ReadOnlySpan<byte> part) || part.Length > _joined.Length - length)
                    return -(long)Errno.EFAULT;
                part.CopyTo(_joined.AsSpan(length));
                length += part.Length;
            }

            ReadOnlySpan<byte> bytes = _joined.AsSpan(0, length);
            return ResultOf(extras.Address.Length > 0 ? _socket.SendTo(bytes, to.Address) : _socket.Send(bytes), length);
        }
    }

    public override long Receive(in MessageBuffers to, int flags, ref MessageExtras extras)
    {
        if ((flags & MessageFlags.OutOfBand) != 0)
            return -(long)Errno.EOPNOTSUPP;
        bool isPeek = (flags & MessageFlags.Peek) != 0, isNonBlocking = IsNonBlocking || (flags & MessageFlags.DontWait) != 0;
        if (to.Count == 0 || !to.TryGet(0, out Span<byte> first))
            return -(long)Errno.EFAULT;
        long result = Receive(first, isNonBlocking, isPeek, out int length, out IpAddress from);
        if (result < 0)
            return result;
        if (extras.Address.Length > 0)
            extras.AddressLength = Write(extras.Address, new IpEndpoint(from, 0));
        if (length > result)
            extras.Flags |= MessageFlags.Truncate;
        return (flags & MessageFlags.Truncate) != 0 ? length : result;
    }

    private long Receive(Span<byte> bytes, bool isNonBlocking, bool isPeek, out int length, out IpAddress from)
    {
        ulong deadline = 0;
        while (true)
        {
            SocketError error = _socket.ReceiveFrom(bytes, out length, out from, isPeek);
            if (error == SocketError.None)
                return Math.Min(Math.Min(length, bytes.Length), MostBytes);
            if (error != SocketError.WouldBlock || isNonBlocking)
                return -(long)error;
            if (deadline == 0)
                deadline = DeadlineOf(ReceiveTimeout);
            long result = WaitFor(PollEvents.In, deadline);
            if (result != 0)
                return result;
        }
    }

    private static long ResultOf(SocketError error, int length) => error switch
    {
        SocketError.None or SocketError.NoBuffers => length,
        SocketError.NotConnected => -(long)Errno.EDESTADDRREQ,
        _ => -(long)error,
    };

    protected override void OnClose()
    {
        _socket.Observer = null;
        _socket.Close();
        _socket.Recycle();
    }
}
