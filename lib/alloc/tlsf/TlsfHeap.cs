using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>
/// Two-level segregated fit (Masmano, Ripoll, Crespo, Real: "TLSF: a new dynamic memory allocator for real-time systems", 2004): a list of
/// free blocks for every size class and two levels of bitmaps over them, so that allocating and freeing take a fixed number of steps.
/// </summary>
/// <remarks>
/// The first range starts with the lists (heads by class) and the bitmaps. Then, and in every later range, blocks:
///
///   -8  the size of the block before, valid while that is free (it is the last word of it)
///    0  the size of the payload, a multiple of 16 plus 8; bit 0: this block is free; bit 1: the block before is free; bit 2: given back, but kept as it is
///    8  payload, at a multiple of 16; of a free block: the next and the previous free block of its class
///
/// A range ends in a block without payload that is never free.
///
/// A few blocks of each small size are kept as they are when they are given back (TlsfHeap.Kept.cs): programs ask for the same sizes again and again, and joining a
/// block with its neighbours only to cut it off again is most of the work. To the other blocks a kept one is in use.
/// </remarks>
public unsafe partial struct TlsfHeap : IHeap
{
    private const nuint FreeFlag = 1;
    private const nuint PreviousFreeFlag = 2;
    private const nuint FlagMask = 15 - 8;
    private const nuint HeaderSize = 8;
    private const nuint Granule = 16;
    private const nuint LeastPayload = 24;

    // Ranges and blocks up to 64 GiB; in a heap that starts with less than 64 KiB up to 1 MiB, for the lists' sake.
    private const ulong Greatest = 1UL << 36, SmallHeap = 1UL << 16, SmallGreatest = 1UL << 20;

    private nuint* _heads;
    private uint* _secondMaps;
    private ulong _firstMap;

    // The lists of kept blocks; null in a small heap. How many lists are in use: all, or none, so that one comparison says both.
    private nuint* _kept;
    private nuint _keptLists;
    private int _freed;
    private int _firstLevels;
    private ulong _capacity;
    private ulong _used;
    private ulong _peak;
    private ulong _blocks;

    // Where the last range ends: the next one may follow.
    private nuint _end;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Allocate(nuint size, nuint alignment) =>
        alignment - 1 < Granule && (alignment & (alignment - 1)) == 0 ? AllocatePlain(size) : AllocateAligned(size, alignment);

