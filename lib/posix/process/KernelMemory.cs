using Lithe.Alloc;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>
/// Memory that the image itself needs to serve a call. An object that cannot be had ends the image, so calls that a program may repeat without end (descriptors, buffers of pipes and sockets)
/// ask before, and answer with an error while there is still room for everything else.
/// </summary>
public static class KernelMemory
{
    // What is left to calls that do not ask, in the heap; and to the program, whose next page would else be the end of it, of page frames.
    private const int Margin = 64 << 10;
    private const ulong LeastFree = 256 << 10;

    /// <summary>Whether the heap has so many bytes in a row, and something beyond, or can take them where frames are left besides.</summary>
    public static bool Has(int size)
    {
        PageMemory? frames = PageMemory.Current;
        ulong before = frames?.Free ?? ulong.MaxValue;
        HeapStatistics heap = Heap.Statistics;
        if (before < LeastFree && heap.Capacity - heap.Used < (nuint)(size + Margin))
            return false;
        nint block = Heap.Allocate((nuint)(size + Margin), 16);
        Heap.Free(block);
        // It may have become larger, although it had the bytes: not in a row.
        ulong after = frames?.Free ?? ulong.MaxValue;
        return block != 0 && (after >= LeastFree || after == before);
    }
}
