using System;
using Lithe.Fs;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>A pipe: bytes from its writers to its readers, 64 KiB at the most. The objects are used again.</summary>
public sealed class Pipe
{
    /// <summary>Number of bytes that fit.</summary>
    public const int Capacity = ByteRings.Size;

    /// <summary>Writes of up to so many bytes are not mixed with others.</summary>
    private const int Atomic = 4096;

    private static SpinLock s_lock;
    private static Pipe? s_free;

    // Its own while something waits: many pipes never carry anything. The lock's.
    private byte[]? _ring;
    private readonly PipeWait _thing = new();
    private Pipe? _nextFree;

    // The lock's.
    private WaitQueue _readersQueue;
    private WaitQueue _writersQueue;
    private SpinLock _lock;
    private int _first, _count, _readers, _writers;

    private Pipe()
    {
    }

    /// <summary>Who watches the end for reading; the end for writing.</summary>
    internal PollSource ReadSource { get; } = new();

    /// <inheritdoc cref="ReadSource"/>
    internal PollSource WriteSource { get; } = new();

    /// <summary>pipe(2).</summary>
    [Syscall(22, -1)]
    public static long MakePipe(UserPointer numbers) => Pipe2(numbers, 0);

    /// <summary>pipe2(2).</summary>
    [Syscall(293, 59)]
    public static long Pipe2(UserPointer numbers, int flags)
    {
        const OpenFlags Known = OpenFlags.NonBlocking | OpenFlags.CloseOnExec | (OpenFlags)0x4000;
        if (((OpenFlags)flags & ~Known) != 0)
            return -(long)Errno.EINVAL;
        if (!UserMemory.IsAccessible(numbers, 8, true))
            return -(long)Errno.EFAULT;
        Pipe pipe = Take();
        bool isClosedOnExec = ((OpenFlags)flags & OpenFlags.CloseOnExec) != 0;
        OpenFlags kept = (OpenFlags)flags & ~OpenFlags.CloseOnExec;
        var reader = PipeEnd.Create(pipe, kept | OpenFlags.ReadOnly);
        var writer = PipeEnd.Create(pipe, kept | OpenFlags.WriteOnly);
        int first = Descriptors.Add(reader, isClosedOnExec), second = first < 0 ? first : Descriptors.Add(writer, isClosedOnExec);
        if (second < 0)
        {
            if (first >= 0)
                Descriptors.Close(first);
            else
                reader.Release();
            writer.Release();
            return second;
        }

        UserMemory.TryWrite(numbers, first);
        UserMemory.TryWrite(numbers.Plus(4), second);
        return 0;
    }

    internal uint ReadReadiness
    {
        get
        {
            _lock.Enter();
            uint ready = (_count > 0 ? PollEvents.In | PollEvents.ReadNormal : 0) | (_writers == 0 ? PollEvents.HangUp : 0);
            _lock.Exit();
            return ready;
        }
    }

    internal uint WriteReadiness
    {
        get
        {
            _lock.Enter();
            uint ready = _readers == 0 ? PollEvents.Error | PollEvents.Out | PollEvents.WriteNormal : Capacity - _count >= Atomic ? PollEvents.Out | PollEvents.WriteNormal : 0;
            _lock.Exit();
            return ready;
        }
    }

    internal int Available => _count;

    internal long Read(Span<byte> bytes, bool isNonBlocking)
    {
        if (bytes.Length == 0)
            return 0;
        while (true)
        {
            _readersQueue.Enter();
            _lock.Enter();
            int count = Math.Min(_count, bytes.Length);
            if (count > 0)
            {
                int part = Math.Min(count, Capacity - _first);
                _ring.AsSpan(_first, part).CopyTo(bytes);
                _ring.AsSpan(0, count - part).CopyTo(bytes.Slice(part));
                _first = (_first + count) & (Capacity - 1);
                _count -= count;
                if (_count == 0)
                    GiveRing();
                _lock.Exit();
                _readersQueue.Exit();
                _writersQueue.WakeAll();
                WriteSource.Notify(PollEvents.Out | PollEvents.WriteNormal);
                return count;
            }

            bool isEnd = _writers == 0;
            _lock.Exit();
            if (isEnd || isNonBlocking || Scheduler.Current.IsCancelled)
            {
                _readersQueue.Exit();
                return isEnd ? 0 : isNonBlocking ? -(long)Errno.EAGAIN : ProgramThread.Current.Interrupted();
            }

            _readersQueue.WaitAndExit(_thing, ulong.MaxValue);
        }
    }

