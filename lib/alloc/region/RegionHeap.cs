using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>
/// Ranges of memory, each handed out from its start to its end. The smallest and fastest heap; a block's memory comes back only
/// while it is the last one.
/// </summary>
public unsafe struct RegionHeap : IHeap
{
    // Before a block: its size, a multiple of 16 plus 8. So blocks lie at multiples of 16 without gaps between them.
    private const nuint RecordSize = 8, Granule = 16;

    // Where the next record goes, and the last place for one.
    private nuint _next;
    private nuint _end;
    private nuint _rangeEnd;
    private ulong _blocks;

    // Where _next would stand if all ranges followed one another: _next - _shift is the number of bytes used.
    private nuint _shift;
    private ulong _capacity;
    private ulong _peak;

    /// <inheritdoc/>
    public static nuint MemoryFor(nuint size, nuint alignment) =>
        Blocks.IsValid(size, alignment) ? size + alignment + 4 * Granule : 0;

    /// <summary>Goes on in this range; what was left of the one before is lost unless they are neighbours.</summary>
    public bool AddMemory(nuint start, nuint length)
    {
        bool follows = start == _rangeEnd && _rangeEnd != 0;
        nuint rangeEnd = start + length;
        nuint end = ((rangeEnd - RecordSize) & ~(Granule - 1)) + RecordSize;
        start = Blocks.RoundUp(start + RecordSize, Granule) - RecordSize;
        if (length < 3 * Granule || end < start + Granule)
            return false;
        _rangeEnd = rangeEnd;
        _capacity += end - (follows ? _end : start);
        if (!follows)
        {
            // A rest that is lost counts as used.
            NotePeak();
            _shift = start - (_end - _shift);
            _next = start;
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
        nuint rounded = RoundedSize(size);
        // A size or alignment that is out of bounds makes `block` or the sum wrap or pass the end. Before the first range the end is 0.
        nuint next = block + rounded;
        if ((alignment & mask) != 0 || block <= _next || next > _end || next < block || rounded < size)
            return 0;
        *(nuint*)(block - RecordSize) = rounded;
        _next = next;
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
        if ((nuint)block + UsableSizeOf(block) == _next)
            TakeBack((nuint)block - RecordSize);
    }

    /// <inheritdoc/>
    public nint Reallocate(nint block, nuint size, nuint alignment)
    {
        if (block == 0)
            return Allocate(size, alignment);
        if (!Blocks.IsValid(size, alignment))
            return 0;
        nuint length = UsableSizeOf(block), rounded = RoundedSize(size);
        if ((nuint)block + length == _next && rounded <= _end - (nuint)block)
        {
            if (rounded < length)
                NotePeak();
            *(nuint*)(block - (nint)RecordSize) = rounded;
            _next = (nuint)block + rounded;
            return block;
        }

        return size <= length ? block : Blocks.Move(ref this, block, length, size, alignment);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nuint UsableSize(nint block) => UsableSizeOf(block);

    /// <summary>How many bytes a block of any region has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint UsableSizeOf(nint block) => *(nuint*)(block - (nint)RecordSize);

    /// <summary>What the heap holds. What was freed and lost counts as used.</summary>
    public readonly HeapStatistics Statistics => new(_capacity, Used, Used > _peak ? Used : _peak, _blocks);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint RoundedSize(nuint size) => ((size + RecordSize - 1) & ~(Granule - 1)) + RecordSize;

    private readonly ulong Used => _next - _shift;

    // The peak is noted only where the use goes down.
    private void TakeBack(nuint next)
    {
        NotePeak();
        _next = next;
    }

    private void NotePeak()
    {
        if (Used > _peak)
            _peak = Used;
    }
}
