using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;

namespace Lithe.Posix;

/// <summary>Clocks and sleeping.</summary>
public static class Clocks
{
    internal const int RealTime = 0, Monotonic = 1, ProcessTime = 2, ThreadTime = 3, MonotonicRaw = 4, RealTimeCoarse = 5, MonotonicCoarse = 6, BootTime = 7, RealTimeAlarm = 8, BootTimeAlarm = 9, International = 11;
    internal const ulong Second = 1_000_000_000;

    /// <summary>clock_gettime(2).</summary>
    [Syscall(228, 113)]
    public static long ClockGettime(int clock, UserPointer to) =>
        TryRead(clock, out ulong time) ? Write(to, time) : -(long)Errno.EINVAL;

    /// <summary>clock_getres(2).</summary>
    [Syscall(229, 114)]
    public static long ClockGetres(int clock, UserPointer to) => !TryRead(clock, out _) ? -(long)Errno.EINVAL : to.IsNull ? 0 : Write(to, clock is RealTimeCoarse or MonotonicCoarse ? 4_000_000u : 1u);

    /// <summary>clock_settime(2).</summary>
    [Syscall(227, 112)]
    public static long ClockSettime(int clock, UserPointer from)
    {
        if (clock != RealTime)
            return -(long)Errno.EINVAL;
        Errno error = ReadTime(from, out ulong time);
        if (error != Errno.None)
            return -(long)error;
        if (Process.Credentials.User != 0)
            return -(long)Errno.EPERM;
        ImageHost.Instance.WallOffset = time - Clock.Nanoseconds;
        return 0;
    }

    /// <summary>gettimeofday(2).</summary>
    [Syscall(96, 169)]
    public static long Gettimeofday(UserPointer to, UserPointer zone)
    {
        ulong now = VfsHost.Current.Now;
        if (!to.IsNull && (!UserMemory.TryWrite(to, now / Second) || !UserMemory.TryWrite(to.Plus(8), now % Second / 1000)))
            return -(long)Errno.EFAULT;
        return zone.IsNull || UserMemory.TryWrite(zone, 0UL) ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>time(2).</summary>
    [Syscall(201, -1)]
    public static long Time(UserPointer to)
    {
        long now = (long)(VfsHost.Current.Now / Second);
        return to.IsNull || UserMemory.TryWrite(to, now) ? now : -(long)Errno.EFAULT;
    }

    /// <summary>nanosleep(2).</summary>
    [Syscall(35, 101)]
    public static long Nanosleep(UserPointer from, UserPointer rest) => ClockNanosleep(Monotonic, 0, from, rest);

    /// <summary>clock_nanosleep(2).</summary>
    [Syscall(230, 115)]
    public static long ClockNanosleep(int clock, int flags, UserPointer from, UserPointer rest)
    {
        const int Absolute = 1;
        if (clock is not (RealTime or Monotonic or BootTime or International))
            return clock == ProcessTime ? -(long)Errno.EOPNOTSUPP : -(long)Errno.EINVAL;
        Errno error = ReadTime(from, out ulong time);
        if (error != Errno.None)
            return -(long)error;
        bool isAbsolute = (flags & Absolute) != 0;
        ulong now = Clock.Nanoseconds, deadline = time > ulong.MaxValue - now ? ulong.MaxValue : now + time;
        if (isAbsolute)
            deadline = clock is RealTime or International ? time > ImageHost.Instance.WallOffset ? time - ImageHost.Instance.WallOffset : 0 : time;
        while (!Scheduler.SleepUntil(deadline))
        {
            // Something else than a signal has ended the wait: it goes on.
            if (ProgramThread.Current.NeedsAttention)
                break;
            Scheduler.Current.IsCancelled = false;
        }

        now = Clock.Nanoseconds;
        if (now >= deadline)
            return 0;
        if (isAbsolute)
            return ProgramThread.Current.Interrupted();
        return rest.IsNull || Write(rest, deadline - now) == 0 ? -(long)Errno.EINTR : -(long)Errno.EFAULT;
    }

    internal static bool TryRead(int clock, out ulong time)
    {
        switch (clock)
        {
            case RealTime or RealTimeCoarse or RealTimeAlarm or International:
                time = VfsHost.Current.Now;
                return true;
            case Monotonic or MonotonicRaw or MonotonicCoarse or BootTime or BootTimeAlarm:
                time = Clock.Nanoseconds;
                return true;
            case ProcessTime:
                time = RunTimes.OfProcess;
                return true;
            case ThreadTime:
                time = Scheduler.RunTime(Scheduler.Current);
                return true;
            default:
                // Clocks of a process (2) or of a thread (6) by its number, inverted.
                time = RunTimes.OfProcess;
                int thread = ~(clock >> 3);
                return clock < 0 && ((clock & 7) == 2 || (clock & 7) == 6 && RunTimes.TryRead(thread == 0 ? ProgramThread.Current.Id : thread, out time));
        }
    }

    internal static Errno ReadTime(UserPointer from, out ulong time)
    {
        time = 0;
        if (!UserMemory.TryRead(from, out long seconds) || !UserMemory.TryRead(from.Plus(8), out long nanoseconds))
            return Errno.EFAULT;
        if (seconds < 0 || nanoseconds is < 0 or >= (long)Second)
            return Errno.EINVAL;
        time = seconds > 9_000_000_000 ? ulong.MaxValue : (ulong)seconds * Second + (ulong)nanoseconds;
        return Errno.None;
    }

    internal static long Write(UserPointer to, ulong time) =>
        UserMemory.TryWrite(to, time / Second) && UserMemory.TryWrite(to.Plus(8), time % Second) ? 0 : -(long)Errno.EFAULT;
}
