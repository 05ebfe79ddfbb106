using Lithe.Alloc;

namespace ExhaustionTests;

/// <summary>Takes what the heap has left, in blocks that are linked through their first words.</summary>
internal static unsafe class Memory
{
    /// <summary>Blocks of this size, until there are no more; the last one, or 0.</summary>
    internal static nint TakeAll(nuint size)
    {
        nint list = 0;
        // Large ones first: it takes as long as there are blocks.
        for (nuint large = 1 << 20; large >= size; large /= 4)
        {
            for (nint block; (block = Heap.Allocate(large, 16)) != 0; list = block)
                *(nint*)block = list;
        }

        return list;
    }

    internal static void Give(nint list)
    {
        while (list != 0)
        {
            nint next = *(nint*)list;
            Heap.Free(list);
            list = next;
        }
    }
}
