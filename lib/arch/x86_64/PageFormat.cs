using System;
using Lithe.Paging;

namespace Lithe.Arch;

/// <summary>Four-level page tables (Intel SDM volume 3, §4.5). Owned by start-up code on the boot processor.</summary>
internal readonly unsafe struct PageFormat : IPageFormat
{
    internal const ulong Present = 1, Writable = 2, WriteThrough = 8, CacheDisable = 16, NoExecute = 1UL << 63;
    private const ulong LargePage = 128;
    private const ulong AddressMask = 0x000f_ffff_ffff_f000;

    private static ulong s_nextTable;
    private static int s_maxPageLevel;

    public static int RootLevel => 3;

    /// <summary>1 where only 2 MiB pages are known, 2 with 1 GiB pages (CPUID 0x80000001, edx bit 26).</summary>
    public static int MaxPageLevel
    {
        get
        {
            if (s_maxPageLevel == 0)
            {
                uint* registers = stackalloc uint[4];
                Instructions.CpuId(0x8000_0001, 0, registers);
                s_maxPageLevel = (registers[3] & (1 << 26)) != 0 ? 2 : 1;
            }

            return s_maxPageLevel;
        }
    }

    public static ulong Root => Instructions.Layout()[Layout.RootTable];

    public static bool IsPresent(ulong entry) => (entry & Present) != 0;

    public static bool IsPage(ulong entry, int level) => level == 0 || (entry & LargePage) != 0;

    public static ulong TableEntry(ulong table) => table | Present | Writable;

    public static ulong PageEntry(ulong address, ulong attributes, int level) => address | attributes | (level > 0 ? LargePage : 0);

    public static ulong AddressOf(ulong entry) => entry & AddressMask;

    public static ulong AttributesOf(ulong entry) => entry & ~(AddressMask | LargePage);

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

    public static void Flush(ulong address) => Instructions.InvalidatePage(address);
}
