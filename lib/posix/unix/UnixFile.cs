using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>A socket of AF_UNIX. The objects are used again. One lock for all of them: what it is held for are copies of up to 64 KiB.</summary>
internal sealed partial class UnixFile : SocketFile
{
    private const uint InBits = PollEvents.In | PollEvents.ReadNormal, OutBits = PollEvents.Out | PollEvents.WriteNormal;

    // Room that makes it ready to be written to.
    private const int LeastRoom = 8192;
    private const ulong RetryTime = 1_000_000;

    private static SpinLock s_lock;

    // The lock's: all that are open, those that are free, the last number of a name that was picked.
    private static UnixFile? s_first, s_free;
    private static uint s_lastName;

    private readonly UnixQueue _queue = new();
    private readonly Queue<UnixFile> _accepted = new();
    private readonly byte[] _name = new byte[UnixName.MaxName];
    private UnixFile? _next, _previous;
    private UnixFile? _peer;
    private Inode? _inode;
    private int _nameLength, _backlog;
    private uint _ready;
    private bool _isListening, _wasConnected, _isReceiveShut, _isSendShut, _isReset, _isRefused;

    private UnixFile()
    {
    }

    internal static UnixFile Create(int type)
    {
        s_lock.Enter();
        UnixFile? file = s_free;
        if (file is not null)
            s_free = file._next;
        s_lock.Exit();
        file ??= new UnixFile();
        file.Begin(SocketFamily.Unix, type, 0);
        file._peer = null;
        file._inode = null;
        file._nameLength = file._backlog = 0;
        file._listener = null;
        file._isUnreachable = false;
        file._isListening = file._wasConnected = file._isReceiveShut = file._isSendShut = file._isReset = file._isRefused = false;
        s_lock.Enter();
        file._previous = null;
        file._next = s_first;
        if (s_first is not null)
            s_first._previous = file;
        s_first = file;
        file.NoteReadiness();
        s_lock.Exit();
        return file;
    }

    /// <summary>Connects two that are nobody else's yet.</summary>
    internal static void Join(UnixFile one, UnixFile other)
    {
        s_lock.Enter();
        JoinHeld(one, other);
        s_lock.Exit();
    }

    public override bool IsListening => _isListening;

    public override uint Readiness => System.Threading.Volatile.Read(ref _ready);

    private bool IsStream => Type == SocketType.Stream;

    private bool IsDatagram => Type == SocketType.Datagram;

    private ReadOnlySpan<byte> Name => _name.AsSpan(0, _nameLength);

    public override long Bind(ReadOnlySpan<byte> address)
    {
        long result = UnixName.Read(address, out ReadOnlySpan<byte> name);
        if (result != 0)
            return result;
        // As Linux: that a path is taken is noticed first.
        if (_nameLength > 0)
            return name.Length > 0 && name[0] != 0 && UnixName.Find(name, out _) != -(long)Errno.ENOENT ? -(long)Errno.EADDRINUSE : -(long)Errno.EINVAL;
        Inode? inode = null;
        if (name.Length > 0 && name[0] != 0)
        {
            result = UnixName.Create(name, out inode);
            if (result != 0)
                return result;
        }

        s_lock.Enter();
        if (name.Length == 0)
            PickName();
        else if (inode is null && FindName(name) is not null)
            result = -(long)Errno.EADDRINUSE;
        if (result == 0 && name.Length > 0)
        {
            name.CopyTo(_name);
            _nameLength = name.Length;
            _inode = inode;
        }

        s_lock.Exit();
        return result;
    }

    public override long Listen(int backlog)
    {
        if (IsDatagram)
            return -(long)Errno.EOPNOTSUPP;
        if (_nameLength == 0 || _wasConnected)
            return -(long)Errno.EINVAL;
        s_lock.Enter();
        _isListening = true;
        _backlog = Math.Clamp(backlog, 0, 4096);
        NoteReadiness();
        s_lock.Exit();
        return 0;
    }

