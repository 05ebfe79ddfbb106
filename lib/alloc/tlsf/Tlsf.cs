using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

// Two-level segregated fit (Masmano, Ripoll, Crespo, Real: "TLSF: a new dynamic memory allocator for real-time systems", 2004): a list of
// free blocks for every size class and two levels of bitmaps over them, so that allocating and freeing take a fixed number of steps.
//
// Memory from the start: the lists (heads by class), the bitmaps, then the blocks. A block:
//
//   -8  the size of the block before, valid while that is free (it is the last word of it)
//    0  the size of the payload, a multiple of 16 plus 8; bit 0: this block is free; bit 1: the block before is free
//    8  payload, at a multiple of 16; of a free block: the next and the previous free block of its class
internal unsafe struct Tlsf
{
    private const nuint FreeFlag = 1;
    private const nuint PreviousFreeFlag = 2;
    private const nuint FlagMask = 15 - 8;
    private const nuint HeaderSize = 8;
    private const nuint Granule = 16;
    private const nuint LeastPayload = 24;

    private nuint* _heads;
    private uint* _secondMaps;
    private ulong _firstMap;
    private int _firstLevels;
    private nuint _firstBlock;

    internal ulong Capacity { get; private set; }

    internal ulong Used { get; private set; }

    internal ulong Peak { get; private set; }

    internal ulong Blocks { get; private set; }

    // Takes the memory; false when it is too small for one block.
    internal bool Initialize(nuint start, nuint length)
    {
        nuint end = (start + length) & ~(Granule - 1);
        start = (start + Granule - 1) & ~(Granule - 1);
        _firstLevels = SizeClass.FirstLevels(length);
        nuint listBytes = (nuint)_firstLevels * SizeClass.SecondLevels * (nuint)sizeof(nuint);
        nuint mapBytes = ((nuint)_firstLevels * sizeof(uint) + Granule - 1) & ~(Granule - 1);
        // One granule more, so that the first payload is at a multiple of 16, and one header for the end.
        if (end <= start || end - start < listBytes + mapBytes + 2 * Granule + LeastPayload)
            return false;
        _heads = (nuint*)start;
        _secondMaps = (uint*)(start + listBytes);
        for (int i = 0; i < _firstLevels * SizeClass.SecondLevels; i++)
            _heads[i] = 0;
        for (int i = 0; i < _firstLevels; i++)
            _secondMaps[i] = 0;
        _firstMap = 0;
        _firstBlock = start + listBytes + mapBytes + Granule - HeaderSize;
        nuint last = end - HeaderSize;
        nuint payload = last - _firstBlock - HeaderSize;
        *(nuint*)_firstBlock = payload;
        // The end: a block without payload that is never free.
        *(nuint*)last = 0;
        MarkFree(_firstBlock, payload);
        Insert(_firstBlock, payload);
        Capacity = end - start;
        Used = Peak = Capacity - payload;
        Blocks = 0;
        return true;
    }

    internal nint Allocate(nuint size, nuint alignment)
    {
        if (alignment == 0 || (alignment & (alignment - 1)) != 0 || size > SizeClass.Greatest || alignment > SizeClass.Greatest)
            return 0;
        nuint payload = PayloadFor(size);
        nuint block;
        if (alignment <= Granule)
        {
            block = Take(payload);
            if (block == 0)
                return 0;
        }
        else
        {
            // Room for the alignment and for the free block that is left before it.
            block = Take(payload + alignment + LeastPayload + HeaderSize);
            if (block == 0)
                return 0;
            nuint address = (block + HeaderSize + alignment - 1) & ~(alignment - 1);
            nuint gap = address - block - HeaderSize;
            if (gap != 0 && gap < LeastPayload + HeaderSize)
            {
                address += alignment;
                gap += alignment;
            }
            if (gap != 0)
                block = CutFront(block, gap);
        }
        Trim(block, payload);
        Used += SizeOf(block) + HeaderSize;
        if (Used > Peak)
            Peak = Used;
        Blocks++;
        return (nint)(block + HeaderSize);
    }

    internal void Free(nint address)
    {
        if (address == 0)
            return;
        nuint block = (nuint)address - HeaderSize;
        nuint header = *(nuint*)block;
        // Freed twice, or no block at all.
        if ((header & FreeFlag) != 0)
            Fail.Stop(FailReason.InvalidOperation, "A block of the heap was freed twice.");
        nuint size = header & ~FlagMask;
        Used -= size + HeaderSize;
        Blocks--;
        if ((header & PreviousFreeFlag) != 0)
        {
            nuint previous = block - HeaderSize - *(nuint*)(block - HeaderSize);
            nuint previousSize = SizeOf(previous);
            Remove(previous, previousSize);
            block = previous;
            size += previousSize + HeaderSize;
        }
        nuint next = block + HeaderSize + size;
        if ((*(nuint*)next & FreeFlag) != 0)
        {
            nuint nextSize = SizeOf(next);
            Remove(next, nextSize);
            size += nextSize + HeaderSize;
        }
        MarkFree(block, size);
        Insert(block, size);
    }

