using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>
/// A binary buddy allocator (Knuth, "The Art of Computer Programming" volume 1, 2.5): blocks of 2^n granules at addresses that are multiples of their
/// own size; a free block joins with its buddy when that is free and whole.
/// </summary>
/// <remarks>
/// A range starts with a record and a byte for each of its granules. A byte counts only where a block starts, and is written when the block comes to be:
/// so nothing has to be cleared, whatever the size of the range. The buddy of a block that lies within the range has always been a block.
/// </remarks>
public unsafe struct Buddy<TGranule> where TGranule : struct, IGranule
{
    /// <summary>One more than the highest order.</summary>
    public const int Orders = 40;

    private const byte FreeMark = 0x80, UsedMark = 0x40, OrderMask = 0x3f;

    private struct Range
    {
        internal Range* Next;

        // The granules' part, and where the byte of the granule at address 0 would be.
        internal nuint Start;
        internal nuint End;
        internal byte* Marks;
    }

    private fixed ulong _heads[Orders];
    private ulong _free;
    private Range* _ranges;

    /// <summary>All memory taken, in bytes.</summary>
    public ulong Capacity { get; private set; }

    /// <summary>Bytes in blocks that are handed out, and in records.</summary>
    public ulong Used { get; private set; }

    /// <summary>The most of <see cref="Used"/> so far.</summary>
    public ulong Peak { get; private set; }

    /// <summary>Blocks handed out.</summary>
    public ulong Count { get; private set; }

    /// <summary>The least order whose blocks have this many bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OrderFor(nuint size) =>
        size <= (nuint)1 << TGranule.Shift ? 0 : BitOperations.Log2((size - 1) >> TGranule.Shift) + 1;

    /// <summary>The bytes of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint SizeOf(int order) => (nuint)1 << (TGranule.Shift + order);

    /// <summary>A range of this length holds a block of this order wherever it lies.</summary>
    public static nuint MemoryFor(int order)
    {
        nuint blocks = 2 * SizeOf(order) + SizeOf(0);
        // The marks have marks too: a second term of the series.
        nuint marks = (blocks >> TGranule.Shift) + (blocks >> (2 * TGranule.Shift - 1));
        return blocks + marks + (nuint)sizeof(Range) + SizeOf(0) + 64;
    }

    /// <summary>Takes a range; false when no granule fits beside the records.</summary>
    public bool AddMemory(nuint start, nuint length)
    {
        nuint granule = SizeOf(0);
        nuint record = Blocks.RoundUp(start, 16);
        nuint end = (start + length) & ~(granule - 1);
        nuint marks = record + (nuint)sizeof(Range);
        if (end <= marks)
            return false;
        // As many bytes as granules would be if the records took no room: a few too many.
        nuint first = Blocks.RoundUp(marks + ((end - marks) >> TGranule.Shift) + 1, granule);
        if (first >= end)
            return false;
        Range* range = (Range*)record;
        range->Next = _ranges;
        range->Start = first;
        range->End = end;
        range->Marks = (byte*)(marks - (first >> TGranule.Shift));
        _ranges = range;
        Capacity += length;
        Used += length - (end - first);
        // The largest blocks that their addresses and the end allow.
        for (nuint block = first; block < end;)
        {
            int order = BitOperations.TrailingZeroCount((ulong)block >> TGranule.Shift);
            int fits = BitOperations.Log2((ulong)(end - block) >> TGranule.Shift);
            if (order > fits)
                order = fits;
            if (order >= Orders)
                order = Orders - 1;
            Insert(range, block, order);
            block += SizeOf(order);
        }

        if (Used > Peak)
            Peak = Used;
        return true;
    }

    /// <summary>A block of this order, or 0.</summary>
    public nuint Allocate(int order)
    {
        if (order >= Orders)
            return 0;
        ulong free = _free >> order;
        if (free == 0)
            return 0;
        int found = order + BitOperations.TrailingZeroCount(free);
        nuint block = (nuint)_heads[found];
        Range* range = RangeOf(block);
        Remove(block, found);
        byte* marks = range->Marks;
        while (found > order)
        {
            found--;
            Insert(range, block + SizeOf(found), found);
        }

        marks[block >> TGranule.Shift] = (byte)(UsedMark | order);
        Used += SizeOf(order);
        if (Used > Peak)
            Peak = Used;
        Count++;
        return block;
    }

    /// <summary>Gives back a block; stops the program when it is not one that is handed out.</summary>
    public void Free(nuint block)
    {
        Range* range = RangeOf(block);
        byte mark = range == null || (block & (SizeOf(0) - 1)) != 0 ? (byte)0 : range->Marks[block >> TGranule.Shift];
        if ((mark & UsedMark) == 0)
            Fail.Stop(FailReason.InvalidOperation, "Memory was freed that is not in use.");
        int order = mark & OrderMask;
        Used -= SizeOf(order);
        Count--;
        Join(range, block, order);
    }

