using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>The sizes that blocks are rounded up to: every multiple of 16 up to 128, then four for each doubling.</summary>
internal static class SizeClasses
{
    /// <summary>Up to 64 KiB; what is larger has a page or segments for itself.</summary>
    internal const int Count = 8 + 9 * 4;

    internal const nuint Greatest = 65536;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int IndexFor(nuint size)
    {
        if (size <= 128)
            return size == 0 ? 0 : (int)((size - 1) >> 4);
        int power = BitOperations.Log2(size - 1);
        return 8 + (power - 7) * 4 + (int)((size - 1) >> (power - 2) & 3);
    }

    internal static nuint SizeOf(int index) => index < 8 ? (nuint)(index + 1) * 16 : (nuint)(5 + (index & 3)) << (5 + ((index - 8) >> 2));

    /// <summary>
    /// How many slices a page has: room for at least 8 blocks, and the fewer the smaller the blocks, so that a program that needs
    /// few of each size needs little memory.
    /// </summary>
    internal static int SlicesFor(nuint size)
    {
        int slices = (int)((size * 8 + Segment.SliceSize - 1) >> Segment.SliceShift);
        return slices < 1 ? 1 : slices > 16 ? 16 : slices;
    }
}
