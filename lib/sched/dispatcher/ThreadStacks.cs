using Lithe.Alloc;
using Lithe.Arch;

namespace Lithe.Sched;

/// <summary>Stacks of threads: memory of the heap, with a page below that is not mapped. A thread keeps its stack, and goes back to the free ones with it.</summary>
internal readonly struct ThreadStacks : IStackFinder
{
    private const int Guard = Processor.PageSize;

    /// <summary>Gives a thread a stack. False when there is no memory, or no page table for the guard page.</summary>
    internal static bool TryAllocate(KernelThread thread)
    {
        nuint size = (nuint)Config.SCHED_STACK_SIZE * 1024 + Guard;
        nint block = Heap.Allocate(size, Guard);
        if (block == 0)
            return false;
        if (!PageTables.Unmap((ulong)block, Guard))
        {
            Heap.Free(block);
            return false;
        }

        thread.StackGuard = block;
        thread.StackTop = block + (nint)size;
        return true;
    }

    /// <inheritdoc/>
    public static StackBounds Find(ulong address)
    {
        for (KernelThread? thread = Dispatcher.AllThreads; thread is not null; thread = thread.NextOfAll)
        {
            if (address >= (ulong)thread.StackGuard && address < (ulong)thread.StackTop)
                return new StackBounds((ulong)thread.StackGuard, (ulong)thread.StackGuard + Guard, (ulong)thread.StackTop);
        }

        return default;
    }
}
