using System.Runtime.CompilerServices;
using Lithe.Arch;
using Lithe.Mem;
using Lithe.Sync;

namespace Lithe.Alloc;

/// <summary>
/// The default heap of an image for several processors: each allocates from pages of its own, without a lock. A processor's records are its own; with a
/// preemptive scheduler interrupts are disabled while they change, so that a thread is not moved in between.
/// </summary>
internal static class ProcessorHeap
{
    private static SizeClassHeap<ProcessorOwner> s_heap;

    // What processors share: free segments, and the list of all of them.
    private static SpinLock s_lock;

    internal static nint Allocate(nuint size, nuint alignment)
    {
        bool wereEnabled = Begin();
        nint block = s_heap.Allocate(size, alignment);
        if (block == 0 && Grow(size, alignment))
            block = s_heap.Allocate(size, alignment);
        End(wereEnabled);
        return block;
    }

    internal static void Free(nint block)
    {
        bool wereEnabled = Begin();
        s_heap.Free(block);
        End(wereEnabled);
    }

    internal static nint Reallocate(nint block, nuint size, nuint alignment)
    {
        bool wereEnabled = Begin();
        nint moved = s_heap.Reallocate(block, size, alignment);
        if (moved == 0 && Grow(size, alignment))
            moved = s_heap.Reallocate(block, size, alignment);
        End(wereEnabled);
        return moved;
    }

    internal static nuint UsableSize(nint block) => s_heap.UsableSize(block);

    /// <summary>What one processor has freed of another's blocks counts as used until that one needs a page.</summary>
    internal static HeapStatistics Statistics
    {
        get
        {
            bool wereEnabled = Begin();
            HeapStatistics statistics = s_heap.Statistics;
            End(wereEnabled);
            return statistics;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Grow(nuint size, nuint alignment)
    {
        ulong needed = SizeClassHeap<ProcessorOwner>.MemoryFor(size, alignment);
        if (needed == 0)
            return false;
        ulong length = Frames.AllocateRange(needed, out ulong start);
        return length != 0 && s_heap.AddMemory((nuint)start, (nuint)length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Begin() => Config.SCHED_PREEMPT && Processor.DisableInterrupts();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End(bool wereEnabled)
    {
        if (Config.SCHED_PREEMPT)
            Processor.RestoreInterrupts(wereEnabled);
    }

    private readonly struct ProcessorOwner : IHeapOwner
    {
        /// <summary>As many processors as a platform starts at the most.</summary>
        public static int Count => 64;

        public static int Current => Processor.Index;

        public static void Lock() => s_lock.EnterDisabled();

        public static void Unlock() => s_lock.ExitDisabled();
    }
}
