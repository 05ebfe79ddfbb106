using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>
/// A socket as an open file: what all families have in common. <see cref="OpenFile.Readiness"/> of a socket takes no lock: threads that wait for it look at it under the lock of their queue.
/// </summary>
public abstract class SocketFile : OpenFile
{
    private const int PipeSignal = 13;

    private readonly PollSource _source = new();
    private readonly SocketWait _thing = new();
    private WaitQueue _queue;

    // Options that are kept and have no effect: a bit for each number; what SO_LINGER says.
    private ulong _kept;
    private long _linger;

    /// <summary>The family, type and protocol that it was made with.</summary>
    public int Family { get; private set; }

    /// <inheritdoc cref="Family"/>
    public int Type { get; private set; }

    /// <inheritdoc cref="Family"/>
    public int Protocol { get; private set; }

    /// <summary>How long calls wait, in nanoseconds; 0: for ever (SO_RCVTIMEO, SO_SNDTIMEO).</summary>
    public ulong ReceiveTimeout { get; set; }

    /// <inheritdoc cref="ReceiveTimeout"/>
    public ulong SendTimeout { get; set; }

    /// <summary>Whether connections are accepted here.</summary>
    public abstract bool IsListening { get; }

    // S_IFSOCK, 0777.
    /// <inheritdoc/>
    public override uint Mode => 0xc1ff;

    /// <inheritdoc/>
    public override string Description => "socket:[1]";

    /// <inheritdoc/>
    public override PollSource? Source => _source;

    /// <summary>For an object that serves again.</summary>
    protected void Begin(int family, int type, int protocol)
    {
        Reuse();
        Flags = OpenFlags.ReadWrite;
        Family = family;
        Type = type;
        Protocol = protocol;
        ReceiveTimeout = SendTimeout = 0;
        _kept = 0;
        _linger = 0;
    }

    /// <summary>Gives it an address: 0, or a negated error number.</summary>
    public abstract long Bind(ReadOnlySpan<byte> address);

    /// <summary>Connects.</summary>
    public abstract long Connect(ReadOnlySpan<byte> address, bool isNonBlocking);

    /// <summary>Takes connections.</summary>
    public virtual long Listen(int backlog) => -(long)Errno.EOPNOTSUPP;

    /// <summary>The next connection.</summary>
    public virtual long Accept(bool isNonBlocking, out SocketFile? accepted)
    {
        accepted = null;
        return -(long)Errno.EOPNOTSUPP;
    }

    /// <summary>Closes sides: 0 receiving, 1 sending, 2 both.</summary>
    public virtual long Shutdown(int how) => -(long)Errno.EOPNOTSUPP;

    /// <summary>Writes its own address, or the peer's: its length, which may be more than there is room for, or a negated error number.</summary>
    public abstract long GetName(bool isPeer, Span<byte> address);

    /// <summary>Sends a message: how many bytes, or a negated error number.</summary>
    public abstract long Send(in MessageBuffers from, int flags, ref MessageExtras extras);

    /// <summary>Receives a message.</summary>
    public abstract long Receive(in MessageBuffers to, int flags, ref MessageExtras extras);

    /// <summary>Takes the error that has happened by itself (SO_ERROR).</summary>
    protected virtual int TakeError() => 0;

    /// <summary>Reads an option: the length of its value, or a negated error number.</summary>
    public virtual long GetOption(int level, int name, Span<byte> value)
    {
        if (level != SocketOption.Level)
            return -(long)(Family == SocketFamily.Inet6 ? Errno.ENOPROTOOPT : Errno.EOPNOTSUPP);
        switch (name)
        {
            case SocketOption.Type:
                return Put(value, Type);
            case SocketOption.Domain:
                return Put(value, Family);
            case SocketOption.Protocol:
                return Put(value, Protocol);
            case SocketOption.AcceptsConnections:
                return Put(value, IsListening ? 1 : 0);
            case SocketOption.Error:
                return Put(value, TakeError());
            case SocketOption.ReceiveTimeout or SocketOption.SendTimeout:
                ulong time = name == SocketOption.ReceiveTimeout ? ReceiveTimeout : SendTimeout;
                BinaryPrimitives.WriteUInt64LittleEndian(value, time / 1_000_000_000);
                BinaryPrimitives.WriteUInt64LittleEndian(value.Slice(8), time % 1_000_000_000 / 1000);
                return 16;
            case SocketOption.Linger:
                BinaryPrimitives.WriteInt64LittleEndian(value, _linger);
                return 8;
            case SocketOption.ReceiveLowest or SocketOption.SendLowest:
                return Put(value, 1);
            case SocketOption.ReceiveBuffer or SocketOption.SendBuffer:
                return Put(value, 212992);
            case SocketOption.Debug or SocketOption.DontRoute or SocketOption.OutOfBandInline or SocketOption.Priority or SocketOption.ReuseAddress or SocketOption.ReusePort or SocketOption.KeepAlive
                or SocketOption.Broadcast or SocketOption.PassCredentials or SocketOption.Timestamp or SocketOption.Mark or SocketOption.IncomingProcessor or SocketOption.NapiId or SocketOption.BusyPoll:
                return Put(value, (int)(_kept >> name & 1));
            default:
                return -(long)Errno.ENOPROTOOPT;
        }
    }

