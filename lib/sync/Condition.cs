using Lithe.Sched;

namespace Lithe.Sync;

/// <summary>Threads that wait, with a mutex given back, until somebody says that what the mutex guards has changed.</summary>
public sealed class Condition : Waitable
{
    private WaitQueue _queue;

    /// <inheritdoc/>
    public override string Kind => "condition";

    /// <summary>
    /// Gives the mutex back, waits, and takes it again. False when the deadline passed or the wait was cancelled before. Look at what was waited for either way.
    /// </summary>
    public bool Wait(Mutex mutex, ulong deadline = ulong.MaxValue, Cancellation? cancellation = null)
    {
        // Whoever changes what the mutex guards comes after the mutex was given back, so they find this thread in the queue, if not yet asleep.
        _queue.Enter();
        bool wasWoken = _queue.WaitAndExit(this, mutex, deadline, cancellation);
        mutex.Enter();
        return wasWoken;
    }

    /// <summary>Wakes who came first.</summary>
    public void Signal() => _queue.WakeOne();

    /// <summary>Wakes all who wait now.</summary>
    public void Broadcast() => _queue.WakeAll();
}
