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
/// <remarks>Any thread, and fault handlers.</remarks>
public sealed unsafe class PageCache
{
    /// <summary>Number of bytes of a page.</summary>
    public const int PageSize = FilePages.PageSize;

    private const int Bits = 9, Entries = 1 << Bits;

    // An entry is a frame's address, whether it was taken lately, whether it is being read, and how many use it; without a frame it is 0, or says that the page was given up.
    private const ulong FrameMask = ~(ulong)(PageSize - 1), Recent = 1 << 11, Pending = 1 << 10, UserMask = Pending - 1, Gone = Recent;

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

    /// <summary>How many are in memory, or on their way.</summary>
    public long Count { get; private set; }

    /// <summary>How many were read from the source, and how many could not be.</summary>
    public long ReadCount { get; private set; }

    /// <inheritdoc cref="ReadCount"/>
    public long FailedCount { get; private set; }

    /// <summary>How many were given up.</summary>
    public long EvictedCount { get; private set; }

    /// <summary>How many were waited for that had been given up, and how long, in nanoseconds.</summary>
    public long MissedCount { get; private set; }

    /// <inheritdoc cref="MissedCount"/>
    public ulong MissedTime { get; private set; }

    /// <summary>
    /// A page's frame, for one more user, who gives it back by <see cref="Return"/>.
    /// </summary>
    /// <param name="number">The page's number.</param>
    /// <param name="most">How many pages in a row are wanted: others of its block are read with it while memory is plentiful; 1: it alone; 0: not even this one is read.</param>
    /// <param name="frame">Its frame, or 0.</param>
    public PageResult Take(long number, int most, out ulong frame)
    {
        frame = 0;
        if ((ulong)number >= (ulong)PageCount)
            return PageResult.Failed;
        ulong since = 0, missedSince = 0;
        bool isMissed = false;
        for (int failures = 0; ; )
        {
            _source.Enter();
            Collect();
            PageResult result = TryTake(number, out frame, out bool isPending, ref isMissed);
            if (isMissed && missedSince == 0)
                missedSince = _source.Now;
            if (isMissed && result == PageResult.Found)
            {
                MissedCount++;
                MissedTime += _source.Now - missedSince;
            }

            _source.Exit();
            if (result != PageResult.Absent || most == 0)
                return result;
            if (!isPending)
            {
                // It may have been another page of its block that could not be read.
                if (_source.IsBroken || failures == 2)
                    return PageResult.Failed;
                switch (Start(number, failures == 0 ? most : 1))
                {
                    case StartResult.Started:
                        failures++;
                        break;
                    case StartResult.NoMemory:
                        return PageResult.NoMemory;
                }
            }

            _source.Wait(ref since);
        }
    }

    /// <summary>Starts to read pages that will be needed, as long as memory is plentiful.</summary>
    public void Prefetch(long number, long count)
    {
        long end = Math.Min(PageCount, number + count);
        while (number < end && ReadAhead == PageSource.MostPages && Start(number, (int)Math.Min(end - number, PageSource.MostPages)) is StartResult.Started or StartResult.Present)
            number = (number & -PageSource.MostPages) + PageSource.MostPages;
    }

    /// <summary>A page has one user less.</summary>
    public void Return(long number) => Return(number, isRecent: true);

    private void Return(long number, bool isRecent)
    {
        _source.Enter();
        ulong* entry = Find(number);
        if (entry != null && (*entry & UserMask) != 0)
            --*entry;
        if (!isRecent && entry != null && (*entry & UserMask) == 0)
            *entry &= ~Recent;
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
            PageResult result = Take(number, (int)Math.Min(PageSource.MostPages, last - number + 2), out ulong frame);
            if (result != PageResult.Found)
                return result;
            // Not under the lock: what is written to may be memory that faults.
            new ReadOnlySpan<byte>((void*)(frame + (ulong)inPage), count).CopyTo(to);
            // A whole page that was copied has its reader elsewhere now.
            Return(number, isRecent: count < PageSize);
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
            if (IsAbsent(*entry) || (*entry & (UserMask | Pending)) != 0)
                continue;
            if ((*entry & Recent) != 0)
            {
                *entry &= ~Recent;
                continue;
            }

            PageMemory.Current!.Give(*entry & FrameMask);
            *entry = Gone;
            Count--;
            EvictedCount++;
            freed++;
        }

