using Lithe.Paging;

namespace Lithe.Arch;

/// <summary>
/// Four-level page tables (Intel SDM volume 3, §4.5). A page that is only kept has the present bit off and bit 9, which the processor ignores, on.
/// Owned by whoever may change page tables.
/// </summary>
internal readonly unsafe struct PageFormat : IPageFormat
{
    internal const ulong Present = 1, Writable = 2, WriteThrough = 8, CacheDisable = 16, Kept = 1 << 9, NoExecute = 1UL << 63;
    private const ulong LargePage = 128;
    private const ulong AddressMask = 0x000f_ffff_ffff_f000;

    internal static TableMemory Tables;
    internal static delegate*<ulong, ulong, void> Shootdown;
    private static int s_maxPageLevel;

    public static int RootLevel => 3;

    /// <summary>The upper half is for another use.</summary>
    public static int AddressBits => 47;

    /// <summary>1 where only 2 MiB pages are known, 2 with 1 GiB pages (CPUID 0x80000001, edx bit 26).</summary>
    public static int MaxPageLevel => s_maxPageLevel != 0 ? s_maxPageLevel : FindMaxPageLevel();

    public static ulong Root => Instructions.Layout()[Layout.RootTable];

    public static bool IsPage(ulong entry, int level) => level == 0 || (entry & LargePage) != 0;

    public static ulong TableEntry(ulong table) => table | Present | Writable;

    public static ulong PageEntry(ulong address, ulong attributes, int level) => address | attributes | (level > 0 ? LargePage : 0);

    public static ulong AddressOf(ulong entry) => entry & AddressMask;

    public static ulong AttributesOf(ulong entry) => entry & ~(AddressMask | LargePage);

    public static bool IsWritableAndExecutable(ulong entry) => (entry & (Present | Writable | NoExecute)) == (Present | Writable);

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

    public static void Flush(ulong address) => Instructions.InvalidatePage(address);

    /// <summary>The processor does not remember what was not there, and sees its own writes.</summary>
    public static void Complete(ulong address, ulong length, bool replaced)
    {
        if (Config.SMP && replaced && Shootdown != null)
            Shootdown(address, length);
    }

    public static bool DisableInterrupts() => Processor.DisableInterrupts();

    public static void RestoreInterrupts(bool wereEnabled) => Processor.RestoreInterrupts(wereEnabled);

    public static void Relax() => Processor.Relax();

    private static int FindMaxPageLevel()
    {
        uint* registers = stackalloc uint[4];
        Instructions.CpuId(0x8000_0001, 0, registers);
        return s_maxPageLevel = (registers[3] & (1 << 26)) != 0 ? 2 : 1;
    }
}
