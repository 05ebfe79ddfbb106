using System.Runtime.CompilerServices;
using System.Threading;

namespace Lithe.Arch;

/// <summary>
/// From real mode to C#: secondary.s is copied below 1 MiB and filled in. Each processor has a descriptor table and a task state of its own, for the stacks of
/// its traps.
/// </summary>
public static unsafe class SecondaryProcessor
{
    public const int MemorySize = 8 * Processor.PageSize;

    // The block, as secondary.s reads it; the first three words as processor.s and switch.s do: number, own address, running thread.
    private const int Index = 0, Self = 8, Stack = 24, GdtPointer = 32, Gdt = 48, TaskState = 88, Started = 192;
    private const int GdtEntries = 5, TaskStateSize = 104;
    private const ulong CodeSegment = 0x00af_9b00_0000_ffff, DataSegment = 0x00cf_9300_0000_ffff;

    // Offsets in the task state (Intel SDM volume 3, §8.7): the first three interrupt stacks, the permission map's offset.
    private const int Ist1 = 36, Ist2 = 44, Ist3 = 52, PermissionMap = 102;

    /// <summary>Number of bytes at the top of the double fault's stack that an NMI has to itself: as in boot.s.</summary>
    private const int NmiStack = 256;

    // Pages of the memory: guard, trap stack (2), guard, double-fault stack (2), block.
    private const int TrapGuard = 0, TrapStack = 1, DoubleFaultGuard = 3, DoubleFaultStack = 4, Block = 6;

    public static nint Prepare(int index, nint memory, nint stackTop)
    {
        ulong start = (ulong)memory;
        if (!PageTables.Unmap(start + TrapGuard * Processor.PageSize, Processor.PageSize)
            || !PageTables.Unmap(start + DoubleFaultGuard * Processor.PageSize, Processor.PageSize))
        {
            return 0;
        }

        byte* block = (byte*)start + Block * Processor.PageSize;
        new System.Span<byte>(block, Processor.PageSize).Clear();
        *(long*)(block + Index) = index;
        *(ulong*)(block + Self) = (ulong)block;
        *(nint*)(block + Stack) = stackTop;
        *(ushort*)(block + GdtPointer) = GdtEntries * 8 - 1;
        *(ulong*)(block + GdtPointer + 2) = (ulong)block + Gdt;

        ulong* gdt = (ulong*)(block + Gdt);
        ulong taskState = (ulong)block + TaskState;
        gdt[1] = CodeSegment;
        gdt[2] = DataSegment;
        // A task state descriptor of two words: limit, base in four pieces, type 9 (available), present.
        gdt[3] = (TaskStateSize - 1) | (taskState & 0xff_ffff) << 16 | 0x89UL << 40 | (taskState >> 24 & 0xff) << 56;
        gdt[4] = taskState >> 32;
        ulong trapTop = start + (TrapStack + 2) * Processor.PageSize, doubleFaultTop = start + (DoubleFaultStack + 2) * Processor.PageSize;
        *(ulong*)(taskState + Ist1) = trapTop;
        *(ulong*)(taskState + Ist2) = doubleFaultTop - NmiStack;
        *(ulong*)(taskState + Ist3) = doubleFaultTop;
        *(ushort*)(taskState + PermissionMap) = TaskStateSize;

        Stacks.Add(new StackBounds(start, start + TrapStack * Processor.PageSize, trapTop));
        Stacks.Add(new StackBounds(start + DoubleFaultGuard * Processor.PageSize, start + DoubleFaultStack * Processor.PageSize, doubleFaultTop));
        return (nint)block;
    }

    public static bool HasStarted(nint block) => Volatile.Read(ref *(int*)(block + Started)) != 0;

    public static nint Entry => 0;

    public static void CopyStartCode(nint page, nint block)
    {
        byte* code = Instructions.StartCode();
        int size = (int)Instructions.StartCodeSize();
        new System.ReadOnlySpan<byte>(code, size).CopyTo(new System.Span<byte>((void*)page, Processor.PageSize));
        Instructions.FillStartCode(page, block);
    }
}
