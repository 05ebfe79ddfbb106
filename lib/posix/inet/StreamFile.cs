using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Net;
using Lithe.Net.Sockets;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>A socket of TCP. The objects are used again.</summary>
internal sealed partial class StreamFile : InetFile
{
    private const int Second = 1_000_000_000;

    private static SpinLock s_lock;
    private static StreamFile? s_free;

    private StreamFile? _nextFree;
    private StreamSocket _socket = null!;
    private int _lingerTime;
    private bool _lingers, _isConnecting;

    private StreamFile()
    {
    }

    internal static StreamFile Create(int family, StreamSocket socket)
    {
        s_lock.Enter();
        StreamFile? file = s_free;
        if (file is not null)
            s_free = file._nextFree;
        s_lock.Exit();
        file ??= new StreamFile();
        file._nextFree = null;
        file._socket = socket;
        file._lingers = file._isConnecting = false;
        file._lingerTime = 0;
        file.Begin(family, SocketType.Stream, IpProtocol.Tcp, socket);
        return file;
    }

    public override bool IsListening => _socket.IsListening;

    public override long Connect(ReadOnlySpan<byte> address, bool isNonBlocking)
    {
        long result = TryRead(address, out IpEndpoint remote);
        if (result != 0)
            return result;
        SocketError error = _socket.Connect(remote);
        // As Linux: the call that finds the connection made succeeds, once.
        if (error == SocketError.IsConnected && _isConnecting)
        {
            _isConnecting = false;
            return 0;
        }

        bool isUnderWay = error == SocketError.InProgress || error == SocketError.Already && !isNonBlocking;
        _isConnecting |= isUnderWay;
        if (error == SocketError.Invalid && _isConnecting)
        {
            // It has failed meanwhile.
            _isConnecting = false;
            SocketError why = _socket.TakeError();
            return -(long)(why == SocketError.None ? SocketError.Aborted : why);
        }

        if (!isUnderWay || isNonBlocking)
            return -(long)error;
        result = WaitFor(PollEvents.Out, DeadlineOf(SendTimeout));
        if (result != 0)
            return result == -(long)Errno.EAGAIN ? -(long)Errno.EINPROGRESS : result;
        _isConnecting = false;
        return -(long)_socket.TakeError();
    }

    public override long Listen(int backlog)
    {
        // The kernel's own limit (net.core.somaxconn).
        const int Most = 4096;
        return -(long)_socket.Listen((uint)backlog > Most ? Most : backlog);
    }

    public override long Accept(bool isNonBlocking, out SocketFile? accepted)
    {
        accepted = null;
        ulong deadline = 0;
        while (true)
        {
            SocketError error = _socket.Accept(out StreamSocket? socket);
            if (error == SocketError.None)
            {
                accepted = Create(Family, socket!);
                return 0;
            }

            if (error != SocketError.WouldBlock || isNonBlocking)
                return -(long)error;
            if (deadline == 0)
                deadline = DeadlineOf(ReceiveTimeout);
            long result = WaitFor(PollEvents.In, deadline);
            if (result != 0)
                return result;
        }
    }

    public override long Shutdown(int how) => -(long)_socket.Shutdown((SocketShutdown)(how + 1));

    public override long GetName(bool isPeer, Span<byte> address)
    {
        if (isPeer && !_socket.IsConnected)
            return -(long)Errno.ENOTCONN;
        return Write(address, isPeer ? _socket.Remote : _socket.Local);
    }

    public override long Read(Span<byte> bytes) => Receive(bytes, IsNonBlocking, false);

    public override long Write(ReadOnlySpan<byte> bytes) => Send(bytes, IsNonBlocking, 0);

    public override long WritePart(ReadOnlySpan<byte> bytes, bool isMoreComing) => Send(bytes, IsNonBlocking, isMoreComing ? MessageFlags.More : 0);

