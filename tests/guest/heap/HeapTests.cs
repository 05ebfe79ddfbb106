using System;
using Lithe;
using Lithe.Alloc;
using Lithe.Mem;
using Lithe.Testing;

namespace HeapTests;

public static class HeapTests
{
    [GuestTest]
    public static void BlocksAreAlignedAndLargeEnough()
    {
        for (nuint alignment = 1; alignment <= 4096; alignment *= 2)
        {
            nint block = Heap.Allocate(100, alignment);
            Check.True(block != 0);
            Check.Equal((nint)0, block & (nint)(alignment - 1));
            Check.True(Heap.UsableSize(block) >= 100);
            Heap.Free(block);
        }
        Check.Equal((nint)0, Heap.Allocate(8, 3));
        Check.Equal((nint)0, Heap.Allocate(8, 0));
    }

    [GuestTest]
    public static void WhatNoMachineHasIsRefused()
    {
        ulong before = Heap.Statistics.Used;
        foreach (nuint size in (ReadOnlySpan<nuint>)[nuint.MaxValue, nuint.MaxValue - 15, nuint.MaxValue - 4095, (nuint)1 << 63, (nuint)1 << 47, (nuint)1 << 37])
        {
            Check.Equal((nint)0, Heap.Allocate(size, 1));
            Check.Equal((nint)0, Heap.Allocate(size, 4096));
            Check.Equal(0UL, Frames.AllocateRange(size, out _));
        }

        Check.Equal((nint)0, Heap.Allocate(100, (nuint)1 << 63));
        Check.Equal(before, Heap.Statistics.Used);
        Check.Equal(0UL, Frames.Allocate(-1));
        Check.Equal(0UL, Frames.Allocate(64));
    }

    [GuestTest]
    public static void FreedMemoryIsUsedAgain()
    {
        ulong before = Heap.Statistics.Used;
        ulong blocks = Heap.Statistics.Blocks;
        // Far more in sum than there is memory; a region gets back only the last block.
        for (int i = 0; i < 100_000; i++)
        {
            nint a = Heap.Allocate((nuint)(i % 7000), 8), b = Heap.Allocate((nuint)(i % 300), 16);
            Heap.Free(b);
            Heap.Free(a);
        }
        Check.True(Heap.Statistics.Used - before < 1 << 20);
        Check.Equal(blocks, Heap.Statistics.Blocks);
        Check.True(Heap.Statistics.Peak >= before);
        if (Config.HEAP_TLSF || Config.HEAP_BUDDY)
            Check.Equal(before, Heap.Statistics.Used);
    }

    [GuestTest]
    public static void NeighboursAreJoined()
    {
        nint a = Heap.Allocate(10_000, 8), b = Heap.Allocate(10_000, 8), c = Heap.Allocate(10_000, 8), fence = Heap.Allocate(10_000, 8);
        Heap.Free(a);
        Heap.Free(c);
        Heap.Free(b);
        nint joined = Heap.Allocate(28_000, 8);
        Check.True(joined != 0);
        if (Config.HEAP_TLSF && !Config.HEAP_HARDENED)
            Check.True(joined < fence);
        Heap.Free(joined);
        Heap.Free(fence);
        Heap.Free(0);
    }

    [GuestTest]
    public static unsafe void ContentMovesWithABlock()
    {
        nint block = Heap.Reallocate(0, 10, 8);
        new Span<byte>((void*)block, 10).Fill(7);
        for (nuint size = 10; size < 100_000; size = size * 3 / 2 + 7)
        {
            block = Heap.Reallocate(block, size, 8);
            Check.True(block != 0);
            Check.True(Heap.UsableSize(block) >= size);
            Check.Equal(-1, new Span<byte>((void*)block, 10).IndexOfAnyExcept((byte)7));
        }

        block = Heap.Reallocate(block, 10, 8);
        Check.Equal(-1, new Span<byte>((void*)block, 10).IndexOfAnyExcept((byte)7));
        Check.Equal((nint)0, Heap.Reallocate(block, nuint.MaxValue, 8));
        Heap.Free(block);
        Heap.Check();
    }

    [GuestTest]
    public static void ExhaustionGivesZeroAndEnds()
    {
        // Blocks linked through their first words, until nothing is left.
        nint list = 0;
        int count = 0;
        for (nint block; (block = Heap.Allocate(50_000, 8)) != 0; count++)
            (Link(block), list) = (list, block);
        Check.True(count > 100);
        Check.Equal((nint)0, Heap.Allocate(50_000, 8));
        while (list != 0)
        {
            nint next = Link(list);
            Heap.Free(list);
            list = next;
        }

        if (!Config.HEAP_REGION)
        {
            nint again = Heap.Allocate(50_000, 8);
            Check.True(again != 0);
            Heap.Free(again);
        }
    }

    private static unsafe ref nint Link(nint block) => ref *(nint*)block;

    [GuestTest]
    public static void TooMuchGivesZero()
    {
        Check.Equal((nint)0, Heap.Allocate(nuint.MaxValue, 8));
        Check.Equal((nint)0, Heap.Allocate((nuint)Heap.Statistics.Capacity, 8));
        Check.True(Heap.Allocate(64, 8) != 0);
    }

    private sealed class Node(Node? next, int value)
    {
        public Node? Next => next;

        public int Value => value;
    }

    [GuestTest]
    public static void ObjectsAreCleared()
    {
        for (int round = 0; round < 50; round++)
        {
            nint dirty = Heap.Allocate(4000, 8);
            Heap.Free(dirty);
            long[] zeros = new long[400];
            long sum = 0;
            foreach (long zero in zeros)
                sum |= zero;
            Check.Equal(0L, sum);
            for (int i = 0; i < zeros.Length; i++)
                zeros[i] = -1;
        }
        Node? list = null;
        for (int i = 0; i < 1000; i++)
            list = new Node(list, i);
        int count = 0;
        for (Node? node = list; node is not null; node = node.Next)
            count += node.Value == 999 - count ? 1 : 100_000;
        Check.Equal(1000, count);
    }
}
