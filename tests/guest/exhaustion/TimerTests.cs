using System.Threading;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Testing;
using Timer = Lithe.Time.Timer;
using Timers = Lithe.Time.Timers;

namespace ExhaustionTests;

/// <summary>Timers cannot run out: each is an object of who waits, and starting it takes no memory.</summary>
public static class TimerTests
{
    private const int Count = 20_000;

    private static int s_expired, s_early;

    private sealed class Ring : Timer
    {
        internal ulong Deadline;

        public override void OnExpire()
        {
            if (Clock.Nanoseconds < Deadline)
                Interlocked.Increment(ref s_early);
            Interlocked.Increment(ref s_expired);
        }
    }

    [GuestTest]
    public static void TwentyThousandAtOnceWithoutMemory()
    {
        var timers = new Ring[Count];
        for (int i = 0; i < Count; i++)
            timers[i] = new Ring();
        nint blocks = Memory.TakeAll(4096), rest = Memory.TakeAll(16);
        s_expired = s_early = 0;
        ulong start = Clock.Nanoseconds;
        for (int i = 0; i < Count; i++)
        {
            // Near and far: two thirds are moved from level to level or cancelled.
            timers[i].Deadline = i % 3 == 2 ? ulong.MaxValue - 1 - (ulong)i : start + 1_000_000 + (ulong)(i * 7919 % 20_000_000);
            Timers.Start(timers[i], timers[i].Deadline);
        }

        int cancelled = 0;
        for (int i = 2; i < Count; i += 3)
            cancelled += Timers.Cancel(timers[i]) ? 1 : 0;
        int kept = Count - Count / 3;
        while (Volatile.Read(ref s_expired) < kept && Clock.Nanoseconds - start < 10_000_000_000)
            Scheduler.SleepUntil(Clock.Nanoseconds + 1_000_000);
        Memory.Give(rest);
        Memory.Give(blocks);
        Check.Equal(Count / 3, cancelled);
        Check.Equal(kept, s_expired);
        Check.Equal(0, s_early);
    }
}
