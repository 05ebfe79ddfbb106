using System.Runtime.Intrinsics;

namespace Lithe.Paging;

/// <summary>
/// Memory for tables: a few that the image brings along, and whatever library manages memory once it has said so. Owned by whoever may change page tables.
/// </summary>
public unsafe struct TableMemory
{
    private const int TableSize = 4096;

    private ulong _next;
    private ulong _end;
    private ulong _free;
    private delegate*<ulong> _take;
    private delegate*<ulong, void> _give;

    /// <summary>From now on tables come from here.</summary>
    public void Use(delegate*<ulong> take, delegate*<ulong, void> give)
    {
        _take = take;
        _give = give;
    }

    /// <summary>A table, or 0. The image's own ones lie between these two addresses.</summary>
    public ulong Allocate(ulong start, ulong end, bool isCleared)
    {
        if (_end == 0)
            (_next, _end) = (start, end);
        ulong table = _free;
        if (table != 0)
        {
            _free = *(ulong*)table;
        }
        else if (_take != null)
        {
            table = _take();
        }
        else if (_next < _end)
        {
            table = _next;
            _next += TableSize;
        }

        if (table != 0 && isCleared)
            Clear(table);
        return table;
    }

    // Half the steps of the general way, and a boot makes a dozen tables.
    private static void Clear(ulong table)
    {
        Vector128<ulong> zero = Vector128<ulong>.Zero;
        ulong* end = (ulong*)(table + TableSize);
        for (ulong* entry = (ulong*)table; entry != end; entry += 16)
        {
            zero.Store(entry);
            zero.Store(entry + 2);
            zero.Store(entry + 4);
            zero.Store(entry + 6);
            zero.Store(entry + 8);
            zero.Store(entry + 10);
            zero.Store(entry + 12);
            zero.Store(entry + 14);
        }
    }

    /// <summary>Takes back a table.</summary>
    public void Free(ulong table, ulong start, ulong end)
    {
        if (table - start >= end - start)
        {
            _give(table);
            return;
        }

        *(ulong*)table = _free;
        _free = table;
    }
}
