namespace Lithe.Alloc;

/// <summary>The default heap: memory by the byte, for objects and for whoever asks.</summary>
/// <remarks>One processor at a time until there is a lock library.</remarks>
public static class Heap
{
    /// <summary>Takes memory from the platform; the composition root calls it. Nothing can be allocated before.</summary>
    public static extern void Initialize();

    /// <summary>
    /// Allocates at least <paramref name="size"/> bytes at a multiple of <paramref name="alignment"/>, a power of two. What the
    /// memory holds is not defined.
    /// </summary>
    /// <returns>The address, or 0 when the memory is exhausted or the alignment is no power of two.</returns>
    public static extern nint Allocate(nuint size, nuint alignment);

    /// <summary>Gives back what <see cref="Allocate"/> returned; 0 is allowed and does nothing.</summary>
    public static extern void Free(nint block);

    /// <summary>How many bytes the block has: what was asked for, or more.</summary>
    public static extern nuint UsableSize(nint block);

    /// <summary>What the heap holds.</summary>
    public static extern HeapStatistics Statistics { get; }
}
