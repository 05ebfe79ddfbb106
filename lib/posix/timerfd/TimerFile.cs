using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Time;

namespace Lithe.Posix;

/// <summary>timerfd: a timer whose expiries are read. The objects are used again.</summary>
public sealed class TimerFile : OpenFile
{
    private const int RealTime = 0, Monotonic = 1, BootTime = 7, RealTimeAlarm = 8, BootTimeAlarm = 9;
    private const ulong Second = 1_000_000_000, MaxSeconds = 9_000_000_000;

    private static SpinLock s_lock;
    private static TimerFile? s_free;

    private readonly TimerWait _thing = new();
    private readonly PollSource _source = new();
    private readonly Expiry _timer;
    private TimerFile? _nextFree;
    private int _clock;

    // The queue's lock's: expiries that nobody has read; when the next one is (0: none), and after how long one follows another (0: none does).
    private WaitQueue _queue;
    private ulong _expiries, _deadline, _interval;

    private TimerFile() => _timer = new Expiry(this);

    /// <summary>timerfd_create(2).</summary>
    [Syscall(283, 85)]
    public static long TimerfdCreate(int clock, int flags)
    {
        const OpenFlags Known = OpenFlags.NonBlocking | OpenFlags.CloseOnExec;
        if (((OpenFlags)flags & ~Known) != 0 || clock is not (RealTime or Monotonic or BootTime or RealTimeAlarm or BootTimeAlarm))
            return -(long)Errno.EINVAL;
        s_lock.Enter();
        TimerFile? file = s_free;
        if (file is not null)
            s_free = file._nextFree;
        s_lock.Exit();
        file ??= new TimerFile();
        file.Reuse();
        file.Flags = (OpenFlags)flags & OpenFlags.NonBlocking | OpenFlags.ReadWrite;
        file._clock = clock;
        file._expiries = file._deadline = file._interval = 0;
        int number = Descriptors.Add(file, ((OpenFlags)flags & OpenFlags.CloseOnExec) != 0);
        if (number < 0)
            file.Release();
        return number;
    }

    /// <summary>timerfd_settime(2).</summary>
    [Syscall(286, 86)]
    public static long TimerfdSettime(int number, int flags, UserPointer from, UserPointer old)
    {
        const int Absolute = 1, CancelOnSet = 2;
        if ((flags & ~(Absolute | CancelOnSet)) != 0)
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryGetSpan(from, 32, out ReadOnlySpan<byte> bytes))
            return -(long)Errno.EFAULT;
        if (!TryReadTime(bytes, out ulong interval) || !TryReadTime(bytes.Slice(16), out ulong value))
            return -(long)Errno.EINVAL;
        long error = Find(number, out TimerFile? file);
        if (file is null)
            return error;
        ulong deadline = 0, now = Clock.Nanoseconds;
        if (value != 0 && (flags & Absolute) != 0)
        {
            ulong offset = file._clock is RealTime or RealTimeAlarm ? ImageHost.Instance.WallOffset : 0;
            deadline = value > offset ? value - offset : 1;
        }
        else if (value != 0)
        {
            deadline = value > ulong.MaxValue - now ? ulong.MaxValue : now + value;
        }

        Timers.Cancel(file._timer);
        file._queue.Enter();
        file.Catch(now);
        ulong left = file._deadline > now ? file._deadline - now : 0, oldInterval = file._interval;
        file._expiries = 0;
        file._deadline = deadline;
        file._interval = interval;
        file._queue.Exit();
        if (deadline is not (0 or ulong.MaxValue))
            Timers.Start(file._timer, deadline);
        Descriptors.Put(file);
        return old.IsNull || TryWrite(old, oldInterval, left) ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>timerfd_gettime(2).</summary>
    [Syscall(287, 87)]
    public static long TimerfdGettime(int number, UserPointer to)
    {
        long error = Find(number, out TimerFile? file);
        if (file is null)
            return error;
        ulong now = Clock.Nanoseconds;
        file._queue.Enter();
        file.Catch(now);
        ulong left = file._deadline > now ? file._deadline - now : 0, interval = file._interval;
        file._queue.Exit();
        Descriptors.Put(file);
        return TryWrite(to, interval, left) ? 0 : -(long)Errno.EFAULT;
    }

    /// <inheritdoc/>
    public override string Description => "anon_inode:[timerfd]";

    /// <inheritdoc/>
    public override PollSource? Source => _source;

    /// <inheritdoc/>
    public override uint Readiness
    {
        get
        {
            _queue.Enter();
            Catch(Clock.Nanoseconds);
            uint ready = _expiries > 0 ? PollEvents.In | PollEvents.ReadNormal : 0;
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
            Catch(Clock.Nanoseconds);
            if (_expiries > 0)
            {
                ulong count = _expiries;
                _expiries = 0;
                _queue.Exit();
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, count);
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
        Timers.Cancel(_timer);
        s_lock.Enter();
        _nextFree = s_free;
        s_free = this;
        s_lock.Exit();
    }

    // What has expired by now is counted, whenever the timer comes to say so. With the queue's lock held.
    private void Catch(ulong now)
    {
        if (_deadline == 0 || now < _deadline)
            return;
        ulong count = _interval == 0 ? 1 : (now - _deadline) / _interval + 1;
        _expiries += count;
        _deadline = _interval == 0 ? 0 : _deadline + count * _interval;
    }

    private void OnExpire()
    {
        _queue.Enter();
        Catch(Clock.Nanoseconds);
        ulong next = _deadline;
        bool isReady = _expiries > 0;
        _queue.Exit();
        if (next != 0)
            Timers.Start(_timer, next);
        if (!isReady)
            return;
        _queue.WakeAll();
        _source.Notify(PollEvents.In | PollEvents.ReadNormal);
    }

    private static long Find(int number, out TimerFile? timer)
    {
        timer = null;
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        if (file is TimerFile found)
        {
            timer = found;
            return 0;
        }

        Descriptors.Put(file);
        return -(long)Errno.EINVAL;
    }

    private static bool TryReadTime(ReadOnlySpan<byte> bytes, out ulong time)
    {
        long seconds = BinaryPrimitives.ReadInt64LittleEndian(bytes), nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(bytes.Slice(8));
        time = seconds > (long)MaxSeconds ? ulong.MaxValue : (ulong)seconds * Second + (ulong)nanoseconds;
        return seconds >= 0 && nanoseconds is >= 0 and < (long)Second;
    }

    private static bool TryWrite(UserPointer to, ulong interval, ulong value)
    {
        if (!UserMemory.TryGetSpan(to, 32, out Span<byte> bytes))
            return false;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, interval / Second);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(8), interval % Second);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(16), value / Second);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(24), value % Second);
        return true;
    }

    private sealed class Expiry(TimerFile file) : Timer
    {
        public override void OnExpire() => file.OnExpire();
    }

    private sealed class TimerWait : Waitable
    {
        public override string Kind => "a timerfd";
    }
}