    /// <summary>Sets an option: 0, or a negated error number.</summary>
    public virtual long SetOption(int level, int name, ReadOnlySpan<byte> value)
    {
        if (level != SocketOption.Level)
            return -(long)(Family is SocketFamily.Inet or SocketFamily.Inet6 ? Errno.ENOPROTOOPT : Errno.EOPNOTSUPP);
        switch (name)
        {
            case SocketOption.ReceiveTimeout or SocketOption.SendTimeout:
                if (value.Length < 16)
                    return -(long)Errno.EINVAL;
                long seconds = BinaryPrimitives.ReadInt64LittleEndian(value), micros = BinaryPrimitives.ReadInt64LittleEndian(value.Slice(8));
                if (micros is < 0 or >= 1_000_000)
                    return -(long)Errno.EDOM;
                // A negative time is none at all; one that is no time is none either.
                ulong time = seconds < 0 ? 1 : seconds > 9_000_000_000 ? 0 : (ulong)seconds * 1_000_000_000 + (ulong)micros * 1000;
                if (name == SocketOption.ReceiveTimeout)
                    ReceiveTimeout = time;
                else
                    SendTimeout = time;
                return 0;
            case SocketOption.Type or SocketOption.Domain or SocketOption.Protocol or SocketOption.AcceptsConnections or SocketOption.Error:
                return -(long)Errno.ENOPROTOOPT;
            case SocketOption.Linger:
                if (value.Length < 8)
                    return -(long)Errno.EINVAL;
                bool lingers = BinaryPrimitives.ReadInt32LittleEndian(value) != 0;
                // Off, the time stays as it was.
                _linger = lingers ? BinaryPrimitives.ReadInt64LittleEndian(value) & ~0xffff_ffffL | 1 : _linger & ~0xffff_ffffL;
                return 0;
            case SocketOption.ReusePort when Family is not (SocketFamily.Inet or SocketFamily.Inet6):
                return -(long)Errno.EOPNOTSUPP;
            case SocketOption.Debug or SocketOption.DontRoute or SocketOption.OutOfBandInline or SocketOption.Priority or SocketOption.ReuseAddress or SocketOption.ReusePort or SocketOption.KeepAlive
                or SocketOption.Broadcast or SocketOption.PassCredentials or SocketOption.Timestamp or SocketOption.Mark or SocketOption.IncomingProcessor or SocketOption.BusyPoll
                or SocketOption.ReceiveBuffer or SocketOption.SendBuffer or SocketOption.ReceiveLowest:
                if (value.Length < 4)
                    return -(long)Errno.EINVAL;
                ulong bit = 1UL << name;
                _kept = BinaryPrimitives.ReadInt32LittleEndian(value) != 0 ? _kept | bit : _kept & ~bit;
                return 0;
            default:
                return -(long)Errno.ENOPROTOOPT;
        }
    }

    /// <inheritdoc/>
    public override long ReadAt(long offset, Span<byte> bytes) => -(long)Errno.ESPIPE;

    /// <summary>Tells those who wait and watch that it has become ready; does not wait.</summary>
    protected void OnReady(uint events)
    {
        _queue.WakeAll();
        _source.Notify(events);
    }

    /// <summary>Waits until it is ready for one of the events: 0, or a negated error number.</summary>
    protected long WaitFor(uint events, ulong deadline)
    {
        events |= PollEvents.Always;
        while (true)
        {
            _queue.Enter();
            if ((Readiness & events) != 0)
            {
                _queue.Exit();
                return 0;
            }

            bool isCancelled = Scheduler.Current.IsCancelled;
            if (isCancelled || deadline != ulong.MaxValue && Clock.Nanoseconds >= deadline)
            {
                _queue.Exit();
                return !isCancelled ? -(long)Errno.EAGAIN : deadline == ulong.MaxValue ? ProgramThread.Current.Interrupted() : -(long)Errno.EINTR;
            }

            _queue.WaitAndExit(_thing, deadline);
        }
    }

    /// <summary>When a wait ends.</summary>
    protected static ulong DeadlineOf(ulong timeout) => timeout == 0 ? ulong.MaxValue : Clock.Nanoseconds + timeout;

    /// <summary>The answer when the other end is gone: with a signal, unless the flags say otherwise.</summary>
    protected static long Broken(int flags)
    {
        if ((flags & MessageFlags.NoSignal) == 0)
            ProgramGate.Attention?.Send(ProgramThread.Current, PipeSignal, 0, 0);
        return -(long)Errno.EPIPE;
    }

    /// <summary>Writes an option's value.</summary>
    protected static long Put(Span<byte> value, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(value, number);
        return 4;
    }

    private sealed class SocketWait : Waitable
    {
        public override string Kind => "a socket";
    }
}

/// <summary>Numbers of options.</summary>
public static class SocketOption
{
    /// <summary>Levels.</summary>
    public const int Level = 1, LevelOfIp = 0, LevelOfTcp = 6, LevelOfUdp = 17, LevelOfIpv6 = 41;

    /// <summary>Options of every socket.</summary>
    public const int Debug = 1, ReuseAddress = 2, Type = 3, Error = 4, DontRoute = 5, Broadcast = 6, SendBuffer = 7, ReceiveBuffer = 8, KeepAlive = 9, OutOfBandInline = 10, Priority = 12, Linger = 13,
        ReusePort = 15, PassCredentials = 16, PeerCredentials = 17, ReceiveLowest = 18, SendLowest = 19, ReceiveTimeout = 20, SendTimeout = 21, Timestamp = 29, AcceptsConnections = 30,
        SendBufferForce = 32, ReceiveBufferForce = 33, Mark = 36, Protocol = 38, Domain = 39, BusyPoll = 46, IncomingProcessor = 49, NapiId = 56;
}
