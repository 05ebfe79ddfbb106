namespace Lithe.Alloc;

/// <summary>
/// The default heap: memory by the byte, for objects and for whoever asks. Any processor and thread, interrupt handlers excepted. It takes page frames
/// as it needs them.
/// </summary>
public static class Heap
{
    /// <summary>Called by the composition root, once page frames are there. Nothing can be allocated before.</summary>
    public static extern void Initialize();

    /// <summary>
    /// Allocates at least <paramref name="size"/> bytes at a multiple of <paramref name="alignment"/>, a power of two. What the
    /// memory holds is not defined.
    /// </summary>
    /// <returns>The address, or 0 when the memory is exhausted or the alignment is no power of two or more than 256 KiB.</returns>
    public static extern nint Allocate(nuint size, nuint alignment);

    /// <summary>Gives back what <see cref="Allocate"/> or <see cref="Reallocate"/> returned; 0 is allowed and does nothing.</summary>
    public static extern void Free(nint block);

    /// <summary>
    /// Changes a block's size, in place where that is possible, else by moving it; the content stays as far as both sizes reach.
    /// A block of 0 is allocated. The alignment is that of the block or a smaller one.
    /// </summary>
    /// <returns>The block's address, or 0 when the memory is exhausted: then the old block stays as it was.</returns>
    public static extern nint Reallocate(nint block, nuint size, nuint alignment);

    /// <summary>How many bytes the block has: what was asked for, or more.</summary>
    public static extern nuint UsableSize(nint block);

    /// <summary>What the heap holds.</summary>
    [Counter("heap")]
    public static extern HeapStatistics Statistics { get; }

    /// <summary>With <c>HEAP_HARDENED</c> looks at every block and ends the image with a report when one was overrun or used after it was freed.</summary>
    public static extern void Check();

    /// <summary>How many blocks are in use; with <c>HEAP_HARDENED</c> each of them is named on the console. Called where there should be none, it finds leaks.</summary>
    public static extern ulong ReportBlocks();
}
