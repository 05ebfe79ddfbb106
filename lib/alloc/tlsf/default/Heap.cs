namespace Lithe.Alloc;

/// <summary>The default heap: two-level segregated fit.</summary>
public static class Heap
{
    [Init(InitStage.Heap)]
    public static void Initialize() => DefaultHeap<TlsfHeap>.Initialize();

    public static nint Allocate(nuint size, nuint alignment) => DefaultHeap<TlsfHeap>.Allocate(size, alignment);

    public static void Free(nint block) => DefaultHeap<TlsfHeap>.Free(block);

    public static nint Reallocate(nint block, nuint size, nuint alignment) => DefaultHeap<TlsfHeap>.Reallocate(block, size, alignment);

    public static nuint UsableSize(nint block) => DefaultHeap<TlsfHeap>.UsableSize(block);

    public static HeapStatistics Statistics => DefaultHeap<TlsfHeap>.Statistics;

    public static void Check() => DefaultHeap<TlsfHeap>.Check();

    public static ulong ReportBlocks() => DefaultHeap<TlsfHeap>.ReportBlocks();
}
