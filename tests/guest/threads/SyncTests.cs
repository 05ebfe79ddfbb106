using System;
using System.Threading;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Testing;

namespace ThreadsTests;

/// <summary>Locks and what else threads wait for.</summary>
public static class SyncTests
{
    private static Mutex s_mutex = null!;
    private static Semaphore s_semaphore = null!;
    private static RwLock s_rwLock = null!;
    private static Event s_event = null!;
    private static Condition s_condition = null!;
    private static int s_sum, s_inside, s_most;
    private static bool s_failed;
    private static ulong s_start;

    [GuestTest]
    public static void OneAtATimeHasAMutex()
    {
        s_mutex = new Mutex { Name = "sum" };
        s_sum = 0;
        Workers.Run(16, static _ =>
        {
            for (int i = 0; i < 200; i++)
            {
                s_mutex.Enter();
                int before = s_sum;
                if (i % 8 == 0)
                    Scheduler.Yield();
                s_sum = before + 1;
                s_mutex.Exit();
                if (i % 32 == 0)
                    Scheduler.Yield();
            }
        });
        Check.Equal(16 * 200, s_sum);
        Check.False(s_mutex.IsHeld);
        Check.Equal(0, s_mutex.OwnerId);
    }

    [GuestTest]
    public static void AMutexKnowsItsOwnerAndGivesUpAtADeadline()
    {
        s_mutex = new Mutex();
        s_mutex.Enter();
        Check.True(s_mutex.IsHeld);
        s_failed = false;
        Workers.Run(3, static _ =>
        {
            s_failed |= s_mutex.TryEnter();
            ulong deadline = Workers.In(2);
            s_failed |= s_mutex.TryEnter(deadline);
            s_failed |= Clock.Nanoseconds < deadline;
        });
        Check.False(s_failed);
        s_mutex.Exit();
        Check.True(s_mutex.TryEnter());
        s_mutex.Exit();
    }

    [GuestTest]
    public static void ASemaphoreLetsSoManyIn()
    {
        s_semaphore = new Semaphore(3);
        s_inside = s_most = 0;
        Workers.Run(12, static _ =>
        {
            for (int i = 0; i < 50; i++)
            {
                s_semaphore.Take();
                int inside = Interlocked.Increment(ref s_inside);
                if (inside > s_most)
                    s_most = inside;
                Scheduler.Yield();
                Interlocked.Decrement(ref s_inside);
                s_semaphore.Release();
            }
        });
        // Several processors may have their threads one after the other.
        Check.True(Workers.AreAlone ? s_most == 3 : s_most <= 3);
        Check.Equal(3, s_semaphore.Count);
        Check.False(new Semaphore(1, 2).Release(2));
    }

    [GuestTest]
    public static void ReadersShareAndWritersDoNot()
    {
        s_rwLock = new RwLock();
        s_inside = s_most = s_sum = 0;
        s_failed = false;
        Workers.Run(12, static index =>
        {
            for (int i = 0; i < 60; i++)
            {
                if (index % 4 == 0)
                {
                    s_rwLock.EnterWrite();
                    s_failed |= s_inside != 0;
                    int before = s_sum;
                    Scheduler.Yield();
                    s_sum = before + 1;
                    s_rwLock.ExitWrite();
                }
                else
                {
                    s_rwLock.EnterRead();
                    int inside = Interlocked.Increment(ref s_inside);
                    if (inside > s_most)
                        s_most = inside;
                    Scheduler.Yield();
                    Interlocked.Decrement(ref s_inside);
                    s_rwLock.ExitRead();
                }
            }
        });
        Check.False(s_failed);
        Check.Equal(3 * 60, s_sum);
        Check.True(s_most > 1 || !Workers.AreAlone);
        Check.Equal(0, s_rwLock.Readers);
        Check.True(s_rwLock.TryEnterWrite());
        Check.False(s_rwLock.TryEnterRead());
        s_rwLock.ExitWrite();
    }

    [GuestTest]
    public static void AWriterThatGivesUpLetsTheReadersBehindItIn()
    {
        s_rwLock = new RwLock();
        s_rwLock.EnterRead();
        ThreadOptions here = Workers.Here();
        // Long enough for the readers to come before it gives up, however slow the machine.
        KernelThread[] writer = Workers.Start(1, static _ => s_failed = s_rwLock.EnterWrite(Workers.In(60)), here);
        Scheduler.Yield();
        s_sum = 0;
        KernelThread[] readers = Workers.Start(2, static _ =>
        {
            s_rwLock.EnterRead();
            Interlocked.Increment(ref s_sum);
            s_rwLock.ExitRead();
        }, here);
        Scheduler.Yield();
        Check.Equal(0, s_sum);
        Scheduler.Pin(false);
        Workers.Join(writer);
        Workers.Join(readers);
        Check.Equal(2, s_sum);
        Check.False(s_failed);
        s_rwLock.ExitRead();
        Check.Equal(0, s_rwLock.Readers);
    }

