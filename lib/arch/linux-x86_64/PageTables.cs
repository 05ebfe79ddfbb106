using Lithe.Linux;
using Lithe.Paging;

namespace Lithe.Arch;

/// <summary>
/// The address space of a process: every change is written to tables in <see cref="PageFormat"/>, then asked of the host. Only the process's own
/// <see cref="MachineMemory"/> can be mapped; the image's pages can be protected.
/// </summary>
public static unsafe class PageTables
{
    private const PageAccess WriteAndExecute = PageAccess.Write | PageAccess.Execute;

    private static bool s_isImageKnown;

    public static ulong AddressLimit => 1UL << PageFormat.AddressBits;

    public static bool Map(ulong address, ulong length, PageAccess access) =>
        access != PageAccess.None && Map(address, address, length, access);

    public static bool Map(ulong address, ulong physical, ulong length, PageAccess access)
    {
        bool isImage = address == physical && IsImage(address, length);
        if (!IsAllowed(address, length, access) || PageFormat.AddressOf(physical) != physical || !(isImage || MachineMemory.Contains(physical, length)))
            return false;
        AddImage();
        return length == 0 || (PageTable<PageFormat>.Map(address, physical, length, AttributesFor(access))
            && (isImage ? MachineMemory.Protect(address, length, ProtectionFor(access)) : MachineMemory.Map(address, physical, length, ProtectionFor(access))));
    }

    public static bool Protect(ulong address, ulong length, PageAccess access)
    {
        if (!IsAllowed(address, length, access))
            return false;
        AddImage();
        if (!PageTable<PageFormat>.Protect(address, length, AttributesFor(access)))
            return false;
        // Only where there are pages: the host refuses a range with gaps.
        ulong end = address + length;
        for (ulong at = address; Next(at, end, out PageMapping first);)
        {
            ulong start = first.Address < address ? address : first.Address, stop = first.Address + first.Length;
            while (stop < end && Next(stop, stop + Processor.PageSize, out PageMapping next))
                stop = next.Address + next.Length;
            at = stop < end ? stop : end;
            if (!MachineMemory.Protect(start, at - start, ProtectionFor(access)))
                return false;
        }

        return true;
    }

    public static bool Unmap(ulong address, ulong length)
    {
        if (!PageTable<PageFormat>.IsValid(address, length))
            return false;
        AddImage();
        if (!PageTable<PageFormat>.Unmap(address, length))
            return false;
        // The image's own pages keep what they hold, as memory does.
        return length == 0 || (IsImage(address, length) ? MachineMemory.Protect(address, length, Protection.None) : MachineMemory.Unmap(address, length));
    }

    public static PageAccess Query(ulong address)
    {
        AddImage();
        return AccessOf(PageTable<PageFormat>.Find(address));
    }

    public static bool Next(ulong address, ulong end, out PageMapping mapping)
    {
        AddImage();
        if (end > AddressLimit)
            end = AddressLimit;
        int level = PageTable<PageFormat>.Next(ref address, end, out ulong entry);
        mapping = level < 0 ? default : new PageMapping(address, PageFormat.AddressOf(entry), (ulong)Processor.PageSize << (9 * level), AccessOf(entry));
        return level >= 0;
    }

    public static void UseMemory<TMemory>() where TMemory : struct, ITableMemory => PageFormat.Tables.Use(&TMemory.Take, &TMemory.Give);

    /// <summary>The host tells its processors what they must forget.</summary>
    public static void UseShootdown<TShootdown>() where TShootdown : struct, IShootdown
    {
    }

    /// <summary>Nothing is remembered here that the host has not made the processors forget.</summary>
    public static void Flush(ulong address, ulong length)
    {
    }

    // What the loader has mapped, and the guard pages: noted when somebody asks first.
    private static void AddImage()
    {
        if (s_isImageKnown)
            return;
        s_isImageKnown = true;
        ulong* layout = Instructions.Layout();
        Note(layout[Layout.TextStart], layout[Layout.TextEnd], PageAccess.Read | PageAccess.Execute);
        Note(layout[Layout.ConstantsStart], layout[Layout.ConstantsEnd], PageAccess.Read);
        Note(layout[Layout.DataStart], layout[Layout.DataEnd], PageAccess.Read | PageAccess.Write);
        for (int i = 0; i < Layout.StackCount; i++)
            PageTable<PageFormat>.Unmap(layout[Layout.FirstStack + 3 * i], Processor.PageSize);
    }

    private static void Note(ulong start, ulong end, PageAccess access) => PageTable<PageFormat>.Map(start, start, end - start, AttributesFor(access));

    private static bool IsImage(ulong address, ulong length)
    {
        ulong* layout = Instructions.Layout();
        return address >= layout[Layout.ImageStart] && address < layout[Layout.ImageEnd] && length <= layout[Layout.ImageEnd] - address;
    }

    private static bool IsAllowed(ulong address, ulong length, PageAccess access) =>
        (access & WriteAndExecute) != WriteAndExecute && (access & PageAccess.Device) == 0 && PageTable<PageFormat>.IsValid(address, length);

    private static Protection ProtectionFor(PageAccess access) => (Protection)((int)access & 7);

    private static ulong AttributesFor(PageAccess access)
    {
        if (access == PageAccess.None)
            return PageFormat.Kept | PageFormat.NoExecute;
        ulong attributes = PageFormat.Present;
        if ((access & PageAccess.Write) != 0)
            attributes |= PageFormat.Writable;
        if ((access & PageAccess.Execute) == 0)
            attributes |= PageFormat.NoExecute;
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
        return access;
    }
}