    public override long Send(in MessageBuffers from, int flags, ref MessageExtras extras)
    {
        if (extras.Address.Length > 0 && _socket.IsConnected)
            extras.Address = default;
        bool isNonBlocking = IsNonBlocking || (flags & MessageFlags.DontWait) != 0;
        long done = 0;
        for (int i = 0; i < from.Count; i++)
        {
            if (!from.TryGet(i, out ReadOnlySpan<byte> bytes))
                return done > 0 ? done : -(long)Errno.EFAULT;
            if (bytes.Length == 0 && from.Count > 1)
                continue;
            if ((flags & MessageFlags.FastOpen) != 0 && done == 0)
            {
                done = ConnectFast(extras.Address, bytes, isNonBlocking);
                if (done < 0 || isNonBlocking)
                    return done;
                bytes = bytes.Slice((int)done);
                if (bytes.Length == 0)
                    continue;
            }

            long sent = (flags & MessageFlags.OutOfBand) != 0 && i == from.Count - 1 && bytes.Length > 0 ? SendUrgent(bytes, isNonBlocking, flags) : Send(bytes, isNonBlocking, i < from.Count - 1 ? flags | MessageFlags.More : flags);
            if (sent < 0)
                return done > 0 ? done : sent;
            done += sent;
            if (sent < bytes.Length)
                break;
        }

        return done;
    }

    public override long Receive(in MessageBuffers to, int flags, ref MessageExtras extras)
    {
        if ((flags & MessageFlags.OutOfBand) != 0)
            return ReceiveUrgent(to, flags, ref extras);
        bool isPeek = (flags & MessageFlags.Peek) != 0, isNonBlocking = IsNonBlocking || (flags & MessageFlags.DontWait) != 0;
        bool waitsForAll = (flags & MessageFlags.WaitAll) != 0 && !isPeek;
        long done = 0;
        for (int i = 0; i < to.Count; i++)
        {
            if (!to.TryGet(i, out Span<byte> bytes))
                return done > 0 ? done : -(long)Errno.EFAULT;
            while (bytes.Length > 0 || to.Count == 1)
            {
                long count = Receive(bytes, isNonBlocking || done > 0 && !waitsForAll, isPeek);
                if (count < 0)
                    return done > 0 ? done : count;
                done += count;
                bytes = bytes.Slice((int)count);
                if (count == 0 || bytes.Length > 0 && !waitsForAll)
                    return done;
                if (bytes.Length == 0)
                    break;
            }

            // What lies behind the first piece is not reached without taking it.
            if (isPeek)
                break;
        }

        return done;
    }

    private long Receive(Span<byte> bytes, bool isNonBlocking, bool isPeek)
    {
        ulong deadline = 0;
        while (true)
        {
            SocketError error = _socket.Receive(bytes, out int count, isPeek);
            if (error == SocketError.None)
                return count;
            if (error != SocketError.WouldBlock || isNonBlocking)
                return -(long)error;
            if (deadline == 0)
                deadline = DeadlineOf(ReceiveTimeout);
            long result = WaitFor(PollEvents.In, deadline);
            if (result != 0)
                return result;
        }
    }

    private long Send(ReadOnlySpan<byte> bytes, bool isNonBlocking, int flags)
    {
        int done = 0;
        ulong deadline = 0;
        while (true)
        {
            SocketError error = _socket.Send(bytes.Slice(done), out int count, (flags & MessageFlags.More) != 0);
            done += count;
            if (error == SocketError.None && done == bytes.Length)
                return done;
            long result = 0;
            if (error is not (SocketError.None or SocketError.WouldBlock))
                result = error is SocketError.Pipe or SocketError.NotConnected && _socket.Remote.Port == 0 ? Broken(flags) : -(long)error;
            else if (isNonBlocking)
                result = -(long)Errno.EAGAIN;
            if (result == 0)
            {
                if (deadline == 0)
                    deadline = DeadlineOf(SendTimeout);
                result = WaitFor(PollEvents.Out, deadline);
            }

            if (result != 0)
                return done > 0 ? done : result;
        }
    }

