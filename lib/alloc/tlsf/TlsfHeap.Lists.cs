using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

// Free blocks in their lists.
public unsafe partial struct TlsfHeap
{
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
        uint* map = &_secondMaps[list.First];
        // The head of a list that the map says is empty was never written, or not cleared.
        nuint next = (*map >> list.Second & 1) != 0 ? *head : 0;
        ((nuint*)block)[1] = next;
        ((nuint*)block)[2] = 0;
        *head = block;
        if (next != 0)
        {
            ((nuint*)next)[2] = block;
            return;
        }

        *map |= 1u << list.Second;
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

        SizeClass of = SizeClass.OfBlock(size);
        int list = of.First * SizeClass.SecondLevels + of.Second;
        _heads[list] = next;
        if (next == 0)
            Forget(list);
    }

    // A list has become empty.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Forget(int list)
    {
        int first = list / SizeClass.SecondLevels;
        uint map = _secondMaps[first] & ~(1u << list);
        _secondMaps[first] = map;
        if (map == 0)
            _firstMap &= ~(1UL << first);
    }
}
