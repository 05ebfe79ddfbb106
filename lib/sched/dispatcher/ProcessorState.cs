using Lithe.Sync;
using Lithe.Time;

namespace Lithe.Sched;

/// <summary>What the dispatcher keeps for a processor. The lock's, but for what is said otherwise.</summary>
internal struct ProcessorState
{
    internal SpinLock Lock;
    internal ReadyQueue Ready;

    /// <summary>Runs when nobody else wants to.</summary>
    internal KernelThread Idle;

    /// <summary>Whose objects and stacks can be used again.</summary>
    internal KernelThread? Free;

    /// <summary>The thread that runs should give way; read by this processor without the lock.</summary>
    internal bool MustSwitch;

    /// <summary>Another processor has put somebody of the same priority into the queue: a turn begins; read by this processor without the lock.</summary>
    internal bool MustBeginSlice;

    /// <summary>The priority of the thread that runs.</summary>
    internal int RunningPriority;

    /// <summary>The processor's own: how often it has switched, or asked for interrupts.</summary>
    internal uint Turns;

    /// <summary>The processor's own: when the running thread's turn ends, while somebody else waits for one; else none.</summary>
    internal ulong SliceEnd;

    /// <summary><see cref="Turns"/> when the slice began.</summary>
    internal uint SliceTurn;

    /// <summary>With several processors: how often somebody came into the queue.</summary>
    internal uint Arrivals;

    /// <summary>Its next timer while it sleeps with nothing to do, else 0.</summary>
    internal ulong NextTimer;

    /// <summary>The processor's own: whether it looks for work before it sleeps.</summary>
    internal IdlePoll Poll;

    /// <summary>With SCHED_RUN_TIME: the thread that runs, once there was a switch, and since when.</summary>
    internal KernelThread? Running;
    internal ulong RunsSince;

    /// <summary>It runs threads.</summary>
    internal bool IsStarted;
}
