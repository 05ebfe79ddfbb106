namespace Lithe.Paging;

/// <summary>Walks and changes identity-mapped page tables of any format; the format's members are inlined.</summary>
public static unsafe class PageTable<TFormat> where TFormat : struct, IPageFormat
{
    private const int PageShift = 12, IndexBits = 9;
    private const ulong PageMask = (1UL << PageShift) - 1;

    /// <summary>
    /// Whether a range may be changed: page-aligned, not page 0, not beyond what the tables can hold.
    /// </summary>
    public static bool IsValid(ulong address, ulong length)
    {
        // x86_64 keeps the upper half for another use: there the limit is half of what the tables span.
        ulong limit = 1UL << (PageShift + IndexBits * (TFormat.RootLevel + 1) - (TFormat.RootLevel == 3 ? 1 : 0));
        return ((address | length) & PageMask) == 0 && address != 0 && address < limit && length <= limit - address;
    }

    /// <summary>The entry that maps the address, or 0 when none does.</summary>
    public static ulong Find(ulong address)
    {
        ulong* table = (ulong*)TFormat.Root;
        if (address >> (PageShift + IndexBits * (TFormat.RootLevel + 1)) != 0)
            return 0;
        for (int level = TFormat.RootLevel; ; level--)
        {
            ulong entry = table[Index(address, level)];
            if (!TFormat.IsPresent(entry))
                return 0;
            if (TFormat.IsPage(entry, level))
                return entry;
            table = (ulong*)TFormat.AddressOf(entry);
        }
    }

    /// <summary>
    /// Makes every page of a valid range lead to its own address with these attributes, in the largest pages that fit; a large
    /// page that the range covers in part is split. False when no table is left: a part may have been changed.
    /// </summary>
    public static bool Map(ulong address, ulong length, ulong attributes) => Change(address, length, attributes, true);

    /// <summary>Removes every page of a valid range. False when a large page must be split and no table is left.</summary>
    public static bool Unmap(ulong address, ulong length) => Change(address, length, 0, false);

    private static bool Change(ulong address, ulong length, ulong attributes, bool map)
    {
        ulong end = address + length;
        while (address < end)
        {
            int level = TFormat.RootLevel;
            ulong* entry = (ulong*)TFormat.Root + Index(address, level);
            while (level > 0 && !EndsHere(*entry, address, end, level, map))
            {
                if (!TFormat.IsPresent(*entry) || TFormat.IsPage(*entry, level))
                {
                    ulong below = MakeTable(*entry, level);
                    if (below == 0)
                        return false;
                    *entry = TFormat.TableEntry(below);
                    TFormat.Flush(address);
                }

                level--;
                entry = (ulong*)TFormat.AddressOf(*entry) + Index(address, level);
            }

            *entry = map ? TFormat.PageEntry(address, attributes, level) : Cleared(*entry, level);
            TFormat.Flush(address);
            ulong size = SizeOf(level);
            address = (address & ~(size - 1)) + size;
        }

        return true;
    }

    /// <summary>
    /// Whether the walk need not go below this entry: a page may stand here that fits the range, in place of none or of another
    /// page; or there is nothing here to remove. A table that is in place stays.
    /// </summary>
    private static bool EndsHere(ulong entry, ulong address, ulong end, int level, bool map)
    {
        bool present = TFormat.IsPresent(entry);
        if (!map && !present)
            return true;
        if (present && !TFormat.IsPage(entry, level))
            return false;
        return level <= TFormat.MaxPageLevel && (address & (SizeOf(level) - 1)) == 0 && end - address >= SizeOf(level);
    }

    /// <summary>Removing ends at a page, or at an entry that leads nowhere, never at a table.</summary>
    private static ulong Cleared(ulong entry, int level) => TFormat.IsPresent(entry) && !TFormat.IsPage(entry, level) ? entry : 0;

    /// <summary>A table that maps what the entry mapped: nothing, or the pieces of a large page.</summary>
    private static ulong MakeTable(ulong entry, int level)
    {
        ulong table = TFormat.AllocateTable();
        if (table != 0 && TFormat.IsPresent(entry))
        {
            ulong address = TFormat.AddressOf(entry), attributes = TFormat.AttributesOf(entry);
            for (int i = 0; i < 1 << IndexBits; i++)
                ((ulong*)table)[i] = TFormat.PageEntry(address + (ulong)i * SizeOf(level - 1), attributes, level - 1);
        }

        return table;
    }

    private static int Index(ulong address, int level) => (int)(address >> (PageShift + IndexBits * level)) & ((1 << IndexBits) - 1);

    private static ulong SizeOf(int level) => 1UL << (PageShift + IndexBits * level);
}
