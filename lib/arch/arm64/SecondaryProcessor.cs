using System.Threading;

namespace Lithe.Arch;

/// <summary>PSCI starts a processor with the MMU off at the address and with the argument it is given: secondary.s and a block.</summary>
public static unsafe class SecondaryProcessor
{
    public const int MemorySize = 8 * Processor.PageSize;

    // The block, as secondary.s reads it; the first two words as processor.s does.
    private const int Index = 0, Self = 8, Stack = 16, TrapStack = 24, Registers = 32, Started = 80;

    // Pages of the memory: guard, trap stack (4), block.
    private const int TrapBottom = 1, TrapTop = 5, Block = 6;

    public static nint Prepare(int index, nint memory, nint stackTop)
    {
        ulong start = (ulong)memory;
        if (!PageTables.Unmap(start, Processor.PageSize))
            return 0;
        byte* block = (byte*)start + Block * Processor.PageSize;
        new System.Span<byte>(block, Processor.PageSize).Clear();
        *(long*)(block + Index) = index;
        *(ulong*)(block + Self) = (ulong)block;
        *(nint*)(block + Stack) = stackTop;
        *(ulong*)(block + TrapStack) = start + TrapTop * Processor.PageSize;
        Instructions.ReadTranslation((ulong*)(block + Registers));
        // The processor reads this before its caches are on.
        Instructions.CleanCache((nint)block, Processor.PageSize);
        Stacks.Add(new StackBounds(start, start + TrapBottom * Processor.PageSize, start + TrapTop * Processor.PageSize));
        return (nint)block;
    }

    public static bool HasStarted(nint block) => Volatile.Read(ref *(int*)(block + Started)) != 0;

    public static nint Entry => Instructions.SecondaryEntry();

    public static void CopyStartCode(nint page, nint block)
    {
    }
}
