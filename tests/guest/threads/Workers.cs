using System;
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

    internal static KernelThread[] Start(int count, Action<int> work)
    {
        var threads = new KernelThread[count];
        for (int i = 0; i < count; i++)
        {
            KernelThread? thread = Scheduler.Start(static order => ((Order)order!).Run(), new Order(work, i), new ThreadOptions { Name = "worker" });
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