    public override long Control(uint request, ulong argument)
    {
        const uint Available = 0x541b, Unsent = 0x5411, IsAtMark = 0x8905;
        if (request == IsAtMark)
            return UserMemory.TryWrite(new UserPointer(argument), _socket.IsAtUrgentMark ? 1 : 0) ? 0 : -(long)Errno.EFAULT;
        if (request is not (Available or Unsent))
            return InterfaceControl.Answer(request, new UserPointer(argument));
        if (_socket.IsListening)
            return -(long)Errno.EINVAL;
        return UserMemory.TryWrite(new UserPointer(argument), request == Available ? _socket.Available : _socket.Unacknowledged) ? 0 : -(long)Errno.EFAULT;
    }

    public override long GetOption(int level, int name, Span<byte> value)
    {
        if (level == SocketOption.LevelOfTcp)
            return GetTcpOption(name, value);
        switch (level == SocketOption.Level ? name : 0)
        {
            case SocketOption.KeepAlive:
                return Put(value, _socket.KeepAlive ? 1 : 0);
            case SocketOption.OutOfBandInline:
                return Put(value, _socket.IsUrgentInline ? 1 : 0);
            case SocketOption.ReceiveBuffer:
                return Put(value, _socket.ReceiveBuffer);
            case SocketOption.SendBuffer:
                return Put(value, _socket.SendBuffer);
            case SocketOption.Linger:
                Put(value, _lingers ? 1 : 0);
                Put(value.Slice(4), _lingerTime);
                return 8;
            default:
                return base.GetOption(level, name, value);
        }
    }

    public override long SetOption(int level, int name, ReadOnlySpan<byte> value)
    {
        if (level == SocketOption.LevelOfTcp)
            return SetTcpOption(name, value);
        if (level != SocketOption.Level || value.Length < 4)
            return base.SetOption(level, name, value);
        int number = BinaryPrimitives.ReadInt32LittleEndian(value);
        switch (name)
        {
            case SocketOption.KeepAlive:
                _socket.KeepAlive = number != 0;
                return 0;
            case SocketOption.OutOfBandInline:
                _socket.IsUrgentInline = number != 0;
                return 0;
            // Linux doubles what is asked for, and so do we: half of it is for headers there.
            case SocketOption.ReceiveBuffer or SocketOption.ReceiveBufferForce:
                _socket.ReceiveBuffer = Math.Clamp(number, 1152, 212992) * 2;
                return 0;
            case SocketOption.SendBuffer or SocketOption.SendBufferForce:
                _socket.SendBuffer = Math.Clamp(number, 2304, 212992) * 2;
                return 0;
            case SocketOption.Linger when value.Length >= 8:
                _lingers = number != 0;
                _lingerTime = BinaryPrimitives.ReadInt32LittleEndian(value.Slice(4));
                _socket.Linger = _lingers ? Math.Max(_lingerTime, 0) : null;
                return 0;
            default:
                return base.SetOption(level, name, value);
        }
    }

