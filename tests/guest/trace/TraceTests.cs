using System;
using Lithe.Arch;
using Lithe.Diagnostics;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Testing;
using Lithe.Vmem;

namespace TraceTests;

public static class TraceTests
{
    private const ulong RingSize = 256;

    // The processor's newest event of this name since an event's number.
    private static bool TryFind(ReadOnlySpan<byte> name, ulong since, out TraceEvent found)
    {
        for (ulong number = Trace.CountOf(0); number > since && number > Trace.FirstOf(0);)
        {
            if (Trace.TryRead(0, --number, out found) && found.Name.SequenceEqual(name))
                return true;
        }

        found = default;
        return false;
    }

    [GuestTest]
    public static void AnEventHasItsNameNumbersAndTime()
    {
        ulong before = Processor.Cycles, count = Trace.CountOf(0);
        Trace.Point("test.mark"u8, 12, ulong.MaxValue);
        Trace.Point("test.plain"u8);
        Check.True(Trace.CountOf(0) >= count + 2);
        Check.True(TryFind("test.mark"u8, count, out TraceEvent mark));
        Check.Equal(12UL, mark.First);
        Check.Equal(ulong.MaxValue, mark.Second);
        Check.True(mark.Time >= before && mark.Time <= Processor.Cycles);
        Check.True(TryFind("test.plain"u8, count, out TraceEvent plain));
        Check.Equal(0UL, plain.First);
        Check.True(plain.Time >= mark.Time);
        Check.False(TryFind("test.absent"u8, 0, out _));
    }

    [GuestTest]
    public static void SwitchesAndWakeUpsAreNoted()
    {
        ulong count = Trace.CountOf(0);
        var done = new Event();
        KernelThread thread = Scheduler.Start(_ => done.Set(), null, default)!;
        ulong id = (ulong)thread.Id, own = (ulong)Scheduler.Current.Id;
        done.Wait();
        Scheduler.Join(thread, ulong.MaxValue);
        bool went = false, came = false;
        for (ulong number = count; number < Trace.CountOf(0); number++)
        {
            if (!Trace.TryRead(0, number, out TraceEvent found) || !found.Name.SequenceEqual("sched.switch"u8))
                continue;
            went |= found.Second == id;
            came |= went && found.Second == own;
        }

        Check.True(went && came);
        Check.True(TryFind("sched.wake"u8, count, out _));
    }

    [GuestTest]
    public static void InterruptsAreNoted()
    {
        ulong count = Trace.CountOf(0);
        Scheduler.SleepUntil(Clock.Nanoseconds + 2_000_000);
        Check.True(TryFind("irq"u8, count, out _));
    }

    [GuestTest]
    public static unsafe void PageFaultsAreNotedWithTheirAddress()
    {
        ulong address = AddressSpace.Reserve(1 << 20, PageAccess.Read | PageAccess.Write, PageSize.Small), count = Trace.CountOf(0);
        *(ulong*)(address + 8192) = 1;
        Check.True(TryFind("vmem.fault"u8, count, out TraceEvent fault));
        Check.Equal(address + 8192, fault.First);
        AddressSpace.Release(address, 1 << 20);
    }

    // The last test: it fills the ring.
    [GuestTest]
    public static void TheNewestEventsAreKept()
    {
        for (ulong i = 0; i < 3 * RingSize; i++)
            Trace.Point("test.fill"u8, i);
        ulong count = Trace.CountOf(0);
        Check.Equal(count - RingSize, Trace.FirstOf(0));
        Check.False(Trace.TryRead(0, count - RingSize - 1, out _));
        Check.False(Trace.TryRead(0, count, out _));
        Check.True(TryFind("test.fill"u8, count - RingSize, out TraceEvent last));
        Check.Equal(3 * RingSize - 1, last.First);
        Check.False(Trace.TryRead(1, 0, out _));
    }
}
