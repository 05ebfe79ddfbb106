using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

// Small blocks that were given back and are kept as they are: for each payload up to 4 KiB a list, newest first. To the figures of the heap they are in use:
// Statistics takes them off.
//
// A list's word: bits 0 to 47, its first block; bits 48 to 63, how many more it may take. A block that is put before others holds the word as it was before, so
// that taking it off again is one load and one store.
public unsafe partial struct TlsfHeap
{
    private const nuint KeptFlag = 4;

    // A program's own sizes go up to a page, with the word that the record takes.
    private const nuint KeptLimit = 4096 + Granule;

    private const int KeptLists = (int)(KeptLimit / Granule);
    private const nuint KeptBytes = (KeptLists + 1) / 2 * 2 * 8;
    private const int RoomShift = 48;

    // The least memory that is kept from others is a few blocks of each size in use; the most steps that giving all of them up takes are as bounded.
    private const int FreedBefore = 16;
    private const nuint FewKept = 8, ManyKept = 128, SmallLists = 16;

    // Who asks for one of the smallest sizes asks again: where no free block is of just that size, several are cut at once, and the others kept. At most 3 KiB of all
    // sizes are never asked for.
    private const nuint BatchLimit = 128;
    private const int Batch = 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool Keep(nuint block, nuint header)
    {
        // No list for any size in a heap that keeps nothing.
        nuint list = header / Granule;
        if (list >= _keptLists)
            return false;
        nuint* kept = _kept + list;
        nuint word = *kept, room = word >> RoomShift;
        if (room == 0)
            return false;
        *(nuint*)block = header | KeptFlag;
        ((nuint*)block)[1] = word;
        *kept = (room - 1) << RoomShift | block;
        return true;
    }

    // When a program has given a few blocks back: writing the lists earlier would be a part of every boot.
    private void StartKeeping()
    {
        for (nuint list = 0; list < KeptLists; list++)
            _kept[list] = MostKept(list) << RoomShift;
        _keptLists = KeptLists;
    }

    // A kept block for this size, or 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly nuint TakeKept(nuint size)
    {
        // As PayloadFor rounds; a size that wraps is no list's.
        nuint list = size <= LeastPayload ? 1 : (size + HeaderSize - 1) / Granule;
        if (list >= _keptLists)
            return 0;
        nuint* kept = _kept + list;
        nuint block = First(*kept);
        if (block == 0)
            return 0;
        *kept = ((nuint*)block)[1];
        *(nuint*)block &= ~KeptFlag;
        return block;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint First(nuint word) => word << (64 - RoomShift) >> (64 - RoomShift);

    private static nuint MostKept(nuint list) => list < SmallLists ? ManyKept : FewKept;

    // The first of a few blocks of this payload, whose list is empty; 0 when there is one of just that size, or no room for so many.
    private nuint CutBatch(nuint payload)
    {
        nuint list = payload / Granule, step = payload + HeaderSize;
        if ((_secondMaps[0] >> (int)list & 1) != 0)
            return 0;
        nuint block = Cut(Batch * step - HeaderSize);
        if (block == 0)
            return 0;
        Account(block, Batch);
        // What the first one has beyond its size was too little to be a block.
        nuint header = *(nuint*)block, last = block + HeaderSize + (header & ~FlagMask) - step;
        *(nuint*)block = header - (Batch - 1) * step;
        for (int i = 1; i < Batch; i++, last -= step)
            Keep(last, payload);
        return block;
    }

    // Joins all of them with what is free around them: a fixed number of steps at the most.
    private void GiveUpKept()
    {
        for (nuint list = 0; list < _keptLists; list++)
        {
            nuint block = First(_kept[list]);
            _kept[list] = MostKept(list) << RoomShift;
            while (block != 0)
            {
                nuint next = First(((nuint*)block)[1]), header = *(nuint*)block & ~KeptFlag;
                *(nuint*)block = header;
                Join(block, header, header & ~FlagMask);
                block = next;
            }
        }
    }

    private readonly nuint KeptBlocks(nuint list) => MostKept(list) - (_kept[list] >> RoomShift);
}
