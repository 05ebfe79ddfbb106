using Lithe.Arch;
using Lithe.Mem;

namespace Lithe.Vmem;

// Pages that are lent to code that found them gone. The lock's.
public static unsafe partial class AddressSpace
{
    private const int MaxLent = 64;

    // One frame for all that are not there: what is written to it is lost, what is read from it means nothing.
    private static ulong s_sink;
    private static int s_lentCount, s_nextLent;
    private static Lent s_lent;

    public static bool Lend(ulong address, bool isWrite)
    {
        ulong page = address & ~((ulong)Processor.PageSize - 1);
        Enter();
        // More than are remembered are ended in the order that they were lent: whoever still needs one asks again.
        if (s_lentCount == MaxLent)
            EndLoan(s_nextLent);
        bool done = Show(page, isWrite);
        if (done)
        {
            s_lent.Pages[s_nextLent] = page;
            s_nextLent = (s_nextLent + 1) & (MaxLent - 1);
            if (s_lentCount < MaxLent)
                s_lentCount++;
        }

        Exit();
        return done;
    }

    public static void TakeBack()
    {
        Enter();
        EndLoans(0, ulong.MaxValue);
        Exit();
    }

    private static bool Show(ulong page, bool isWrite)
    {
        if (PageTables.Next(page, page + Processor.PageSize, out PageMapping mapping))
        {
            // What is a pager's own is never written: the copy is the program's page from then on.
            Region* region = s_hasOwn ? s_regions.Find(page) : null;
            if (isWrite && IsOwn(region, mapping))
                return CopyOwn(region, mapping, PageAccess.Read | PageAccess.Write) == Outcome.Done;
            return isWrite && PageTables.Protect(mapping.Address, mapping.Length, PageAccess.Read | PageAccess.Write);
        }

        if (s_sink == 0)
            s_sink = Frames.Allocate(0);
        return s_sink != 0 && PageTables.Map(page, s_sink, Processor.PageSize, PageAccess.Read | PageAccess.Write);
    }

    private static void EndLoans(ulong start, ulong end)
    {
        if (s_lentCount == 0)
            return;
        bool isAll = true;
        for (int i = 0; i < MaxLent; i++)
        {
            ulong page = s_lent.Pages[i];
            if (page >= start && page < end)
                EndLoan(i);
            else
                isAll &= page == 0;
        }

        if (isAll)
            s_lentCount = s_nextLent = 0;
    }

    private static void EndLoan(int place)
    {
        ulong page = s_lent.Pages[place];
        s_lent.Pages[place] = 0;
        if (page == 0 || !PageTables.Next(page, page + Processor.PageSize, out PageMapping mapping))
            return;
        if (mapping.Physical == s_sink)
        {
            PageTables.Unmap(page, Processor.PageSize);
            return;
        }

        Region* region = s_regions.Find(page);
        if (region != null && (PageAccess)region->Access != mapping.Access)
            PageTables.Protect(mapping.Address, mapping.Length, (PageAccess)region->Access);
    }

    private struct Lent
    {
        internal fixed ulong Pages[MaxLent];
    }
}
