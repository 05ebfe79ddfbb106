namespace Lithe.Alloc;

/// <summary>The default heap: blocks of powers of two.</summary>
public static class Heap
{
    [Init(InitStage.Heap)]
    public static void Initialize() => DefaultHeap<BuddyHeap>.Initialize();

    public static nint Allocate(nuint size, nuint alignment) => DefaultHeap<BuddyHeap>.Allocate(size, alignment);

    public static void Free(nint block) => DefaultHeap<BuddyHeap>.Free(block);

    public static nint Reallocate(nint block, nuint size, nuint alignment) => DefaultHeap<BuddyHeap>.Reallocate(block, size, alignment);

    public static nuint UsableSize(nint block) => DefaultHeap<BuddyHeap>.UsableSize(block);

    public static HeapStatistics Statistics => DefaultHeap<BuddyHeap>.Statistics;

    public static void Check() => DefaultHeap<BuddyHeap>.Check();

    public static ulong ReportBlocks() => DefaultHeap<BuddyHeap>.ReportBlocks();
}
