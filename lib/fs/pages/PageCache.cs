using System;

namespace Lithe.Fs;

/// <summary>How a page could be had.</summary>
public enum PageResult
{
    /// <summary>It is there.</summary>
    Found,

    /// <summary>It is not in memory, and was not to be read.</summary>
    Absent,

    /// <summary>No page frame is free, or the page has more users than are counted.</summary>
    NoMemory,

    /// <summary>The source could not read it, or it lies behind the end.</summary>
    Failed,
}

/// <summary>
/// Pages of a source that are in memory, clean, each read when it is first taken. A page has users, who may look at its frame; without any it may be given up for other uses of its
/// memory, those first that were not taken for the longest time (second chance).
/// </summary>
/// <remarks>Any thread, and fault handlers. The source's lock is held while pages are read.</remarks>
public sealed unsafe class PageCache
{
    /// <summary>Number of bytes of a page.</summary>
    public const int PageSize = FilePages.PageSize;

    private const int Bits = 9, Entries = 1 << Bits;

    // An entry is a frame's address, whether it was taken lately, and how many use it; 0 where there is no page.
    private const ulong FrameMask = ~(ulong)(PageSize - 1), Recent = 1 << 11, UserMask = Recent - 1;

    private readonly PageSource _source;
    private readonly int _height;

    // The lock's.
    private ulong _root;
    private long _hand;

    /// <summary>An empty cache.</summary>
    public PageCache(PageSource source)
    {
        _source = source;
        PageCount = (source.Length + PageSize - 1) / PageSize;
        int height = 1;
        while (PageCount > 1L << (Bits * height))
            height++;
        _height = height;
    }

    /// <summary>Number of bytes of the source.</summary>
    public long Length => _source.Length;

    /// <summary>How many pages the source has.</summary>
    public long PageCount { get; }

    /// <summary>How many are in memory.</summary>
    public long Count { get; private set; }

    /// <summary>How many were read from the source, and how many could not be.</summary>
    public long ReadCount { get; private set; }

    /// <inheritdoc cref="ReadCount"/>
    public long FailedCount { get; private set; }

    /// <summary>How many were given up.</summary>
    public long EvictedCount { get; private set; }

    /// <summary>
    /// A page's frame, for one more user, who gives it back by <see cref="Return"/>.
    /// </summary>
    /// <param name="number">The page's number.</param>
    /// <param name="most">How many pages from its block of <see cref="PageSource.MostPages"/> on may be read with it, while memory is there; 0: none is read, not even this one.</param>
    /// <param name="frame">Its frame, or 0.</param>
    public PageResult Take(long number, int most, out ulong frame)
    {
        frame = 0;
        if ((ulong)number >= (ulong)PageCount)
            return PageResult.Failed;
        _source.Enter();
        PageResult result = TryTake(number, out frame);
        _source.Exit();
        return result != PageResult.Absent || most == 0 ? result : Read(number, most, out frame);
    }

    /// <summary>A page has one user less.</summary>
    public void Return(long number)
    {
        _source.Enter();
        ulong* entry = Find(number);
        if (entry != null && (*entry & UserMask) != 0)
            --*entry;
        _source.Exit();
    }

    /// <summary>Whether this is the frame of a page that is in use.</summary>
    public bool IsFrame(long number, ulong frame)
    {
        // A page in use stays what it is, and tables are never given back.
        ulong* entry = (ulong)number < (ulong)PageCount ? Find(number) : null;
        return entry != null && (*entry & FrameMask) == frame && frame != 0 && (*entry & UserMask) != 0;
    }

    /// <summary>Copies bytes; false where a page cannot be read or there is no memory for it.</summary>
    public PageResult TryCopy(long offset, Span<byte> to)
    {
        while (to.Length > 0)
        {
            int inPage = (int)(offset & (PageSize - 1)), count = Math.Min(PageSize - inPage, to.Length);
            long number = offset / PageSize, last = (offset + to.Length - 1) / PageSize;
            PageResult result = Take(number, (int)Math.Min(PageSource.MostPages, last - number + 1), out ulong frame);
            if (result != PageResult.Found)
                return result;
            // Not under the lock: what is written to may be memory that faults.
            new ReadOnlySpan<byte>((void*)(frame + (ulong)inPage), count).CopyTo(to);
            Return(number);
            offset += count;
            to = to.Slice(count);
        }

        return PageResult.Found;
    }

    /// <summary>Puts zeros into a page that is in use, from a byte on: what lies behind a file's end there is nobody's.</summary>
    public void ClearFrom(long number, int start)
    {
        _source.Enter();
        ulong* entry = Find(number);
        if (entry != null && (*entry & UserMask) != 0)
            new Span<byte>((void*)((*entry & FrameMask) + (ulong)start), PageSize - start).Clear();
        _source.Exit();
    }

