namespace Lithe.Alloc;

/// <summary>The default heap: size classes in pages.</summary>
public static class Heap
{
    [Init(InitStage.Heap)]
    public static void Initialize() => DefaultHeap<SizeClassHeap<SingleOwner>>.Initialize();

    public static nint Allocate(nuint size, nuint alignment) => DefaultHeap<SizeClassHeap<SingleOwner>>.Allocate(size, alignment);

    public static void Free(nint block) => DefaultHeap<SizeClassHeap<SingleOwner>>.Free(block);

    public static nint Reallocate(nint block, nuint size, nuint alignment) => DefaultHeap<SizeClassHeap<SingleOwner>>.Reallocate(block, size, alignment);

    public static nuint UsableSize(nint block) => DefaultHeap<SizeClassHeap<SingleOwner>>.UsableSize(block);

    public static HeapStatistics Statistics => DefaultHeap<SizeClassHeap<SingleOwner>>.Statistics;

    public static void Check() => DefaultHeap<SizeClassHeap<SingleOwner>>.Check();

    public static ulong ReportBlocks() => DefaultHeap<SizeClassHeap<SingleOwner>>.ReportBlocks();
}