    [GuestTest]
    public static void EventsLetOneOrAllThrough()
    {
        s_event = new Event();
        s_sum = 0;
        KernelThread[] threads = Workers.Start(8, static _ =>
        {
            s_event.Wait();
            Interlocked.Increment(ref s_sum);
        });
        Scheduler.Yield();
        Check.Equal(0, s_sum);
        s_event.Set();
        Workers.Join(threads);
        Check.Equal(8, s_sum);
        Check.True(s_event.Wait());
        s_event.Reset();
        Check.False(s_event.Wait(Workers.In(1)));

        s_event = new Event(isAutomatic: true);
        s_sum = 0;
        threads = Workers.Start(8, static _ =>
        {
            s_event.Wait();
            Interlocked.Increment(ref s_sum);
            s_event.Set();
        });
        Scheduler.Yield();
        s_event.Set();
        Workers.Join(threads);
        Check.Equal(8, s_sum);
        Check.True(s_event.IsSet);
        Check.True(s_event.Wait());
        Check.False(s_event.IsSet);
    }

    [GuestTest]
    public static void ABoundedQueueOfMutexAndConditions()
    {
        s_mutex = new Mutex();
        s_condition = new Condition();
        s_sum = s_inside = 0;
        Workers.Run(8, static index =>
        {
            for (int i = 0; i < 200; i++)
            {
                bool produces = index % 2 == 0;
                s_mutex.Enter();
                while (produces ? s_inside == 4 : s_inside == 0)
                    s_condition.Wait(s_mutex);
                s_inside += produces ? 1 : -1;
                if (!produces)
                    s_sum++;
                s_condition.Broadcast();
                s_mutex.Exit();
            }
        });
        Check.Equal(4 * 200, s_sum);
        Check.Equal(0, s_inside);
    }

    [GuestTest]
    public static void CancellationEndsWaits()
    {
        s_event = new Event();
        s_sum = 0;
        var cancellation = new Cancellation();
        KernelThread[] threads = new KernelThread[6];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = Scheduler.Start(static c =>
            {
                if (!s_event.Wait(ulong.MaxValue, (Cancellation)c!))
                    Interlocked.Increment(ref s_sum);
            }, cancellation, default)!;
        }

        Scheduler.Yield();
        cancellation.Request();
        Workers.Join(threads);
        Check.Equal(6, s_sum);
        Check.False(s_event.Wait(ulong.MaxValue, cancellation));

        KernelThread sleeper = Scheduler.Start(static _ => s_failed = Scheduler.SleepUntil(ulong.MaxValue - 1), null, default)!;
        Scheduler.Yield();
        Scheduler.Cancel(sleeper);
        Check.True(Scheduler.Join(sleeper, ulong.MaxValue));
        Check.False(s_failed);
    }

    [GuestTest]
    public static void SleepersWakeInTheOrderOfTheirTimes()
    {
        s_sum = 0;
        s_failed = false;
        // Late enough that all sleep before the first one is to wake, however slow the machine.
        s_start = Workers.In(40);
        KernelThread[] threads = Workers.Start(10, static index =>
        {
            ulong deadline = s_start + (ulong)(20 - index * 2) * Workers.Millisecond;
            Scheduler.SleepUntil(deadline);
            s_failed |= Clock.Nanoseconds < deadline;
            // The last one started is the first to wake.
            s_failed |= Interlocked.Increment(ref s_sum) != 10 - index && Workers.AreAlone;
        });
        Workers.Join(threads);
        Check.False(s_failed);
        Check.True(Clock.Nanoseconds - s_start >= 20 * Workers.Millisecond);
        KernelThread late = Workers.Start(1, static _ => Scheduler.SleepUntil(Workers.In(30)))[0];
        Check.False(Scheduler.Join(late, Workers.In(1)));
        Check.True(Scheduler.Join(late, ulong.MaxValue));
    }

    [GuestTest]
    public static void OnceIsOnce()
    {
        var once = new Once();
        s_sum = 0;
        KernelThread[] threads = new KernelThread[5];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = Scheduler.Start(static o => ((Once)o!).Run(static () =>
            {
                Scheduler.Yield();
                s_sum++;
            }), once, default)!;
        }

        Workers.Join(threads);
        Check.True(once.IsDone);
        Check.Equal(1, s_sum);
    }
}
