using Lithe.Arch;
using Lithe.Mem;

namespace Lithe.Vmem;

// Memory that can be had again: pages that a pager could read once more. The lock's.
public static unsafe partial class AddressSpace
{
    // Frames that are reclaimed at a time, how often for one page, and after how many pages that were committed it is looked whether memory is short.
    private const ulong ReclaimBatch = 64;
    private const int ReclaimTries = 8, PagesToLook = 4;

    // What is left free for the kernel while something can be reclaimed: a 32nd of memory, between these.
    private const ulong LeastReserve = 128 << 10, MostReserve = 1 << 20;

    // Where the search for pages to unmap goes on.
    private static ulong s_hand;
    private static int s_committedPages;
    private static bool s_isShort, s_isBelowReserve;

    public static ulong Reclaim(ulong frames)
    {
        // Who asks may be in the middle of a change.
        if (s_holder == Processor.Index + 1)
            return 0;
        Enter();
        ulong freed = ReclaimFrames(frames);
        Exit();
        return freed;
    }

    // Leaves frames for those who cannot reclaim: tables, the heap, drivers.
    private static void KeepReserve()
    {
        if (PageReclaimer.Current is null || ++s_committedPages < PagesToLook)
            return;
        s_committedPages = 0;
        FrameStatistics frames = Frames.Statistics;
        ulong free = frames.Capacity - frames.Used, reserve = frames.Capacity / 32;
        if (reserve < LeastReserve)
            reserve = LeastReserve;
        if (reserve > MostReserve)
            reserve = MostReserve;
        s_isShort = free < 2 * reserve;
        s_isBelowReserve = free < reserve;
        if (s_isBelowReserve)
            ReclaimFrames(ReclaimBatch);
    }

    // A page that can only be had for one that would be read again at once is not to be had: the program would go on for ever more slowly, and never hear why.
    private static bool IsRefused(Region* region, PageAccess needed) =>
        s_isBelowReserve && (region->Pager == 0 || (needed & PageAccess.Write) != 0) && PageReclaimer.Current is { IsNeededAgain: true };

    // A pager that could not read may have had no frame to read into.
    private static bool IsOut()
    {
        FrameStatistics frames = Frames.Statistics;
        return PageReclaimer.Current is not null && frames.Capacity - frames.Used < 4 * Processor.PageSize;
    }

    // First pages that nobody maps, then those that were mapped longest ago.
    private static ulong ReclaimFrames(ulong count)
    {
        if (PageReclaimer.Current is not { } pages)
            return 0;
        ulong freed = pages.Reclaim(count);
        if (freed < count && UnmapOwn(2 * (count - freed)) != 0)
            freed += pages.Reclaim(count - freed);
        return freed;
    }

    // Unmaps pages that their pagers can read once more, from where the last call ended, and once around at the most.
    private static ulong UnmapOwn(ulong count)
    {
        ulong unmapped = 0, from = s_hand;
        bool isAround = false;
        while (unmapped < count)
        {
            Region* region = s_regions.FirstBehind(s_hand);
            if (region == null || isAround && region->Start >= from)
            {
                if (isAround || from == 0)
                    break;
                isAround = true;
                s_hand = 0;
                continue;
            }

            ulong at = region->Start < s_hand ? s_hand : region->Start;
            if (OwnerOf(region) is { IsReclaimable: true } pager)
            {
                for (; unmapped < count && PageTables.Next(at, region->End, out PageMapping page); at = page.Address + page.Length)
                {
                    if (!IsOwn(region, page) || !PageTables.Unmap(page.Address, page.Length))
                        continue;
                    pager.ReturnPage(OffsetOf(region, page.Address), page.Physical);
                    unmapped++;
                }

                if (unmapped == count)
                {
                    s_hand = at;
                    break;
                }
            }

            s_hand = region->End;
        }

        return unmapped;
    }
}