    internal static nuint UsableSize(nint address) => SizeOf((nuint)address - HeaderSize);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint PayloadFor(nuint size)
    {
        nuint payload = ((size + HeaderSize - 1) & ~(Granule - 1)) + HeaderSize;
        return payload < LeastPayload ? LeastPayload : payload;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint SizeOf(nuint block) => *(nuint*)block & ~FlagMask;

    // Takes a free block of at least this size out of its list and marks it used.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint Take(nuint payload)
    {
        SizeClass wanted = SizeClass.OfRequest(payload);
        int first = wanted.First;
        if (first >= _firstLevels)
            return 0;
        uint second = _secondMaps[first] & (~0u << wanted.Second);
        if (second == 0)
        {
            ulong above = _firstMap & (~0UL << first << 1);
            if (above == 0)
                return 0;
            first = BitOperations.TrailingZeroCount(above);
            second = _secondMaps[first];
        }
        nuint block = _heads[first * SizeClass.SecondLevels + BitOperations.TrailingZeroCount(second)];
        nuint size = SizeOf(block);
        Remove(block, size);
        *(nuint*)block &= ~FreeFlag;
        *(nuint*)(block + HeaderSize + size) &= ~PreviousFreeFlag;
        return block;
    }

    // Gives back what a used block has beyond the payload.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Trim(nuint block, nuint payload)
    {
        nuint size = SizeOf(block);
        if (size < payload + HeaderSize + LeastPayload)
            return;
        nuint rest = block + HeaderSize + payload;
        nuint restSize = size - payload - HeaderSize;
        *(nuint*)block = payload | (*(nuint*)block & FlagMask);
        *(nuint*)rest = restSize;
        MarkFree(rest, restSize);
        Insert(rest, restSize);
    }

    // Makes the first bytes of a used block a free one; returns the used rest.
    private nuint CutFront(nuint block, nuint gap)
    {
        nuint size = SizeOf(block);
        nuint rest = block + gap;
        nuint gapSize = gap - HeaderSize;
        *(nuint*)rest = size - gap;
        *(nuint*)block = gapSize | (*(nuint*)block & FlagMask);
        MarkFree(block, gapSize);
        Insert(block, gapSize);
        return rest;
    }

    // Writes a free block's header and end, and tells the next.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MarkFree(nuint block, nuint size)
    {
        *(nuint*)block = size | FreeFlag | (*(nuint*)block & PreviousFreeFlag);
        nuint next = block + HeaderSize + size;
        *(nuint*)(next - HeaderSize) = size;
        *(nuint*)next |= PreviousFreeFlag;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Insert(nuint block, nuint size)
    {
        SizeClass list = SizeClass.OfBlock(size);
        nuint* head = &_heads[list.First * SizeClass.SecondLevels + list.Second];
        nuint next = *head;
        ((nuint*)block)[1] = next;
        ((nuint*)block)[2] = 0;
        if (next != 0)
            ((nuint*)next)[2] = block;
        *head = block;
        _secondMaps[list.First] |= 1u << list.Second;
        _firstMap |= 1UL << list.First;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Remove(nuint block, nuint size)
    {
        nuint next = ((nuint*)block)[1], previous = ((nuint*)block)[2];
        if (next != 0)
            ((nuint*)next)[2] = previous;
        if (previous != 0)
        {
            ((nuint*)previous)[1] = next;
            return;
        }
        SizeClass list = SizeClass.OfBlock(size);
        _heads[list.First * SizeClass.SecondLevels + list.Second] = next;
        if (next != 0)
            return;
        _secondMaps[list.First] &= ~(1u << list.Second);
        if (_secondMaps[list.First] == 0)
            _firstMap &= ~(1UL << list.First);
    }

    // Whether every record agrees with every other; for tests. The number of free blocks comes out too.
    internal readonly bool Verify(out int freeBlocks)
    {
        freeBlocks = 0;
        ulong blocks = 0;
        bool previousFree = false;
        nuint block = _firstBlock;
        while (SizeOf(block) != 0)
        {
            nuint header = *(nuint*)block, size = SizeOf(block);
            bool free = (header & FreeFlag) != 0;
            if ((header & PreviousFreeFlag) != 0 != previousFree || (free && previousFree) || (size & 15) != 8)
                return false;
            if (free)
            {
                freeBlocks++;
                if (*(nuint*)(block + size) != size || !IsListed(block, size))
                    return false;
            }
            else
            {
                blocks++;
            }
            previousFree = free;
            block += HeaderSize + size;
        }
        int listed = 0;
        for (int i = 0; i < _firstLevels * SizeClass.SecondLevels; i++)
        {
            bool bit = (_secondMaps[i / SizeClass.SecondLevels] >> (i % SizeClass.SecondLevels) & 1) != 0;
            if (bit != (_heads[i] != 0) || ((_firstMap >> (i / SizeClass.SecondLevels) & 1) == 0 && bit))
                return false;
            for (nuint b = _heads[i]; b != 0; b = ((nuint*)b)[1])
                listed++;
        }
        return listed == freeBlocks && blocks == Blocks;
    }

    private readonly bool IsListed(nuint block, nuint size)
    {
        SizeClass list = SizeClass.OfBlock(size);
        for (nuint b = _heads[list.First * SizeClass.SecondLevels + list.Second]; b != 0; b = ((nuint*)b)[1])
        {
            if (b == block)
                return true;
        }
        return false;
    }
}
