using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>
/// A heap of blocks whose sizes are powers of two from 32 bytes on, each at a multiple of its size. Half of the memory may be lost inside blocks; in return
/// any alignment costs nothing, and free memory joins again.
/// </summary>
public struct BuddyHeap : IHeap
{
    private Buddy<SmallGranule> _buddy;

    /// <inheritdoc/>
    public static nuint MemoryFor(nuint size, nuint alignment) =>
        Blocks.IsValid(size, alignment) ? Buddy<SmallGranule>.MemoryFor(OrderFor(size, alignment)) : 0;

    /// <inheritdoc/>
    public bool AddMemory(nuint start, nuint length) => _buddy.AddMemory(start, length);

    /// <inheritdoc/>
    public nint Allocate(nuint size, nuint alignment) =>
        Blocks.IsValid(size, alignment) ? (nint)_buddy.Allocate(OrderFor(size, alignment)) : 0;

    /// <inheritdoc/>
    public void Free(nint block)
    {
        if (block != 0)
            _buddy.Free((nuint)block);
    }

    /// <inheritdoc/>
    public nint Reallocate(nint block, nuint size, nuint alignment)
    {
        if (block == 0)
            return Allocate(size, alignment);
        if (!Blocks.IsValid(size, alignment))
            return 0;
        int had = _buddy.OrderOf((nuint)block), order = OrderFor(size, alignment);
        if (order < had)
            _buddy.Shrink((nuint)block, order);
        else if (order > had && !_buddy.Grow((nuint)block, order))
            return Blocks.Move(ref this, block, Buddy<SmallGranule>.SizeOf(had), size, alignment);
        return block;
    }

    /// <inheritdoc/>
    public readonly nuint UsableSize(nint block) => Buddy<SmallGranule>.SizeOf(_buddy.OrderOf((nuint)block));

    /// <inheritdoc/>
    public readonly HeapStatistics Statistics => new(_buddy.Capacity, _buddy.Used, _buddy.Peak, _buddy.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OrderFor(nuint size, nuint alignment) => Buddy<SmallGranule>.OrderFor(size > alignment ? size : alignment);

    // For tests.
    internal readonly bool Verify() => _buddy.Verify();
}
