using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

// Which list a free block is in: the first level is the power of two, the second cuts it into 32 equal parts. Below 512 bytes there
// is one first level with a list for every multiple of 16.
internal readonly struct SizeClass(int first, int second)
{
    internal const int SecondLevels = 32;
    private const int SecondBits = 5;
    private const int SmallBits = 9;

    internal int First { get; } = first;

    internal int Second { get; } = second;

    // The class that a block of this size belongs to.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static SizeClass OfBlock(ulong size)
    {
        if (size < 1 << SmallBits)
            return new SizeClass(0, (int)(size >> (SmallBits - SecondBits)));
        int power = BitOperations.Log2(size);
        return new SizeClass(power - SmallBits + 1, (int)(size >> (power - SecondBits)) ^ SecondLevels);
    }

    // The least class all of whose blocks are at least this size.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static SizeClass OfRequest(ulong size)
    {
        if (size >= 1 << SmallBits)
            size += (1UL << (BitOperations.Log2(size) - SecondBits)) - 1;
        else
            size += (1 << (SmallBits - SecondBits)) - 1;
        return OfBlock(size);
    }

    // How many first levels a heap of this many bytes needs.
    internal static int FirstLevels(ulong heapSize) => OfBlock(heapSize).First + 1;
}
