using Lithe.Arch;

namespace Lithe.Vmem;

/// <summary>An address space that is what it was at the start.</summary>
public static class AddressSpace
{
    public static void Initialize()
    {
    }

    public static bool IsPaged => false;

    public static ulong Reserve(ulong length, PageAccess access, PageSize pageSize) => 0;

    public static ulong Reserve(ulong length, PageAccess access, Pager pager, ulong offset) => 0;

    public static bool ReserveAt(ulong address, ulong length, PageAccess access, PageSize pageSize, Pager? pager, ulong offset) => false;

    public static ulong ReserveGuarded(ulong length, ulong guard, PageAccess access) => 0;

    public static bool Populate(ulong address, ulong length) => false;

    public static bool Protect(ulong address, ulong length, PageAccess access) => false;

    public static bool Decommit(ulong address, ulong length) => false;

    public static bool Release(ulong address, ulong length) => false;

    public static bool TryFind(ulong address, out ulong start, out ulong length, out PageAccess access)
    {
        start = length = 0;
        access = PageAccess.None;
        return false;
    }

    public static bool TryFindNext(ulong address, out ulong start, out ulong length, out PageAccess access, out Pager? pager, out ulong offset)
    {
        start = length = offset = 0;
        access = PageAccess.None;
        pager = null;
        return false;
    }

    public static bool Lend(ulong address, bool isWrite) => false;

    public static void TakeBack()
    {
    }

    public static ulong Reclaim(ulong frames) => 0;

    public static ulong Refused => 0;

    public static ulong Committed => 0;

    public static ulong Faults => 0;
}
