namespace Lithe.Paging;

// Changes to what is mapped already.
public static unsafe partial class PageTable<TFormat>
{
    // Tables that have become empty: given back when no processor can walk through them any more.
    private ref struct Change
    {
        internal bool Removes;
        internal ulong Attributes;
        internal bool Replaced;
        internal ulong Empty;
    }

    /// <summary>
    /// Removes every page of a valid range and gives back the tables that have become empty. False when a large page must be split
    /// and no table is left: a part may have been removed.
    /// </summary>
    public static bool Unmap(ulong address, ulong length)
    {
        Change change = new() { Removes = true };
        return Apply(address, length, ref change);
    }

    /// <summary>Gives the pages that there are in a valid range other attributes. False as for <see cref="Unmap"/>.</summary>
    public static bool Protect(ulong address, ulong length, ulong attributes)
    {
        Change change = new() { Attributes = attributes };
        return Apply(address, length, ref change);
    }

    private static bool Apply(ulong address, ulong length, ref Change change)
    {
        bool wereEnabled = TableLock<TFormat>.Enter(), done = Apply(TFormat.Root, TFormat.RootLevel, address, address + length, ref change);
        TFormat.Complete(address, length, change.Replaced);
        while (change.Empty != 0)
        {
            ulong table = change.Empty;
            change.Empty = *(ulong*)table;
            *(ulong*)table = 0;
            TFormat.FreeTable(table);
        }

        TableLock<TFormat>.Exit(wereEnabled);
        return done;
    }

    private static bool Apply(ulong table, int level, ulong address, ulong end, ref Change change)
    {
        ulong size = SizeOf(level);
        while (address < end)
        {
            ulong* entry = (ulong*)table + Index(address, level);
            ulong next = (address & ~(size - 1)) + size, stop = next < end ? next : end, value = *entry;
            if (value != 0 && TFormat.IsPage(value, level) && stop - address == size)
            {
                ulong page = change.Removes ? 0 : TFormat.PageEntry(TFormat.AddressOf(value), change.Attributes, level);
                AssertNotBoth(page);
                *entry = page;
                TFormat.Flush(address);
                change.Replaced = true;
            }
            else if (value != 0)
            {
                if (Below(entry, address, level, ref change.Replaced) == null)
                    return false;
                ulong below = TFormat.AddressOf(*entry);
                if (!Apply(below, level - 1, address, stop, ref change))
                    return false;
                if (change.Removes && IsEmpty(below) && TFormat.CanFreeTable(below))
                {
                    *entry = 0;
                    TFormat.Flush(address);
                    // The link's low bits are 0: to the processor an entry that leads nowhere.
                    *(ulong*)below = change.Empty;
                    change.Empty = below;
                }
            }

            address = stop;
        }

        return true;
    }

    private static bool IsEmpty(ulong table)
    {
        ulong* entries = (ulong*)table;
        for (int i = 0; i < 1 << IndexBits; i++)
        {
            if (entries[i] != 0)
                return false;
        }

        return true;
    }
}
