using System.Runtime.CompilerServices;

namespace Lithe.Sched;

/// <summary>A processor's run queue: by priority when threads are preempted, else in the order that they came.</summary>
internal struct ReadyQueue
{
    private FifoQueue _inOrder;
    private PriorityQueue _byPriority;

    internal bool IsEmpty
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Config.SCHED_PREEMPT ? _byPriority.IsEmpty : _inOrder.IsEmpty;
    }

    /// <summary>Whether somebody is in it who may run in place of a thread of this priority.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool HasFor(int priority) => Config.SCHED_PREEMPT ? _byPriority.HighestPriority >= priority : !_inOrder.IsEmpty;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(KernelThread thread)
    {
        if (Config.SCHED_PREEMPT)
            _byPriority.Add(thread);
        else
            _inOrder.Add(thread);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal KernelThread? Take() => Unsafe.As<KernelThread>(Config.SCHED_PREEMPT ? _byPriority.Take() : _inOrder.Take());

    internal KernelThread? TakeMovable() => Unsafe.As<KernelThread>(Config.SCHED_PREEMPT ? _byPriority.TakeMovable() : _inOrder.TakeMovable());
}
