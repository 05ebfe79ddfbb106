using Lithe.Paging;

namespace Lithe.Arch;

/// <summary>The address space of an arm64 image: <see cref="PageFormat"/> says what its entries look like.</summary>
public static unsafe class PageTables
{
    private const PageAccess WriteAndExecute = PageAccess.Write | PageAccess.Execute;

    public static ulong AddressLimit => 1UL << PageFormat.AddressBits;

    public static bool Map(ulong address, ulong length, PageAccess access) =>
        access != PageAccess.None && Map(address, address, length, access);

    public static bool Map(ulong address, ulong physical, ulong length, PageAccess access) =>
        IsAllowed(address, length, access) && PageFormat.AddressOf(physical) == physical
        && PageTable<PageFormat>.Map(address, physical, length, AttributesFor(access));

    public static bool Protect(ulong address, ulong length, PageAccess access) =>
        IsAllowed(address, length, access) && PageTable<PageFormat>.Protect(address, length, AttributesFor(access));

    public static bool Unmap(ulong address, ulong length) =>
        PageTable<PageFormat>.IsValid(address, length) && PageTable<PageFormat>.Unmap(address, length);

    public static PageAccess Query(ulong address) => AccessOf(PageTable<PageFormat>.Find(address));

    public static bool Next(ulong address, ulong end, out PageMapping mapping)
    {
        if (end > AddressLimit)
            end = AddressLimit;
        int level = PageTable<PageFormat>.Next(ref address, end, out ulong entry);
        mapping = level < 0 ? default : new PageMapping(address, PageFormat.AddressOf(entry), (ulong)Processor.PageSize << (9 * level), AccessOf(entry));
        return level >= 0;
    }

    public static void UseMemory<TMemory>() where TMemory : struct, ITableMemory => PageFormat.Tables.Use(&TMemory.Take, &TMemory.Give);

    /// <summary>Nothing is left to do: TLBI reaches every processor by itself.</summary>
    public static void Flush(ulong address, ulong length)
    {
    }

    /// <summary>Not needed: TLBI reaches every processor by itself.</summary>
    public static void UseShootdown<TShootdown>() where TShootdown : struct, IShootdown
    {
    }

    private static bool IsAllowed(ulong address, ulong length, PageAccess access) =>
        (access & WriteAndExecute) != WriteAndExecute && PageTable<PageFormat>.IsValid(address, length);

    private static ulong AttributesFor(PageAccess access)
    {
        if (access == PageAccess.None)
            return PageFormat.Normal | PageFormat.NoExecute | PageFormat.ReadOnly;
        ulong attributes = PageFormat.Valid | ((access & PageAccess.Device) != 0 ? PageFormat.Device : PageFormat.Normal);
        if ((access & PageAccess.Write) == 0)
            attributes |= PageFormat.ReadOnly;
        attributes |= (access & PageAccess.Execute) == 0 ? PageFormat.NoExecute : PageFormat.UserNoExecute;
        return attributes;
    }

    private static PageAccess AccessOf(ulong entry)
    {
        if ((entry & PageFormat.Valid) == 0)
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
