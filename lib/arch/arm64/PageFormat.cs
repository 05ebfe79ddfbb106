using Lithe.Paging;

namespace Lithe.Arch;

/// <summary>
/// VMSAv8-64 tables, 4 KiB granule, 44-bit addresses: the root has 32 entries (ARM DDI 0487, D8.3). A page that is only kept has the valid bit off.
/// Owned by whoever may change page tables.
/// </summary>
internal readonly unsafe struct PageFormat : IPageFormat
{
    internal const ulong Valid = 1;
    internal const ulong Normal = (3UL << 8) | (1UL << 10);
    internal const ulong Device = (1UL << 2) | (1UL << 10);
    internal const ulong ReadOnly = 1UL << 7;
    internal const ulong NoExecute = (1UL << 53) | (1UL << 54);
    internal const ulong UserNoExecute = 1UL << 54;

    private const ulong TableOrPage = 2;
    private const ulong AddressMask = 0x0000_ffff_ffff_f000;

    internal static TableMemory Tables;

    public static int RootLevel => 3;

    public static int AddressBits => 44;

    /// <summary>Blocks of 2 MiB and 1 GiB.</summary>
    public static int MaxPageLevel => 2;

    public static ulong Root => Instructions.Layout()[Layout.RootTable];

    public static bool IsPage(ulong entry, int level) => level == 0 || (entry & TableOrPage) == 0;

    public static ulong TableEntry(ulong table) => table | Valid | TableOrPage;

    public static ulong PageEntry(ulong address, ulong attributes, int level) => address | attributes | (level == 0 ? TableOrPage : 0);

    public static ulong AddressOf(ulong entry) => entry & AddressMask;

    public static ulong AttributesOf(ulong entry) => entry & ~(AddressMask | TableOrPage);

    public static bool IsWritableAndExecutable(ulong entry) => (entry & (Valid | ReadOnly | (NoExecute & ~UserNoExecute))) == Valid;

    public static ulong AllocateTable(bool isCleared)
    {
        ulong* layout = Instructions.Layout();
        return Tables.Allocate(layout[Layout.TablePool], layout[Layout.TablePoolEnd], isCleared);
    }

    public static bool CanFreeTable(ulong table)
    {
        ulong* layout = Instructions.Layout();
        return table < layout[Layout.ImageStart] || table >= layout[Layout.TablePool];
    }

    public static void FreeTable(ulong table)
    {
        ulong* layout = Instructions.Layout();
        Tables.Free(table, layout[Layout.TablePool], layout[Layout.TablePoolEnd]);
    }

    public static void Flush(ulong address) => Instructions.FlushPage(address);

    /// <summary>What was written must have arrived before the next access walks the tables: the barriers are those of a flush. It reaches all processors.</summary>
    public static void Complete(ulong address, ulong length, bool replaced) => Instructions.FlushPage(address);

    public static bool DisableInterrupts() => Processor.DisableInterrupts();

    public static void RestoreInterrupts(bool wereEnabled) => Processor.RestoreInterrupts(wereEnabled);

    public static void Relax() => Processor.Relax();
}
