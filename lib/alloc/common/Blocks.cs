using System;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>What heaps do with addresses and blocks.</summary>
public static unsafe class Blocks
{
    /// <summary>Larger requests are refused: below this no sum of sizes can wrap.</summary>
    public const ulong Greatest = 1UL << 46;

    /// <summary>Whether a request can be worked with at all: a power of two, and sizes whose sums do not wrap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsValid(nuint size, nuint alignment) =>
        (alignment & (alignment - 1)) == 0 && alignment - 1 < Greatest && size <= Greatest;

    /// <summary>The next multiple of a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint RoundUp(nuint value, nuint alignment) => (value + alignment - 1) & ~(alignment - 1);

    /// <summary>Moves a block by allocating, copying and freeing.</summary>
    public static nint Move<THeap>(ref THeap heap, nint block, nuint length, nuint size, nuint alignment) where THeap : struct, IHeap
    {
        nint moved = heap.Allocate(size, alignment);
        if (moved == 0)
            return 0;
        nuint kept = length < size ? length : size;
        Buffer.MemoryCopy((void*)block, (void*)moved, kept, kept);
        heap.Free(block);
        return moved;
    }
}
