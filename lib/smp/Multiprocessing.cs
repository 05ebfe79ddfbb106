using System;
using System.Runtime;
using System.Threading;
using Lithe.Alloc;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Time;

namespace Lithe.Smp;

/// <summary>Starts the machine's other processors; each then runs what the scheduler gives it.</summary>
public static class Multiprocessing
{
    /// <summary>Number of bytes of the stack that a processor starts on, and idles on.</summary>
    private const int StackSize = 4 * Processor.PageSize;

    private const int GuardSize = Processor.PageSize;

    /// <summary>How many processors run this image: those that have started, and the boot processor.</summary>
    [Counter("smp.processors")]
    public static int StartedCount { get; private set; } = 1;

    /// <summary>How many times processors were told to forget a mapping.</summary>
    [Counter("smp.shootdowns")]
    public static ulong Shootdowns => TlbShootdown.Count;

    /// <summary>How many of them may remember mappings. Written by the processor that starts, one after the other.</summary>
    private static int s_onlineCount = 1;

    internal static int OnlineCount => Volatile.Read(ref s_onlineCount);

    /// <summary>Starts them, one after the other; one that does not answer is left out, and so are those behind it, so that numbers have no gap.</summary>
    [Init(InitStage.Late)]
    public static void Initialize()
    {
        int count = Processors.Count;
        Timers.InitializeProcessors(count);
        RemoteCalls.Initialize(count);
        PageTables.UseShootdown<TlbShootdown>();
        for (int i = 1; i < count; i++)
        {
            nint memory = Heap.Allocate(SecondaryProcessor.MemorySize + GuardSize + StackSize, Processor.PageSize);
            if (memory == 0)
                return;
            nint guard = memory + SecondaryProcessor.MemorySize;
            nint top = guard + GuardSize + StackSize;
            if (!PageTables.Unmap((ulong)guard, GuardSize))
                return;
            // Counted before it starts: it may be signalled as soon as it runs.
            StartedCount = i + 1;
            if (!Processors.Start(i, memory, top))
            {
                StartedCount = i;
                return;
            }
        }
    }

    [RuntimeExport("lithe_processor_start")]
    private static void OnStart(int index)
    {
        InterruptController.InitializeProcessor();
        // From here on it is told of changes; what it saw before may have changed untold.
        Volatile.Write(ref s_onlineCount, index + 1);
        PageTables.Flush(0, PageTables.AddressLimit);
        Scheduler.RunProcessor();
    }
}
