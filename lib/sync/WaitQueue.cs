using Lithe.Plat;
using Lithe.Sched;

namespace Lithe.Sync;

/// <summary>
/// Threads that wait for one thing, in the order that they came. The owner keeps its own state under the queue's lock: it decides with
/// <see cref="Enter"/>, and then waits, wakes, or leaves with <see cref="Exit"/>.
/// </summary>
/// <remarks>A value for a field: never copied.</remarks>
public struct WaitQueue
{
    private SpinLock _lock;
    private WaitList _waiting;

    /// <summary>Locks the queue, and its owner's state.</summary>
    public void Enter() => _lock.Enter();

    /// <summary>Unlocks it.</summary>
    public void Exit() => _lock.Exit();

    /// <summary>Whether nobody waits; with the lock held.</summary>
    public readonly bool IsEmpty => _waiting.IsEmpty;

    /// <summary>
    /// Called with the lock held, which it gives back: the running thread waits until it is woken through this queue. False when the deadline passed or
    /// the wait was cancelled before.
    /// </summary>
    /// <param name="thing">What reports say that the thread waits for.</param>
    /// <param name="deadline">By the platform's clock; <see cref="ulong.MaxValue"/> for none.</param>
    /// <param name="cancellation">Ends the wait, or null.</param>
    /// <param name="isCancellable">Whether <see cref="KernelThread.IsCancelled"/> ends the wait.</param>
    public bool WaitAndExit(Waitable thing, ulong deadline, Cancellation? cancellation = null, bool isCancellable = true) =>
        WaitAndExit(ref _waiting, thing, null, deadline, cancellation, isCancellable);

    /// <summary>The same in a second list that the owner keeps under this queue's lock.</summary>
    internal bool WaitAndExit(ref WaitList list, Waitable thing, ulong deadline, Cancellation? cancellation) =>
        WaitAndExit(ref list, thing, null, deadline, cancellation, true);

    /// <summary>The same, and the mutex is given back when the thread is in the queue.</summary>
    internal bool WaitAndExit(Waitable thing, Mutex mutex, ulong deadline, Cancellation? cancellation) =>
        WaitAndExit(ref _waiting, thing, mutex, deadline, cancellation, true);

    private bool WaitAndExit(ref WaitList list, Waitable thing, Mutex? mutex, ulong deadline, Cancellation? cancellation, bool isCancellable)
    {
        KernelThread current = Scheduler.Current;
        list.Add(current);
        current.WaitsFor = thing;
        _lock.Exit();
        mutex?.Exit();
        cancellation?.Add(current);
        bool isOver = isCancellable && current.IsCancelled || cancellation is not null && cancellation.IsRequested;
        bool wasWoken;
        while (true)
        {
            if (!isOver)
                Scheduler.Block(deadline);
            isOver = deadline != ulong.MaxValue && Clock.Nanoseconds >= deadline
                || isCancellable && current.IsCancelled
                || cancellation is not null && cancellation.IsRequested;
            _lock.Enter();
            wasWoken = !current.IsWaiting;
            if (!wasWoken && isOver)
                list.Remove(current);
            _lock.Exit();
            if (wasWoken || isOver)
                break;
        }

        cancellation?.Remove(current);
        current.WaitsFor = null;
        return wasWoken;
    }

    /// <summary>Called with the lock held: takes out who came first, or returns null. Whoever called wakes them after <see cref="Exit"/>.</summary>
    public KernelThread? Take() => (KernelThread?)_waiting.Take();

    /// <summary>Wakes who came first. False when nobody waits. From interrupt handlers too.</summary>
    public bool WakeOne()
    {
        _lock.Enter();
        KernelThread? thread = Take();
        _lock.Exit();
        if (thread is null)
            return false;
        Scheduler.Wake(thread);
        return true;
    }

    /// <summary>Wakes all who wait, in order. From interrupt handlers too.</summary>
    public void WakeAll()
    {
        while (WakeOne())
        {
        }
    }
}
