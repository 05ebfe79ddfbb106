using Lithe.Sched;

namespace Lithe.Sync;

/// <summary>A number of tokens: who takes one when there is none waits for the next.</summary>
public sealed class Semaphore(int count, int maxCount = int.MaxValue) : Waitable
{
    // The queue's lock's. Nobody waits while it is not 0.
    private int _count = count;
    private WaitQueue _queue;

    /// <inheritdoc/>
    public override string Kind => "semaphore";

    /// <summary>How many tokens there are now.</summary>
    public int Count => _count;

    /// <summary>Takes a token when there is one.</summary>
    public bool TryTake()
    {
        _queue.Enter();
        bool hasOne = _count > 0;
        if (hasOne)
            _count--;
        _queue.Exit();
        return hasOne;
    }

    /// <summary>Takes a token. False when the deadline passed or the wait was cancelled before.</summary>
    public bool Take(ulong deadline = ulong.MaxValue, Cancellation? cancellation = null)
    {
        _queue.Enter();
        if (_count == 0)
            return _queue.WaitAndExit(this, deadline, cancellation);
        _count--;
        _queue.Exit();
        return true;
    }

    /// <summary>
    /// Adds tokens, which go to those who wait first. False, and nothing is changed, when there would be more than the maximum. From interrupt
    /// handlers too.
    /// </summary>
    public bool Release(int count = 1)
    {
        while (true)
        {
            _queue.Enter();
            if (count < 0 || _count > maxCount - count)
            {
                _queue.Exit();
                return false;
            }

            KernelThread? thread = count > 0 ? _queue.Take() : null;
            if (thread is null)
                _count += count;
            _queue.Exit();
            if (thread is null)
                return true;
            count--;
            Scheduler.Wake(thread);
        }
    }
}
