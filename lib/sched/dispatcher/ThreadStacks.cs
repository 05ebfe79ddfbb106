using Lithe.Alloc;
using Lithe.Arch;
using Lithe.Sync;

namespace Lithe.Sched;

/// <summary>Stacks of threads: memory of the heap, with a page below that is not mapped. A thread keeps its stack, and goes back to the free ones with it.</summary>
internal readonly struct ThreadStacks : IStackFinder
{
    private const int Guard = Processor.PageSize;

    // What the objects of a thread need at the most, with what any heap adds.
    private const int Objects = 1024;

    private static SpinLock s_tables;

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
        // Page tables are changed by one at a time: a thread that another one has interrupted in the middle would have had the same table as that one.
        // With several processors a change makes others wait, and must not be waited for in turn.
        if (!Config.SMP)
            s_tables.Enter();
        bool isGuarded = objects != 0 && PageTables.Unmap((ulong)guard, Guard);
        if (!Config.SMP)
            s_tables.Exit();
        if (isGuarded)
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
