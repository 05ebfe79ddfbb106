using Lithe.Arch;
using Lithe.Plat;

namespace Lithe.Alloc;

/// <summary>The default heap: two-level segregated fit over the platform's largest free range.</summary>
public static class Heap
{
    private static Tlsf s_tlsf;

    /// <summary>Takes the platform's largest free range.</summary>
    [Init(InitStage.Heap)]
    public static void Initialize()
    {
        MemoryRange range = Platform.LargestFreeRange;
        if (range.Length == 0 || !PageTables.Map(range.Start, range.Length, PageAccess.Read | PageAccess.Write))
            return;
        s_tlsf.Initialize((nuint)range.Start, (nuint)range.Length);
    }

    /// <summary>Allocates the best of the first few fitting blocks, in bounded time.</summary>
    public static nint Allocate(nuint size, nuint alignment) => s_tlsf.Allocate(size, alignment);

    /// <summary>Frees a block and joins it with free neighbours, in bounded time.</summary>
    public static void Free(nint block) => s_tlsf.Free(block);

    /// <summary>How many bytes the block has.</summary>
    public static nuint UsableSize(nint block) => Tlsf.UsableSize(block);

    /// <summary>What the heap holds.</summary>
    public static HeapStatistics Statistics => new(s_tlsf.Capacity, s_tlsf.Used, s_tlsf.Peak, s_tlsf.Blocks);
}
