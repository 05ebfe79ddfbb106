using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>
/// What makes a heap the image's default one: a lock where the image needs one, memory from the page frames as it is needed, and the hardening where the
/// configuration asks for it.
/// </summary>
public static class DefaultHeap<THeap> where THeap : struct, IHeap
{
    /// <summary>See the contract, as for all members.</summary>
    public static void Initialize()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Allocate(nuint size, nuint alignment) =>
        Config.HEAP_HARDENED ? Shared<HardenedHeap<THeap, ConsoleFaults>>.Allocate(size, alignment) : Shared<THeap>.Allocate(size, alignment);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Free(nint block)
    {
        if (Config.HEAP_HARDENED)
            Shared<HardenedHeap<THeap, ConsoleFaults>>.Free(block);
        else
            Shared<THeap>.Free(block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Reallocate(nint block, nuint size, nuint alignment) =>
        Config.HEAP_HARDENED ? Shared<HardenedHeap<THeap, ConsoleFaults>>.Reallocate(block, size, alignment) : Shared<THeap>.Reallocate(block, size, alignment);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint UsableSize(nint block) =>
        Config.HEAP_HARDENED ? Shared<HardenedHeap<THeap, ConsoleFaults>>.Heap.UsableSize(block) : Shared<THeap>.Heap.UsableSize(block);

    public static HeapStatistics Statistics =>
        Config.HEAP_HARDENED ? Shared<HardenedHeap<THeap, ConsoleFaults>>.Statistics : Shared<THeap>.Statistics;

    public static void Check()
    {
        if (!Config.HEAP_HARDENED)
            return;
        Shared<HardenedHeap<THeap, ConsoleFaults>>.Lock.Enter();
        Shared<HardenedHeap<THeap, ConsoleFaults>>.Heap.CheckAll();
        Shared<HardenedHeap<THeap, ConsoleFaults>>.Lock.Exit();
    }

    public static ulong ReportBlocks()
    {
        if (!Config.HEAP_HARDENED)
            return Shared<THeap>.Statistics.Blocks;
        Shared<HardenedHeap<THeap, ConsoleFaults>>.Lock.Enter();
        ulong blocks = Shared<HardenedHeap<THeap, ConsoleFaults>>.Heap.ReportLeaks();
        Shared<HardenedHeap<THeap, ConsoleFaults>>.Lock.Exit();
        return blocks;
    }
}
