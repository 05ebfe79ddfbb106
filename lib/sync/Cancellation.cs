using System.Threading;
using Lithe.Sched;

namespace Lithe.Sync;

/// <summary>Ends the waits of all threads that wait with it. Once requested it stays so.</summary>
public sealed class Cancellation
{
    private SpinLock _lock;
    private KernelThread? _first;
    private bool _isRequested;

    /// <summary>Whether it was requested.</summary>
    public bool IsRequested => Volatile.Read(ref _isRequested);

    /// <summary>Requests it. Not in an interrupt's handler.</summary>
    public void Request()
    {
        _lock.Enter();
        _isRequested = true;
        _lock.Exit();
        while (true)
        {
            _lock.Enter();
            KernelThread? thread = _first;
            if (thread is not null)
            {
                _first = thread.NextCancelled;
                thread.NextCancelled = null;
            }

            _lock.Exit();
            if (thread is null)
                return;
            Scheduler.Wake(thread);
        }
    }

    internal void Add(KernelThread thread)
    {
        _lock.Enter();
        thread.NextCancelled = _first;
        _first = thread;
        _lock.Exit();
    }

    internal void Remove(KernelThread thread)
    {
        _lock.Enter();
        if (_first == thread)
        {
            _first = thread.NextCancelled;
        }
        else
        {
            for (KernelThread? other = _first; other is not null; other = other.NextCancelled)
            {
                if (other.NextCancelled == thread)
                    other.NextCancelled = thread.NextCancelled;
            }
        }

        thread.NextCancelled = null;
        _lock.Exit();
    }
}
