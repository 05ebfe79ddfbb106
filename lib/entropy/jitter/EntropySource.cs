using System;
using Lithe.Arch;
using Lithe.ChaCha20;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.Entropy;

/// <summary>
/// A ChaCha20 generator for each processor, seeded from the jitter of the processor's counter and, where there is one, from the processor's own
/// generator (RDSEED, RDRAND, RNDR). Seeded again after 1 MiB and after 2^37 ticks of the counter (about a minute).
/// </summary>
/// <remarks>
/// A processor's generator is its own; with a preemptive scheduler interrupts are disabled while it is used, for at most 1 KiB at a time, or for the time
/// of a seeding.
/// </remarks>
public static class EntropySource
{
    private const ulong MostBytes = 1 << 20, MostTicks = 1UL << 37;

    private static PerProcessor<State> s_states;
    private static int s_count = 1;

    public static ReadOnlySpan<byte> Name => "jitter"u8;

    /// <summary>Room for each processor's generator, before there is a second processor.</summary>
    [Init(InitStage.Scheduler)]
    public static void Initialize()
    {
        if (!Config.SMP)
            return;
        s_count = Processors.Count;
        s_states.Initialize(s_count);
    }

    public static ulong Seeds
    {
        get
        {
            ulong sum = 0;
            for (int i = 0; i < s_count; i++)
                sum += s_states[i].Seeds;
            return sum;
        }
    }

    public static void Fill(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bool wereEnabled = Config.SCHED_PREEMPT && Processor.DisableInterrupts();
            ref State state = ref s_states.Current;
            ulong now = Processor.Cycles;
            if (!state.IsSeeded || state.Generator.Given >= MostBytes || now - state.SeededAt >= MostTicks)
            {
                SeedCollector.Seed(ref state.Generator, isFirst: !state.IsSeeded);
                state.IsSeeded = true;
                state.Seeds++;
                state.SeededAt = Processor.Cycles;
            }

            int count = state.Generator.Fill(bytes);
            if (Config.SCHED_PREEMPT)
                Processor.RestoreInterrupts(wereEnabled);
            bytes = bytes.Slice(count);
        }
    }

    private struct State
    {
        internal ChaChaGenerator Generator;
        internal bool IsSeeded;
        internal ulong SeededAt, Seeds;
    }
}
