namespace Lithe.Alloc;

// Pages from segments, segments from ranges.
public unsafe partial struct SizeClassHeap<TOwner>
{
    /// <inheritdoc/>
    public static nuint MemoryFor(nuint size, nuint alignment)
    {
        if (!Blocks.IsValid(size, alignment) || alignment > GreatestAlignment)
            return 0;
        // Up to a segment is lost before the first one. Owners' records, then the block with its segment's record.
        nuint single = size + alignment + Segment.RecordSize;
        return Blocks.RoundUp(single, Segment.Size) + 2 * Segment.Size + (nuint)TOwner.Count * (nuint)sizeof(Local);
    }

    /// <inheritdoc/>
    public bool AddMemory(nuint start, nuint length)
    {
        nuint end = start + length;
        if (_locals == null)
        {
            // The owners' records go where no segment fits, or else before the first one.
            nuint records = Blocks.RoundUp(start, 64);
            nuint bytes = (nuint)TOwner.Count * (nuint)sizeof(Local) + (nuint)sizeof(Page);
            nuint rest = end & ~(Segment.Size - 1);
            bool isBehind = end - rest >= bytes + 64 && rest > start;
            if (isBehind)
                records = rest;
            else
                start = records + bytes;
            if (Blocks.RoundUp(start, Segment.Size) + Segment.Size > end || start < records && !isBehind)
                return false;
            new System.Span<byte>((void*)records, (int)bytes).Clear();
            _empty = (Page*)(records + bytes - (nuint)sizeof(Page));
            Local* locals = (Local*)records;
            for (int owner = 0; owner < TOwner.Count; owner++)
            {
                for (int i = 0; i < DirectCount; i++)
                    locals[owner].Pages[i] = (ulong)_empty;
            }

            _locals = locals;
            _capacity += bytes;
        }

        nuint first = Blocks.RoundUp(start, Segment.Size), count = (end - first) >> Segment.Shift;
        if (end < first + Segment.Size)
            return false;
        TOwner.Lock();
        _pool.Give(first, count);
        _capacity += count * Segment.Size;
        TOwner.Unlock();
        return true;
    }

    /// <summary>
    /// What the heap holds: blocks with what their classes waste, without records. The peak counts whole slices. Not exact while another owner is at work.
    /// </summary>
    public readonly HeapStatistics Statistics
    {
        get
        {
            ulong used = 0, blocks = 0;
            TOwner.Lock();
            for (Segment* segment = _segments; segment != null; segment = segment->Next)
            {
                Page* pages = Segment.Pages(segment);
                for (int i = 0; i < Segment.Slices;)
                {
                    Page* page = pages + i;
                    used += page->Used * page->BlockSize;
                    blocks += page->Used;
                    i += page->Slices;
                }
            }

            TOwner.Unlock();
            ulong peak = _peakSlices * Segment.SliceSize;
            return new HeapStatistics(_capacity, used, used > peak ? used : peak, blocks);
        }
    }

    // A page with one block: slices, or whole segments.
    private nint AllocateSingle(Local* local, nuint size, nuint alignment)
    {
        nuint room = alignment > 16 ? size + alignment : size;
        if (room > (Segment.Slices - 1) * Segment.SliceSize)
            return AllocateSegments(room + Segment.RecordSize, alignment);
        Page* page = NewPage(local, (int)((room + Segment.RecordSize + Segment.SliceSize - 1) >> Segment.SliceShift));
        return page == null ? 0 : HandOut(page, page->Slices * Segment.SliceSize - Offset(page), alignment);
    }

    private nint AllocateSegments(nuint bytes, nuint alignment)
    {
        nuint count = (bytes + Segment.Size - 1) >> Segment.Shift;
        Segment* segment = TakeSegments(count);
        if (segment == null)
            return 0;
        segment->Used = ~0u;
        Page* page = Segment.Pages(segment);
        *page = default;
        page->Owner = (byte)segment->Owner;
        page->Slices = Segment.Slices;
        // An aligned block may start in any of the first segment's slices.
        for (int i = 1; i < Segment.Slices; i++)
            page[i].Back = (ushort)(i * sizeof(Page));
        return HandOut(page, count * Segment.Size - Segment.RecordSize, alignment);
    }

    private static nint HandOut(Page* page, nuint bytes, nuint alignment)
    {
        page->Single = true;
        page->BlockSize = bytes;
        page->Used = 1;
        return (nint)Blocks.RoundUp(Segment.Start(page), alignment < 16 ? 16 : alignment);
    }

