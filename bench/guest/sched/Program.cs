using System;
using System.Runtime.CompilerServices;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Time;

// Prints what each step takes, in counts of Processor.Cycles over many turns; the host knows how many instructions a count is.
const int Turns = 2000;

Print("rate", MeasureRate());
Print("switch", Switching.Measure(Turns));
Print("mutex", Uncontended.Measure(Turns));
Print("wake", WakingUp.Measure(Turns));
Print("timer", TimerTurns.Measure(Turns));
Console.WriteLine($"lateness {Lateness.Worst(200)} 1");

static void Print(string name, ulong count) => Console.WriteLine($"{name} {count} {Turns}");

// A loop of two instructions a turn: what a count of the clock is worth.
[MethodImpl(MethodImplOptions.NoInlining)]
static ulong MeasureRate()
{
    ulong start = Processor.Cycles;
    for (int i = Turns * 1000; i != 0; i--)
    {
    }

    return Processor.Cycles - start;
}

/// <summary>Two threads that yield to each other: a turn is two switches.</summary>
static class Switching
{
    private static bool s_ends;

    internal static ulong Measure(int turns)
    {
        KernelThread other = Scheduler.Start(static _ =>
        {
            while (!s_ends)
                Scheduler.Yield();
        }, null, default)!;
        for (int i = 0; i < 64; i++)
            Scheduler.Yield();
        ulong start = Processor.Cycles;
        for (int i = 0; i < turns; i++)
            Scheduler.Yield();
        ulong end = Processor.Cycles;
        s_ends = true;
        Scheduler.Join(other, ulong.MaxValue);
        return end - start;
    }
}

/// <summary>A mutex that nobody else wants.</summary>
static class Uncontended
{
    private static readonly Mutex s_mutex = new();

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong Measure(int turns)
    {
        Mutex mutex = s_mutex;
        mutex.Enter();
        mutex.Exit();
        ulong start = Processor.Cycles;
        for (int i = 0; i < turns; i++)
        {
            mutex.Enter();
            mutex.Exit();
        }

        return Processor.Cycles - start;
    }
}

/// <summary>Two threads that wake each other by events and wait: a turn is two wake-ups and two switches.</summary>
static class WakingUp
{
    private static readonly Event s_there = new(isAutomatic: true), s_back = new(isAutomatic: true);

    internal static ulong Measure(int turns)
    {
        KernelThread other = Scheduler.Start(static count =>
        {
            for (int i = 0; i < ((int[])count!)[0]; i++)
            {
                s_there.Wait();
                s_back.Set();
            }
        }, new[] { turns + 8 }, default)!;
        for (int i = 0; i < 8; i++)
            Turn();
        ulong start = Processor.Cycles;
        for (int i = 0; i < turns; i++)
            Turn();
        ulong end = Processor.Cycles;
        Scheduler.Join(other, ulong.MaxValue);
        return end - start;
    }

    private static void Turn()
    {
        s_there.Set();
        s_back.Wait();
    }
}

/// <summary>A timer that is set, and expires.</summary>
static class TimerTurns
{
    private sealed class Counting : Timer
    {
        internal int Count;

        public override void OnExpire() => Count++;
    }

    internal static ulong Measure(int turns)
    {
        var timer = new Counting();
        Timers.Start(timer, 0);
        Timers.Expire();
        ulong start = Processor.Cycles;
        for (int i = 0; i < turns; i++)
        {
            // Due at once: what is counted is the work, not the wait.
            Timers.Start(timer, 0);
            Timers.Expire();
        }

        ulong end = Processor.Cycles;
        return timer.Count == turns + 1 ? end - start : 0;
    }
}

/// <summary>How late a thread runs that has slept on an idle processor, in nanoseconds of the clock.</summary>
static class Lateness
{
    internal static ulong Worst(int sleeps)
    {
        ulong worst = 0, length = 1;
        for (int i = 0; i < sleeps; i++)
        {
            // From 10 us to 2 ms, in no order.
            length = length * 6364136223846793005 + 1442695040888963407;
            ulong deadline = Clock.Nanoseconds + 10_000 + (length >> 33) % 2_000_000;
            Scheduler.SleepUntil(deadline);
            ulong now = Clock.Nanoseconds, late = now < deadline ? ulong.MaxValue : now - deadline;
            worst = Math.Max(worst, late);
        }

        return worst;
    }
}
