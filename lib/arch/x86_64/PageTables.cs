using Lithe.Paging;

namespace Lithe.Arch;

/// <summary>The address space of an x86_64 image: <see cref="PageFormat"/> says what its entries look like.</summary>
public static class PageTables
{
    private const PageAccess WriteAndExecute = PageAccess.Write | PageAccess.Execute;

    public static bool Map(ulong address, ulong length, PageAccess access)
    {
        if (access == PageAccess.None || (access & WriteAndExecute) == WriteAndExecute || !PageTable<PageFormat>.IsValid(address, length))
            return false;
        ulong attributes = PageFormat.Present;
        if ((access & PageAccess.Write) != 0)
            attributes |= PageFormat.Writable;
        if ((access & PageAccess.Execute) == 0)
            attributes |= PageFormat.NoExecute;
        if ((access & PageAccess.Device) != 0)
            attributes |= PageFormat.CacheDisable | PageFormat.WriteThrough;
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
        if ((entry & PageFormat.Writable) != 0)
            access |= PageAccess.Write;
        if ((entry & PageFormat.NoExecute) == 0)
            access |= PageAccess.Execute;
        if ((entry & PageFormat.CacheDisable) != 0)
            access |= PageAccess.Device;
        return access;
    }
}
