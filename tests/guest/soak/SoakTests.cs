using System;
using Lithe;
using Lithe.Alloc;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Testing;

namespace SoakTests;

/// <summary>The soak, as one test: for two seconds, or as many as <c>soak.seconds=N</c> on the command line says.</summary>
public static class SoakTests
{
    private const ulong Second = 1_000_000_000;

    [GuestTest]
    public static void SixtyFourThreadsLoseNothing()
    {
        int processors = Config.SMP ? Processors.Count : 1;
        Soak.Prepare();
        ulong length = Seconds() * Second;
        // The first run makes the threads' stacks and whatever else is made once.
        Check.True(Soak.Run(Math.Min(length / 2, 10 * Second), processors));
        ulong start = Clock.Nanoseconds, wallStart = Clock.WallNanoseconds;
        ulong before = Heap.Statistics.Used;
        bool isWell = Soak.Run(length, processors);
        // Before a check makes something of its own.
        ulong after = Heap.Statistics.Used;
        Check.True(isWell);
        Check.Equal("", Soak.Failure ?? "");
        Check.Equal(before, after);
        Check.Equal(1, Scheduler.ThreadCount);
        Check.True(Soak.Rounds > 0 && Soak.Sleeps > 0);
        // The two clocks go on alike: within a second, the resolution of a real-time clock, and a thousandth.
        ulong passed = Clock.Nanoseconds - start, wall = Clock.WallNanoseconds - wallStart;
        ulong drift = passed > wall ? passed - wall : wall - passed;
        Check.True(drift <= Second + passed / 1000);
        Heap.Check();
        Console.WriteLine($"{processors} processors, {passed / Second} s: {Soak.Rounds} rounds, {Soak.WakeUps} wake-ups, {Soak.Sleeps} sleeps, latest by {Soak.LatestWakeUp / 1000} us");
    }

    private static ulong Seconds() => (ulong)TestSetting.Number("soak.seconds"u8, 2);
}