    /// <summary>The order of a block that is handed out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int OrderOf(nuint block) => RangeOf(block)->Marks[block >> TGranule.Shift] & OrderMask;

    /// <summary>Gives back all of a block but its first part.</summary>
    public void Shrink(nuint block, int order)
    {
        Range* range = RangeOf(block);
        byte* mark = range->Marks + (block >> TGranule.Shift);
        int had = *mark & OrderMask;
        while (had > order)
        {
            had--;
            Used -= SizeOf(had);
            Insert(range, block + SizeOf(had), had);
        }

        *mark = (byte)(UsedMark | order);
    }

    /// <summary>Makes a block larger where it is. False, and nothing has changed, when what follows is in use.</summary>
    public bool Grow(nuint block, int order)
    {
        Range* range = RangeOf(block);
        byte* marks = range->Marks;
        int had = marks[block >> TGranule.Shift] & OrderMask;
        if ((block & (SizeOf(order) - 1)) != 0 || SizeOf(order) > range->End - block)
            return false;
        for (int i = had; i < order; i++)
        {
            if (marks[(block + SizeOf(i)) >> TGranule.Shift] != (FreeMark | i))
                return false;
        }

        for (int i = had; i < order; i++)
        {
            nuint next = block + SizeOf(i);
            marks[next >> TGranule.Shift] = 0;
            Remove(next, i);
            Used += SizeOf(i);
        }

        marks[block >> TGranule.Shift] = (byte)(UsedMark | order);
        if (Used > Peak)
            Peak = Used;
        return true;
    }

    private void Join(Range* range, nuint block, int order)
    {
        byte* marks = range->Marks;
        nuint start = range->Start, end = range->End;
        while (order < Orders - 1)
        {
            nuint size = SizeOf(order), buddy = block ^ size;
            if (buddy < start || buddy + size > end || marks[buddy >> TGranule.Shift] != (FreeMark | order))
                break;
            Remove(buddy, order);
            // What is no start of a block any more must not look like one.
            marks[(block | size) >> TGranule.Shift] = 0;
            block &= ~size;
            order++;
        }

        Insert(range, block, order);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Range* RangeOf(nuint block)
    {
        Range* range = _ranges;
        while (range != null && block - range->Start >= range->End - range->Start)
            range = range->Next;
        return range;
    }

    // A free block: the next and the previous one of its order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Insert(Range* range, nuint block, int order)
    {
        nuint next = (nuint)_heads[order];
        ((nuint*)block)[0] = next;
        ((nuint*)block)[1] = 0;
        if (next != 0)
            ((nuint*)next)[1] = block;
        _heads[order] = block;
        _free |= 1UL << order;
        range->Marks[block >> TGranule.Shift] = (byte)(FreeMark | order);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Remove(nuint block, int order)
    {
        nuint next = ((nuint*)block)[0], previous = ((nuint*)block)[1];
        if (next != 0)
            ((nuint*)next)[1] = previous;
        if (previous != 0)
        {
            ((nuint*)previous)[0] = next;
            return;
        }

        _heads[order] = next;
        if (next == 0)
            _free &= ~(1UL << order);
    }

    /// <summary>Whether the lists, the marks and the figures agree; for tests.</summary>
    public readonly bool Verify()
    {
        ulong free = 0, used = Used, blocks = 0;
        for (Range* range = _ranges; range != null; range = range->Next)
        {
            for (nuint block = range->Start; block < range->End;)
            {
                byte mark = range->Marks[block >> TGranule.Shift];
                int order = mark & OrderMask;
                if ((mark & FreeMark) != 0 == ((mark & UsedMark) != 0) || (block & (SizeOf(order) - 1)) != 0 || block + SizeOf(order) > range->End)
                    return false;
                if ((mark & FreeMark) != 0)
                {
                    free += SizeOf(order);
                    nuint buddy = block ^ SizeOf(order);
                    if (buddy >= range->Start && buddy + SizeOf(order) <= range->End && range->Marks[buddy >> TGranule.Shift] == mark)
                        return false;
                }
                else
                {
                    blocks++;
                }

                block += SizeOf(order);
            }
        }

        ulong listed = 0;
        for (int order = 0; order < Orders; order++)
        {
            if ((_free >> order & 1) != 0 != (_heads[order] != 0))
                return false;
            for (nuint block = (nuint)_heads[order]; block != 0; block = *(nuint*)block)
                listed += SizeOf(order);
        }

        return listed == free && free + used == Capacity && blocks == Count;
    }
}
