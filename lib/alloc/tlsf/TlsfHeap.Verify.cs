namespace Lithe.Alloc;

// For tests.
public unsafe partial struct TlsfHeap
{
    // Whether the lists and the bitmaps agree and hold as many free bytes as the figures say.
    internal readonly bool Verify(out int freeBlocks)
    {
        freeBlocks = 0;
        ulong free = 0;
        for (int i = 0; i < _firstLevels * SizeClass.SecondLevels; i++)
        {
            int first = i / SizeClass.SecondLevels;
            bool bit = (_secondMaps[first] >> (i % SizeClass.SecondLevels) & 1) != 0;
            if ((bit && _heads[i] == 0) || ((_firstMap >> first & 1) == 0 && bit))
                return false;
            nuint previous = 0;
            for (nuint block = bit ? _heads[i] : 0; block != 0; block = ((nuint*)block)[1])
            {
                nuint size = SizeOf(block), next = *(nuint*)(block + HeaderSize + size);
                SizeClass of = SizeClass.OfBlock(size);
                // Free, as its neighbours know; no free neighbour, which would have been joined.
                if ((*(nuint*)block & (FreeFlag | PreviousFreeFlag)) != FreeFlag || (next & (FreeFlag | PreviousFreeFlag)) != PreviousFreeFlag
                    || *(nuint*)(block + size) != size || of.First * SizeClass.SecondLevels + of.Second != i || ((nuint*)block)[2] != previous)
                {
                    return false;
                }

                previous = block;
                free += size;
                freeBlocks++;
            }
        }

        for (nuint list = 0; list < _keptLists; list++)
        {
            nuint length = 0;
            for (nuint block = First(_kept[list]); block != 0; block = First(((nuint*)block)[1]))
            {
                // In use, as its neighbours know.
                if ((*(nuint*)block & (FreeFlag | KeptFlag)) != KeptFlag || SizeOf(block) / Granule != list)
                    return false;
                length++;
            }

            if (KeptBlocks(list) != length)
                return false;
        }

        return free + (ulong)freeBlocks * HeaderSize == _capacity - _used;
    }
}
