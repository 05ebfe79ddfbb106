using Lithe.Arch;
using Lithe.Plat;

namespace Lithe.Alloc;

/// <summary>The default heap: one range of memory, handed out from its start to its end.</summary>
public static unsafe class Heap
{
    // Before a block: its size. Blocks and records lie at multiples of 8.
    private const nuint RecordSize = 8;

    private static nuint s_start;
    private static nuint s_next;
    private static nuint s_end;
    private static ulong s_blocks;

    /// <summary>Takes the platform's largest free range.</summary>
    [Init(InitStage.Heap)]
    public static void Initialize()
    {
        MemoryRange range = Platform.LargestFreeRange;
        if (range.Length == 0)
            return;
        if (!PageTables.Map(range.Start, range.Length, PageAccess.Read | PageAccess.Write))
            return;
        s_start = s_next = (nuint)range.Start;
        s_end = (nuint)range.End;
    }

    /// <summary>Allocates from the end of what is in use.</summary>
    public static nint Allocate(nuint size, nuint alignment)
    {
        nuint mask = alignment - 1;
        if ((alignment & mask) != 0 || alignment == 0)
            return 0;
        nuint block = (s_next + RecordSize + mask) & ~mask;
        // At the start of the heap `s_end - block` may be negative: both comparisons are needed.
        if (block < s_next || block > s_end || size > s_end - block)
            return 0;
        nuint rounded = (size + 7) & ~(nuint)7;
        if (rounded > s_end - block)
            return 0;
        *(nuint*)(block - RecordSize) = rounded;
        s_next = block + rounded;
        s_blocks++;
        return (nint)block;
    }

    /// <summary>Takes the block back when it is the last one; else its memory stays lost.</summary>
    public static void Free(nint block)
    {
        if (block == 0)
            return;
        nuint size = UsableSize(block);
        s_blocks--;
        if ((nuint)block + size == s_next)
            s_next = (nuint)block - RecordSize;
    }

    /// <summary>How many bytes the block has.</summary>
    public static nuint UsableSize(nint block) => *(nuint*)(block - (nint)RecordSize);

    /// <summary>What the heap holds. What was freed and lost counts as used.</summary>
    public static HeapStatistics Statistics => new(s_end - s_start, s_next - s_start, s_next - s_start, s_blocks);
}
