using System.Runtime.CompilerServices;
using Lithe.Diagnostics;
using Lithe.Mem;
using Lithe.Sync;

namespace Lithe.Alloc;

/// <summary>The one heap of this type, owned by its lock; it grows by ranges of page frames.</summary>
internal static class Shared<THeap> where THeap : struct, IHeap
{
    internal static THeap Heap;
    internal static SpinLock Lock;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint Allocate(nuint size, nuint alignment)
    {
        Lock.Enter();
        nint block = Heap.Allocate(size, alignment);
        if (block == 0)
            block = AllocateInNewMemory(size, alignment);
        if (Config.TRACE_HEAP)
            Trace.Point("heap.allocate"u8, size, (ulong)block);
        Lock.Exit();
        return block;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Free(nint block)
    {
        Lock.Enter();
        if (Config.TRACE_HEAP)
            Trace.Point("heap.free"u8, 0, (ulong)block);
        Heap.Free(block);
        Lock.Exit();
    }

    internal static nint Reallocate(nint block, nuint size, nuint alignment)
    {
        Lock.Enter();
        nint moved = Heap.Reallocate(block, size, alignment);
        if (moved == 0 && Grow(size, alignment))
            moved = Heap.Reallocate(block, size, alignment);
        Lock.Exit();
        return moved;
    }

    internal static HeapStatistics Statistics
    {
        get
        {
            Lock.Enter();
            HeapStatistics statistics = Heap.Statistics;
            Lock.Exit();
            return statistics;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint AllocateInNewMemory(nuint size, nuint alignment) => Grow(size, alignment) ? Heap.Allocate(size, alignment) : 0;

    private static bool Grow(nuint size, nuint alignment)
    {
        ulong needed = THeap.MemoryFor(size, alignment);
        if (needed == 0)
            return false;
        ulong length = Frames.AllocateRange(needed, out ulong start);
        return length != 0 && Heap.AddMemory((nuint)start, (nuint)length);
    }
}
