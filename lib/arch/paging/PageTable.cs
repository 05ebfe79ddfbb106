using System;
using System.Runtime.Intrinsics;
using System.Threading;

namespace Lithe.Paging;

/// <summary>
/// Walks and changes page tables of any format; the format's members are inlined. Tables are reached by their physical addresses, which are mapped at
/// themselves. One at a time walks or changes them (<see cref="TableLock{TFormat}"/>).
/// </summary>
public static unsafe partial class PageTable<TFormat> where TFormat : struct, IPageFormat
{
    private const int PageShift = 12, IndexBits = 9;
    private const ulong PageMask = (1UL << PageShift) - 1;

    /// <summary>Whether a range may be changed: page-aligned, not page 0, not beyond what the tables can hold.</summary>
    public static bool IsValid(ulong address, ulong length)
    {
        ulong limit = 1UL << TFormat.AddressBits;
        return ((address | length) & PageMask) == 0 && address != 0 && address < limit && length <= limit - address;
    }

    /// <summary>The entry that maps the address, or 0 when none does. Takes no lock: for reports of a machine that may have stopped in the middle of a change.</summary>
    public static ulong Find(ulong address)
    {
        if (address >> TFormat.AddressBits != 0)
            return 0;
        ulong* table = (ulong*)TFormat.Root;
        for (int level = TFormat.RootLevel; ; level--)
        {
            ulong entry = table[Index(address, level)];
            if (entry == 0 || TFormat.IsPage(entry, level))
                return entry;
            table = (ulong*)TFormat.AddressOf(entry);
        }
    }

    /// <summary>The first page at or behind <paramref name="address"/> and before <paramref name="end"/>; its level, or -1 when there is none.</summary>
    public static int Next(ref ulong address, ulong end, out ulong entry)
    {
        bool wereEnabled = TableLock<TFormat>.Enter();
        int level = FindNext(ref address, end, out entry);
        TableLock<TFormat>.Exit(wereEnabled);
        return level;
    }

    private static int FindNext(ref ulong address, ulong end, out ulong entry)
    {
        while (address < end)
        {
            int level = TFormat.RootLevel;
            ulong* table = (ulong*)TFormat.Root;
            while (true)
            {
                entry = table[Index(address, level)];
                if (entry == 0)
                    break;
                if (TFormat.IsPage(entry, level))
                {
                    address &= ~(SizeOf(level) - 1);
                    return level;
                }

                table = (ulong*)TFormat.AddressOf(entry);
                level--;
            }

            address = (address & ~(SizeOf(level) - 1)) + SizeOf(level);
        }

        entry = 0;
        return -1;
    }

    /// <summary>
    /// Makes the pages of a valid range lead to as many physical ones with these attributes, in the largest pages that fit both; a large
    /// page that the range covers in part is split. False when no table is left: a part may have been changed.
    /// </summary>
    public static bool Map(ulong address, ulong physical, ulong length, ulong attributes)
    {
        ulong start = address, end = address + length;
        bool replaced = false, mapped = true, wereEnabled = TableLock<TFormat>.Enter();
        while (address < end)
        {
            int level = TFormat.RootLevel;
            ulong* entry = (ulong*)TFormat.Root + Index(address, level);
            ulong* above = null;
            while (entry != null && !Fits(*entry, address | physical, end - address, level))
            {
                // A table that is made now and holds the pages themselves is written once.
                if (*entry == 0 && Fits(0, address | physical, end - address, level - 1))
                    above = entry;
                entry = above != null ? (ulong*)TFormat.AllocateTable(false) : Below(entry, address, level, ref replaced);
                level--;
                if (above != null)
                    break;
            }

            if (entry == null)
            {
                mapped = false;
                break;
            }

            // A run of pages of one size in one table: this is most of what mapping a machine's memory costs, so nothing is asked in it twice.
            ulong size = SizeOf(level), page = TFormat.PageEntry(physical, attributes, level), run = (end - address) >> (PageShift + IndexBits * level);
            ulong index = (ulong)Index(address, level), inTable = (1UL << IndexBits) - index, left = run < inTable ? run : inTable;
            AssertNotBoth(page);
            if (above != null)
            {
                FillNew(entry, (int)index, (int)left, page, size);
                Link(above, (ulong)entry);
                address += left * size;
                physical += left * size;
                continue;
            }

            ulong first = address, empty = FillEmpty(entry, left, page, size);
            entry += empty;
            left -= empty;
            page += empty * size;
            address += empty * size;
            for (; left != 0; left--)
            {
                ulong old = *entry;
                // A table stays, and is gone into.
                if (old != 0 && level != 0 && !TFormat.IsPage(old, level))
                    break;
                *entry++ = page;
                if (old != 0)
                {
                    TFormat.Flush(address);
                    replaced = true;
                }

                page += size;
                address += size;
            }

            physical += address - first;
        }

        TFormat.Complete(start, end - start, replaced);
        TableLock<TFormat>.Exit(wereEnabled);
        return mapped;
    }

