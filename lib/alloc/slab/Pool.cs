namespace Lithe.Alloc;

/// <summary>
/// A pool of values of one type over any heap: allocating and freeing take a few instructions and never search. Slabs that have become empty go back to the
/// heap. At most 4,080 bytes a value.
/// </summary>
/// <remarks>One owner at a time, the heap's own owner.</remarks>
public unsafe struct Pool<T> where T : unmanaged
{
    private SlabCache _cache;

    /// <summary>Values handed out.</summary>
    public readonly ulong Count => _cache.Count;

    /// <summary>Room for a value, its content undefined; null when the heap is exhausted.</summary>
    public T* Allocate<THeap>(ref THeap heap) where THeap : struct, IHeap
    {
        nint block = _cache.Allocate();
        if (block != 0)
            return (T*)block;
        if (_cache.ObjectSize == 0)
        {
            if (sizeof(T) > 4080)
                Fail.Stop(FailReason.InvalidOperation, "A pool's values must fit into 4,080 bytes.");
            _cache = new SlabCache((int)Blocks.RoundUp((nuint)sizeof(T), 16), 0);
        }

        nint slab = heap.Allocate(SlabCache.SlabSize, SlabCache.SlabSize);
        if (slab == 0)
            return null;
        _cache.Add((nuint)slab);
        return (T*)_cache.Allocate();
    }

    /// <summary>Gives back a value.</summary>
    public void Free<THeap>(ref THeap heap, T* value) where THeap : struct, IHeap
    {
        nuint slab = _cache.Free((nint)value);
        if (slab != 0)
            heap.Free((nint)slab);
    }
}
