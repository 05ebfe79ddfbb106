using System.Runtime.CompilerServices;

namespace Lithe.Sched;

/// <summary>A processor's run queue: by priority when threads are preempted, else in the order that they came.</summary>
internal struct ReadyQueue
{
    private ThreadQueue _inOrder;
    private PriorityQueue _byPriority;

    internal bool IsEmpty
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Config.SCHED_PREEMPT ? _byPriority.IsEmpty : _inOrder.IsEmpty;
    }

    /// <summary>Whether somebody is in it who may run in place of a thread, or of a priority.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool HasFor(KernelThread current) => Config.SCHED_PREEMPT ? HasFor(current.Priority) : !_inOrder.IsEmpty;

    /// <inheritdoc cref="HasFor(KernelThread)"/>
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
    internal KernelThread? Take() => Config.SCHED_PREEMPT ? Unsafe.As<KernelThread>(_byPriority.Take()) : _inOrder.Take();

    /// <summary>Takes somebody out, whose priority has not changed since. False when they are not in it. Where threads have priorities.</summary>
    internal bool Remove(KernelThread thread) => _byPriority.Remove(thread);

    internal KernelThread? TakeMovable() => Config.SCHED_PREEMPT ? Unsafe.As<KernelThread>(_byPriority.TakeMovable()) : _inOrder.TakeMovable();

    /// <summary>The next one to run in place of a thread that stays ready and goes behind the others; there is one, and its address: see <see cref="HasFor(KernelThread)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal KernelThread Exchange(KernelThread current, out nint address)
    {
        if (!Config.SCHED_PREEMPT)
            return _inOrder.Exchange(current, out address);
        KernelThread next = Take()!;
        address = next.Address;
        Add(current);
        return next;
    }
}
