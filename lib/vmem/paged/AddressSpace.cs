using System.Runtime.CompilerServices;
using Lithe.Arch;
using Lithe.Mem;
using Lithe.Panic;
using Lithe.Sync;

namespace Lithe.Vmem;

/// <summary>Regions in a tree, pages on demand.</summary>
public static unsafe partial class AddressSpace
{
    // Addresses that nobody asked for by number come from here: far above all memory.
    private const ulong Low = 1UL << 40;

    private const int Batch = 32;

    // Owned by the lock, as are the page tables.
    private static RegionSet<RecordMemory> s_regions;
    private static SpinLock s_lock;
    private static ulong s_committed;

    // There has been a region of a pager whose frames are its own: shared, or read in place.
    private static bool s_hasShared, s_hasOwn;

    // The processor that holds the lock, counted from 1; 0 when nobody does.
    private static int s_holder;

    [Init(InitStage.Memory)]
    public static void Initialize() => FaultNotes.Use<Notes>();

    public static bool IsPaged => true;

    public static ulong Committed => s_committed;

    public static ulong Faults => s_faults;

    public static ulong Refused => s_refused;

    public static ulong Reserve(ulong length, PageAccess access, PageSize pageSize)
    {
        ulong size = SizeOf((int)pageSize);
        if (length == 0 || (length & (size - 1)) != 0 || !IsAllowed(access))
            return 0;
        Enter();
        ulong address = s_regions.Prepare() ? s_regions.FindFree(length, size, Low, PageTables.AddressLimit) : 0;
        if (address != 0)
            Add(address, length, access, (int)pageSize, null, 0);
        Exit();
        return address;
    }

    public static ulong Reserve(ulong length, PageAccess access, Pager pager, ulong offset)
    {
        if (length == 0 || ((length | offset) & (Processor.PageSize - 1)) != 0 || !IsAllowed(access))
            return 0;
        Enter();
        ulong address = s_regions.Prepare() ? s_regions.FindFree(length, Processor.PageSize, Low, PageTables.AddressLimit) : 0;
        if (address != 0)
            Add(address, length, access, 0, pager, offset);
        Exit();
        return address;
    }

    public static bool ReserveAt(ulong address, ulong length, PageAccess access, PageSize pageSize, Pager? pager, ulong offset)
    {
        if (!IsRange(address, length) || ((address | length | offset) & (SizeOf((int)pageSize) - 1)) != 0 || !IsAllowed(access))
            return false;
        Enter();
        EndLoans(address, address + length);
        // Neither another region, nor the image, nor memory at its own address.
        bool done = s_regions.Prepare() && s_regions.IsFree(address, address + length) && !PageTables.Next(address, address + length, out _);
        if (done)
            Add(address, length, access, (int)pageSize, pager, offset);
        Exit();
        return done;
    }

    public static ulong ReserveGuarded(ulong length, ulong guard, PageAccess access)
    {
        if (((length | guard) & (Processor.PageSize - 1)) != 0 || length == 0 || !IsAllowed(access))
            return 0;
        ulong whole = length + 2 * guard, address = Reserve(whole, PageAccess.None, PageSize.Small);
        if (address == 0)
            return 0;
        if (Protect(address + guard, length, access))
            return address + guard;
        Release(address, whole);
        return 0;
    }

    public static bool Populate(ulong address, ulong length)
    {
        if (!IsRange(address, length))
            return false;
        Enter();
        bool done = true;
        int pages = 0;
        for (ulong at = address; done && at < address + length;)
        {
            // Clearing pages takes long: others get the lock, and interrupts come in, between some of them and the next.
            if (++pages % Batch == 0)
            {
                Exit();
                Enter();
            }

            Region* region = s_regions.Find(at);
            if (region == null || region->Access == (int)PageAccess.None)
                done = false;
            else if (PageTables.Next(at, at + Processor.PageSize, out PageMapping mapping))
                at = mapping.Address + mapping.Length;
            else
                done = CommitOrReclaim(region, at, (PageAccess)region->Access & PageAccess.Write, out at) == Outcome.Done;
        }

        Exit();
        return done;
    }

    public static bool Protect(ulong address, ulong length, PageAccess access)
    {
        if (!IsRange(address, length) || !IsAllowed(access))
            return false;
        Enter();
        EndLoans(address, address + length);
        bool done = s_regions.Prepare() && IsReserved(address, address + length) && FitsPages(address, address + length)
            && ProtectPages(address, address + length, access);
        if (done)
            s_regions.Protect(address, address + length, (int)access);
        Exit();
        return done;
    }

    public static bool Decommit(ulong address, ulong length)
    {
        if (!IsRange(address, length))
            return false;
        Enter();
        bool done = IsReserved(address, address + length) && FitsPages(address, address + length) && Uncommit(address, address + length);
        Exit();
        return done;
    }

