namespace Lithe.Alloc;

/// <summary>The default heap: size classes in pages; with several processors each has pages of its own. Hardened it is one heap under one lock.</summary>
public static class Heap
{
    private static bool IsPerProcessor => Config.SMP && !Config.HEAP_HARDENED;

    [Init(InitStage.Heap)]
    public static void Initialize() => DefaultHeap<SizeClassHeap<SingleOwner>>.Initialize();

    public static nint Allocate(nuint size, nuint alignment) =>
        IsPerProcessor ? ProcessorHeap.Allocate(size, alignment) : DefaultHeap<SizeClassHeap<SingleOwner>>.Allocate(size, alignment);

    public static void Free(nint block)
    {
        if (IsPerProcessor)
            ProcessorHeap.Free(block);
        else
            DefaultHeap<SizeClassHeap<SingleOwner>>.Free(block);
    }

    public static nint Reallocate(nint block, nuint size, nuint alignment) =>
        IsPerProcessor ? ProcessorHeap.Reallocate(block, size, alignment) : DefaultHeap<SizeClassHeap<SingleOwner>>.Reallocate(block, size, alignment);

    public static nuint UsableSize(nint block) =>
        IsPerProcessor ? ProcessorHeap.UsableSize(block) : DefaultHeap<SizeClassHeap<SingleOwner>>.UsableSize(block);

    public static HeapStatistics Statistics => IsPerProcessor ? ProcessorHeap.Statistics : DefaultHeap<SizeClassHeap<SingleOwner>>.Statistics;

    public static void Check() => DefaultHeap<SizeClassHeap<SingleOwner>>.Check();

    public static ulong ReportBlocks() => IsPerProcessor ? ProcessorHeap.Statistics.Blocks : DefaultHeap<SizeClassHeap<SingleOwner>>.ReportBlocks();
}
