using System;
using System.Threading;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Testing;

namespace ThreadsTests;

/// <summary>Threads on all processors that there are, which may be one.</summary>
public static class ProcessorTests
{
    private static int s_arrived, s_sum, s_constructed;
    private static ulong s_seen;
    private static bool s_failed;
    private static Event[] s_turns = [];

    private static int Count => Workers.AreAlone ? 1 : Processors.Count;

    [GuestTest]
    public static void ThreadsRunOnAllProcessorsAtOnce()
    {
        s_arrived = 0;
        s_seen = 0;
        // Each waits for all others without giving its processor away; only where there is one must they take turns.
        Workers.Run(Count, static _ =>
        {
            Interlocked.Or(ref s_seen, 1UL << Processor.Index);
            Interlocked.Increment(ref s_arrived);
            while (Volatile.Read(ref s_arrived) < Count)
                Processor.Relax();
        });
        Check.Equal((1UL << Count) - 1, s_seen);
    }

    [GuestTest]
    public static void AThreadStaysWhereItIsPinned()
    {
        s_failed = false;
        var threads = new KernelThread[Count * 4];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = Scheduler.Start(static processor =>
            {
                for (int round = 0; round < 50; round++)
                {
                    s_failed |= Processor.Index != ((int[])processor!)[0];
                    if (round % 10 == 0)
                        Scheduler.SleepUntil(Clock.Nanoseconds + 100_000);
                    else
                        Scheduler.Yield();
                }
            }, new[] { i % Count }, new ThreadOptions { Processor = i % Count })!;
        }

        Workers.Join(threads);
        Check.False(s_failed);
    }

    [GuestTest]
    public static void AWakeUpReachesAnotherProcessor()
    {
        s_turns = new Event[Count];
        for (int i = 0; i < Count; i++)
            s_turns[i] = new Event(isAutomatic: true);
        s_sum = 0;
        var threads = new KernelThread[Count];
        for (int i = 0; i < Count; i++)
        {
            threads[i] = Scheduler.Start(static place =>
            {
                int self = ((int[])place!)[0];
                for (int round = 0; round < 300; round++)
                {
                    s_turns[self].Wait();
                    // Only who has the turn counts, so nothing guards the sum.
                    s_sum++;
                    s_turns[(self + 1) % Count].Set();
                }
            }, new[] { i }, new ThreadOptions { Processor = i })!;
        }

        s_turns[0].Set();
        Workers.Join(threads);
        Check.Equal(300 * Count, s_sum);
    }

    [GuestTest]
    public static void QueuedThreadsAreTakenOverByIdleProcessors()
    {
        s_seen = 0;
        ulong all = (1UL << Count) - 1;
        bool ranAll = true;
        // Again when somebody was not there: a host that is busy elsewhere may keep one of the machine's processors from running for longer than a round takes.
        for (int round = 0; round < 50 && s_seen != all; round++)
        {
            s_sum = 0;
            // Many more than processors: whoever starts them does not wait, and those that are queued end up everywhere.
            Workers.Run(Count * 8, static _ =>
            {
                Interlocked.Or(ref s_seen, 1UL << Processor.Index);
                ulong end = Workers.In(2);
                while (Clock.Nanoseconds < end)
                    Processor.Relax();
                Interlocked.Increment(ref s_sum);
            });
            ranAll &= s_sum == Count * 8;
        }

        Check.True(ranAll);
        Check.Equal(all, s_seen);
    }

    [GuestTest]
    public static void AStaticConstructorRunsOnceForAllThreads()
    {
        s_constructed = s_sum = 0;
        s_arrived = 0;
        s_failed = false;
        Workers.Run(8, static _ =>
        {
            Interlocked.Increment(ref s_arrived);
            while (Volatile.Read(ref s_arrived) < 8)
                Scheduler.Yield();
            s_failed |= Slow.Value != 42 || Slow.Other.Length != 3;
        });
        Check.False(s_failed);
        Check.Equal(1, s_constructed);
    }

    private static class Slow
    {
        internal static readonly int Value;
        internal static readonly string Other;

        static Slow()
        {
            Interlocked.Increment(ref s_constructed);
            Scheduler.SleepUntil(Workers.In(1));
            Value = Inner.Value + 1;
            Other = Value.ToString() + "!";
        }
    }

    private static class Inner
    {
        internal static readonly int Value;

        static Inner()
        {
            Scheduler.Yield();
            Value = 41 + s_sum;
        }
    }
}
