using System;
using System.Threading;
using Lithe;
using Lithe.Alloc;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Testing;
using Lithe.Time;

namespace ThreadsTests;

/// <summary>
/// Threads that do to each other all that they may: timers are set and taken back, waits end by a wake-up, their deadline or a cancellation at the same time, priorities change, threads are
/// started, joined with little patience and detached. What was counted on one side was counted on the other.
/// </summary>
public static class StormTests
{
    private const int Count = 12, TimersEach = 4;
    private const ulong Duration = 150;

    private static readonly Storm?[] s_storms = new Storm?[Count];
    private static readonly KernelThread?[] s_threads = new KernelThread?[Count];
    private static readonly Cancellation?[] s_cancellations = new Cancellation?[Count];
    private static Semaphore s_tokens = new(0);
    private static Mutex s_mutex = new();
    private static Condition s_condition = new();
    private static RwLock s_rwLock = new();
    private static long s_released, s_taken, s_started, s_ran, s_shared, s_locked;
    private static ulong s_end;

    private sealed class Ring : Lithe.Time.Timer
    {
        internal int Rang;

        public override void OnExpire() => Interlocked.Increment(ref Rang);
    }

    private sealed class Storm
    {
        internal readonly Ring[] Rings = new Ring[TimersEach];
        internal long Set, Moved;
        internal uint Random;

        internal uint Next(uint below)
        {
            Random = Random * 1664525 + 1013904223;
            return (Random >> 8) % below;
        }
    }

    [GuestTest]
    public static void NothingIsLost()
    {
        s_released = s_taken = s_started = s_ran = s_shared = s_locked = 0;
        s_tokens = new Semaphore(0);
        (s_mutex, s_condition, s_rwLock) = (new Mutex(), new Condition(), new RwLock());
        s_end = Workers.In(Duration);
        for (int i = 0; i < Count; i++)
        {
            var storm = new Storm { Random = (uint)i * 2654435761 + 7 };
            for (int j = 0; j < TimersEach; j++)
                storm.Rings[j] = new Ring();
            s_storms[i] = storm;
            s_cancellations[i] = new Cancellation();
        }

        for (int i = 0; i < Count; i++)
            s_threads[i] = Scheduler.Start(static place => Work(s_storms[((int[])place!)[0]]!, ((int[])place)[0]), new[] { i }, default);
        for (int i = 0; i < Count; i++)
            Check.True(Scheduler.Join(s_threads[i]!, ulong.MaxValue));
        // Those that are detached may be on their way out; timers ring at the latest one millisecond from the end.
        for (ulong limit = Workers.In(5000); (Scheduler.ThreadCount > 1 || HasPending()) && Clock.Nanoseconds < limit;)
            Scheduler.SleepUntil(Workers.In(1));
        long set = 0, rang = 0;
        foreach (Storm? storm in s_storms)
        {
            set += storm!.Set - storm.Moved;
            foreach (Ring ring in storm.Rings)
                rang += Volatile.Read(ref ring.Rang);
        }

        Check.Equal(set, rang);
        Check.Equal(s_released, s_taken + s_tokens.Count);
        Check.Equal(s_started, s_ran);
        Check.Equal(s_locked, s_shared);
        Check.Equal(1, Scheduler.ThreadCount);
        Check.Equal(0, s_rwLock.Readers);
        Check.Equal(0, s_rwLock.OwnerId);
        Check.Equal(0, s_mutex.OwnerId);
        Heap.Check();
    }

    private static bool HasPending()
    {
        foreach (Storm? storm in s_storms)
        {
            foreach (Ring ring in storm!.Rings)
            {
                if (ring.IsPending)
                    return true;
            }
        }

        return false;
    }

    private static ulong Soon(Storm storm) => Clock.Nanoseconds + storm.Next(200_000);

    private static void Work(Storm storm, int self)
    {
        while (Clock.Nanoseconds < s_end)
        {
            Ring ring = storm.Rings[storm.Next(TimersEach)];
            switch (storm.Next(10))
            {
                case 0 or 1:
                    storm.Moved += Timers.Cancel(ring) ? 1 : 0;
                    storm.Set++;
                    Timers.Start(ring, Soon(storm));
                    break;
                case 2:
                    storm.Moved += Timers.Cancel(ring) ? 1 : 0;
                    break;
                case 3:
                    if (s_tokens.Take(Soon(storm), s_cancellations[self]))
                        Interlocked.Increment(ref s_taken);
                    break;
                case 4:
                    int count = (int)storm.Next(3);
                    Interlocked.Add(ref s_released, count);
                    s_tokens.Release(count);
                    break;
                case 5:
                    if (s_mutex.TryEnter(Soon(storm)))
                    {
                        s_shared++;
                        Interlocked.Increment(ref s_locked);
                        if (storm.Next(2) == 0)
                            s_condition.Wait(s_mutex, Soon(storm), s_cancellations[self]);
                        else if (storm.Next(2) == 0)
                            s_condition.Broadcast();
                        s_mutex.Exit();
                    }

                    break;
                case 6:
                    if (storm.Next(2) == 0 ? s_rwLock.EnterRead(Soon(storm)) : s_rwLock.EnterWrite(Soon(storm)))
                    {
                        Scheduler.Yield();
                        if (s_rwLock.OwnerId == Scheduler.Current.Id)
                            s_rwLock.ExitWrite();
                        else
                            s_rwLock.ExitRead();
                    }

                    break;
                case 7:
                    // One that is asked to end its wait does so, and goes on as before.
                    if (s_threads[storm.Next(Count)] is { } victim && victim != Scheduler.Current)
                        Scheduler.Cancel(victim);
                    Scheduler.SleepUntil(Soon(storm));
                    Scheduler.Current.IsCancelled = false;
                    if (storm.Next(4) == 0)
                        s_cancellations[storm.Next(Count)]!.Request();
                    break;
                case 8:
                    StartOne(storm);
                    break;
                default:
                    if (s_threads[storm.Next(Count)] is { } other)
                        Scheduler.SetPriority(other, (int)storm.Next(Schedulable.MaxPriority));
                    Scheduler.Yield();
                    break;
            }
        }
    }

    private static void StartOne(Storm storm)
    {
        bool isDetached = storm.Next(2) == 0;
        KernelThread? thread = Scheduler.Start(static deadline =>
        {
            if (deadline is not null)
                Scheduler.Yield();
            Interlocked.Increment(ref s_ran);
        }, storm.Next(2) == 0 ? s_storms : null, new ThreadOptions { Priority = (int)storm.Next(32), IsDetached = isDetached });
        if (thread is null)
            return;
        Interlocked.Increment(ref s_started);
        if (isDetached)
            return;
        for (int tries = 0; tries < 3; tries++)
        {
            if (Scheduler.Join(thread, Clock.Nanoseconds + storm.Next(20_000)))
                return;
        }

        if (storm.Next(2) == 0)
            Scheduler.Detach(thread);
        else
            Scheduler.Join(thread, ulong.MaxValue);
    }
}
