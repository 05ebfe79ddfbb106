using Lithe.Alloc;
using Lithe.Arch;

namespace Lithe.Sched;

/// <summary>Stacks of threads: memory of the heap, with a page below that is not mapped. A thread keeps its stack, and goes back to the free ones with it.</summary>
internal readonly struct ThreadStacks : IStackFinder
{
    private const int Guard = Processor.PageSize;

    // What the objects of a thread need at the most, with what any heap adds.
    private const int Objects = 1024;

    /// <summary>
    /// A stack for a new thread. False, and nothing is taken, when there is no memory, for the stack or for the objects that go with it, or no page
    /// table for the guard page.
    /// </summary>
    internal static bool TryAllocate(out nint guard, out nint top)
    {
        nuint size = (nuint)Config.SCHED_STACK_SIZE * 1024 + Guard;
        guard = Heap.Allocate(size, Guard);
        top = guard + (nint)size;
        if (guard == 0)
            return false;
        // Making an object can only end the image, so what it needs is looked for before.
        nint objects = Heap.Allocate(Objects, 16);
        Heap.Free(objects);
        if (objects != 0 && PageTables.Unmap((ulong)guard, Guard))
            return true;
        Heap.Free(guard);
        return false;
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
