using System;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Time;

namespace Lithe.Posix;

/// <summary>A timer that sends a signal when it expires, and again after each interval.</summary>
internal sealed class SignalTimer : Timer
{
    private ulong _deadline;

    internal ulong Interval { get; private set; }

    internal bool IsUsed { get; set; }

    /// <summary>The program's number for it; negative for the process's own.</summary>
    internal int Id { get; init; } = -1;

    internal int Signal { get; set; }

    internal int Code { get; set; } = 0x80;

    internal ulong Value { get; set; }

    internal ProgramThread? Thread { get; set; }

    /// <summary>Whose it is: the last to set it.</summary>
    internal ProgramProcess Process { get; set; } = ProgramProcess.First;

    internal int Clock { get; set; }

    internal ulong Left => IsPending && _deadline > Plat.Clock.Nanoseconds ? _deadline - Plat.Clock.Nanoseconds : 0;

    internal void Set(ulong deadline, ulong interval)
    {
        Timers.Cancel(this);
        Process = Posix.Process.Current;
        Interval = interval;
        _deadline = deadline;
        if (deadline != 0)
            Timers.Start(this, deadline);
    }

    public override void OnExpire()
    {
        uint missed = 0;
        if (Interval != 0)
        {
            // Times that have been missed are not made up for, but counted.
            ulong now = Plat.Clock.Nanoseconds, turns = now < _deadline ? 0 : (now - _deadline) / Interval;
            missed = turns > int.MaxValue ? int.MaxValue : (uint)turns;
            _deadline += (turns + 1) * Interval;
            Timers.Start(this, _deadline);
        }

        if (Signal == 0)
            return;
        if (Thread is null)
            ProgramGate.Attention?.SendTo(Process, Signal, Code, Value, Id < 0 ? 0 : Id, Id < 0 ? 0 : missed);
        else
            ProgramGate.Attention?.Send(Thread, Signal, Code, Value, Id, missed);
    }
}

/// <summary>Interval timers and POSIX timers.</summary>
public static class IntervalTimers
{
    private const int AlarmSignal = 14, MaxTimers = 64, FromTimer = -2;

    private static readonly SignalTimer s_real = new() { Signal = AlarmSignal };
    private static readonly SignalTimer?[] s_timers = new SignalTimer?[MaxTimers];

    /// <summary>alarm(2).</summary>
    [Syscall(37, -1)]
    public static long Alarm(uint seconds)
    {
        ulong left = (s_real.Left + Clocks.Second - 1) / Clocks.Second;
        s_real.Set(seconds == 0 ? 0 : Clock.Nanoseconds + seconds * Clocks.Second, 0);
        return (long)left;
    }

    /// <summary>setitimer(2).</summary>
    [Syscall(38, 103)]
    public static long Setitimer(int which, UserPointer from, UserPointer old)
    {
        // Those of processor time never expire here: they are taken, and that is all.
        if (which is < 0 or > 2)
            return -(long)Errno.EINVAL;
        ulong interval = 0, value = 0;
        if (!from.IsNull && (!TryReadPair(from, out interval) || !TryReadPair(from.Plus(16), out value)))
            return UserMemory.IsAccessible(from, 32, false) ? -(long)Errno.EINVAL : -(long)Errno.EFAULT;
        if (!old.IsNull)
        {
            long error = Getitimer(which, old);
            if (error != 0)
                return error;
        }

        if (which == 0)
            s_real.Set(value == 0 ? 0 : Clock.Nanoseconds + value, interval);
        return 0;
    }

