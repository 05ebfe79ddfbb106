using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>
/// A heap of slab caches, one for each of 27 sizes up to 3,584 bytes (multiples of 16 up to 128, then four for each doubling); what is larger, or aligned
/// to more than 64 bytes, gets pages from a buddy allocator. An address at a multiple of 4 KiB is such a block, any other an object.
/// </summary>
public unsafe struct SlabHeap : IHeap
{
    private const nuint Greatest = 3584, GreatestAlignment = 64, PageMask = 4095;
    private const int Caches = 27, SlabOrder = 2;

    [InlineArray(Caches)]
    private struct CacheTable
    {
        private SlabCache _first;
    }

    private CacheTable _caches;
    private Buddy<PageGranule> _pages;

    /// <inheritdoc/>
    public static nuint MemoryFor(nuint size, nuint alignment)
    {
        if (!Blocks.IsValid(size, alignment))
            return 0;
        nuint most = size > alignment ? size : alignment;
        return Buddy<PageGranule>.MemoryFor(most <= SlabCache.SlabSize ? SlabOrder : Buddy<PageGranule>.OrderFor(most));
    }

    /// <inheritdoc/>
    public bool AddMemory(nuint start, nuint length)
    {
        if (_caches[0].ObjectSize == 0)
        {
            for (int i = 0; i < Caches; i++)
                _caches[i] = new SlabCache(SizeOf(i), i);
        }

        return _pages.AddMemory(start, length);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Allocate(nuint size, nuint alignment) =>
        size <= Greatest && alignment - 1 < 16 && (alignment & (alignment - 1)) == 0 ? AllocateObject(IndexFor(size)) : AllocateOther(size, alignment);

    /// <inheritdoc/>
    public void Free(nint block)
    {
        if (((nuint)block & PageMask) != 0)
        {
            nuint slab = _caches[SlabCache.TagOf(block)].Free(block);
            if (slab != 0)
                _pages.Free(slab);
        }
        else if (block != 0)
        {
            _pages.Free((nuint)block);
        }
    }

    /// <inheritdoc/>
    public nint Reallocate(nint block, nuint size, nuint alignment)
    {
        if (block == 0)
            return Allocate(size, alignment);
        if (!Blocks.IsValid(size, alignment))
            return 0;
        nuint had = UsableSize(block);
        bool isObject = ((nuint)block & PageMask) != 0;
        if (isObject ? size <= had && (size > had / 2 || had <= 64) : size > Greatest && Resize((nuint)block, size))
            return block;
        return Blocks.Move(ref this, block, had, size, alignment);
    }

    /// <inheritdoc/>
    public readonly nuint UsableSize(nint block) =>
        ((nuint)block & PageMask) != 0 ? SlabCache.SizeOf(block) : Buddy<PageGranule>.SizeOf(_pages.OrderOf((nuint)block));

    /// <inheritdoc/>
    public readonly HeapStatistics Statistics
    {
        get
        {
            ulong used = _pages.Used, blocks = _pages.Count;
            for (int i = 0; i < Caches; i++)
            {
                ref readonly SlabCache cache = ref _caches[i];
                used -= cache.Slabs * SlabCache.SlabSize - cache.Count * (ulong)cache.ObjectSize;
                blocks = blocks - cache.Slabs + cache.Count;
            }

            return new HeapStatistics(_pages.Capacity, used, _pages.Peak, blocks);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint AllocateObject(int index)
    {
        nint block = _caches[index].Allocate();
        return block != 0 ? block : AllocateFromNewSlab(index);
    }

    private nint AllocateFromNewSlab(int index)
    {
        nuint slab = _pages.Allocate(SlabOrder);
        if (slab == 0)
            return 0;
        _caches[index].Add(slab);
        return _caches[index].Allocate();
    }

    private nint AllocateOther(nuint size, nuint alignment)
    {
        if (!Blocks.IsValid(size, alignment))
            return 0;
        if (size <= Greatest && alignment <= GreatestAlignment)
        {
            int index = IndexFor(size);
            while (index < Caches && ((nuint)SizeOf(index) & (alignment - 1)) != 0)
                index++;
            if (index < Caches)
                return AllocateObject(index);
        }

        return (nint)_pages.Allocate(Buddy<PageGranule>.OrderFor(size > alignment ? size : alignment));
    }

    private bool Resize(nuint block, nuint size)
    {
        int had = _pages.OrderOf(block), order = Buddy<PageGranule>.OrderFor(size);
        if (order < had)
            _pages.Shrink(block, order);
        return order <= had || _pages.Grow(block, order);
    }

    // Up to 128 every multiple of 16; then quarters between powers of two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexFor(nuint size)
    {
        if (size <= 128)
            return size == 0 ? 0 : (int)((size - 1) >> 4);
        int power = BitOperations.Log2(size - 1);
        return 8 + (power - 7) * 4 + (int)((size - 1) >> (power - 2) & 3);
    }

    private static int SizeOf(int index) => index < 8 ? (index + 1) * 16 : (5 + (index & 3)) << (5 + ((index - 8) >> 2));

    // For tests.
    internal readonly bool Verify() => _pages.Verify();
}