    public override long Connect(ReadOnlySpan<byte> address, bool isNonBlocking)
    {
        if (IsDatagram && address.Length >= 2 && BinaryPrimitives.ReadUInt16LittleEndian(address) == 0)
        {
            s_lock.Enter();
            _peer = null;
            NoteReadiness();
            s_lock.Exit();
            return 0;
        }

        while (true)
        {
            long result = Find(address, out UnixFile? target);
            if (result != 0)
                return result;
            // Made before the lock is taken: it may take memory.
            UnixFile? end = IsDatagram ? null : Create(Type);
            s_lock.Enter();
            if (!IsKnown(target!))
                result = -(long)Errno.ECONNREFUSED;
            else if (target!.Type != Type)
                result = -(long)Errno.EPROTOTYPE;
            else if (IsDatagram)
                _peer = target;
            else if (_isListening)
                result = -(long)Errno.EINVAL;
            else if (_wasConnected)
                result = -(long)Errno.EISCONN;
            else if (!target._isListening)
                result = -(long)Errno.ECONNREFUSED;
            else if (target._accepted.Count > target._backlog)
                result = -(long)Errno.EAGAIN;
            else
                result = 0;
            if (result == 0 && end is not null)
            {
                target!.Name.CopyTo(end._name);
                end._nameLength = target._nameLength;
                JoinHeld(this, end);
                target._accepted.Enqueue(end);
                end._listener = target;
                target.NoteReadiness();
            }
            else if (result == 0)
            {
                NoteReadiness();
            }

            s_lock.Exit();
            if (result == 0 && end is not null)
                target!.OnReady(InBits);
            else
                end?.Release();
            if (result != -(long)Errno.EAGAIN || isNonBlocking)
                return result;
            // Its queue is full: rare, and looked at again after a while.
            if (!Scheduler.SleepUntil(Clock.Nanoseconds + RetryTime))
                return -(long)Errno.EINTR;
        }
    }

    public override long Accept(bool isNonBlocking, out SocketFile? accepted)
    {
        accepted = null;
        if (IsDatagram)
            return -(long)Errno.EOPNOTSUPP;
        ulong deadline = 0;
        while (true)
        {
            UnixFile? end = null;
            s_lock.Enter();
            bool isListening = _isListening;
            if (_accepted.Count > 0)
            {
                end = _accepted.Dequeue();
                end._listener = null;
                NoteReadiness();
            }

            s_lock.Exit();
            if (end is not null)
            {
                accepted = end;
                return 0;
            }

            if (!isListening)
                return -(long)Errno.EINVAL;
            if (isNonBlocking)
                return -(long)Errno.EAGAIN;
            if (deadline == 0)
                deadline = DeadlineOf(ReceiveTimeout);
            long result = WaitFor(PollEvents.In, deadline);
            if (result != 0)
                return result;
        }
    }

    public override long Shutdown(int how)
    {
        s_lock.Enter();
        UnixFile? peer = _peer;
        bool receives = how != 1, sends = how != 0;
        _isReceiveShut |= receives;
        _isSendShut |= sends;
        // The other end of a connection sees it, too.
        if (peer is not null && !IsDatagram)
        {
            peer._isReceiveShut |= sends;
            peer._isSendShut |= receives;
            peer.NoteReadiness();
        }

        NoteReadiness();
        s_lock.Exit();
        OnReady(InBits | OutBits | PollEvents.ReadHangUp | PollEvents.HangUp);
        if (!IsDatagram)
            peer?.OnReady(InBits | OutBits | PollEvents.ReadHangUp | PollEvents.HangUp);
        return 0;
    }

    public override long GetName(bool isPeer, Span<byte> address)
    {
        s_lock.Enter();
        UnixFile? named = isPeer ? _peer : this;
        long result = named is null ? -(long)Errno.ENOTCONN : UnixName.Write(named.Name, address);
        s_lock.Exit();
        return result;
    }

