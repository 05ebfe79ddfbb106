using System;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

// Small blocks that were given back and are kept as they are: for each payload up to 4 KiB a list, newest first, and its length.
public unsafe partial struct TlsfHeap
{
    private const nuint KeptFlag = 4;

    // A program's own sizes go up to a page, with the word that the record takes.
    private const nuint KeptLimit = 4096 + Granule;

    // The least memory that is kept from others is a few blocks of each size in use; the most steps that giving all of them up takes are as bounded.
    private const int MostKept = 8;

    private const int KeptLists = (int)(KeptLimit / Granule);
    private const nuint KeptBytes = KeptLists * 9 + (16 - KeptLists * 9 % 16) % 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Keep(nuint block, nuint header, nuint size)
    {
        nuint* kept = _kept;
        if (size >= KeptLimit || kept == null && !StartKeeping(ref kept))
            return false;
        nuint list = size / Granule;
        byte* length = (byte*)(kept + KeptLists) + list;
        if (*length >= MostKept)
            return false;
        (*length)++;
        *(nuint*)block = header | KeptFlag;
        ((nuint*)block)[1] = kept[list];
        kept[list] = block;
        return true;
    }

    // With the first block that is given back: clearing the lists earlier would be a part of every boot.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool StartKeeping(ref nuint* kept)
    {
        if (_keptMemory == null)
            return false;
        new Span<byte>(_keptMemory, (int)KeptBytes).Clear();
        kept = _kept = _keptMemory;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly nuint TakeKept(nuint payload)
    {
        nuint* kept = _kept;
        if (payload >= KeptLimit || kept == null)
            return 0;
        nuint list = payload / Granule, block = kept[list];
        if (block == 0)
            return 0;
        kept[list] = ((nuint*)block)[1];
        ((byte*)(kept + KeptLists))[list]--;
        *(nuint*)block &= ~KeptFlag;
        return block;
    }

    // Joins all of them with what is free around them: a fixed number of steps at the most.
    private void GiveUpKept()
    {
        for (int list = 0; _kept != null && list < KeptLists; list++)
        {
            for (nuint block = _kept[list]; block != 0; block = _kept[list])
            {
                _kept[list] = ((nuint*)block)[1];
                nuint header = *(nuint*)block & ~KeptFlag;
                *(nuint*)block = header;
                Join(block, header, header & ~FlagMask);
            }

            ((byte*)(_kept + KeptLists))[list] = 0;
        }
    }
}
