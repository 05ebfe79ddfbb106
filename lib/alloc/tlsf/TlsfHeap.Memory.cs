using System;

namespace Lithe.Alloc;

// The ranges that the heap is made of: how much a request takes at most, and what is laid out in a new one.
public unsafe partial struct TlsfHeap
{
    /// <inheritdoc/>
    public static nuint MemoryFor(nuint size, nuint alignment)
    {
        if (!Blocks.IsValid(size, alignment) || size > Greatest / 4 || alignment > Greatest / 4)
            return 0;
        // The class that is asked for starts up to a sixteenth above; lists, borders and rounding take the rest.
        nuint payload = PayloadFor(size) + (alignment > Granule ? alignment + LeastPayload + HeaderSize : 0);
        return payload + (payload >> 4) + (nuint)ListBytes(SizeClass.FirstLevels(Greatest)) + KeptBytes + 8 * Granule;
    }

    /// <inheritdoc/>
    public bool AddMemory(nuint start, nuint length)
    {
        nuint first = Blocks.RoundUp(start, Granule);
        nuint end = (start + length) & ~(Granule - 1);
        if (first == _end && first == start && _heads != null && end > first)
            return Extend(end);
        bool isFirst = _heads == null;
        int levels = !isFirst ? _firstLevels : SizeClass.FirstLevels(length < SmallHeap ? SmallGreatest : Greatest);
        bool keeps = isFirst && length >= SmallHeap;
        nuint lists = (isFirst ? ListBytes(levels) : 0) + (keeps ? KeptBytes : 0);
        // One granule more, so that the first payload is at a multiple of 16, and one header for the end.
        if (end <= first || end - first < lists + 2 * Granule + LeastPayload || SizeClass.FirstLevels(end - first) > levels)
            return false;
        if (isFirst)
        {
            _heads = (nuint*)first;
            _secondMaps = (uint*)(_heads + levels * SizeClass.SecondLevels);
            _firstLevels = levels;
            _kept = keeps ? (nuint*)(first + ListBytes(levels)) : null;
            // The maps say which heads are worth reading: clearing those too would be a good part of what a boot costs.
            new Span<byte>(_secondMaps, levels * sizeof(uint)).Clear();
        }

        nuint block = first + lists + Granule - HeaderSize;
        nuint last = end - HeaderSize;
        nuint payload = last - block - HeaderSize;
        *(nuint*)block = payload;
        *(nuint*)last = 0;
        MarkFree(block, payload);
        Insert(block, payload);
        _end = end;
        _capacity += end - first;
        // The free block's header counts as used when the block is.
        _used += end - first - payload - HeaderSize;
        if (_used > _peak)
            _peak = _used;
        return true;
    }

    // A range that follows the last one: its end becomes the header of a free block, which joins what is free before it.
    private bool Extend(nuint end)
    {
        nuint block = _end - HeaderSize, size = end - _end - HeaderSize, last = end - HeaderSize;
        bool joins = (*(nuint*)block & PreviousFreeFlag) != 0;
        if (SizeClass.FirstLevels(size + HeaderSize + (joins ? *(nuint*)(block - HeaderSize) : 0)) > _firstLevels)
            return false;
        _capacity += end - _end;
        _end = end;
        *(nuint*)last = 0;
        if (joins)
        {
            nuint previousSize = *(nuint*)(block - HeaderSize);
            block -= HeaderSize + previousSize;
            Remove(block, previousSize);
            size += previousSize + HeaderSize;
        }
        else
        {
            *(nuint*)block = 0;
        }

        MarkFree(block, size);
        Insert(block, size);
        return true;
    }

    private static nuint ListBytes(int levels) =>
        (nuint)levels * SizeClass.SecondLevels * (nuint)sizeof(nuint) + Blocks.RoundUp((nuint)levels * sizeof(uint), Granule);
}
