using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>
/// Objects of one size, cut from slabs: 16 KiB of memory at a multiple of 16 KiB, which whoever owns the cache gives and takes back. A slab starts with a
/// record, so an object leads to its slab by its address alone; no object lies at a multiple of 4 KiB.
/// </summary>
public unsafe struct SlabCache
{
    /// <summary>The bytes and the alignment of a slab.</summary>
    public const int SlabSize = 16384;

    /// <summary>Where the first object of a slab lies: objects are aligned to what divides this and their size.</summary>
    public const int FirstObject = 64;

    private const nuint PageMask = 4095;

    private struct Slab
    {
        // In the list of slabs with room.
        internal Slab* Next;
        internal Slab* Previous;
        internal nint Free;

        // Where objects are cut from that were never used; 0 when there are no more.
        internal nuint Fresh;
        internal int Used;
        internal int ObjectSize;
        internal int Tag;
    }

    private Slab* _partial;
    private int _objectSize;
    private int _tag;

    /// <summary>A cache of objects of this many bytes, a multiple of 16 and at most 4,080; <paramref name="tag"/> is told by <see cref="TagOf"/>.</summary>
    public SlabCache(int objectSize, int tag)
    {
        _objectSize = objectSize;
        _tag = tag;
    }

    /// <summary>The bytes of an object.</summary>
    public readonly int ObjectSize => _objectSize;

    /// <summary>Objects handed out.</summary>
    public ulong Count { get; private set; }

    /// <summary>Slabs taken.</summary>
    public ulong Slabs { get; private set; }

    /// <summary>An object, or 0 when there is none: then <see cref="Add"/> a slab.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Allocate()
    {
        Slab* slab = _partial;
        if (slab == null)
            return 0;
        nint block = slab->Free;
        if (block == 0)
            return Cut(slab);
        nint next = *(nint*)block;
        slab->Free = next;
        slab->Used++;
        Count++;
        if (next == 0 && slab->Fresh == 0)
            Unlink(slab);
        return block;
    }

    /// <summary>Takes a slab.</summary>
    public void Add(nuint memory)
    {
        Slab* slab = (Slab*)memory;
        slab->Free = 0;
        slab->Fresh = memory + FirstObject;
        slab->Used = 0;
        slab->ObjectSize = _objectSize;
        slab->Tag = _tag;
        Slabs++;
        Link(slab);
    }

    /// <summary>Gives back an object of this cache.</summary>
    /// <returns>A slab that is no longer needed, or 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nuint Free(nint block)
    {
        Slab* slab = SlabOf(block);
        nint next = slab->Free;
        *(nint*)block = next;
        slab->Free = block;
        Count--;
        int used = --slab->Used;
        if (next == 0 && slab->Fresh == 0)
            Link(slab);
        else if (used == 0)
            return Retire(slab);
        return 0;
    }

    /// <summary>The tag of the cache that the object is from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TagOf(nint block) => SlabOf(block)->Tag;

    /// <summary>The bytes of an object of any cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint SizeOf(nint block) => (nuint)SlabOf(block)->ObjectSize;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Slab* SlabOf(nint block) => (Slab*)(block & ~(nint)(SlabSize - 1));

    // An object that was never used before.
    private nint Cut(Slab* slab)
    {
        nuint size = (nuint)_objectSize, end = ((nuint)slab & ~(nuint)(SlabSize - 1)) + SlabSize;
        nuint block = slab->Fresh, next = block + size;
        if ((next & PageMask) == 0)
            next += size;
        slab->Fresh = next + size <= end ? next : 0;
        slab->Used++;
        Count++;
        if (slab->Fresh == 0)
            Unlink(slab);
        return (nint)block;
    }

    // A slab without objects goes back unless it is the only one with room.
    private nuint Retire(Slab* slab)
    {
        if (slab->Next == null && slab->Previous == null)
            return 0;
        Unlink(slab);
        Slabs--;
        return (nuint)slab;
    }

    private void Link(Slab* slab)
    {
        slab->Previous = null;
        slab->Next = _partial;
        if (_partial != null)
            _partial->Previous = slab;
        _partial = slab;
    }

    private void Unlink(Slab* slab)
    {
        if (slab->Next != null)
            slab->Next->Previous = slab->Previous;
        if (slab->Previous != null)
            slab->Previous->Next = slab->Next;
        else
            _partial = slab->Next;
        slab->Next = slab->Previous = null;
    }
}