    /// <summary>Whether a page of this level may stand here: it fits the range, and there is none, or another page, now. A table stays.</summary>
    private static bool Fits(ulong entry, ulong addresses, ulong left, int level)
    {
        ulong size = SizeOf(level);
        return left >= size && (level == 0
            || (level <= TFormat.MaxPageLevel && (addresses & (size - 1)) == 0 && (entry == 0 || TFormat.IsPage(entry, level))));
    }

    /// <summary>The address's entry one level down, in a table that is made when there is none: null when there is no memory for one.</summary>
    private static ulong* Below(ulong* entry, ulong address, int level, ref bool replaced)
    {
        if (*entry == 0 || TFormat.IsPage(*entry, level))
        {
            ulong table = TFormat.AllocateTable(*entry == 0);
            if (table == 0)
                return null;
            if (*entry != 0)
            {
                // The pieces of a large page.
                Fill((ulong*)table, TFormat.PageEntry(TFormat.AddressOf(*entry), TFormat.AttributesOf(*entry), level - 1), SizeOf(level - 1));
                Link(entry, table);
                TFormat.Flush(address);
                replaced = true;
            }
            else
            {
                Link(entry, table);
            }
        }

        return (ulong*)TFormat.AddressOf(*entry) + Index(address, level - 1);
    }

    /// <summary>Has an entry lead to a table, which other processors walk through from now on: what it holds is there before.</summary>
    private static void Link(ulong* entry, ulong table) => Volatile.Write(ref *entry, TFormat.TableEntry(table));

    /// <summary>Fills a table with pages of one size, one behind the other.</summary>
    private static void Fill(ulong* table, ulong page, ulong size)
    {
        Vector128<ulong> pages = Vector128.Create(page, page + size), two = Vector128.Create(size + size);
        for (ulong* entry = table, end = table + (1 << IndexBits); entry != end; entry += 8)
        {
            pages.Store(entry);
            pages += two;
            pages.Store(entry + 2);
            pages += two;
            pages.Store(entry + 4);
            pages += two;
            pages.Store(entry + 6);
            pages += two;
        }
    }

    /// <summary>Writes all of a new table: pages of one size from an entry on, and nothing before and behind them.</summary>
    private static void FillNew(ulong* table, int index, int count, ulong page, ulong size)
    {
        new Span<ulong>(table, index).Clear();
        ulong* entry = table + index, end = entry + count, many = end - 15;
        Vector128<ulong> pages = Vector128.Create(page, page + size), two = Vector128.Create(size + size);
        for (; entry < many; entry += 16)
        {
            pages.Store(entry);
            pages += two;
            pages.Store(entry + 2);
            pages += two;
            pages.Store(entry + 4);
            pages += two;
            pages.Store(entry + 6);
            pages += two;
            pages.Store(entry + 8);
            pages += two;
            pages.Store(entry + 10);
            pages += two;
            pages.Store(entry + 12);
            pages += two;
            pages.Store(entry + 14);
            pages += two;
        }

        for (page += (ulong)(entry - table - index) * size; entry != end; entry++, page += size)
            *entry = page;
        new Span<ulong>(end, (1 << IndexBits) - index - count).Clear();
    }

    /// <summary>Writes pages of one size, one behind the other, as long as there are eight empty entries in a row. Returns how many were written.</summary>
    private static ulong FillEmpty(ulong* entries, ulong count, ulong page, ulong size)
    {
        Vector128<ulong> pages = Vector128.Create(page, page + size), two = Vector128.Create(size + size);
        ulong* entry = entries, end = entries + (count & ~7UL);
        while (entry != end)
        {
            if ((Vector128.Load(entry) | Vector128.Load(entry + 2) | Vector128.Load(entry + 4) | Vector128.Load(entry + 6)) != Vector128<ulong>.Zero)
                break;
            pages.Store(entry);
            pages += two;
            pages.Store(entry + 2);
            pages += two;
            pages.Store(entry + 4);
            pages += two;
            pages.Store(entry + 6);
            pages += two;
            entry += 8;
        }

        return (ulong)(entry - entries);
    }

    /// <summary>What must never be in a table: every entry that is a page passes here.</summary>
    private static void AssertNotBoth(ulong page)
    {
        if (TFormat.IsWritableAndExecutable(page))
            Fail.Stop(FailReason.Assertion, "a page was about to become both writable and executable");
    }

    private static int Index(ulong address, int level) => (int)(address >> (PageShift + IndexBits * level)) & ((1 << IndexBits) - 1);

    private static ulong SizeOf(int level) => 1UL << (PageShift + IndexBits * level);
}