    /// <summary>Gives up pages without users, so many at the most; how many. A page that was taken since the last time is passed over once.</summary>
    public long Evict(long count)
    {
        _source.Enter();
        long freed = 0;
        for (long looked = 0; looked < 2 * PageCount && freed < count && Count > 0; looked++)
        {
            if (_hand >= PageCount)
                _hand = 0;
            ulong* entry = Find(_hand);
            if (entry == null)
            {
                // No table: on to the next one's pages.
                long behind = (_hand | (Entries - 1)) + 1;
                looked += behind - _hand - 1;
                _hand = behind;
                continue;
            }

            _hand++;
            if (*entry == 0 || (*entry & UserMask) != 0)
                continue;
            if ((*entry & Recent) != 0)
            {
                *entry &= ~Recent;
                continue;
            }

            PageMemory.Current!.Give(*entry & FrameMask);
            *entry = 0;
            Count--;
            EvictedCount++;
            freed++;
        }

        _source.Exit();
        return freed;
    }

    private PageResult TryTake(long number, out ulong frame)
    {
        frame = 0;
        ulong* entry = Find(number);
        if (entry == null || *entry == 0)
            return PageResult.Absent;
        if ((*entry & UserMask) == UserMask)
            return PageResult.NoMemory;
        *entry = (*entry + 1) | Recent;
        frame = *entry & FrameMask;
        return PageResult.Found;
    }

    // Frames are taken before the lock: who gives them may have pages of this cache given up.
    private PageResult Read(long number, int most, out ulong frame)
    {
        frame = 0;
        if (!TryMakeTables(number))
            return PageResult.NoMemory;
        long first = number, end = number + 1;
        if (most > 1 && !PageMemory.Current!.IsShort)
        {
            // Its block, or from it on as far as somebody reads; within one table.
            long tableEnd = (number | (Entries - 1)) + 1;
            first = number & ~(long)(PageSource.MostPages - 1);
            end = Math.Max(first + PageSource.MostPages, number + most);
            end = Math.Min(end, Math.Min(tableEnd, PageCount));
            first = Math.Max(first, Math.Min(number, end - PageSource.MostPages));
            end = Math.Min(end, first + PageSource.MostPages);
        }

        Span<ulong> frames = stackalloc ulong[PageSource.MostPages];
        int taken = 0;
        while (taken < end - first && (frames[taken] = PageMemory.Current!.Take()) != 0)
            taken++;
        if (taken == 0)
            return PageResult.NoMemory;
        if (taken < end - first)
        {
            // Less than was hoped for: this page only.
            first = number;
            end = number + 1;
        }

        int used = 0;
        _source.Enter();
        // Somebody may have been faster.
        PageResult result = TryTake(number, out frame);
        if (result == PageResult.Absent)
        {
            Fill(first, end, frames.Slice(0, taken), ref used);
            result = TryTake(number, out frame);
            if (result == PageResult.Absent && end - first > 1 && used < taken)
            {
                // An error of the device, maybe somewhere else.
                Fill(number, number + 1, frames.Slice(0, taken), ref used);
                result = TryTake(number, out frame);
            }

            if (result == PageResult.Absent)
                result = PageResult.Failed;
        }

        _source.Exit();
        for (int i = used; i < taken; i++)
            PageMemory.Current!.Give(frames[i]);
        return result;
    }

    // Reads what is not there of a range, in runs.
    private void Fill(long first, long end, ReadOnlySpan<ulong> frames, ref int used)
    {
        ulong* entries = Find(first);
        for (int at = 0, count = (int)(end - first); at < count; at++)
        {
            if (entries[at] != 0)
                continue;
            int run = 1;
            while (at + run < count && entries[at + run] == 0)
                run++;
            run = Math.Min(run, frames.Length - used);
            if (run == 0)
                return;
            int read = _source.Read(first + at, frames.Slice(used, run));
            ReadCount += read;
            Count += read;
            if (read < run)
                FailedCount++;
            for (int i = 0; i < read; i++)
                entries[at + i] = frames[used++];
            at += run - 1;
        }
    }

    private ulong* Find(long number)
    {
        ulong at = _root;
        for (int level = _height - 1; at != 0; level--)
        {
            ulong* entry = (ulong*)at + (number >> (Bits * level) & (Entries - 1));
            if (level == 0)
                return entry;
            at = *entry;
        }

        return null;
    }

    // Tables on the way to a page; they stay.
    private bool TryMakeTables(long number)
    {
        ulong spare = 0;
        bool isComplete = false;
        while (!isComplete)
        {
            _source.Enter();
            isComplete = TryAddTable(number, ref spare);
            _source.Exit();
            if (isComplete)
                break;
            spare = PageMemory.Current!.Take();
            if (spare == 0)
                return false;
            new Span<byte>((void*)spare, PageSize).Clear();
        }

        if (spare != 0)
            PageMemory.Current!.Give(spare);
        return true;
    }

    // Whether all are there, with the one that is given.
    private bool TryAddTable(long number, ref ulong spare)
    {
        fixed (ulong* root = &_root)
        {
            ulong* slot = root;
            for (int level = _height - 1; level >= 0; level--)
            {
                if (*slot == 0)
                {
                    if (spare == 0)
                        return false;
                    *slot = spare;
                    spare = 0;
                }

                slot = (ulong*)*slot + (number >> (Bits * level) & (Entries - 1));
            }
        }

        return true;
    }
}
