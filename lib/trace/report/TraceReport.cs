using System;
using Lithe.Arch;
using Lithe.Plat;

namespace Lithe.Diagnostics;

/// <summary>Makes the rings, and prints them when the image ends.</summary>
public static class TraceReport
{
    private const int PositionStride = 8, LineLength = 128;

    // Set at the start: the counter and the clock at the same time.
    private static ulong s_cycles, s_nanoseconds;
    private static int s_processors;

    // Which event of each processor comes next; the report's own.
    private static ulong[]? s_next;

    /// <summary>From here on events are recorded.</summary>
    [Init(InitStage.Time)]
    public static void Initialize()
    {
        int size = 16;
        while (size < Config.TRACE_EVENTS)
            size *= 2;
        s_processors = Config.SMP ? Processors.Count : 1;
        s_next = new ulong[s_processors];
        s_nanoseconds = Clock.Nanoseconds;
        s_cycles = Processor.Cycles;
        Trace.Use<End>(new TraceEvent[size * s_processors], new ulong[PositionStride * s_processors], s_processors);
    }

    /// <summary>Prints what the rings hold. Nothing is recorded any more.</summary>
    public static void Write()
    {
        if (s_next is null)
            return;
        Trace.Stop();
        double nanoseconds = Clock.Nanoseconds - s_nanoseconds, perCycle = nanoseconds / (Processor.Cycles - s_cycles);
        ulong lost = 0, kept = 0;
        for (int i = 0; i < s_processors; i++)
        {
            ulong first = Trace.FirstOf(i);
            s_next[i] = first;
            lost += first;
            kept += Trace.CountOf(i) - first;
        }

        var line = new TraceLine(stackalloc byte[LineLength]);
        line.Text("trace: "u8);
        line.Number(kept);
        line.Text(" events, "u8);
        line.Number(lost);
        line.Text(" older ones lost"u8);
        PolledConsole.Write(line.End());
        while (TryTake(out int processor, out TraceEvent next))
        {
            line.Time((ulong)((next.Time - s_cycles) * perCycle));
            line.Text(" cpu"u8);
            line.Number((ulong)processor);
            line.Text(" "u8);
            line.Text(next.Name);
            line.Text(" "u8);
            line.Number(next.First);
            line.Text(" "u8);
            line.Number(next.Second);
            PolledConsole.Write(line.End());
        }
    }

    // The earliest event of all processors that has not been printed.
    private static bool TryTake(out int processor, out TraceEvent earliest)
    {
        processor = -1;
        earliest = default;
        for (int i = 0; i < s_processors; i++)
        {
            if (!Trace.TryRead(i, s_next![i], out TraceEvent found) || processor >= 0 && found.Time >= earliest.Time)
                continue;
            processor = i;
            earliest = found;
        }

        if (processor < 0)
            return false;
        s_next![processor]++;
        return true;
    }

    private readonly struct End : ITraceEnd
    {
        public static void OnEnd() => Write();
    }
}
