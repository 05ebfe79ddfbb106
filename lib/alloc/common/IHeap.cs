namespace Lithe.Alloc;

/// <summary>Memory by the byte, out of ranges of memory that the heap is given. One owner at a time: a CPU, or who holds a lock.</summary>
public interface IHeap
{
    /// <summary>
    /// How long a range must be so that, once it is added, a block of this size and alignment can be allocated, wherever the range
    /// lies; 0 when no range will do.
    /// </summary>
    static abstract nuint MemoryFor(nuint size, nuint alignment);

    /// <summary>
    /// Takes a readable and writable range for its own; what it holds does not matter. Ranges do not overlap and are never given
    /// back. False, and nothing is taken, when it is too short to be of use.
    /// </summary>
    bool AddMemory(nuint start, nuint length);

    /// <summary>
    /// Allocates at least <paramref name="size"/> bytes at a multiple of <paramref name="alignment"/>, a power of two. What the
    /// memory holds is not defined.
    /// </summary>
    /// <returns>The address, or 0 when the memory is exhausted, the alignment is no power of two or more than the heap can do.</returns>
    nint Allocate(nuint size, nuint alignment);

    /// <summary>Gives back what <see cref="Allocate"/> or <see cref="Reallocate"/> returned; 0 is allowed and does nothing.</summary>
    void Free(nint block);

    /// <summary>
    /// Changes a block's size, in place where that is possible, else by moving it; the content stays as far as both sizes reach.
    /// A block of 0 is allocated. The alignment is that of the block or a smaller one.
    /// </summary>
    /// <returns>The block's address, or 0 when the memory is exhausted: then the old block stays as it was.</returns>
    nint Reallocate(nint block, nuint size, nuint alignment);

    /// <summary>How many bytes the block has: what was asked for, or more.</summary>
    nuint UsableSize(nint block);

    /// <summary>What the heap holds.</summary>
    HeapStatistics Statistics { get; }
}
