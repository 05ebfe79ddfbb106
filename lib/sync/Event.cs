using Lithe.Sched;

namespace Lithe.Sync;

/// <summary>
/// Something that has happened or not. An automatic one lets one thread through and is not set then; another one lets all through until it is reset.
/// </summary>
public sealed class Event(bool isSet = false, bool isAutomatic = false) : Waitable
{
    // The queue's lock's. Nobody waits while it is set.
    private bool _isSet = isSet;
    private WaitQueue _queue;

    /// <inheritdoc/>
    public override string Kind => "event";

    /// <summary>Whether it is set.</summary>
    public bool IsSet => System.Threading.Volatile.Read(ref _isSet);

    /// <summary>Waits until it is set. False when the deadline passed or the wait was cancelled before.</summary>
    public bool Wait(ulong deadline = ulong.MaxValue, Cancellation? cancellation = null)
    {
        if (!isAutomatic && IsSet)
            return true;
        _queue.Enter();
        if (!_isSet)
            return _queue.WaitAndExit(this, deadline, cancellation);
        if (isAutomatic)
            _isSet = false;
        _queue.Exit();
        return true;
    }

    /// <summary>Sets it, and lets those who wait through: all, or (automatic) who came first. From interrupt handlers too.</summary>
    public void Set()
    {
        _queue.Enter();
        KernelThread? first = _queue.Take();
        _isSet = !isAutomatic || first is null;
        _queue.Exit();
        if (first is null)
            return;
        Scheduler.Wake(first);
        if (!isAutomatic)
            _queue.WakeAll();
    }

    /// <summary>It has not happened yet.</summary>
    public void Reset()
    {
        _queue.Enter();
        _isSet = false;
        _queue.Exit();
    }
}