    internal long Write(ReadOnlySpan<byte> bytes, bool isNonBlocking)
    {
        const int PipeSignal = 13;
        int done = 0;
        while (true)
        {
            _writersQueue.Enter();
            _lock.Enter();
            bool isBroken = _readers == 0;
            int room = Capacity - _count, left = bytes.Length - done;
            // A short write goes as a whole.
            int count = isBroken ? 0 : bytes.Length <= Atomic && room < left ? 0 : Math.Min(room, left);
            if (count > 0 && (_ring ??= ByteRings.Take()) is null)
            {
                _lock.Exit();
                _writersQueue.Exit();
                return -(long)Errno.ENOMEM;
            }

            if (count > 0)
            {
                int at = (_first + _count) & (Capacity - 1), part = Math.Min(count, Capacity - at);
                bytes.Slice(done, part).CopyTo(_ring.AsSpan(at));
                bytes.Slice(done + part, count - part).CopyTo(_ring);
                _count += count;
                done += count;
            }

            _lock.Exit();
            if (count > 0)
            {
                _writersQueue.Exit();
                _readersQueue.WakeAll();
                ReadSource.Notify(PollEvents.In | PollEvents.ReadNormal);
                if (done == bytes.Length)
                    return done;
                continue;
            }

            if (isBroken || bytes.Length == 0 || isNonBlocking || Scheduler.Current.IsCancelled)
            {
                _writersQueue.Exit();
                if (done > 0 || bytes.Length == 0)
                    return done;
                if (isBroken)
                {
                    ProgramGate.Attention?.Send(ProgramThread.Current, PipeSignal, 0, 0);
                    return -(long)Errno.EPIPE;
                }

                return isNonBlocking ? -(long)Errno.EAGAIN : ProgramThread.Current.Interrupted();
            }

            _writersQueue.WaitAndExit(_thing, ulong.MaxValue);
        }
    }

    internal void Close(bool isWriter)
    {
        _lock.Enter();
        int left = isWriter ? --_writers : --_readers;
        bool isUnused = _writers == 0 && _readers == 0;
        // Nobody will read it.
        if (_readers == 0)
            GiveRing();
        _lock.Exit();
        if (left == 0)
        {
            _readersQueue.WakeAll();
            _writersQueue.WakeAll();
            if (isWriter)
                ReadSource.Notify(PollEvents.HangUp | PollEvents.In);
            else
                WriteSource.Notify(PollEvents.Error | PollEvents.Out);
        }

        if (!isUnused)
            return;
        s_lock.Enter();
        _nextFree = s_free;
        s_free = this;
        s_lock.Exit();
    }

    private void GiveRing()
    {
        if (_ring is not null)
            ByteRings.Give(_ring);
        _ring = null;
        _first = _count = 0;
    }

    private static Pipe Take()
    {
        s_lock.Enter();
        Pipe? pipe = s_free;
        if (pipe is not null)
            s_free = pipe._nextFree;
        s_lock.Exit();
        pipe ??= new Pipe();
        pipe._first = pipe._count = 0;
        pipe._readers = pipe._writers = 1;
        return pipe;
    }

    private sealed class PipeWait : Waitable
    {
        public override string Kind => "a pipe";
    }
}

/// <summary>An end of a pipe.</summary>
internal sealed class PipeEnd : OpenFile
{
    private static SpinLock s_lock;
    private static PipeEnd? s_free;

    private PipeEnd? _nextFree;
    private Pipe _pipe = null!;
    private bool _isWriter;

    internal static PipeEnd Create(Pipe pipe, OpenFlags flags)
    {
        s_lock.Enter();
        PipeEnd? end = s_free;
        if (end is not null)
            s_free = end._nextFree;
        s_lock.Exit();
        end ??= new PipeEnd();
        end.Reuse();
        end._pipe = pipe;
        end._isWriter = (flags & OpenFlags.AccessMask) == OpenFlags.WriteOnly;
        end.Flags = flags;
        return end;
    }

    // S_IFIFO, 0600.
    public override uint Mode => 0x1180;

    public override string Description => "pipe:[1]";

    public override PollSource? Source => _isWriter ? _pipe.WriteSource : _pipe.ReadSource;

    public override uint Readiness => _isWriter ? _pipe.WriteReadiness : _pipe.ReadReadiness;

    public override long Read(Span<byte> bytes) => _pipe.Read(bytes, IsNonBlocking);

    public override long Write(ReadOnlySpan<byte> bytes) => _pipe.Write(bytes, IsNonBlocking);

    public override long Control(uint request, ulong argument)
    {
        const uint Available = 0x541b;
        if (request != Available)
            return -(long)Errno.ENOTTY;
        return UserMemory.TryWrite(new UserPointer(argument), _pipe.Available) ? 0 : -(long)Errno.EFAULT;
    }

    protected override void OnClose()
    {
        _pipe.Close(_isWriter);
        _pipe = null!;
        s_lock.Enter();
        _nextFree = s_free;
        s_free = this;
        s_lock.Exit();
    }
}
