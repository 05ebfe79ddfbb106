using System;
using Lithe;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Testing;

namespace ThreadsTests;

/// <summary>Starts many threads on one function and joins them.</summary>
internal static class Workers
{
    internal const ulong Millisecond = 1_000_000;

    private sealed class Order(Action<int> work, int index)
    {
        internal void Run() => work(index);
    }

    /// <summary>Whether only one thread runs at a time.</summary>
    internal static bool AreAlone => !Config.SMP || Processors.Count == 1;

    /// <summary>The options of a thread that runs on the caller's processor, which the caller stays on until <c>Scheduler.Pin(false)</c>.</summary>
    internal static ThreadOptions Here()
    {
        Scheduler.Pin(true);
        return new ThreadOptions { Name = "neighbour", Processor = Processor.Index };
    }

    internal static KernelThread[] Start(int count, Action<int> work) => Start(count, work, new ThreadOptions { Name = "worker" });

    internal static KernelThread[] Start(int count, Action<int> work, in ThreadOptions options)
    {
        var threads = new KernelThread[count];
        for (int i = 0; i < count; i++)
        {
            KernelThread? thread = Scheduler.Start(static order => ((Order)order!).Run(), new Order(work, i), options);
            Check.True(thread is not null);
            threads[i] = thread!;
        }

        return threads;
    }

    internal static void Join(KernelThread[] threads)
    {
        foreach (KernelThread thread in threads)
            Check.True(Scheduler.Join(thread, ulong.MaxValue));
    }

    internal static void Run(int count, Action<int> work) => Join(Start(count, work));

    internal static ulong In(ulong milliseconds) => Clock.Nanoseconds + milliseconds * Millisecond;
}
