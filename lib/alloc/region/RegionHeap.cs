using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>
/// Ranges of memory, each handed out from its start to its end. The smallest and fastest heap. The end moves back over what was freed: a block's memory comes back
/// when all blocks behind it have been freed, in whatever order.
/// </summary>
/// <remarks>
/// The word before a block: bit 0, whether it was freed; bits 0 to 35, its size, a multiple of 16 plus 8, so that blocks lie at multiples of 16 without gaps between
/// them; bits 36 to 63, how far before it the block before begins, in units of 16 bytes. A range starts with a block that nobody frees.
/// </remarks>
public unsafe struct RegionHeap : IHeap
{
    private const nuint RecordSize = 8, Granule = 16;
    private const nuint Freed = 1;
    private const int SizeBits = 36;

    // A block's bounds; two of them in a row are nearer than the record can say, or a block of no use is put between them.
    private const ulong GreatestSize = 1UL << (SizeBits - 1), GreatestAlignment = 1UL << 31;
    private const int DistanceShift = 32;

    // Where the next record goes, and the last place for one.
    private nuint _next;
    private nuint _end;

    // The last block that is in use, or the one at the range's start.
    private nuint _last;
    private nuint _rangeEnd;
    private ulong _blocks;

    // Where _next would stand if all ranges followed one another: _next - _shift is the number of bytes used.
    private nuint _shift;
    private ulong _capacity;

    // The highest that _next has stood in this range: in the ones before no more was used than now.
    private nuint _top;

    /// <inheritdoc/>
    public static nuint MemoryFor(nuint size, nuint alignment) =>
        IsValid(size, alignment) ? size + alignment + 5 * Granule : 0;

    /// <summary>Goes on in this range; what was left of the one before is lost unless they are neighbours.</summary>
    public bool AddMemory(nuint start, nuint length)
    {
        bool follows = start == _rangeEnd && _rangeEnd != 0;
        nuint rangeEnd = start + length;
        nuint end = ((rangeEnd - RecordSize) & ~(Granule - 1)) + RecordSize;
        start = Blocks.RoundUp(start + RecordSize, Granule) - RecordSize;
        if (length < 4 * Granule || end < start + 2 * Granule)
            return false;
        _rangeEnd = rangeEnd;
        _capacity += end - (follows ? _end : start);
        if (!follows)
        {
            // A rest that is lost counts as used.
            _shift = start - (_end - _shift);
            _next = _top = start;
            PutStop();
        }

        _end = end;
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Allocate(nuint size, nuint alignment)
    {
        nuint mask = alignment - 1;
        nuint block = (_next + RecordSize + mask) & ~mask;
        nuint rounded = RoundedSize(size), distance = block - _last;
        nuint next = block + rounded;
        // Before the first range the end is 0.
        if ((alignment & mask) != 0 || mask >= GreatestAlignment || next > _end || (distance | size) >> DistanceShift != 0)
            return AllocateLarge(size, alignment);
        *(nuint*)(block - RecordSize) = rounded | distance << DistanceShift;
        _next = next;
        _last = block;
        _blocks++;
        return (nint)block;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Free(nint block)
    {
        if (block == 0)
            return;
        _blocks--;
        if ((nuint)block == _last)
        {
            TakeBack((nuint)block);
            return;
        }

        nuint record = *(nuint*)(block - (nint)RecordSize), before = *(nuint*)((nuint)block - (record >> SizeBits << 4) - RecordSize);
        nuint sum = record + (before >> SizeBits << SizeBits);
        *(nuint*)(block - (nint)RecordSize) = ((before & Freed) != 0 && sum >= record ? sum : record) | Freed;
    }

    /// <inheritdoc/>
    public nint Reallocate(nint block, nuint size, nuint alignment)
    {
        if (block == 0)
            return Allocate(size, alignment);
        if (!IsValid(size, alignment))
            return 0;
        nuint length = UsableSizeOf(block), rounded = RoundedSize(size);
        if ((nuint)block == _last && rounded <= _end - (nuint)block)
        {
            if (rounded < length)
                NotePeak();
            nuint* record = (nuint*)(block - (nint)RecordSize);
            *record = *record >> SizeBits << SizeBits | rounded;
            _next = (nuint)block + rounded;
            return block;
        }

        if (size <= length)
            return block;
        // What grows once grows again, and each move leaves memory behind: half as much more, where there is room.
        nint moved = Blocks.Move(ref this, block, length, size + size / 2, alignment);
        return moved != 0 ? moved : Blocks.Move(ref this, block, length, size, alignment);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nuint UsableSize(nint block) => UsableSizeOf(block);

    /// <summary>How many bytes a block of any region has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint UsableSizeOf(nint block) => SizeIn(*(nuint*)(block - (nint)RecordSize));

    /// <summary>What the heap holds. What was freed before a block that is in use counts as used.</summary>
    public readonly HeapStatistics Statistics => new(_capacity, _next - _shift, (_next > _top ? _next : _top) - _shift, _blocks);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsValid(nuint size, nuint alignment) =>
        (alignment & (alignment - 1)) == 0 && alignment - 1 < GreatestAlignment && size <= GreatestSize;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint RoundedSize(nuint size) => ((size + RecordSize - 1) & ~(Granule - 1)) + RecordSize;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint SizeIn(nuint record) => record << (64 - SizeBits) >> (64 - SizeBits) & ~Freed;

    // The last block goes, and all before it that are free.
    private void TakeBack(nuint block)
    {
        // The peak is noted only where the use goes down.
        NotePeak();
        nuint record = *(nuint*)(block - RecordSize);
        do
        {
            block -= record >> SizeBits << 4;
            record = *(nuint*)(block - RecordSize);
        }
        while ((record & Freed) != 0);
        _next = block + SizeIn(record);
        _last = block;
    }

    // No room, a block of 4 GiB or more, or the block before is further away than the record can say: then the end moves back no further than to here.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint AllocateLarge(nuint size, nuint alignment)
    {
        if (!IsValid(size, alignment))
            return 0;
        nuint block = Blocks.RoundUp(_next + RecordSize, alignment), rounded = RoundedSize(size);
        bool isFar = (block - _last) >> DistanceShift != 0;
        if (isFar)
            block = Blocks.RoundUp(_next + Granule + RecordSize, alignment);
        if (block + rounded > _end)
            return 0;
        if (isFar)
            PutStop();
        *(nuint*)(block - RecordSize) = rounded | (block - _last) << DistanceShift;
        _next = block + rounded;
        _last = block;
        _blocks++;
        return (nint)block;
    }

    // A block that is never freed.
    private void PutStop()
    {
        *(nuint*)_next = RecordSize;
        _last = _next + RecordSize;
        _next += Granule;
    }

    private void NotePeak()
    {
        if (_next > _top)
            _top = _next;
    }

    // Whether the range's blocks follow one another from the last one back to the range's start, the last one in use, no more of them than there are; for tests.
    internal readonly bool Verify()
    {
        nuint block = _last, end = _next;
        ulong used = 0;
        while (true)
        {
            nuint record = *(nuint*)(block - RecordSize), size = SizeIn(record);
            if (block + size > end || block == _last && (record & Freed) != 0)
                return false;
            if (record == RecordSize)
                return used <= _blocks;
            if ((record & Freed) == 0)
                used++;
            end = block - RecordSize;
            block -= record >> SizeBits << 4;
        }
    }
}