        _source.Exit();
        return freed;
    }

    private static bool IsAbsent(ulong entry) => (entry & FrameMask) == 0;

    private PageResult TryTake(long number, out ulong frame, out bool isPending, ref bool isMissed)
    {
        frame = 0;
        isPending = false;
        ulong* entry = Find(number);
        if (entry == null || IsAbsent(*entry))
        {
            isMissed |= entry != null && *entry == Gone;
            return PageResult.Absent;
        }

        if ((*entry & Pending) != 0)
        {
            if (_source.IsBroken)
                Drop(entry);
            else
                isPending = true;
            return PageResult.Absent;
        }

        if ((*entry & UserMask) == UserMask)
            return PageResult.NoMemory;
        *entry = (*entry + 1) | Recent;
        frame = *entry & FrameMask;
        return PageResult.Found;
    }

    // Notes what the source has ended.
    private void Collect()
    {
        Span<PageRead> ended = stackalloc PageRead[16];
        int count;
        do
        {
            count = _source.Collect(ended);
            for (int i = 0; i < count; i++)
            {
                ulong* entry = Find(ended[i].Number);
                if (ended[i].IsGood)
                {
                    *entry &= ~Pending;
                    ReadCount++;
                }
                else
                {
                    FailedCount++;
                    Drop(entry);
                }
            }
        }
        while (count == ended.Length);
    }

    private void Drop(ulong* entry)
    {
        PageMemory.Current!.Give(*entry & FrameMask);
        *entry = 0;
        Count--;
    }

    // How many pages are read at a time for one that is needed. A wait for the disk costs far more than to give up some pages that nobody has asked for; where all that there is would find room
    // besides as much again, many are read.
    private int ReadAhead => PageMemory.Current!.Free >= 2 * (ulong)_source.Length ? PageSource.MostPages : PageSource.MostPages / 4;

    private enum StartResult
    {
        // The page is on its way.
        Started,

        // It was already, or is there.
        Present,

        // The source takes no more now.
        Full,

        NoMemory,
    }

    // Frames are taken before the lock: who gives them may have pages of this cache given up.
    private StartResult Start(long number, int most)
    {
        if (!TryMakeTables(number))
            return StartResult.NoMemory;
        long first = number, end = number + 1;
        int block = most > 1 ? ReadAhead : 1;
        if (block > 1)
        {
            // Its block, or from it on as far as somebody reads; within one table.
            first = number & ~(long)(block - 1);
            end = Math.Min(Math.Max(first + block, number + Math.Min(most, block)), Math.Min((number | (Entries - 1)) + 1, PageCount));
            first = Math.Max(first, Math.Min(number, end - block));
        }

        Span<ulong> frames = stackalloc ulong[PageSource.MostPages];
        _source.Enter();
        int absent = CountAbsent(first, end);
        _source.Exit();
        int taken = 0;
        while (taken < absent && (frames[taken] = PageMemory.Current!.Take()) != 0)
            taken++;
        if (taken == 0)
            return absent == 0 ? StartResult.Present : StartResult.NoMemory;
        if (taken < absent)
        {
            // Less than was hoped for: this page only.
            first = number;
            end = number + 1;
        }

        _source.Enter();
        int used = StartRuns(first, end, frames.Slice(0, taken));
        bool isThere = !IsAbsent(*Find(number));
        _source.Exit();
        for (int i = used; i < taken; i++)
            PageMemory.Current!.Give(frames[i]);
        return isThere ? StartResult.Started : StartResult.Full;
    }

    private int CountAbsent(long first, long end)
    {
        ulong* entries = Find(first);
        int absent = 0;
        for (int at = 0; at < (int)(end - first); at++)
            absent += IsAbsent(entries[at]) ? 1 : 0;
        return absent;
    }

    // Starts what is not there of a range, in runs; how many frames are used.
    private int StartRuns(long first, long end, ReadOnlySpan<ulong> frames)
    {
        ulong* entries = Find(first);
        int used = 0;
        for (int at = 0, count = (int)(end - first); at < count; at++)
        {
            if (!IsAbsent(entries[at]))
                continue;
            int run = 1;
            while (at + run < count && IsAbsent(entries[at + run]))
                run++;
            run = Math.Min(run, frames.Length - used);
            int started = run == 0 ? 0 : _source.Start(first + at, frames.Slice(used, run));
            for (int i = 0; i < started; i++)
                entries[at + i] = frames[used++] | Pending;
            Count += started;
            if (started < run || run == 0)
                break;
            at += run - 1;
        }

        return used;
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
