using Lithe.Paging;

namespace Lithe.Arch;

/// <summary>The address space of an x86_64 image: <see cref="PageFormat"/> says what its entries look like.</summary>
public static unsafe class PageTables
{
    private const int MaxFlushedPages = 32;

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

    public static void Flush(ulong address, ulong length)
    {
        // Above some pages the whole buffer is cheaper to fill again than to search page by page (nothing here is a global page).
        if (length > MaxFlushedPages * (ulong)Processor.PageSize)
        {
            Instructions.InvalidateAll();
            return;
        }

        for (ulong end = address + length; address != end; address += (ulong)Processor.PageSize)
            Instructions.InvalidatePage(address);
    }

    public static void UseShootdown<TShootdown>() where TShootdown : struct, IShootdown => PageFormat.Shootdown = &TShootdown.Flush;

    private static bool IsAllowed(ulong address, ulong length, PageAccess access) =>
        (access & WriteAndExecute) != WriteAndExecute && PageTable<PageFormat>.IsValid(address, length);

    private static ulong AttributesFor(PageAccess access)
    {
        if (access == PageAccess.None)
            return PageFormat.Kept | PageFormat.NoExecute;
        ulong attributes = PageFormat.Present;
        if ((access & PageAccess.Write) != 0)
            attributes |= PageFormat.Writable;
        if ((access & PageAccess.Execute) == 0)
            attributes |= PageFormat.NoExecute;
        if ((access & PageAccess.Device) != 0)
            attributes |= PageFormat.CacheDisable | PageFormat.WriteThrough;
        return attributes;
    }

    private static PageAccess AccessOf(ulong entry)
    {
        if ((entry & PageFormat.Present) == 0)
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
