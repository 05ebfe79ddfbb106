using Lithe.Alloc;

namespace Lithe.Posix;

/// <summary>
/// Memory that the image itself needs to serve a call. An object that cannot be had ends the image, so calls that a program may repeat without end (descriptors, buffers of pipes and sockets)
/// ask before, and answer with an error while there is still room for everything else.
/// </summary>
public static class KernelMemory
{
    // What is left to calls that do not ask.
    private const int Margin = 64 << 10;

    /// <summary>Whether the heap has so many bytes in a row, and something beyond.</summary>
    public static bool Has(int size)
    {
        nint block = Heap.Allocate((nuint)(size + Margin), 16);
        Heap.Free(block);
        return block != 0;
    }
}
