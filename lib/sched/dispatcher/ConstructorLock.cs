using Lithe.Sync;

namespace Lithe.Sched;

/// <summary>
/// What is held while a static constructor runs: one lock for all of them, recursive. A constructor may wait; a thread that needs a type that another thread is
/// constructing waits for it.
/// </summary>
/// <remarks>A constructor must not wait for a thread that itself needs a static constructor: that is a deadlock, and reported as one.</remarks>
internal static unsafe class ConstructorLock
{
    private static SpinLock s_lock;

    // The lock's: who has it, and who waits. The depth is the owner's.
    private static KernelThread? s_owner, s_firstWaiting;
    private static int s_depth;

    internal static void Install() => SynchronizationHooks.SetStaticConstructors(&Enter, &Exit);

    private static void Enter()
    {
        KernelThread current = Dispatcher.Current;
        // Nobody else makes this thread the owner, or takes that away.
        if (s_owner == current)
        {
            s_depth++;
            return;
        }

        while (true)
        {
            s_lock.Enter();
            bool isFree = s_owner is null;
            if (isFree)
            {
                s_owner = current;
                s_depth = 1;
            }

            // Whoever gives the lock back takes all out of the list.
            if (!isFree && !current.WaitsForConstructor)
            {
                current.NextForConstructor = s_firstWaiting;
                current.WaitsForConstructor = true;
                s_firstWaiting = current;
            }
            else if (isFree && current.WaitsForConstructor)
            {
                Remove(current);
            }

            s_lock.Exit();
            if (isFree)
                return;
            Dispatcher.Block();
        }
    }

    private static void Exit()
    {
        if (--s_depth != 0)
            return;
        s_lock.Enter();
        s_owner = null;
        s_lock.Exit();
        while (true)
        {
            s_lock.Enter();
            KernelThread? thread = s_firstWaiting;
            if (thread is not null)
                Remove(thread);
            s_lock.Exit();
            if (thread is null)
                return;
            Dispatcher.Wake(thread);
        }
    }

    private static void Remove(KernelThread thread)
    {
        if (s_firstWaiting == thread)
        {
            s_firstWaiting = thread.NextForConstructor;
        }
        else
        {
            for (KernelThread? other = s_firstWaiting; other is not null; other = other.NextForConstructor)
            {
                if (other.NextForConstructor == thread)
                    other.NextForConstructor = thread.NextForConstructor;
            }
        }

        thread.NextForConstructor = null;
        thread.WaitsForConstructor = false;
    }
}
