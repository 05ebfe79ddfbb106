using System;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Testing;

namespace MisuseTests;

/// <summary>Threads and locks used wrongly end the image with what was wrong; times that are past or beyond all clocks are times like others.</summary>
public static class MisuseTests
{
    private static readonly Mutex s_a = new() { Name = "a" }, s_b = new() { Name = "b" };

    [GuestTest]
    public static void TimesOutOfAllRange()
    {
        Check.True(Scheduler.SleepUntil(0));
        var never = new Event();
        Check.False(never.Wait(0));
        Check.False(never.Wait(1));
        var requested = new Cancellation();
        requested.Request();
        Check.False(never.Wait(ulong.MaxValue, requested));
        Check.False(never.Wait(ulong.MaxValue - 1, requested));
        KernelThread t = Scheduler.Start(static _ => Scheduler.SleepUntil(ulong.MaxValue - 1), null, default)!;
        KernelThread t2 = Scheduler.Start(static _ => Scheduler.SleepUntil(ulong.MaxValue), null, default)!;
        KernelThread t3 = Scheduler.Start(static _ => Scheduler.SleepUntil(1UL << 62), null, default)!;
        Check.False(Scheduler.Join(t, Clock.Nanoseconds + 3_000_000));
        Check.False(Scheduler.Join(t2, Clock.Nanoseconds + 3_000_000));
        Check.False(Scheduler.Join(t3, Clock.Nanoseconds + 3_000_000));
        Scheduler.Cancel(t);
        Scheduler.Cancel(t2);
        Scheduler.Cancel(t3);
        Check.True(Scheduler.Join(t, ulong.MaxValue));
        Check.True(Scheduler.Join(t2, ulong.MaxValue));
        Check.True(Scheduler.Join(t3, ulong.MaxValue));
    }

    [GuestTest(Panic = "a mutex is given back by a thread that does not have it")]
    public static void AMutexThatIsNotHeldIsGivenBack()
    {
        s_a.Exit();
    }

    [GuestTest(Panic = "a mutex is taken by the thread that has it")]
    public static void AMutexIsTakenTwice()
    {
        s_a.Enter();
        s_a.Enter();
    }

    [GuestTest(Panic = "a read lock is given back that nobody has")]
    public static void AReadLockThatNobodyHas() => new RwLock().ExitRead();

    [GuestTest(Panic = "a write lock is given back by a thread that does not have it")]
    public static void AWriteLockThatNobodyHas() => new RwLock().ExitWrite();

    [GuestTest(Panic = "deadlock: no thread can run")]
    public static void TwoThatWaitForEachOther()
    {
        KernelThread other = Scheduler.Start(static _ =>
        {
            s_b.Enter();
            Scheduler.SleepUntil(Clock.Nanoseconds + 2_000_000);
            s_a.Enter();
        }, null, new ThreadOptions { Name = "other" })!;
        s_a.Enter();
        Scheduler.SleepUntil(Clock.Nanoseconds + 2_000_000);
        s_b.Enter();
        Scheduler.Join(other, ulong.MaxValue);
    }

    [GuestTest(Panic = "deadlock: ")]
    public static void AReaderThatWantsToWrite()
    {
        var both = new RwLock();
        both.EnterRead();
        both.EnterWrite();
    }

    [GuestTest(Panic = "deadlock: ")]
    public static void AThreadThatNeverEndsIsJoined()
    {
        KernelThread other = Scheduler.Start(static _ => new Event { Name = "never" }.Wait(), null, default)!;
        Scheduler.Join(other, ulong.MaxValue);
    }

    [GuestTest(Panic = "a thread is joined that")]
    public static void AThreadJoinsItself() => Scheduler.Join(Scheduler.Current, ulong.MaxValue);

    [GuestTest(Panic = "stack overflow")]
    public static void EndlessRecursion() => Check.Equal(1, Deep(1));

    private static int Deep(int n)
    {
        Span<int> local = stackalloc int[100];
        local[n % 100] = n;
        return Deep(n + 1) + local[(n * 7) % 100];
    }
}
