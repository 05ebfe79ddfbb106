namespace Lithe.Alloc;

/// <summary>Free segments: runs in the order of their addresses, each with its length in its first words. Shared by all owners.</summary>
internal unsafe struct SegmentPool
{
    private struct Run
    {
        internal Run* Next;
        internal nuint Count;
    }

    private Run* _first;

    /// <summary>Segments in a row, or null. The lowest run that is long enough gives its end.</summary>
    internal Segment* Take(nuint count)
    {
        Run* before = null;
        for (Run* run = _first; run != null; before = run, run = run->Next)
        {
            if (run->Count < count)
                continue;
            run->Count -= count;
            if (run->Count == 0 && before == null)
                _first = run->Next;
            else if (run->Count == 0)
                before->Next = run->Next;
            return (Segment*)((nuint)run + run->Count * Segment.Size);
        }

        return null;
    }

    /// <summary>Gives back segments in a row and joins them with their neighbours.</summary>
    internal void Give(nuint start, nuint count)
    {
        Run* before = null, after = _first;
        while (after != null && (nuint)after < start)
        {
            before = after;
            after = after->Next;
        }

        Run* run = (Run*)start;
        run->Count = count;
        run->Next = after;
        if (after != null && start + count * Segment.Size == (nuint)after)
        {
            run->Count += after->Count;
            run->Next = after->Next;
        }

        if (before == null)
        {
            _first = run;
        }
        else if ((nuint)before + before->Count * Segment.Size == start)
        {
            before->Count += run->Count;
            before->Next = run->Next;
        }
        else
        {
            before->Next = run;
        }
    }
}
