using Lithe.Paging;

namespace Lithe.Arch;

/// <summary>
/// The host has the page tables that count; these, in the format of four-level ones, say what was asked of it, for whoever wants to know. Owned by whoever
/// may change page tables.
/// </summary>
internal readonly unsafe struct PageFormat : IPageFormat
{
    internal const ulong Present = 1, Writable = 2, Kept = 1 << 9, NoExecute = 1UL << 63;
    private const ulong LargePage = 128;
    private const ulong AddressMask = 0x000f_ffff_ffff_f000;

    internal static TableMemory Tables;

    public static int RootLevel => 3;

    /// <summary>The host puts what it needs itself (its stack, its clock) into the last of a program's 47 bits.</summary>
    public static int AddressBits => 46;

    public static int MaxPageLevel => 2;

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

    public static bool CanFreeTable(ulong table) => true;

    public static void FreeTable(ulong table)
    {
        ulong* layout = Instructions.Layout();
        Tables.Free(table, layout[Layout.TablePool], layout[Layout.TablePoolEnd]);
    }

    /// <summary>Nobody walks these tables but the code that writes them.</summary>
    public static void Flush(ulong address)
    {
    }

    public static void Complete(ulong address, ulong length, bool replaced)
    {
    }

    public static bool DisableInterrupts() => Processor.DisableInterrupts();

    public static void RestoreInterrupts(bool wereEnabled) => Processor.RestoreInterrupts(wereEnabled);

    public static void Relax() => Processor.Relax();
}
