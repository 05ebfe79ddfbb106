using System;
using Lithe.Paging;

namespace Lithe.Arch;

/// <summary>VMSAv8-64 tables, 4 KiB granule, 39-bit addresses (ARM DDI 0487, D8.3). Owned by start-up code on the boot processor.</summary>
internal readonly unsafe struct PageFormat : IPageFormat
{
    internal const ulong Normal = (3UL << 8) | (1UL << 10);
    internal const ulong Device = (1UL << 2) | (1UL << 10);
    internal const ulong ReadOnly = 1UL << 7;
    internal const ulong NoExecute = (1UL << 53) | (1UL << 54);
    internal const ulong UserNoExecute = 1UL << 54;

    private const ulong Valid = 1, TableOrPage = 2;
    private const ulong AddressMask = 0x0000_ffff_ffff_f000;

    private static ulong s_nextTable;

    public static int RootLevel => 2;

    /// <summary>Blocks of 2 MiB and 1 GiB.</summary>
    public static int MaxPageLevel => 2;

    public static ulong Root => Instructions.Layout()[Layout.RootTable];

    public static bool IsPresent(ulong entry) => (entry & Valid) != 0;

    public static bool IsPage(ulong entry, int level) => level == 0 || (entry & TableOrPage) == 0;

    public static ulong TableEntry(ulong table) => table | Valid | TableOrPage;

    public static ulong PageEntry(ulong address, ulong attributes, int level) =>
        address | attributes | Valid | (level == 0 ? TableOrPage : 0);

    public static ulong AddressOf(ulong entry) => entry & AddressMask;

    public static ulong AttributesOf(ulong entry) => entry & ~(AddressMask | Valid | TableOrPage);

    public static ulong AllocateTable()
    {
        ulong* layout = Instructions.Layout();
        if (s_nextTable == 0)
            s_nextTable = layout[Layout.TablePool];
        if (s_nextTable >= layout[Layout.TablePoolEnd])
            return 0;
        ulong table = s_nextTable;
        s_nextTable += Processor.PageSize;
        new Span<ulong>((void*)table, Processor.PageSize / sizeof(ulong)).Clear();
        return table;
    }

    public static void Flush(ulong address) => Instructions.FlushPage(address);
}
