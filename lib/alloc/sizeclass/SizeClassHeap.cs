using System.Runtime.CompilerServices;
using System.Threading;

namespace Lithe.Alloc;

/// <summary>
/// Size classes in pages that belong to one owner each (Leijen, Zorn, de Moura: "Mimalloc: Free List Sharding in Action", 2019): allocating takes the first block of a
/// page's list, freeing puts one there, and what another owner frees waits on a list of its own until the page's owner has nothing left.
/// </summary>
/// <remarks>Takes whole segments of 512 KiB from the ranges it is given. Alignment up to 256 KiB.</remarks>
public unsafe partial struct SizeClassHeap<TOwner> : IHeap where TOwner : struct, IHeapOwner
{
    // Requests up to this size find their page by a table.
    private const nuint Direct = 1024;
    private const int DirectCount = (int)(Direct / 16) + 1;
    private const nuint GreatestAlignment = Segment.Size / 2;

    // What is handed out of a page at once: links of blocks that nobody may ever need are not written.
    private const nuint CutBytes = 4096;

    private struct Local
    {
        internal fixed ulong Pages[DirectCount];
        internal fixed ulong Lists[SizeClasses.Count];
        internal Segment* Segments;

        // Pages that others gave blocks back to; changed atomically.
        internal nint Pending;
    }

    // The owners' records follow one another from here on.
    private Local* _locals;

    // A page that never has a block: what the tables point at before there is one.
    private Page* _empty;