    /// <summary>getitimer(2).</summary>
    [Syscall(36, 102)]
    public static long Getitimer(int which, UserPointer to)
    {
        if (which is < 0 or > 2)
            return -(long)Errno.EINVAL;
        return TryWritePair(to, which == 0 ? s_real.Interval : 0) && TryWritePair(to.Plus(16), which == 0 ? s_real.Left : 0) ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>timer_create(2).</summary>
    [Syscall(222, 107)]
    public static long TimerCreate(int clock, UserPointer happening, UserPointer id)
    {
        const int NotifySignal = 0, NotifyNone = 1, NotifyThread = 4;
        if (!Clocks.TryRead(clock, out _))
            return -(long)Errno.EINVAL;
        ulong value = 0;
        int signal = AlarmSignal, notify = NotifySignal, thread = 0;
        if (!happening.IsNull && (!UserMemory.TryRead(happening, out value) || !UserMemory.TryRead(happening.Plus(8), out signal)
            || !UserMemory.TryRead(happening.Plus(12), out notify) || !UserMemory.TryRead(happening.Plus(16), out thread)))
        {
            return -(long)Errno.EFAULT;
        }

        if (notify is not (NotifySignal or NotifyNone or NotifyThread) || notify != NotifyNone && signal is < 1 or > 64)
            return -(long)Errno.EINVAL;
        for (int i = 0; i < MaxTimers; i++)
        {
            SignalTimer timer = s_timers[i] ??= new SignalTimer { Id = i };
            if (timer.IsUsed)
                continue;
            if (!UserMemory.TryWrite(id, i))
                return -(long)Errno.EFAULT;
            timer.IsUsed = true;
            timer.Signal = notify == NotifyNone ? 0 : signal;
            timer.Code = FromTimer;
            timer.Value = happening.IsNull ? (ulong)i : value;
            timer.Clock = clock;
            timer.Thread = null;
            if (notify == NotifyThread)
            {
                ProgramThread.EnterList();
                timer.Thread = ProgramThread.Find(thread);
                ProgramThread.ExitList();
            }

            return 0;
        }

        return -(long)Errno.EAGAIN;
    }

    /// <summary>timer_settime(2).</summary>
    [Syscall(223, 110)]
    public static long TimerSettime(int id, int flags, UserPointer from, UserPointer old)
    {
        const int Absolute = 1;
        if (Find(id) is not { } timer || from.IsNull)
            return -(long)Errno.EINVAL;
        Errno error = Clocks.ReadTime(from, out ulong interval);
        if (error == Errno.None)
            error = Clocks.ReadTime(from.Plus(16), out ulong _);
        if (error != Errno.None)
            return -(long)error;
        Clocks.ReadTime(from.Plus(16), out ulong value);
        if (!old.IsNull && TimerGettime(id, old) != 0)
            return -(long)Errno.EFAULT;
        ulong deadline = value == 0 ? 0 : Clock.Nanoseconds + value;
        if (value != 0 && (flags & Absolute) != 0)
            deadline = timer.Clock == Clocks.RealTime ? value > ImageHost.Instance.WallOffset ? value - ImageHost.Instance.WallOffset : 1 : value;
        timer.Set(deadline, interval);
        return 0;
    }

    /// <summary>timer_gettime(2).</summary>
    [Syscall(224, 108)]
    public static long TimerGettime(int id, UserPointer to)
    {
        if (Find(id) is not { } timer)
            return -(long)Errno.EINVAL;
        return Clocks.Write(to, timer.Interval) == 0 && Clocks.Write(to.Plus(16), timer.Left) == 0 ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>timer_getoverrun(2).</summary>
    [Syscall(225, 109)]
    public static long TimerGetoverrun(int id) => Find(id) is null ? -(long)Errno.EINVAL : ProgramGate.Attention?.OverrunsOf(id) ?? 0;

    /// <summary>timer_delete(2).</summary>
    [Syscall(226, 111)]
    public static long TimerDelete(int id)
    {
        if (Find(id) is not { } timer)
            return -(long)Errno.EINVAL;
        timer.Set(0, 0);
        timer.IsUsed = false;
        return 0;
    }

    private static SignalTimer? Find(int id) => (uint)id < MaxTimers && s_timers[id] is { IsUsed: true } timer ? timer : null;

    private static bool TryReadPair(UserPointer from, out ulong time)
    {
        time = 0;
        if (!UserMemory.TryRead(from, out long seconds) || !UserMemory.TryRead(from.Plus(8), out long micros) || seconds is < 0 or > 9_000_000_000 || micros is < 0 or >= 1_000_000)
            return false;
        time = (ulong)seconds * Clocks.Second + (ulong)micros * 1000;
        return true;
    }

    private static bool TryWritePair(UserPointer to, ulong time) => UserMemory.TryWrite(to, time / Clocks.Second) && UserMemory.TryWrite(to.Plus(8), time % Clocks.Second / 1000);
}
