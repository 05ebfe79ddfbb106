using System;
using Lithe.Alloc;
using Lithe.Diagnostics;
using Lithe.Interrupts;
using Lithe.Testing;

namespace CountersTests;

public static class CounterTests
{
    [GuestTest]
    public static void CountersAreReadByName()
    {
        Check.True(Counters.TryRead("heap.used", out ulong before));
        nint block = Heap.Allocate(100_000, 16);
        Check.True(Counters.TryRead("heap.used", out ulong during));
        Heap.Free(block);
        Check.True(Counters.TryRead("heap.used", out ulong after));
        Check.True(during >= before + 100_000);
        Check.Equal(before, after);
        Check.True(Counters.TryRead("heap.blocks", out ulong blocks));
        Check.Equal(Heap.Statistics.Blocks, blocks);
        Check.True(Counters.TryRead("irq.unhandled", out ulong unhandled));
        Check.Equal(InterruptHandling.Unhandled, unhandled);
    }

    [GuestTest]
    public static void WhatNoLibraryCountsIsNotThere()
    {
        Check.False(Counters.TryRead("heap", out ulong value));
        Check.Equal(0UL, value);
        Check.False(Counters.TryRead("", out _));
        Check.False(Counters.TryRead("zzz", out _));
        // No library of this image has it.
        Check.False(Counters.TryRead("smp.processors", out _));
    }

    [GuestTest]
    public static void NamesAreInOrderAndAllCanBeRead()
    {
        Check.True(Counters.Count >= 8);
        for (int i = 0; i < Counters.Count; i++)
        {
            string name = Counters.NameOf(i);
            Check.True(i == 0 || Counters.NameOf(i - 1).AsSpan().SequenceCompareTo(name) < 0);
            Check.True(Counters.TryRead(name, out ulong _));
        }

        Check.Equal("frames.capacity", Counters.NameOf(0));
        Check.True(Counters.ValueOf(0) > 0);
    }
}