    /// <inheritdoc/>
    public void Free(nint address)
    {
        if (address == 0)
            return;
        nuint block = (nuint)address - HeaderSize;
        nuint header = *(nuint*)block;
        // Freed twice, or no block at all.
        if ((header & (FreeFlag | KeptFlag)) != 0)
            Fail.Stop(FailReason.InvalidOperation, "A block of the heap was freed twice.");
        if (!Keep(block, header))
            FreeSlow(block, header);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FreeSlow(nuint block, nuint header)
    {
        if (_keptLists == 0 && _kept != null && ++_freed == FreedBefore)
            StartKeeping();

        Join(block, header, header & ~FlagMask);
    }

    // Makes a used block free, with what is free around it.
    private void Join(nuint block, nuint header, nuint size)
    {
        _used -= size + HeaderSize;
        _blocks--;
        if ((header & PreviousFreeFlag) != 0)
        {
            nuint previousSize = *(nuint*)(block - HeaderSize);
            block -= HeaderSize + previousSize;
            Remove(block, previousSize);
            size += previousSize + HeaderSize;
        }

        Release(block, size);
    }

    /// <inheritdoc/>
    public nint Reallocate(nint address, nuint size, nuint alignment)
    {
        if (address == 0)
            return Allocate(size, alignment);
        if (!Blocks.IsValid(size, alignment))
            return 0;
        nuint block = (nuint)address - HeaderSize, had = SizeOf(block), payload = PayloadFor(size);
        if (payload > had)
        {
            nuint next = block + HeaderSize + had, header = *(nuint*)next, nextSize = header & ~FlagMask;
            if ((header & FreeFlag) == 0 || had + HeaderSize + nextSize < payload)
                return Blocks.Move(ref this, address, had, size, alignment);
            Remove(next, nextSize);
            nuint joined = had + HeaderSize + nextSize;
            *(nuint*)block = joined | (*(nuint*)block & FlagMask);
            *(nuint*)(block + HeaderSize + joined) &= ~PreviousFreeFlag;
            _used += nextSize + HeaderSize;
        }

        nuint before = SizeOf(block);
        Trim(block, payload);
        _used -= before - SizeOf(block);
        if (_used > _peak)
            _peak = _used;
        return address;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nuint UsableSize(nint block) => SizeOf((nuint)block - HeaderSize);

    /// <summary>What the heap holds. The peak counts blocks that were given back and are kept for the next of their size.</summary>
    public readonly HeapStatistics Statistics
    {
        get
        {
            ulong used = _used, blocks = _blocks;
            for (nuint list = 0; list < _keptLists; list++)
            {
                ulong kept = KeptBlocks(list);
                blocks -= kept;
                used -= kept * (list * Granule + HeaderSize + HeaderSize);
            }

            return new HeapStatistics(_capacity, used, _peak, blocks);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint Search(nuint size)
    {
        if (size > Greatest)
            return 0;
        nuint payload = PayloadFor(size);
        nuint block = payload < BatchLimit && _keptLists != 0 ? CutBatch(payload) : 0;
        if (block != 0)
            return (nint)(block + HeaderSize);
        block = Cut(payload);
        if (block == 0)
        {
            GiveUpKept();
            block = Cut(payload);
            if (block == 0)
                return 0;
        }

        return Account(block);
    }

    private nint AllocateAligned(nuint size, nuint alignment)
    {
        if (!Blocks.IsValid(size, alignment) || size > Greatest || alignment > Greatest)
            return 0;
        // Room for the alignment and for the free block that is left before it.
        nuint payload = PayloadFor(size);
        nuint block = Take(payload + alignment + LeastPayload + HeaderSize);
        if (block == 0)
        {
            GiveUpKept();
            block = Take(payload + alignment + LeastPayload + HeaderSize);
            if (block == 0)
                return 0;
        }

        nuint address = Blocks.RoundUp(block + HeaderSize, alignment);
        nuint gap = address - block - HeaderSize;
        if (gap != 0 && gap < LeastPayload + HeaderSize)
            gap += alignment;
        if (gap != 0)
            block = CutFront(block, gap);
        Trim(block, payload);
        return Account(block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint Account(nuint block, uint blocks = 1)
    {
        ulong used = _used + SizeOf(block) + HeaderSize;
        _used = used;
        if (used > _peak)
            _peak = used;
        _blocks += blocks;
        return (nint)(block + HeaderSize);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint PayloadFor(nuint size)
    {
        nuint payload = ((size + HeaderSize - 1) & ~(Granule - 1)) + HeaderSize;
        return payload < LeastPayload ? LeastPayload : payload;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint SizeOf(nuint block) => *(nuint*)block & ~FlagMask;

    // A list that is not empty, all of whose blocks are of at least this size; or -1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Find(nuint payload)
    {
        SizeClass wanted = SizeClass.OfRequest(payload);
        int first = wanted.First;
        if (first >= _firstLevels)
            return -1;
        uint second = _secondMaps[first] & (~0u << wanted.Second);
        if (second == 0)
        {
            ulong above = _firstMap & (~0UL << first << 1);
            if (above == 0)
                return -1;
            first = BitOperations.TrailingZeroCount(above);
            second = _secondMaps[first];
        }

        return first * SizeClass.SecondLevels + BitOperations.TrailingZeroCount(second);
    }

    // Takes a free block of at least this size out of its list and marks it used.
    private nuint Take(nuint payload)
    {
        int list = Find(payload);
        if (list < 0)
            return 0;
        nuint block = _heads[list];
        TakeHead(list, ((nuint*)block)[1]);
        MarkUsed(block, *(nuint*)block & ~FlagMask);
        return block;
    }

    // The same, without what it has beyond that size. A rest that belongs into the same list takes the block's place: so it is with memory that has not been cut up yet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint Cut(nuint payload)
    {
        int list = Find(payload);
        if (list < 0)
            return 0;
        nuint block = _heads[list], next = ((nuint*)block)[1], size = *(nuint*)block & ~FlagMask;
        if (size < payload + HeaderSize + LeastPayload)
        {
            TakeHead(list, next);
            MarkUsed(block, size);
            return block;
        }

        nuint rest = block + HeaderSize + payload, restSize = size - payload - HeaderSize;
        // No free block has a free neighbour.
        *(nuint*)block = payload;
        *(nuint*)rest = restSize | FreeFlag;
        *(nuint*)(rest + restSize) = restSize;
        SizeClass of = SizeClass.OfBlock(restSize);
        if (of.First * SizeClass.SecondLevels + of.Second == list)
        {
            ((nuint*)rest)[1] = next;
            ((nuint*)rest)[2] = 0;
            _heads[list] = rest;
            if (next != 0)
                ((nuint*)next)[2] = rest;
        }
        else
        {
            TakeHead(list, next);
            Insert(rest, restSize);
        }

        return block;
    }

    // The first block of a list goes out of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeHead(int list, nuint next)
    {
        _heads[list] = next;
        if (next != 0)
            ((nuint*)next)[2] = 0;
        else
            Forget(list);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MarkUsed(nuint block, nuint size)
    {
        *(nuint*)block = size;
        *(nuint*)(block + HeaderSize + size) &= ~PreviousFreeFlag;
    }

    // Gives back what a used block has beyond the payload.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Trim(nuint block, nuint payload)
    {
        nuint header = *(nuint*)block, size = header & ~FlagMask;
        if (size < payload + HeaderSize + LeastPayload)
            return;
        nuint rest = block + HeaderSize + payload;
        *(nuint*)block = payload | (header & FlagMask);
        *(nuint*)rest = 0;
        Release(rest, size - payload - HeaderSize);
    }

    // Makes a block free and joins it with the next one; the one before is in use.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Release(nuint block, nuint size)
    {
        nuint next = block + HeaderSize + size, header = *(nuint*)next;
        if ((header & FreeFlag) != 0)
        {
            nuint nextSize = header & ~FlagMask;
            Remove(next, nextSize);
            size += nextSize + HeaderSize;
        }

        MarkFree(block, size);
        Insert(block, size);
    }
}
