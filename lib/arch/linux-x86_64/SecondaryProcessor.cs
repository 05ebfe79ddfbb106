using Lithe.Linux;

namespace Lithe.Arch;

/// <summary>A processor beside the first is a thread: this makes its block and its trap stack.</summary>
public static unsafe class SecondaryProcessor
{
    public const int MemorySize = 8 * Processor.PageSize;

    // Pages of the memory: guard, trap stack (6), block.
    private const int TrapStack = 1, Block = 7;

    public static nint Prepare(int index, nint memory, nint stackTop)
    {
        ulong start = (ulong)memory;
        if (!PageTables.Unmap(start, Processor.PageSize))
            return 0;
        HostProcessor* block = (HostProcessor*)(start + Block * Processor.PageSize);
        new System.Span<byte>(block, HostProcessor.Size).Clear();
        block->Initialize(index);
        block->TrapStackBottom = start + TrapStack * Processor.PageSize;
        block->TrapStackTop = start + Block * Processor.PageSize;
        Stacks.Add(new StackBounds(start, block->TrapStackBottom, block->TrapStackTop));
        HostProcessors.Add(index, block);
        return (nint)block;
    }

    public static bool HasStarted(nint block) => ((HostProcessor*)block)->HasStarted;

    /// <summary>The host starts threads; there is no code to point at.</summary>
    public static nint Entry => 0;

    public static void CopyStartCode(nint page, nint block)
    {
    }
}
