using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Net;
using Lithe.Net.Sockets;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>A socket of UDP. The objects are used again.</summary>
internal sealed class DatagramFile : InetFile
{
    private const int MostBytes = 65507, Usual = 2048;

    // For messages in several pieces that are large; made when the first one comes.
    private static readonly Mutex s_largeLock = new();
    private static byte[]? s_large;

    private static SpinLock s_lock;
    private static DatagramFile? s_free;

    private DatagramFile? _nextFree;
    private DatagramSocket _socket = null!;
    private bool _wantsPacketInfo, _wantsHops;

    private DatagramFile()
    {
    }

    internal static DatagramFile Create(int family, DatagramSocket socket)
    {
        s_lock.Enter();
        DatagramFile? file = s_free;
        if (file is not null)
            s_free = file._nextFree;
        s_lock.Exit();
        file ??= new DatagramFile();
        file._nextFree = null;
        file._socket = socket;
        file._wantsPacketInfo = file._wantsHops = false;
        file.Begin(family, SocketType.Datagram, IpProtocol.Udp, socket);
        return file;
    }

    private static Span<byte> Large => s_large ??= new byte[MostBytes];

    public override bool IsListening => false;

    public override long Connect(ReadOnlySpan<byte> address, bool isNonBlocking)
    {
        // The unspecified family ends it.
        if (address.Length >= 2 && BinaryPrimitives.ReadUInt16LittleEndian(address) == 0)
            return -(long)_socket.Connect(default);
        long result = TryRead(address, out IpEndpoint remote);
        return result != 0 ? result : -(long)_socket.Connect(remote);
    }

    public override long Shutdown(int how) => -(long)_socket.Shutdown((SocketShutdown)(how + 1));

    public override long GetName(bool isPeer, Span<byte> address)
    {
        if (isPeer && _socket.Remote.Port == 0)
            return -(long)Errno.ENOTCONN;
        return Write(address, isPeer ? _socket.Remote : _socket.Local);
    }

    public override long Read(Span<byte> bytes) => Receive(bytes, IsNonBlocking, false, out _, out _);

    public override long Write(ReadOnlySpan<byte> bytes) => Send(bytes, default, isNamed: false, 0, default);

    public override long Send(in MessageBuffers from, int flags, ref MessageExtras extras)
    {
        if ((flags & MessageFlags.OutOfBand) != 0)
            return -(long)Errno.EOPNOTSUPP;
        ulong total = from.Total;
        if (total > MostBytes)
            return -(long)Errno.EMSGSIZE;
        IpEndpoint to = default;
        bool isNamed = extras.Address.Length > 0;
        if (isNamed)
        {
            long result = TryRead(extras.Address, out to);
            if (result != 0)
                return result;
        }

        IpAddress source = default;
        if (extras.Control.Length > 0)
        {
            long result = ControlData.ReadSource(extras.Control, IsV6, out source);
            if (result != 0)
                return result;
        }

        if (from.Count == 1)
            return from.TryGet(0, out ReadOnlySpan<byte> whole) ? Send(whole, to, isNamed, flags, source) : -(long)Errno.EFAULT;
        // In one piece: on the stack what usually comes.
        if (total <= Usual)
        {
            Span<byte> joined = stackalloc byte[Usual];
            return SendJoined(from, joined.Slice(0, (int)total), to, isNamed, flags, source);
        }

        s_largeLock.Enter();
        long sent = SendJoined(from, Large.Slice(0, (int)total), to, isNamed, flags, source);
        s_largeLock.Exit();
        return sent;
    }

    public override long Receive(in MessageBuffers to, int flags, ref MessageExtras extras)
    {
        if ((flags & MessageFlags.OutOfBand) != 0)
            return -(long)Errno.EINVAL;
        bool isPeek = (flags & MessageFlags.Peek) != 0, isNonBlocking = IsNonBlocking || (flags & MessageFlags.DontWait) != 0;
        int length;
        UdpDatagram from;
        long result;
        int total = (int)Math.Min(to.Total, MostBytes);
        if (to.Count == 1)
        {
            if (!to.TryGet(0, out Span<byte> whole))
                return -(long)Errno.EFAULT;
            result = Receive(whole, isNonBlocking, isPeek, out length, out from);
        }
        else if (total <= Usual)
        {
            Span<byte> joined = stackalloc byte[Usual];
            result = Receive(joined.Slice(0, total), isNonBlocking, isPeek, out length, out from);
            if (result >= 0 && !TrySpread(joined.Slice(0, (int)result), to))
                result = -(long)Errno.EFAULT;
        }
        else
        {
            // The large piece is not kept while it waits.
            result = isNonBlocking ? 0 : WaitFor(PollEvents.In, DeadlineOf(ReceiveTimeout));
            if (result != 0)
                return result;
            s_largeLock.Enter();
            result = Receive(Large.Slice(0, total), isNonBlocking: true, isPeek, out length, out from);
            if (result >= 0 && !TrySpread(Large.Slice(0, (int)result), to))
                result = -(long)Errno.EFAULT;
            s_largeLock.Exit();
        }

        if (result < 0)
            return result;
        if (extras.Address.Length > 0)
            extras.AddressLength = Write(extras.Address, from.Source);
        if (_wantsPacketInfo)
            ControlData.AddPacketInfo(ref extras, IsV6, from);
        if (_wantsHops)
            ControlData.AddHops(ref extras, IsV6, from.HopLimit);
        if (length > result)
            extras.Flags |= MessageFlags.Truncate;
        return (flags & MessageFlags.Truncate) != 0 ? length : result;
    }