    private Page* NewPage(Local* local, int slices)
    {
        Segment* segment = local->Segments;
        int first = -1;
        while (segment != null && (first = Segment.FindSlices(segment->Used, slices)) < 0)
            segment = segment->NextOfOwner;
        if (segment == null)
        {
            segment = TakeSegments(1);
            if (segment == null)
                return null;
            LinkSegment(local, segment);
            first = 0;
        }

        segment->Used |= Mask(first, slices);
        if (segment->Used == ~0u)
            UnlinkSegment(local, segment);
        Page* page = Segment.Pages(segment) + first;
        *page = default;
        page->Slices = (byte)slices;
        page->Owner = (byte)segment->Owner;
        for (int i = 1; i < slices; i++)
            page[i].Back = (ushort)(i * sizeof(Page));
        CountSlices(slices);
        return page;
    }

    // A page's memory goes back to its segment, an empty segment to the pool.
    private void Release(Local* local, Page* page)
    {
        Segment* segment = Segment.Of((nint)page);
        if (segment->Count > 1)
        {
            GiveSegments(segment);
            return;
        }

        int slices = page->Slices;
        bool wasFull = segment->Used == ~0u;
        uint mask = Mask((int)(page - Segment.Pages(segment)), slices);
        segment->Used &= ~mask;
        for (int i = 0; i < slices; i++)
            SetUnused(page + i);
        CountSlices(-slices);
        if (segment->Used == 0)
        {
            if (!wasFull)
                UnlinkSegment(local, segment);
            GiveSegments(segment);
        }
        else if (wasFull)
        {
            LinkSegment(local, segment);
        }
    }

    private Segment* TakeSegments(nuint count)
    {
        TOwner.Lock();
        Segment* segment = _pool.Take(count);
        if (segment != null)
        {
            segment->Next = _segments;
            segment->Previous = null;
            if (_segments != null)
                _segments->Previous = segment;
            _segments = segment;
            segment->Count = (uint)count;
            segment->Owner = TOwner.Current;
            segment->Used = 0;
            segment->NextOfOwner = segment->PreviousOfOwner = null;
            for (int i = 0; i < Segment.Slices; i++)
                SetUnused(Segment.Pages(segment) + i);
        }

        TOwner.Unlock();
        if (segment != null && count > 1)
            CountSlices((long)count * Segment.Slices);
        return segment;
    }

    private void GiveSegments(Segment* segment)
    {
        nuint count = segment->Count;
        if (count > 1)
            CountSlices(-(long)count * Segment.Slices);
        TOwner.Lock();
        if (segment->Next != null)
            segment->Next->Previous = segment->Previous;
        if (segment->Previous != null)
            segment->Previous->Next = segment->Next;
        else
            _segments = segment->Next;
        _pool.Give((nuint)segment, count);
        TOwner.Unlock();
    }

    // A slice in no page: whoever walks over the segment takes it for a page without blocks.
    private static void SetUnused(Page* page)
    {
        page->Used = 0;
        page->Slices = 1;
        page->Back = 0;
        page->BlockSize = 0;
    }

    private static void LinkSegment(Local* local, Segment* segment)
    {
        segment->PreviousOfOwner = null;
        segment->NextOfOwner = local->Segments;
        if (local->Segments != null)
            local->Segments->PreviousOfOwner = segment;
        local->Segments = segment;
    }

    private static void UnlinkSegment(Local* local, Segment* segment)
    {
        if (segment->NextOfOwner != null)
            segment->NextOfOwner->PreviousOfOwner = segment->PreviousOfOwner;
        if (segment->PreviousOfOwner != null)
            segment->PreviousOfOwner->NextOfOwner = segment->NextOfOwner;
        else
            local->Segments = segment->NextOfOwner;
    }

    // The figures for the peak: a few slices off when owners meet, which nothing depends on.
    private void CountSlices(long change)
    {
        _slices += (ulong)change;
        if (_slices > _peakSlices)
            _peakSlices = _slices;
    }

    // Whether every page's blocks are in use, in its list, or not yet cut; for tests, with one owner.
    internal readonly bool Verify()
    {
        for (Segment* segment = _segments; segment != null; segment = segment->Next)
        {
            uint used = 0;
            for (int i = 0; i < Segment.Slices; i += Segment.Pages(segment)[i].Slices)
            {
                Page* page = Segment.Pages(segment) + i;
                if (page->BlockSize == 0)
                    continue;
                used |= Mask(i, page->Slices);
                int free = 0;
                for (nint block = page->Free; block != 0; block = *(nint*)block)
                {
                    if (Segment.PageOf(block) != page)
                        return false;
                    free++;
                }

                if (!page->Single && free + page->Used != page->Cut)
                    return false;
            }

            if (used != segment->Used)
                return false;
        }

        return true;
    }

    private static uint Mask(int first, int count) => (count == 32 ? ~0u : (1u << count) - 1) << first;
}
