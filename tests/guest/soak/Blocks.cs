using System;
using System.Runtime.InteropServices;
using Lithe.Alloc;

namespace SoakTests;

/// <summary>Heap blocks with their length, and bytes that show when somebody else wrote there.</summary>
internal static unsafe class Blocks
{
    internal static void Fill(nint block, nuint size, byte value)
    {
        *(nuint*)block = size;
        new Span<byte>((void*)(block + 8), (int)size - 8).Fill(value);
    }

    internal static bool IsWhole(nint block)
    {
        nuint size = *(nuint*)block;
        if (size < 16 || size > Heap.UsableSize(block))
            return false;
        var bytes = new ReadOnlySpan<byte>((void*)(block + 8), (int)size - 8);
        return bytes.IndexOfAnyExcept(bytes[0]) < 0;
    }
}