    private long Receive(Span<byte> bytes, bool isNonBlocking, bool isPeek, out int length, out UdpDatagram from)
    {
        ulong deadline = 0;
        while (true)
        {
            SocketError error = _socket.ReceiveDatagram(bytes, out length, out from, isPeek);
            if (error == SocketError.None)
                return Math.Min(length, bytes.Length);
            if (error != SocketError.WouldBlock || isNonBlocking)
                return -(long)error;
            if (deadline == 0)
                deadline = DeadlineOf(ReceiveTimeout);
            long result = WaitFor(PollEvents.In, deadline);
            if (result != 0)
                return result;
        }
    }

    private long SendJoined(in MessageBuffers from, Span<byte> joined, in IpEndpoint to, bool isNamed, int flags, in IpAddress source)
    {
        int at = 0;
        for (int i = 0; i < from.Count; i++)
        {
            // Another thread may have made the list longer meanwhile.
            if (!from.TryGet(i, out ReadOnlySpan<byte> part) || part.Length > joined.Length - at)
                return -(long)Errno.EFAULT;
            part.CopyTo(joined.Slice(at));
            at += part.Length;
        }

        return Send(joined.Slice(0, at), to, isNamed, flags, source);
    }

    private static bool TrySpread(ReadOnlySpan<byte> joined, in MessageBuffers to)
    {
        for (int i = 0; i < to.Count && joined.Length > 0; i++)
        {
            if (!to.TryGet(i, out Span<byte> part))
                return false;
            int count = Math.Min(part.Length, joined.Length);
            joined.Slice(0, count).CopyTo(part);
            joined = joined.Slice(count);
        }

        return true;
    }

    private long Send(ReadOnlySpan<byte> bytes, in IpEndpoint to, bool isNamed, int flags, in IpAddress source)
    {
        SocketError error = isNamed ? _socket.SendTo(bytes, to, source) : _socket.Remote.Port == 0 ? SocketError.NotConnected : _socket.SendTo(bytes, _socket.Remote, source);
        return error switch
        {
            SocketError.None => bytes.Length,
            SocketError.NotConnected => -(long)Errno.EDESTADDRREQ,
            SocketError.Pipe => Broken(flags),
            // As Linux: a full queue loses datagrams, and says nothing.
            SocketError.NoBuffers => bytes.Length,
            _ => -(long)error,
        };
    }

    public override long Control(uint request, ulong argument)
    {
        const uint Available = 0x541b, Unsent = 0x5411;
        if (request is not (Available or Unsent))
            return InterfaceControl.Answer(request, new UserPointer(argument));
        return UserMemory.TryWrite(new UserPointer(argument), request == Available ? _socket.Available : 0) ? 0 : -(long)Errno.EFAULT;
    }

    public override long GetOption(int level, int name, Span<byte> value) =>
        level == SocketOption.Level && name == SocketOption.Broadcast ? Put(value, _socket.Broadcast ? 1 : 0)
        : level == SocketOption.LevelOfUdp ? Put(value, 0)
        : IsReceiveOption(level, name, out bool isHops) ? Put(value, (isHops ? _wantsHops : _wantsPacketInfo) ? 1 : 0) : base.GetOption(level, name, value);

    public override long SetOption(int level, int name, ReadOnlySpan<byte> value)
    {
        if (level == SocketOption.LevelOfUdp)
            return value.Length < 4 ? -(long)Errno.EINVAL : 0;
        if (level == SocketOption.Level && name == SocketOption.Broadcast && value.Length >= 4)
        {
            _socket.Broadcast = BinaryPrimitives.ReadInt32LittleEndian(value) != 0;
            return 0;
        }

        if (IsReceiveOption(level, name, out bool isHops))
        {
            if (value.Length < (level == SocketOption.LevelOfIp ? 1 : 4))
                return -(long)Errno.EINVAL;
            bool isWanted = value.Length < 4 ? value[0] != 0 : BinaryPrimitives.ReadInt32LittleEndian(value) != 0;
            if (isHops)
                _wantsHops = isWanted;
            else
                _wantsPacketInfo = isWanted;
            return 0;
        }

        return base.SetOption(level, name, value);
    }

    // Options that have control data come with each datagram.
    private bool IsReceiveOption(int level, int name, out bool isHops)
    {
        isHops = level == SocketOption.LevelOfIp ? name == ControlData.ReceiveTimeToLive : name == ControlData.ReceiveHopLimit;
        if (level == SocketOption.LevelOfIp)
            return !IsV6 && (isHops || name == ControlData.PacketInfo);
        return level == SocketOption.LevelOfIpv6 && IsV6 && (isHops || name == ControlData.ReceivePacketInfoV6);
    }

    protected override void OnClose()
    {
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
