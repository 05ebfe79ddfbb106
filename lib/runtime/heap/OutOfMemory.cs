using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Internal.Runtime;
using Lithe.Alloc;
using Lithe.Mem;

namespace Lithe.Runtime.Heap;

// The end of an image that needs an object and has no memory for it, with the numbers.
internal static unsafe class OutOfMemory
{
    private const int MostCharacters = 300;

    // A string's length, and its characters.
    private const int LengthOffset = 8, TextOffset = 12;

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Stop(nuint size)
    {
        // The text is made where there is memory: a string on this stack, which nobody leaves any more.
        string empty = "";
        byte* place = stackalloc byte[TextOffset + 2 * MostCharacters + 8];
        place = (byte*)(((nuint)place + 7) & ~(nuint)7);
        *(MethodTable**)place = *(MethodTable**)Unsafe.As<string, nint>(ref empty);
        int* length = (int*)(place + LengthOffset);
        *length = 0;

        HeapStatistics heap = Alloc.Heap.Statistics;
        Append(place, size);
        Append(place, " bytes were asked for, "u8);
        Append(place, heap.Used);
        Append(place, " of the heap's "u8);
        Append(place, heap.Capacity);
        Append(place, " are in use, and no memory is left for more of it: "u8);
        FrameStatistics frames = Frames.Statistics;
        Append(place, frames.Capacity - frames.Used);
        Append(place, " bytes of page frames are free, nowhere enough in a row"u8);
        nint text = (nint)place;
        Fail.Stop(FailReason.OutOfMemory, Unsafe.As<nint, string>(ref text));
    }

    private static void Append(byte* place, ReadOnlySpan<byte> text)
    {
        foreach (byte c in text)
            Append(place, (char)c);
    }

    private static void Append(byte* place, ulong value)
    {
        ulong divisor = 1;
        while (value / divisor >= 10)
            divisor *= 10;
        for (; divisor > 0; divisor /= 10)
            Append(place, (char)('0' + value / divisor % 10));
    }

    private static void Append(byte* place, char c)
    {
        int* length = (int*)(place + LengthOffset);
        if (*length < MostCharacters)
            ((char*)(place + TextOffset))[(*length)++] = c;
    }
}
