using System;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

// Small blocks that were given back and are kept as they are: for each payload up to 8 KiB a list, newest first. To the figures of the heap they are in use:
// Statistics takes them off.
//
// A list's word: bits 0 to 15, how many more blocks it may take; bits 16 to 63, its first one. A block that is put before others holds the word as it was before, so
// that taking it off again is one load and one store.
public unsafe partial struct TlsfHeap
{
    private const nuint KeptFlag = 4;

    // Programs' buffers are of up to 8 KiB, and what they put before them.
    private const nuint KeptLimit = 8192 + 2 * Granule;

    private const int KeptLists = (int)(KeptLimit / Granule);
    private const nuint KeptBytes = (KeptLists + 1) / 2 * 2 * 8;
    private const int BlockShift = 16;
    private const nuint RoomMask = (1 << BlockShift) - 1;

    // The least memory that is kept from others is a few blocks of each size in use; the most steps that giving all of them up takes are as bounded.
    private const int FreedBefore = 16;
    private const nuint FewKept = 8, ManyKept = 128, MostOfAll = 1024, SmallestLists = 5, SmallLists = 32;

    // Who asks for a small size asks again: where no free block is of just that size, several are cut at once, and the others kept. Of each size they are at most a
    // 128th of what is in use, or four of the smallest ones: little is never asked for.
    private const nuint BatchLimit = 512, LeastBatchLimit = 128, LeastBatch = 4, MostBatchBytes = 2048;
    private const int BatchShare = 7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool Keep(nuint block, nuint header)
    {
        // No list for any size in a heap that keeps nothing.
        nuint list = header / Granule;
        if (list >= _keptLists)
            return false;
        nuint* kept = _kept + list;
        nuint word = *kept, room = word & RoomMask;
        if (room == 0)
            return false;
        *(nuint*)block = header | KeptFlag;
        ((nuint*)block)[1] = word;
        *kept = block << BlockShift | (room - 1);
        return true;
    }

    // When a program has given a few blocks back: writing the lists earlier would be a part of every boot.
    private void StartKeeping()
    {
        for (nuint list = 0; list < KeptLists; list++)
            _kept[list] = MostKept(list);
        _keptLists = KeptLists;
    }

    // A kept block for this size, or any other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint AllocatePlain(nuint size)
    {
        // As PayloadFor rounds, without a branch that a program's sizes take by chance; a size that wraps is no list's.
        nuint list = (Math.Max(size, LeastPayload) + HeaderSize - 1) / Granule;
        if (list < _keptLists)
        {
            nuint* kept = _kept + list;
            nuint block = First(*kept);
            if (block != 0)
            {
                *kept = ((nuint*)block)[1];
                *(nuint*)block &= ~KeptFlag;
                return (nint)(block + HeaderSize);
            }
        }

        return Search(size);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint First(nuint word) => word >> BlockShift;

    private static nuint MostKept(nuint list) => list < SmallestLists ? MostOfAll : list < SmallLists ? ManyKept : FewKept;

    // The first of a few blocks of this payload, whose list is empty; 0 when there is one of just that size, or no room for so many.
    private nuint CutBatch(nuint payload)
    {
        nuint list = payload / Granule, step = payload + HeaderSize;
        if ((_secondMaps[0] >> (int)list & 1) != 0)
            return 0;
        nuint bytes = (nuint)_used >> BatchShare;
        nuint count = (bytes < MostBatchBytes ? bytes : MostBatchBytes) / step, room = _kept[list] & RoomMask;
        if (count < LeastBatch && payload < LeastBatchLimit)
            count = LeastBatch;
        if (count > room)
            count = room;
        if (count < 2)
            return 0;
        nuint block = Cut(count * step - HeaderSize);
        if (block == 0)
            return 0;
        Account(block, (uint)count);
        // What the first one has beyond its size was too little to be a block.
        nuint header = *(nuint*)block, last = block + HeaderSize + (header & ~FlagMask) - step;
        *(nuint*)block = header - (count - 1) * step;
        nuint word = _kept[list];
        for (; count > 1; count--, last -= step)
        {
            *(nuint*)last = payload | KeptFlag;
            ((nuint*)last)[1] = word;
            word = last << BlockShift | --room;
        }

        _kept[list] = word;
        return block;
    }

    // Joins all of them with what is free around them: a fixed number of steps at the most.
    private void GiveUpKept()
    {
        for (nuint list = 0; list < _keptLists; list++)
        {
            nuint block = First(_kept[list]);
            _kept[list] = MostKept(list);
            while (block != 0)
            {
                nuint next = First(((nuint*)block)[1]), header = *(nuint*)block & ~KeptFlag;
                *(nuint*)block = header;
                Join(block, header, header & ~FlagMask);
                block = next;
            }
        }
    }

    private readonly nuint KeptBlocks(nuint list) => MostKept(list) - (_kept[list] & RoomMask);
}
