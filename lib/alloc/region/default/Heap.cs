namespace Lithe.Alloc;

/// <summary>The default heap: ranges that are handed out from their start to their end.</summary>
public static class Heap
{
    [Init(InitStage.Heap)]
    public static void Initialize() => DefaultHeap<RegionHeap>.Initialize();

    public static nint Allocate(nuint size, nuint alignment) => DefaultHeap<RegionHeap>.Allocate(size, alignment);

    public static void Free(nint block) => DefaultHeap<RegionHeap>.Free(block);

    public static nint Reallocate(nint block, nuint size, nuint alignment) => DefaultHeap<RegionHeap>.Reallocate(block, size, alignment);

    public static nuint UsableSize(nint block) => DefaultHeap<RegionHeap>.UsableSize(block);

    public static HeapStatistics Statistics => DefaultHeap<RegionHeap>.Statistics;

    public static void Check() => DefaultHeap<RegionHeap>.Check();

    public static ulong ReportBlocks() => DefaultHeap<RegionHeap>.ReportBlocks();
}
