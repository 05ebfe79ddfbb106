using System.Runtime.CompilerServices;
using Lithe.Alloc;
using Lithe.Mem;
using Lithe.Testing;

namespace ExhaustionTests;

/// <summary>No more memory.</summary>
public static unsafe class MemoryTests
{
    private static object? s_list;

    [GuestTest]
    public static void TheHeapAnswersZero()
    {
        // Once before: every range of frames that the heap takes has a few bytes of the heap's own.
        Memory.Give(Memory.TakeAll(4096));
        ulong before = Heap.Statistics.Used;
        nint blocks = Memory.TakeAll(4096), rest = Memory.TakeAll(16);
        bool isEmpty = Heap.Allocate(16, 16) == 0 && Heap.Allocate(1, 1) == 0 && Heap.Allocate(1 << 20, 4096) == 0;
        // A block that cannot grow stays as it was.
        *(nint*)(blocks + 8) = 42;
        bool stays = Heap.Reallocate(blocks, Heap.UsableSize(blocks) + 4096, 16) == 0 && *(nint*)(blocks + 8) == 42;
        HeapStatistics full = Heap.Statistics;
        Memory.Give(rest);
        Memory.Give(blocks);
        ulong after = Heap.Statistics.Used;
        Check.True(isEmpty);
        Check.True(stays);
        Check.True(full.Used <= full.Capacity && full.Capacity - full.Used < 4096);
        Check.Equal(before, after);
        Heap.Check();
    }

    [GuestTest]
    public static void PageFramesAnswerZero()
    {
        FrameStatistics before = Frames.Statistics;
        ulong list = 0;
        int count = 0;
        for (ulong frame; (frame = Frames.Allocate(0)) != 0; list = frame, count++)
            *(ulong*)frame = list;
        bool isEmpty = Frames.Allocate(0) == 0 && Frames.Allocate(9) == 0;
        FrameStatistics empty = Frames.Statistics;
        // What the heap has already it still gives, and no more than that.
        nint blocks = Memory.TakeAll(4096);
        bool heapIsEmpty = Heap.Allocate(1 << 20, 16) == 0;
        Memory.Give(blocks);
        while (list != 0)
        {
            ulong next = *(ulong*)list;
            Frames.Free(list, 0);
            list = next;
        }

        Check.True(isEmpty);
        Check.True(heapIsEmpty);
        Check.True(count > 0);
        Check.True(empty.Capacity - empty.Used < 4096);
        Check.Equal(before.Used, Frames.Statistics.Used);
        Check.Equal(0UL, Frames.Allocate(Frames.MaxOrder + 1));
        Check.Equal(0UL, Frames.AllocateRange(ulong.MaxValue, out _));
    }

    [GuestTest(Panic = "bytes were asked for, "), MethodImpl(MethodImplOptions.NoInlining)]
    public static void AnObjectTooLarge()
    {
        s_list = new byte[2_000_000_000]; // panics here
    }

    [GuestTest(Panic = "are in use, and no memory is left for more of it"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void ObjectsUntilTheEnd()
    {
        while (true)
            s_list = new object?[] { s_list, null, null, null }; // panics here
    }
}
