using System;

namespace Lithe.Arch;

/// <summary>Four-level page tables (Intel SDM volume 3, §4.5), identity-mapped, so that a table is reached by its physical address.</summary>
public static unsafe class PageTables
{
    private const ulong Present = 1, Writable = 2, WriteThrough = 8, CacheDisable = 16, LargePage = 128, NoExecute = 1UL << 63;
    private const ulong AddressMask = 0x000f_ffff_ffff_f000;
    private const ulong Limit = 1UL << 47;
    private const int PageShift = 12;

    private static ulong* s_nextTable;
    private static int s_largePageLevels;

    public static bool Map(ulong address, ulong length, PageAccess access)
    {
        const PageAccess WriteAndExecute = PageAccess.Write | PageAccess.Execute;
        if (access == PageAccess.None || (access & WriteAndExecute) == WriteAndExecute || !IsValid(address, length))
            return false;
        ulong flags = Present;
        if ((access & PageAccess.Write) != 0)
            flags |= Writable;
        if ((access & PageAccess.Execute) == 0)
            flags |= NoExecute;
        if ((access & PageAccess.Device) != 0)
            flags |= CacheDisable | WriteThrough;
        return Change(address, length, flags);
    }

    public static bool Unmap(ulong address, ulong length) => IsValid(address, length) && Change(address, length, 0);

    public static PageAccess Query(ulong address)
    {
        ulong* table = Root;
        for (int level = 3; ; level--)
        {
            ulong entry = table[Index(address, level)];
            if ((entry & Present) == 0)
                return PageAccess.None;
            if (level == 0 || (entry & LargePage) != 0)
            {
                PageAccess access = PageAccess.Read;
                if ((entry & Writable) != 0)
                    access |= PageAccess.Write;
                if ((entry & NoExecute) == 0)
                    access |= PageAccess.Execute;
                if ((entry & CacheDisable) != 0)
                    access |= PageAccess.Device;
                return access;
            }

            table = (ulong*)(entry & AddressMask);
        }
    }

    private static ulong* Root => (ulong*)Instructions.Layout()[Layout.RootTable];

    private static bool IsValid(ulong address, ulong length) =>
        ((address | length) & (Processor.PageSize - 1)) == 0 && address != 0 && address < Limit && length <= Limit - address;

    private static int Index(ulong address, int level) => (int)(address >> (PageShift + 9 * level)) & 511;

    private static bool Change(ulong address, ulong length, ulong flags)
    {
        ulong end = address + length;
        while (address < end)
        {
            ulong* table = Root;
            int level = 3;
            while (level > 0 && !(Fits(address, end, level) && CanBeLarge(table[Index(address, level)], level)))
            {
                ulong* entry = table + Index(address, level);
                if ((*entry & Present) == 0 || (*entry & LargePage) != 0)
                {
                    if ((*entry & Present) == 0 && flags == 0)
                        break;
                    ulong* below = AddTable(*entry, level);
                    if (below == null)
                        return false;
                    *entry = (ulong)below | Present | Writable;
                }

                table = (ulong*)(*entry & AddressMask);
                level--;
            }

            ulong size = 1UL << (PageShift + 9 * level);
            table[Index(address, level)] = flags == 0 ? 0 : address | flags | (level > 0 ? LargePage : 0);
            Instructions.InvalidatePage(address);
            address = (address & ~(size - 1)) + size;
        }

        return true;
    }

    /// <summary>Whether a page of this level starts at the address and ends within the range.</summary>
    private static bool Fits(ulong address, ulong end, int level)
    {
        ulong size = 1UL << (PageShift + 9 * level);
        return level <= LargePageLevels && (address & (size - 1)) == 0 && end - address >= size;
    }

    /// <summary>A table that is in place stays: only an absent or a large entry becomes a large page.</summary>
    private static bool CanBeLarge(ulong entry, int level) => level > 0 && ((entry & Present) == 0 || (entry & LargePage) != 0);

    /// <summary>1 where only 2 MiB pages are known, 2 with 1 GiB pages (CPUID 0x80000001, edx bit 26).</summary>
    private static int LargePageLevels
    {
        get
        {
            if (s_largePageLevels == 0)
            {
                uint* registers = stackalloc uint[4];
                Instructions.CpuId(0x8000_0001, 0, registers);
                s_largePageLevels = (registers[3] & (1 << 26)) != 0 ? 2 : 1;
            }

            return s_largePageLevels;
        }
    }

    /// <summary>A new table that maps what the entry mapped: nothing, or the pieces of a large page.</summary>
    private static ulong* AddTable(ulong entry, int level)
    {
        ulong* layout = Instructions.Layout();
        if (s_nextTable == null)
            s_nextTable = (ulong*)layout[Layout.TablePool];
        if (s_nextTable >= (ulong*)layout[Layout.TablePoolEnd])
            return null;
        ulong* table = s_nextTable;
        s_nextTable += 512;
        if ((entry & Present) != 0)
        {
            ulong size = 1UL << (PageShift + 9 * (level - 1));
            ulong piece = level == 1 ? entry & ~LargePage : entry;
            for (int i = 0; i < 512; i++)
                table[i] = piece + (ulong)i * size;
        }

        return table;
    }
}