    private long GetTcpOption(int name, Span<byte> value)
    {
        const int Seconds = Second;
        switch (name)
        {
            case TcpOption.NoDelay:
                return Put(value, _socket.NoDelay ? 1 : 0);
            case TcpOption.SegmentSize:
                return Put(value, 1460);
            case TcpOption.Cork:
                return Put(value, _socket.Cork ? 1 : 0);
            case TcpOption.KeepIdle:
                return Put(value, (int)(_socket.KeepAliveIdle / Seconds));
            case TcpOption.KeepInterval:
                return Put(value, (int)(_socket.KeepAliveInterval / Seconds));
            case TcpOption.KeepCount:
                return Put(value, _socket.KeepAliveCount);
            case TcpOption.UserTimeout:
                return Put(value, (int)(_socket.UserTimeout / 1_000_000));
            case TcpOption.QuickAck:
                return Put(value, 1);
            case TcpOption.SynCount:
                return Put(value, 6);
            case TcpOption.FastOpen:
                return Put(value, _socket.FastOpenLimit);
            case TcpOption.Info:
                return TcpInfo.Write(_socket, value);
            case TcpOption.DeferAccept or TcpOption.FastOpenConnect or TcpOption.Linger2 or TcpOption.WindowClamp or TcpOption.NotSentLow:
                return Put(value, 0);
            case TcpOption.Congestion:
                ReadOnlySpan<byte> congestion = "cubic\0\0\0\0\0\0\0\0\0\0\0"u8;
                congestion.CopyTo(value);
                return congestion.Length;
            default:
                return -(long)Errno.ENOPROTOOPT;
        }
    }

    private long SetTcpOption(int name, ReadOnlySpan<byte> value)
    {
        const int MostKeepTime = 32767, MostCount = 127;
        if (name == TcpOption.Congestion)
            return value.Length == 0 ? -(long)Errno.EINVAL : 0;
        if (value.Length < 4)
            return -(long)Errno.EINVAL;
        int number = BinaryPrimitives.ReadInt32LittleEndian(value);
        switch (name)
        {
            case TcpOption.NoDelay:
                _socket.NoDelay = number != 0;
                return 0;
            case TcpOption.Cork:
                _socket.Cork = number != 0;
                return 0;
            case TcpOption.KeepIdle when number is > 0 and <= MostKeepTime:
                _socket.KeepAliveIdle = (ulong)number * Second;
                return 0;
            case TcpOption.KeepInterval when number is > 0 and <= MostKeepTime:
                _socket.KeepAliveInterval = (ulong)number * Second;
                return 0;
            case TcpOption.KeepCount when number is > 0 and <= MostCount:
                _socket.KeepAliveCount = number;
                return 0;
            case TcpOption.UserTimeout when number >= 0:
                _socket.UserTimeout = (ulong)number * 1_000_000;
                return 0;
            case TcpOption.SegmentSize when number is 0 or (>= 88 and <= 32767):
                return 0;
            case TcpOption.FastOpen when number >= 0 && !_socket.IsConnected:
                const int Most = 4096;
                _socket.FastOpenLimit = Math.Min(number, Most);
                return 0;
            case TcpOption.KeepIdle or TcpOption.KeepInterval or TcpOption.KeepCount or TcpOption.UserTimeout or TcpOption.SegmentSize or TcpOption.FastOpen:
                return -(long)Errno.EINVAL;
            // How connections begin and when acknowledgements go: taken, and without effect.
            case TcpOption.QuickAck or TcpOption.DeferAccept or TcpOption.FastOpenConnect or TcpOption.SynCount or TcpOption.Linger2 or TcpOption.WindowClamp or TcpOption.NotSentLow:
                return 0;
            default:
                return -(long)Errno.ENOPROTOOPT;
        }
    }

    protected override void OnClose()
    {
        // Who lingers waits; nobody else uses it any more.
        _socket.IsBlocking = _lingers && _lingerTime > 0 && !IsNonBlocking;
        _socket.Observer = null;
        _socket.Close();
        _socket.Recycle();
        _socket = null!;
        s_lock.Enter();
        _nextFree = s_free;
        s_free = this;
        s_lock.Exit();
    }
}

/// <summary>Numbers of TCP's options.</summary>
internal static class TcpOption
{
    internal const int NoDelay = 1, SegmentSize = 2, Cork = 3, KeepIdle = 4, KeepInterval = 5, KeepCount = 6, SynCount = 7, Linger2 = 8, DeferAccept = 9, WindowClamp = 10, Info = 11, QuickAck = 12, Congestion = 13,
        UserTimeout = 18, FastOpen = 23, NotSentLow = 25, FastOpenConnect = 30;
}
