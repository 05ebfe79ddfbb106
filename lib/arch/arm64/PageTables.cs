using Lithe.Paging;

namespace Lithe.Arch;

/// <summary>The address space of an arm64 image: <see cref="PageFormat"/> says what its entries look like.</summary>
public static class PageTables
{
    private const PageAccess WriteAndExecute = PageAccess.Write | PageAccess.Execute;

    public static bool Map(ulong address, ulong length, PageAccess access)
    {
        if (access == PageAccess.None || (access & WriteAndExecute) == WriteAndExecute || !PageTable<PageFormat>.IsValid(address, length))
            return false;
        ulong attributes = (access & PageAccess.Device) != 0 ? PageFormat.Device : PageFormat.Normal;
        if ((access & PageAccess.Write) == 0)
            attributes |= PageFormat.ReadOnly;
        attributes |= (access & PageAccess.Execute) == 0 ? PageFormat.NoExecute : PageFormat.UserNoExecute;
        return PageTable<PageFormat>.Map(address, length, attributes);
    }

    public static bool Unmap(ulong address, ulong length) =>
        PageTable<PageFormat>.IsValid(address, length) && PageTable<PageFormat>.Unmap(address, length);

    public static PageAccess Query(ulong address)
    {
        ulong entry = PageTable<PageFormat>.Find(address);
        if (entry == 0)
            return PageAccess.None;
        PageAccess access = PageAccess.Read;
        if ((entry & PageFormat.ReadOnly) == 0)
            access |= PageAccess.Write;
        if ((entry & (PageFormat.NoExecute & ~PageFormat.UserNoExecute)) == 0)
            access |= PageAccess.Execute;
        if ((entry & (7UL << 2)) == (PageFormat.Device & (7UL << 2)))
            access |= PageAccess.Device;
        return access;
    }
}
