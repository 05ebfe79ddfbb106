using Lithe.Alloc;
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
    public static void FreedMemoryIsUsedAgain()
    {
        ulong before = Heap.Statistics.Used;
        ulong blocks = Heap.Statistics.Blocks;
        // Far more in sum than there is memory.
        for (int i = 0; i < 100_000; i++)
        {
            nint a = Heap.Allocate((nuint)(i % 7000), 8), b = Heap.Allocate((nuint)(i % 300), 16);
            Heap.Free(a);
            Heap.Free(b);
        }
        Check.Equal(before, Heap.Statistics.Used);
        Check.Equal(blocks, Heap.Statistics.Blocks);
        Check.True(Heap.Statistics.Peak >= before);
    }

    [GuestTest]
    public static void NeighboursAreJoined()
    {
        nint a = Heap.Allocate(10_000, 8), b = Heap.Allocate(10_000, 8), c = Heap.Allocate(10_000, 8), fence = Heap.Allocate(8, 8);
        Heap.Free(a);
        Heap.Free(c);
        Heap.Free(b);
        nint joined = Heap.Allocate(28_000, 8);
        Check.True(joined != 0 && joined < fence);
        Heap.Free(joined);
        Heap.Free(fence);
        Heap.Free(0);
    }

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
