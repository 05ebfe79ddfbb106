using System;
using System.Threading;
using Lithe.Sched;
using Lithe.Testing;

namespace ThreadsTests;

/// <summary>Threads by the scheduler's own contract.</summary>
public static class SchedulerTests
{
    private static int s_steps, s_order;
    private static readonly char[] s_log = new char[6];

    [GuestTest]
    public static void TheFirstThreadIsThere()
    {
        Check.True(Scheduler.HasThreads);
        Check.Equal("main", Scheduler.Current.Name);
        Check.Equal(1, Scheduler.ThreadCount);
        Scheduler.Yield();
    }

    [GuestTest]
    public static void ThreadsRunAndAreJoined()
    {
        s_steps = 0;
        KernelThread thread = Scheduler.Start(static argument => s_steps += ((int[])argument!)[0], new[] { 42 }, new ThreadOptions { Name = "adder" })!;
        Check.Equal("adder", thread.Name);
        Check.True(Scheduler.Join(thread, ulong.MaxValue));
        Check.Equal(42, s_steps);
        Check.Equal(1, Scheduler.ThreadCount);
    }

    [GuestTest]
    public static void ThreadsTakeTurns()
    {
        s_steps = 0;
        ThreadOptions here = Workers.Here();
        KernelThread a = Scheduler.Start(static _ => Write('a'), null, here)!;
        KernelThread b = Scheduler.Start(static _ => Write('b'), null, here)!;
        Scheduler.Join(a, ulong.MaxValue);
        Scheduler.Join(b, ulong.MaxValue);
        Scheduler.Pin(false);
        Check.Equal(6, s_steps);
        // A time slice may end anywhere.
        if (!Scheduler.IsPreemptive)
            Check.Equal("ababab", new string(s_log));
    }

    private static void Write(char letter)
    {
        for (int i = 0; i < 3; i++)
        {
            s_log[Interlocked.Increment(ref s_steps) - 1] = letter;
            Scheduler.Yield();
        }
    }

    [GuestTest]
    public static void ManyThreadsInTurnUseFewStacks()
    {
        s_steps = 0;
        Action<object?> step = static _ => s_steps++;
        Scheduler.Join(Scheduler.Start(step, null, default)!, ulong.MaxValue);
        ulong before = Lithe.Alloc.Heap.Statistics.Used;
        for (int i = 0; i < 1000; i++)
            Scheduler.Join(Scheduler.Start(step, null, default)!, ulong.MaxValue);
        Check.Equal(1001, s_steps);
        Check.Equal(before, Lithe.Alloc.Heap.Statistics.Used);
    }

    [GuestTest(Panic = "a thread is joined that was joined before")]
    public static void AThreadIsJoinedOnce()
    {
        KernelThread thread = Scheduler.Start(static _ => { }, null, default)!;
        Check.True(Scheduler.Join(thread, ulong.MaxValue));
        // It would be free twice, and two threads would have one stack.
        Scheduler.Join(thread, ulong.MaxValue);
    }

    [GuestTest(Panic = "a thread is detached that was joined before")]
    public static void AThreadThatWasJoinedIsNotDetached()
    {
        KernelThread thread = Scheduler.Start(static _ => { }, null, default)!;
        Check.True(Scheduler.Join(thread, ulong.MaxValue));
        Scheduler.Detach(thread);
    }

    [GuestTest]
    public static void APriorityCountsAtOnce()
    {
        s_steps = s_order = 0;
        Action<object?> note = static place => s_order |= ++s_steps << ((int[])place!)[0];
        ThreadOptions low = Workers.Here();
        low = low with { Priority = ThreadOptions.DefaultPriority - 4 };
        // Three that are ready, and of lower priority than who starts them.
        KernelThread first = Scheduler.Start(note, new[] { 0 }, low)!, second = Scheduler.Start(note, new[] { 8 }, low)!, third = Scheduler.Start(note, new[] { 16 }, low)!;
        Scheduler.SetPriority(second, ThreadOptions.DefaultPriority - 3);
        Scheduler.SetPriority(third, ThreadOptions.DefaultPriority - 2);
        Check.Equal(0, s_order);
        if (Scheduler.IsPreemptive)
        {
            // One that goes above the running thread has the processor before this call returns.
            Scheduler.SetPriority(second, ThreadOptions.DefaultPriority + 1);
            Check.Equal(1 << 8, s_order);
            // And who goes below others gives way.
            Scheduler.SetPriority(Scheduler.Current, ThreadOptions.DefaultPriority - 3);
            Check.Equal(1 << 8 | 2 << 16, s_order);
            Scheduler.SetPriority(Scheduler.Current, ThreadOptions.DefaultPriority);
        }

        Workers.Join([first, second, third]);
        Scheduler.Pin(false);
        Check.Equal(Scheduler.IsPreemptive ? 1 << 8 | 2 << 16 | 3 : 1 | 2 << 8 | 3 << 16, s_order);
    }
}