    public static bool Release(ulong address, ulong length)
    {
        if (!IsRange(address, length))
            return false;
        Enter();
        bool done = s_regions.Prepare() && FitsPages(address, address + length);
        // Only what is in a region: memory at its own address and the image are none of ours.
        for (Region* region = s_regions.FirstBehind(address); done && region != null && region->Start < address + length; region = s_regions.FirstBehind(region->End))
        {
            ulong start = region->Start < address ? address : region->Start, end = region->End < address + length ? region->End : address + length;
            done = Uncommit(start, end);
        }

        if (done)
            s_regions.Remove(address, address + length);
        Exit();
        return done;
    }

    public static bool TryFind(ulong address, out ulong start, out ulong length, out PageAccess access)
    {
        Enter();
        Region* region = s_regions.Find(address);
        bool found = region != null;
        start = found ? region->Start : 0;
        length = found ? region->End - region->Start : 0;
        access = found ? (PageAccess)region->Access : PageAccess.None;
        Exit();
        return found;
    }

    public static bool TryFindNext(ulong address, out ulong start, out ulong length, out PageAccess access, out Pager? pager, out ulong offset)
    {
        Enter();
        Region* region = s_regions.FirstBehind(address);
        bool found = region != null;
        start = found ? region->Start : 0;
        length = found ? region->End - region->Start : 0;
        access = found ? (PageAccess)region->Access : PageAccess.None;
        offset = found ? region->Offset : 0;
        nint pagerAddress = found ? region->Pager : 0;
        pager = Unsafe.As<nint, Pager?>(ref pagerAddress);
        Exit();
        return found;
    }

    private static void Add(ulong address, ulong length, PageAccess access, int order, Pager? pager, ulong offset)
    {
        // Objects never move: a pager is kept by its address.
        nint pagerAddress = pager is null ? 0 : Unsafe.As<Pager, nint>(ref pager);
        s_hasShared |= pager is not null && pager.IsShared;
        s_hasOwn |= pager is not null && pager.HasOwnPages;
        EndLoans(address, address + length);
        s_regions.Add(new Region { Start = address, End = address + length, Access = (int)access, Order = order, Pager = pagerAddress, Offset = pager is null ? 0 : offset });
    }

    // Gives back the memory of a range of regions: no processor can reach it any more when its frames go.
    private static bool Uncommit(ulong start, ulong end)
    {
        PageMapping* pages = stackalloc PageMapping[Batch];
        while (true)
        {
            int count = 0;
            ulong at = start;
            while (count < Batch && PageTables.Next(at, end, out pages[count]))
                at = pages[count].Address + pages[count++].Length;
            if (count == 0)
                return true;
            if (!PageTables.Unmap(pages[0].Address, at - pages[0].Address))
                return false;
            Region* region = null;
            for (int i = 0; i < count; i++)
            {
                if (s_hasShared || s_hasOwn)
                {
                    if (region == null || pages[i].Address >= region->End)
                        region = s_regions.Find(pages[i].Address);
                    if (IsShared(region) || TryReturn(region, pages[i]))
                        continue;
                }

                if (pages[i].Physical == s_sink)
                    continue;
                Frames.Free(pages[i].Physical, OrderOf(pages[i].Length));
                s_committed -= pages[i].Length;
            }

            start = at;
        }
    }

    private static void Enter()
    {
        s_lock.Enter();
        s_holder = Processor.Index + 1;
    }

    private static void Exit()
    {
        s_holder = 0;
        s_lock.Exit();
    }

    private static bool IsReserved(ulong start, ulong end)
    {
        while (start < end)
        {
            Region* region = s_regions.Find(start);
            if (region == null)
                return false;
            start = region->End;
        }

        return true;
    }

    // A large page is one block of memory: it is not cut.
    private static bool FitsPages(ulong start, ulong end) => IsBorder(start) && IsBorder(end);

    private static bool IsBorder(ulong address)
    {
        Region* region = s_regions.Find(address);
        return region == null || (address & (SizeOf(region->Order) - 1)) == 0;
    }

    private static bool IsRange(ulong address, ulong length) =>
        ((address | length) & (Processor.PageSize - 1)) == 0 && address != 0 && length != 0 && address < PageTables.AddressLimit && length <= PageTables.AddressLimit - address;

    private static bool IsAllowed(PageAccess access) =>
        (access & (PageAccess.Write | PageAccess.Execute)) != (PageAccess.Write | PageAccess.Execute) && (access & PageAccess.Device) == 0;

    private static ulong SizeOf(int order) => (ulong)Processor.PageSize << order;

    private static int OrderOf(ulong length) => length == SizeOf(0) ? 0 : length == SizeOf((int)PageSize.Large) ? (int)PageSize.Large : (int)PageSize.Huge;

    private readonly struct RecordMemory : IRegionMemory
    {
        public static ulong Take() => Frames.Allocate(0);
    }
}
