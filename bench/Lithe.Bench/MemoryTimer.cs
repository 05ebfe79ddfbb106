using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lithe.Bench;

/// <summary>Times two implementations of a memory primitive against each other.</summary>
/// <remarks>
/// The two take turns, and of many rounds each one's fastest counts: other programs can make a round slower, never faster. The calls go
/// round four pairs of alignments, so no figure is that of a lucky one. The call itself, about a nanosecond, is part of both.
/// </remarks>
internal sealed unsafe class MemoryTimer : IDisposable
{
    private const int Rounds = 41;
    private const double RoundNanoseconds = 100_000;
    private const nuint BufferBytes = (1 << 20) + 8192;

    private readonly byte* _left = (byte*)NativeMemory.AlignedAlloc(BufferBytes, 4096);

    // Not at the same place of its page as the left one: processors take equal low address bits for a dependence.
    private readonly byte* _right = (byte*)NativeMemory.AlignedAlloc(BufferBytes, 4096) + 1024;

    /// <summary>Nanoseconds a call, of the first and of the second.</summary>
    /// <param name="function"><c>memcpy</c>, <c>memset</c> or <c>memcmp</c>.</param>
    /// <param name="first">The address of one implementation.</param>
    /// <param name="second">The address of the other.</param>
    /// <param name="size">Bytes a call.</param>
    public (double First, double Second) Compare(string function, nint first, nint second, int size)
    {
        // Equal bytes: memcmp reads all of them.
        NativeMemory.Fill(_left, BufferBytes, 1);
        NativeMemory.Fill(_right, BufferBytes - 1024, 1);
        int calls = Math.Max(4, (int)(RoundNanoseconds / Time(function, second, size, 400)) & ~3);
        double best = double.MaxValue, otherBest = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            best = Math.Min(best, Time(function, first, size, calls));
            otherBest = Math.Min(otherBest, Time(function, second, size, calls));
        }

        return (Math.Round(best, 2), Math.Round(otherBest, 2));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_left);
        NativeMemory.AlignedFree(_right - 1024);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private double Time(string function, nint address, int size, int calls)
    {
        byte* a0 = _left, a1 = _left + 3, b0 = _right, b1 = _right + 7;
        nuint length = (nuint)size;
        long start = Stopwatch.GetTimestamp();
        switch (function)
        {
            case "memset":
                var set = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int, nuint, void*>)address;
                for (int i = 0; i < calls; i += 4)
                {
                    set(a0, 1, length);
                    set(a1, 1, length);
                    set(b0, 1, length);
                    set(b1, 1, length);
                }

                break;
            case "memcmp":
                var compare = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, byte*, nuint, int>)address;
                int different = 0;
                for (int i = 0; i < calls; i += 4)
                    different |= compare(a0, b0, length) | compare(a1, b0, length) | compare(a0, b1, length) | compare(a1, b1, length);
                if (different != 0)
                    throw new BenchException("memcmp says that equal bytes differ");
                break;
            default:
                var copy = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, byte*, nuint, void*>)address;
                for (int i = 0; i < calls; i += 4)
                {
                    copy(a0, b0, length);
                    copy(a1, b0, length);
                    copy(a0, b1, length);
                    copy(a1, b1, length);
                }

                break;
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }
}