    public override long Read(Span<byte> bytes)
    {
        MessageExtras extras = default;
        return IsStream ? ReceiveStream(bytes, IsNonBlocking, 0, true, ref extras) : ReceiveMessage(bytes, default, IsNonBlocking, 0, ref extras);
    }

    public override long Write(ReadOnlySpan<byte> bytes) => IsStream ? SendStream(bytes, IsNonBlocking, 0, null) : SendMessage(bytes, default, (ulong)bytes.Length, IsNonBlocking, 0, default, null);

    public override long Send(in MessageBuffers from, int flags, ref MessageExtras extras)
    {
        if ((flags & MessageFlags.OutOfBand) != 0)
            return -(long)Errno.EOPNOTSUPP;
        if (extras.Address.Length > 0 && !IsDatagram)
            return -(long)(_wasConnected ? Errno.EISCONN : Errno.EOPNOTSUPP);
        long result = PassedFiles.Read(extras.Control, out PassedFiles? files);
        if (result != 0)
            return result;
        if (files is not null && !MayPass())
        {
            files.Release();
            return -(long)Errno.ETOOMANYREFS;
        }

        bool isNonBlocking = IsNonBlocking || (flags & MessageFlags.DontWait) != 0;
        long done = 0;
        if (!IsStream)
        {
            done = SendMessage(default, from, from.Total, isNonBlocking, flags, extras.Address, files);
        }
        else
        {
            for (int i = 0; i < from.Count; i++)
            {
                if (!from.TryGet(i, out ReadOnlySpan<byte> bytes))
                    result = -(long)Errno.EFAULT;
                else if (bytes.Length > 0)
                    result = SendStream(bytes, isNonBlocking, flags, done == 0 ? files : null);
                else
                    continue;
                if (result > 0)
                    done += result;
                if (result < bytes.Length)
                    break;
            }

            done = done > 0 ? done : Math.Min(result, 0);
        }

        // What did not go along is still ours.
        if (done <= 0 && files is not null && !(done == 0 && !IsStream))
            files.Release();
        return done;
    }

    public override long Receive(in MessageBuffers to, int flags, ref MessageExtras extras)
    {
        if ((flags & MessageFlags.OutOfBand) != 0)
            return -(long)Errno.EOPNOTSUPP;
        bool isNonBlocking = IsNonBlocking || (flags & MessageFlags.DontWait) != 0;
        if (!IsStream)
            return ReceiveMessage(default, to, isNonBlocking, flags, ref extras);
        bool waitsForAll = (flags & (MessageFlags.WaitAll | MessageFlags.Peek)) == MessageFlags.WaitAll;
        long done = 0;
        for (int i = 0; i < to.Count; i++)
        {
            if (!to.TryGet(i, out Span<byte> bytes))
                return done > 0 ? done : -(long)Errno.EFAULT;
            while (bytes.Length > 0)
            {
                long count = ReceiveStream(bytes, isNonBlocking || done > 0 && !waitsForAll, flags, done == 0, ref extras);
                if (count <= 0)
                    return done > 0 ? done : count;
                done += count;
                bytes = bytes.Slice((int)count);
                if (bytes.Length > 0 && !waitsForAll)
                    return done;
            }

            if ((flags & MessageFlags.Peek) != 0)
                break;
        }

        return done;
    }

    public override long Control(uint request, ulong argument)
    {
        const uint Available = 0x541b, Unsent = 0x5411;
        if (request is not (Available or Unsent))
            return -(long)Errno.ENOTTY;
        if (_isListening)
            return -(long)Errno.EINVAL;
        s_lock.Enter();
        int count = request == Unsent ? _peer?._queue.Count ?? 0 : IsStream ? _queue.Count : IsDatagram ? _queue.NextMessage : _queue.MessageBytes;
        s_lock.Exit();
        return UserMemory.TryWrite(new UserPointer(argument), count) ? 0 : -(long)Errno.EFAULT;
    }

