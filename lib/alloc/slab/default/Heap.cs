namespace Lithe.Alloc;

/// <summary>The default heap: slabs by size, pages for what is large.</summary>
public static class Heap
{
    [Init(InitStage.Heap)]
    public static void Initialize() => DefaultHeap<SlabHeap>.Initialize();

    public static nint Allocate(nuint size, nuint alignment) => DefaultHeap<SlabHeap>.Allocate(size, alignment);

    public static void Free(nint block) => DefaultHeap<SlabHeap>.Free(block);

    public static nint Reallocate(nint block, nuint size, nuint alignment) => DefaultHeap<SlabHeap>.Reallocate(block, size, alignment);

    public static nuint UsableSize(nint block) => DefaultHeap<SlabHeap>.UsableSize(block);

    public static HeapStatistics Statistics => DefaultHeap<SlabHeap>.Statistics;

    public static void Check() => DefaultHeap<SlabHeap>.Check();

    public static ulong ReportBlocks() => DefaultHeap<SlabHeap>.ReportBlocks();
}
