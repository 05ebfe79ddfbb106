using System;

namespace Lithe.Alloc;

/// <summary>
/// 512 KiB of memory at a multiple of that, one owner's: a record, a record for each of its 32 slices of 16 KiB, and the slices. A page is a run of slices cut
/// into blocks of one size. An address leads to its segment by a mask and to its page by a shift.
/// </summary>
internal unsafe struct Segment
{
    internal const int Shift = 19, SliceShift = 14, Slices = 32;
    internal const nuint Size = (nuint)1 << Shift, SliceSize = (nuint)1 << SliceShift;

    /// <summary>The bytes of the records, in the first slice.</summary>
    internal const int RecordSize = 64 + Slices * 64;

    /// <summary>All segments of the heap that hold pages; under the heap's lock.</summary>
    internal Segment* Next;
    internal Segment* Previous;

    /// <summary>The owner's segments, those with free slices first.</summary>
    internal Segment* NextOfOwner;
    internal Segment* PreviousOfOwner;

    /// <summary>A bit for each slice that is in a page.</summary>
    internal uint Used;

    /// <summary>How many segments in a row this block takes, where it is larger than one segment; else 1.</summary>
    internal uint Count;

    /// <summary>Whose it is.</summary>
    internal int Owner;

    internal static Segment* Of(nint block) => (Segment*)((nuint)block & ~(Size - 1));

    internal static Page* Pages(Segment* segment) => (Page*)((nuint)segment + 64);

    /// <summary>The page that a block lies in.</summary>
    internal static Page* PageOf(nint block)
    {
        Page* page = Pages(Of(block)) + (((nuint)block & (Size - 1)) >> SliceShift);
        return (Page*)((nuint)page - page->Back);
    }

    /// <summary>Where a page's memory starts: behind the records in the first slice.</summary>
    internal static nuint Start(Page* page)
    {
        nuint segment = (nuint)page & ~(Size - 1);
        nuint index = ((nuint)page - segment - 64) / (nuint)sizeof(Page);
        return segment + (index == 0 ? RecordSize : index << SliceShift);
    }

    /// <summary>A run of free slices, lowest first, or -1.</summary>
    internal static int FindSlices(uint used, int count)
    {
        uint free = ~used;
        // After these steps a bit stands where `count` free bits start.
        for (int have = 1; have < count;)
        {
            int step = Math.Min(have, count - have);
            free &= free >> step;
            have += step;
        }

        return free == 0 ? -1 : System.Numerics.BitOperations.TrailingZeroCount(free);
    }
}

/// <summary>A page's record, 64 bytes. Of one owner, but for the blocks that others freed.</summary>
internal unsafe struct Page
{
    /// <summary>Blocks to hand out, linked through their first words.</summary>
    internal nint Free;

    /// <summary>The owner's pages of this class that may have room, in a circle.</summary>
    internal Page* Next;
    internal Page* Previous;

    /// <summary>Blocks that other owners freed; changed atomically.</summary>
    internal nint Foreign;

    /// <summary>The owner's pages with foreign blocks; written by whoever frees the first one.</summary>
    internal Page* NextPending;

    /// <summary>The size of a block; of a page with a single block it may be less than the truth, see <see cref="Single"/>.</summary>
    internal nuint BlockSize;

    internal uint Used;

    /// <summary>How many blocks have been linked so far, and how many there is room for.</summary>
    internal ushort Cut;
    internal ushort Capacity;

    /// <summary>From a slice's record back to the first slice's, in bytes.</summary>
    internal ushort Back;
    internal byte Class;
    internal byte Slices;

    /// <summary>Whether the page is in its class's list.</summary>
    internal bool Listed;

    /// <summary>One block for itself, which may start anywhere in the page.</summary>
    internal bool Single;
    internal byte Owner;
}