    // Shared, under the owners' lock.
    private SegmentPool _pool;
    private Segment* _segments;
    private ulong _capacity;
    private ulong _slices;
    private ulong _peakSlices;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Allocate(nuint size, nuint alignment)
    {
        if (size <= Direct && alignment - 1 < 16 && (alignment & (alignment - 1)) == 0 && _locals != null)
        {
            Page* page = (Page*)_locals[TOwner.Current].Pages[(size + 15) >> 4];
            nint block = page->Free;
            if (block != 0)
            {
                page->Free = *(nint*)block;
                page->Used++;
                return block;
            }
        }

        return AllocateSlow(size, alignment);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Free(nint block)
    {
        if (block == 0)
            return;
        Page* page = Segment.PageOf(block);
        if (TOwner.Count == 1 || page->Owner == TOwner.Current)
        {
            *(nint*)block = page->Free;
            page->Free = block;
            // A page that has become empty, or one that was full, needs more.
            if (--page->Used == 0 || !page->Listed)
                FreeSlow(page);
        }
        else
        {
            FreeForeign(page, block);
        }
    }

    /// <inheritdoc/>
    public nint Reallocate(nint block, nuint size, nuint alignment)
    {
        if (block == 0)
            return Allocate(size, alignment);
        if (!Blocks.IsValid(size, alignment))
            return 0;
        nuint had = UsableSize(block);
        // In place while at least half of it is used.
        if (size <= had && (size >= had / 2 || had <= 64))
            return block;
        return Blocks.Move(ref this, block, had, size, alignment);
    }

    /// <inheritdoc/>
    public readonly nuint UsableSize(nint block)
    {
        Page* page = Segment.PageOf(block);
        return page->Single ? Segment.Start(page) + page->BlockSize - (nuint)block : page->BlockSize;
    }

    /// <summary>Takes back what others freed of the calling owner's blocks; otherwise that waits until the owner needs a page.</summary>
    public void Collect()
    {
        if (_locals != null)
            TakePending(_locals + TOwner.Current);
    }

    private nint AllocateSlow(nuint size, nuint alignment)
    {
        if (!Blocks.IsValid(size, alignment) || alignment > GreatestAlignment || _locals == null)
            return 0;
        Local* local = _locals + TOwner.Current;
        if (alignment > 16)
        {
            // Blocks whose size is a power of two lie at multiples of it, up to a slice.
            nuint power = size <= alignment ? alignment : (nuint)1 << (System.Numerics.BitOperations.Log2(size - 1) + 1);
            if (power > Segment.SliceSize)
                return AllocateSingle(local, size, alignment);
            size = power;
        }

        if (size > SizeClasses.Greatest)
            return AllocateSingle(local, size, alignment);
        int index = SizeClasses.IndexFor(size);
        Page* page = FindPage(local, index);
        if (page == null)
            return 0;
        nint block = page->Free;
        page->Free = *(nint*)block;
        page->Used++;
        return block;
    }

    // The first page of a class that has a block; pages that are full leave the list.
    private Page* FindPage(Local* local, int index)
    {
        if (Volatile.Read(ref local->Pending) != 0)
            TakePending(local);
        for (Page* page = (Page*)local->Lists[index]; page != null; page = (Page*)local->Lists[index])
        {
            if (page->Free != 0 || Cut(page))
                return page;
            Unlist(local, page);
        }

        Page* made = NewPage(local, SizeClasses.SlicesFor(SizeClasses.SizeOf(index)));
        if (made == null)
            return null;
        nuint size = SizeClasses.SizeOf(index), start = FirstBlock(made, size);
        made->BlockSize = size;
        made->Class = (byte)index;
        made->Capacity = (ushort)((Segment.Start(made) - Offset(made) + made->Slices * Segment.SliceSize - start) / size);
        List(local, made);
        Cut(made);
        return made;
    }

    // How far a page's memory starts behind its first slice.
    private static nuint Offset(Page* page) => Segment.Start(page) & (Segment.SliceSize - 1);

    // A block lies at a multiple of the largest power of two that divides its size, up to 4 KiB, or 16 KiB outside the first slice.
    private static nuint FirstBlock(Page* page, nuint size)
    {
        nuint alignment = size & (0 - size);
        if (alignment > Segment.SliceSize)
            alignment = Segment.SliceSize;
        return Blocks.RoundUp(Segment.Start(page), alignment);
    }

    // Links more of a page's blocks; false when all of them have been.
    private static bool Cut(Page* page)
    {
        int left = page->Capacity - page->Cut;
        if (left == 0)
            return false;
        nuint size = page->BlockSize;
        int count = (int)(CutBytes / size);
        count = count < 1 ? 1 : count > left ? left : count;
        nuint first = FirstBlock(page, size) + page->Cut * size, last = first + (nuint)(count - 1) * size;
        for (nuint block = first; block < last; block += size)
            *(nuint*)block = block + size;
        *(nint*)last = page->Free;
        page->Free = (nint)first;
        page->Cut += (ushort)count;
        return true;
    }

    // The page was full, or has no block in use any more.
    private void FreeSlow(Page* page)
    {
        Local* local = _locals + page->Owner;
        if (page->Single)
        {
            if (page->Used == 0)
                Release(local, page);
            return;
        }

        if (!page->Listed)
            List(local, page);
        // The last page of a class stays: the next block will be of its size.
        if (page->Used == 0 && page->Next != page)
        {
            Unlist(local, page);
            Release(local, page);
        }
    }

    // Another owner's block: the page's owner is told when it is the first.
    private readonly void FreeForeign(Page* page, nint block)
    {
        nint seen;
        do
        {
            seen = Volatile.Read(ref page->Foreign);
            *(nint*)block = seen;
        }
        while (Interlocked.CompareExchange(ref page->Foreign, block, seen) != seen);
        if (seen != 0)
            return;
        Local* local = _locals + page->Owner;
        do
        {
            seen = Volatile.Read(ref local->Pending);
            page->NextPending = (Page*)seen;
        }
        while (Interlocked.CompareExchange(ref local->Pending, (nint)page, seen) != seen);
    }

    // Takes back what others freed.
    private void TakePending(Local* local)
    {
        Page* page = (Page*)Interlocked.Exchange(ref local->Pending, 0);
        while (page != null)
        {
            // Once the list is taken, the page may be told of again.
            Page* next = page->NextPending;
            nint block = Interlocked.Exchange(ref page->Foreign, 0);
            while (block != 0)
            {
                nint following = *(nint*)block;
                *(nint*)block = page->Free;
                page->Free = block;
                page->Used--;
                block = following;
            }

            if (page->Used == 0 || !page->Listed)
                FreeSlow(page);
            page = next;
        }
    }

    // A page at the head of its class's list is what the table leads to. Others come at the end: one that was full gets more blocks back before its turn.
    private void List(Local* local, Page* page)
    {
        Page* head = (Page*)local->Lists[page->Class];
        page->Listed = true;
        if (head == null)
        {
            page->Next = page->Previous = page;
            SetHead(local, page->Class, page);
            return;
        }

        page->Next = head;
        page->Previous = head->Previous;
        head->Previous->Next = page;
        head->Previous = page;
    }

    private void Unlist(Local* local, Page* page)
    {
        page->Listed = false;
        page->Next->Previous = page->Previous;
        page->Previous->Next = page->Next;
        if ((Page*)local->Lists[page->Class] == page)
            SetHead(local, page->Class, page->Next == page ? null : page->Next);
        page->Next = page->Previous = null;
    }

    private readonly void SetHead(Local* local, int index, Page* page)
    {
        local->Lists[index] = (ulong)page;
        nuint size = SizeClasses.SizeOf(index);
        if (size > Direct)
            return;
        int last = (int)(size >> 4), first = index == 0 ? 0 : (int)(SizeClasses.SizeOf(index - 1) >> 4) + 1;
        if (page == null)
            page = _empty;
        for (int i = first; i <= last; i++)
            local->Pages[i] = (ulong)page;
    }
}