    public override long GetOption(int level, int name, Span<byte> value)
    {
        if (level != SocketOption.Level || name != SocketOption.PeerCredentials)
            return base.GetOption(level, name, value);
        bool isKnown = _wasConnected || _isListening;
        Put(value, isKnown ? Process.Id : 0);
        Put(value.Slice(4), isKnown ? (int)Process.Credentials.User : -1);
        Put(value.Slice(8), isKnown ? (int)Process.Credentials.Group : -1);
        return 12;
    }

    protected override void OnClose()
    {
        while (true)
        {
            s_lock.Enter();
            UnixFile? waiting = _accepted.Count > 0 ? _accepted.Dequeue() : null;
            if (waiting is not null)
                waiting._listener = null;
            s_lock.Exit();
            if (waiting is null)
                break;
            waiting.Release();
        }

        s_lock.Enter();
        UnixFile? peer = IsDatagram ? null : _peer;
        _peer = null;
        if (_previous is null)
            s_first = _next;
        else
            _previous._next = _next;
        if (_next is not null)
            _next._previous = _previous;
        if (peer is not null)
        {
            peer._peer = null;
            // What it had sent and nobody has read is lost: it is told so.
            peer._isReset = !_queue.IsEmpty;
            peer.NoteReadiness();
        }

        for (UnixFile? other = IsDatagram ? s_first : null; other is not null; other = other._next)
        {
            if (other._peer != this)
                continue;
            other._peer = null;
            other._isRefused = true;
            other.NoteReadiness();
        }

        s_lock.Exit();
        peer?.OnReady(InBits | OutBits | PollEvents.HangUp | PollEvents.ReadHangUp);
        while (true)
        {
            s_lock.Enter();
            PassedFiles? files = _queue.Clear();
            s_lock.Exit();
            if (files is null)
                break;
            files.Release();
        }

        if (_inode is not null)
            UnixName.Release(_inode);
        _inode = null;
        s_lock.Enter();
        _next = s_free;
        s_free = this;
        s_lock.Exit();
    }

    // Under the lock, all below.
    private static void JoinHeld(UnixFile one, UnixFile other)
    {
        one._peer = other;
        other._peer = one;
        one._wasConnected = other._wasConnected = true;
        one.NoteReadiness();
        other.NoteReadiness();
    }

    private static bool IsKnown(UnixFile file)
    {
        UnixFile? one = s_first;
        while (one is not null && one != file)
            one = one._next;
        return one is not null;
    }

    private void NoteReadiness()
    {
        uint ready = 0;
        if (_isListening)
        {
            ready = _accepted.Count > 0 ? InBits : 0;
        }
        else
        {
            bool isAlone = _peer is null && _wasConnected && !IsDatagram;
            if (!_queue.IsEmpty || _isReceiveShut || isAlone)
                ready |= InBits;
            if (_isReceiveShut || isAlone)
                ready |= PollEvents.ReadHangUp;
            if (isAlone || _isReceiveShut && _isSendShut || !_wasConnected && !IsDatagram)
                ready |= PollEvents.HangUp;
            if (_peer is null || _isSendShut || _peer._queue.Room >= LeastRoom)
                ready |= OutBits;
            if (_isReset)
                ready |= PollEvents.Error;
        }

        System.Threading.Volatile.Write(ref _ready, ready);
    }

    private long Find(ReadOnlySpan<byte> address, out UnixFile? target)
    {
        target = null;
        long result = UnixName.Read(address, out ReadOnlySpan<byte> name);
        if (result != 0)
            return result;
        if (name.Length == 0)
            return -(long)Errno.EINVAL;
        Inode? inode = null;
        if (name[0] != 0)
        {
            result = UnixName.Find(name, out inode);
            if (result != 0)
                return result;
        }

        s_lock.Enter();
        if (inode is null)
        {
            target = FindName(name);
        }
        else
        {
            target = s_first;
            while (target is not null && target._inode != inode)
                target = target._next;
        }

        s_lock.Exit();
        return target is null ? -(long)Errno.ECONNREFUSED : 0;
    }
}
