using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>eventfd: a number that is added to and read. The objects are used again.</summary>
public sealed class EventFile : OpenFile
{
    private const int Semaphore = 1;

    private static SpinLock s_lock;
    private static EventFile? s_free;

    private readonly EventWait _thing = new();
    private readonly PollSource _source = new();
    private EventFile? _nextFree;
    private WaitQueue _queue;
    private ulong _value;
    private bool _isSemaphore;

    private EventFile()
    {
    }

    /// <summary>eventfd(2).</summary>
    [Syscall(284, -1)]
    public static long Eventfd(uint value) => Eventfd2(value, 0);

    /// <summary>eventfd2(2).</summary>
    [Syscall(290, 19)]
    public static long Eventfd2(uint value, int flags)
    {
        const int Known = Semaphore | (int)(OpenFlags.NonBlocking | OpenFlags.CloseOnExec);
        if ((flags & ~Known) != 0)
            return -(long)Errno.EINVAL;
        s_lock.Enter();
        EventFile? file = s_free;
        if (file is not null)
            s_free = file._nextFree;
        s_lock.Exit();
        file ??= new EventFile();
        file.Reuse();
        file._value = value;
        file._isSemaphore = (flags & Semaphore) != 0;
        file.Flags = OpenFlags.ReadWrite | (OpenFlags)flags & OpenFlags.NonBlocking;
        int number = Descriptors.Add(file, ((OpenFlags)flags & OpenFlags.CloseOnExec) != 0);
        if (number < 0)
            file.Release();
        return number;
    }

    /// <inheritdoc/>
    public override string Description => "anon_inode:[eventfd]";

    /// <inheritdoc/>
    public override PollSource? Source => _source;

    /// <inheritdoc/>
    public override uint Readiness
    {
        get
        {
            _queue.Enter();
            uint ready = (_value > 0 ? PollEvents.In | PollEvents.ReadNormal : 0) | (_value < ulong.MaxValue - 1 ? PollEvents.Out | PollEvents.WriteNormal : 0);
            _queue.Exit();
            return ready;
        }
    }

    /// <inheritdoc/>
    public override long Read(Span<byte> bytes)
    {
        if (bytes.Length < 8)
            return -(long)Errno.EINVAL;
        while (true)
        {
            _queue.Enter();
            if (_value > 0)
            {
                ulong taken = _isSemaphore ? 1 : _value;
                _value -= taken;
                _queue.Exit();
                _queue.WakeAll();
                _source.Notify(PollEvents.Out | PollEvents.WriteNormal);
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, taken);
                return 8;
            }

            if (IsNonBlocking || Scheduler.Current.IsCancelled)
            {
                _queue.Exit();
                return IsNonBlocking ? -(long)Errno.EAGAIN : ProgramThread.Current.Interrupted();
            }

            _queue.WaitAndExit(_thing, ulong.MaxValue);
        }
    }

    /// <inheritdoc/>
    public override long Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
            return -(long)Errno.EINVAL;
        ulong added = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (added == ulong.MaxValue)
            return -(long)Errno.EINVAL;
        while (true)
        {
            _queue.Enter();
            if (added <= ulong.MaxValue - 1 - _value)
            {
                _value += added;
                _queue.Exit();
                _queue.WakeAll();
                _source.Notify(PollEvents.In | PollEvents.ReadNormal);
                return 8;
            }

            if (IsNonBlocking || Scheduler.Current.IsCancelled)
            {
                _queue.Exit();
                return IsNonBlocking ? -(long)Errno.EAGAIN : ProgramThread.Current.Interrupted();
            }

            _queue.WaitAndExit(_thing, ulong.MaxValue);
        }
    }

    /// <inheritdoc/>
    protected override void OnClose()
    {
        s_lock.Enter();
        _nextFree = s_free;
        s_free = this;
        s_lock.Exit();
    }

    private sealed class EventWait : Waitable
    {
        public override string Kind => "an eventfd";
    }
}
