using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Arch;
using Lithe.X86;

namespace Lithe.Plat;

/// <summary>
/// The time stamp counter, whose rate comes from CPUID or the hypervisor where they tell it, and is else measured against a
/// <see cref="ReferenceCounter"/>: for 200 µs at the first use, then again over longer and longer stretches, so that the error goes down with time.
/// The alarm is the local APIC's timer.
/// </summary>
public static class Clock
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The least stretch that the rate is measured over.</summary>
    private const ulong FirstStretch = 200_000;

    /// <summary>How often it is measured anew before the last rate is taken as it is.</summary>
    private const int MaxStretches = 16;

    /// <summary>The longest one: by then the readings' own error (some µs) is a few millionths of it.</summary>
    private const ulong LastStretch = 2 * NanosecondsPerSecond;

    /// <summary>The longest alarm that a 32-bit counter at 1 GHz takes; a later one rings early and is set again.</summary>
    private const ulong LongestAlarm = 4 * NanosecondsPerSecond;

    // Written by the boot processor only. Readers on others, and a program's, look twice: Version is odd while a write is under way.
    private static TimeScale s_scale;

    // The boot processor's own: where measuring began and when it goes on.
    private static ulong s_firstCycles, s_firstReference, s_referenceTicks, s_lastReference;
    private static ulong s_refineAt = ulong.MaxValue, s_stretch;
    private static bool s_hasDeadlineMode;
    private static bool s_isRateTold, s_isInitialized;

    /// <summary>Takes the first readings; measuring ends when somebody asks for the time.</summary>
    public static void Initialize()
    {
        if (s_isInitialized)
            return;
        s_isInitialized = true;
        InterruptController.Initialize();
        s_hasDeadlineMode = (CpuId.Query(1).Ecx & 1 << 24) != 0;
        s_scale.StartCycles = Processor.Cycles;
        ulong hertz = TscRate.FromProcessor();
        if (hertz != 0)
        {
            s_isRateTold = true;
            s_scale.Multiplier = MultiplierFor(hertz);
            return;
        }

        ReferenceCounter.Start();
        Sample(out s_firstCycles, out s_firstReference);
        s_lastReference = s_firstReference;
    }

    public static ReadOnlySpan<byte> SourceName => s_isRateTold ? TscRate.SourceName : "tsc"u8;

    public static ulong Nanoseconds
    {
        get
        {
            if (s_scale.Multiplier == 0)
                MeasureFirst();
            ulong cycles = Processor.Cycles;
            if (cycles >= s_refineAt && Processor.Index == 0)
                Refine();
            while (true)
            {
                long version = CanChange ? Volatile.Read(ref s_scale.Version) : 0;
                ulong since = cycles - s_scale.StartCycles;
                // Another processor's counter may be a little behind the one that wrote the start.
                ulong now = s_scale.StartNanoseconds + ((long)since < 0 ? 0 : Scale(since));
                if (!CanChange || ((version & 1) == 0 && Volatile.Read(ref s_scale.Version) == version))
                    return now;
            }
        }
    }

    public static ulong WallNanoseconds
    {
        get
        {
            ulong start = WallClock.StartNanoseconds(Nanoseconds);
            return start == 0 ? 0 : start + Nanoseconds;
        }
    }

    public static unsafe nint ScaleAddress
    {
        get
        {
            if (s_scale.Multiplier == 0)
                return 0;
            fixed (TimeScale* scale = &s_scale)
                return (nint)scale;
        }
    }

    public static void SetAlarm(ulong deadline)
    {
        if (deadline == ulong.MaxValue)
        {
            Silence();
            return;
        }

        ulong now = Nanoseconds;
        ulong wait = deadline > now ? deadline - now : 0;
        if (wait > LongestAlarm)
            wait = LongestAlarm;
        if (s_hasDeadlineMode)
        {
            LocalApic.Write(LocalApic.TimerVector, LocalApic.TimerDeadlineMode | InterruptController.AlarmVector);
            // The mode is in force before the deadline is written (Intel SDM volume 3, §11.5.4.1).
            Interlocked.MemoryBarrier();
            ModelSpecific.Write(ModelSpecific.TscDeadline, Processor.Cycles + CyclesFor(wait));
            return;
        }

        LocalApic.Write(LocalApic.TimerDivide, LocalApic.DivideByOne);
        LocalApic.Write(LocalApic.TimerVector, InterruptController.AlarmVector);
        LocalApic.Write(LocalApic.TimerCount, wait == 0 ? 1 : (uint)wait);
    }

    private static void Silence()
    {
        LocalApic.Write(LocalApic.TimerVector, LocalApic.Masked);
        if (!s_hasDeadlineMode)
            LocalApic.Write(LocalApic.TimerCount, 0);
    }

    // Whether the scale may change between two of a reader's instructions: by another processor, or by an interrupt's handler or another thread on this one.
    private static bool CanChange => Config.SMP || Config.SCHED_PREEMPT;

    // A program's threads read the scale between any two of the kernel's instructions.
    private static bool HasOtherReaders => CanChange || Config.PROGRAM;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MeasureFirst()
    {
        Initialize();
        if (s_scale.Multiplier != 0)
            return;
        if (ReferenceCounter.Hertz == 0)
            Fail.Stop(FailReason.PlatformNotSupported, "This machine has no clock whose rate is known: neither CPUID, the hypervisor, HPET, ACPI nor an 8254 tells it.");
        // A processor that an emulator did not run for longer than the reference takes to wrap reads nonsense: two stretches must agree.
        ulong last = 0, rate = MeasureStretch(out ulong cycles);
        for (int i = 0; i < MaxStretches && (rate > last ? rate - last : last - rate) > rate / 64; i++)
        {
            last = rate;
            s_firstCycles = cycles;
            s_firstReference = s_lastReference;
            s_referenceTicks = 0;
            rate = MeasureStretch(out cycles);
        }

        // A reader in an interrupt's handler would wait for the end of this one's writing for ever.
        bool wereEnabled = Processor.DisableInterrupts();
        Publish(cycles, Scale(cycles - s_scale.StartCycles, rate), rate);
        s_stretch = FirstStretch;
        ScheduleRefinement(cycles);
        Processor.RestoreInterrupts(wereEnabled);
    }

    /// <summary>Waits until the first stretch is long enough; the rate over it.</summary>
    private static ulong MeasureStretch(out ulong cycles)
    {
        do
        {
            Sample(out cycles, out ulong reference);
            Advance(reference);
        }
        while (ReferenceNanoseconds < FirstStretch);
        return RateOver(cycles);
    }

    /// <summary>Measures again over all that has passed, and goes on from the present time with the better rate.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refine()
    {
        bool wereEnabled = Processor.DisableInterrupts();
        // Until now the thread could be moved to another processor, and a handler have done it.
        if (CanChange && (Processor.Index != 0 || Processor.Cycles < s_refineAt))
        {
            Processor.RestoreInterrupts(wereEnabled);
            return;
        }

        Sample(out ulong cycles, out ulong reference);
        // How often the counter has wrapped since it was read last, by the rate so far.
        ulong passed = Scale(cycles - s_firstCycles, s_scale.Multiplier);
        ulong expected = passed / NanosecondsPerSecond * ReferenceCounter.Hertz + passed % NanosecondsPerSecond * ReferenceCounter.Hertz / NanosecondsPerSecond;
        ulong mask = ReferenceCounter.Mask;
        ulong ticks = (expected & ~mask) | ((reference - s_firstReference) & mask);
        if (ticks + mask / 2 < expected)
            ticks += mask + 1;
        else if (ticks > expected + mask / 2 && ticks > mask)
            ticks -= mask + 1;
        s_referenceTicks = ticks;
        Publish(cycles, s_scale.StartNanoseconds + Scale(cycles - s_scale.StartCycles, s_scale.Multiplier), RateOver(cycles));
        ScheduleRefinement(cycles);
        Processor.RestoreInterrupts(wereEnabled);
    }

    private static void ScheduleRefinement(ulong cycles)
    {
        s_stretch *= 10;
        s_refineAt = s_stretch > LastStretch ? ulong.MaxValue : s_firstCycles + CyclesFor(s_stretch);
        // The local APIC's timer stops being a reference when it becomes the alarm.
        if (ReferenceCounter.IsAlarm)
            s_refineAt = ulong.MaxValue;
        if (s_refineAt <= cycles)
            s_refineAt = cycles + 1;
    }

    private static void Publish(ulong cycles, ulong nanoseconds, ulong multiplier)
    {
        if (HasOtherReaders)
            Volatile.Write(ref s_scale.Version, s_scale.Version + 1);
        s_scale.StartCycles = cycles;
        s_scale.StartNanoseconds = nanoseconds;
        s_scale.Multiplier = multiplier;
        if (HasOtherReaders)
            Volatile.Write(ref s_scale.Version, s_scale.Version + 1);
    }

    /// <summary>Both counters at one time: the reading that took least of some, since an emulator may stop anywhere.</summary>
    private static void Sample(out ulong cycles, out ulong reference)
    {
        ulong best = ulong.MaxValue;
        cycles = reference = 0;
        for (int i = 0; i < 4; i++)
        {
            ulong before = Processor.Cycles;
            ulong read = ReferenceCounter.Read();
            ulong after = Processor.Cycles;
            if (after - before >= best)
                continue;
            best = after - before;
            cycles = before + best / 2;
            reference = read;
        }
    }

    /// <summary>Counts what the reference has gone on, across its wraps: it is read more often than it wraps.</summary>
    private static void Advance(ulong reference)
    {
        s_referenceTicks += (reference - s_lastReference) & ReferenceCounter.Mask;
        s_lastReference = reference;
    }

    // At most some seconds, so the product fits.
    private static ulong ReferenceNanoseconds => s_referenceTicks * NanosecondsPerSecond / ReferenceCounter.Hertz;

    private static ulong RateOver(ulong cycles)
    {
        // Nanoseconds a cycle with 32 fractional bits. 31 bits of each count are enough, and then nothing overflows.
        ulong nanoseconds = ReferenceNanoseconds;
        ulong passed = cycles - s_firstCycles;
        for (; passed >> 31 != 0; passed >>= 1)
            nanoseconds >>= 1;
        ulong whole = nanoseconds / passed, rest = nanoseconds % passed;
        return whole << 32 | (rest << 32) / passed;
    }

    private static ulong MultiplierFor(ulong hertz) => (NanosecondsPerSecond << 32) / hertz;

    private static ulong Scale(ulong cycles) => Scale(cycles, s_scale.Multiplier);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Scale(ulong cycles, ulong multiplier)
    {
        // The middle of a product of 128 bits, from three of 64: none of them overflows before the result does.
        ulong part = (uint)multiplier;
        return cycles * (multiplier >> 32) + (cycles >> 32) * part + ((uint)cycles * part >> 32);
    }

    private static ulong CyclesFor(ulong nanoseconds) =>
        nanoseconds < 1UL << 32 ? (nanoseconds << 32) / s_scale.Multiplier : nanoseconds / s_scale.Multiplier << 32;

    // What Clock.ScaleAddress leads to.
    private struct TimeScale
    {
        internal long Version;
        internal ulong StartCycles, StartNanoseconds, Multiplier;
    }
}
