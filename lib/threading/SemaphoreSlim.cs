using System.Threading.Tasks;
using Lithe;
using Lithe.Threading;
using Lithe.Time;

namespace System.Threading;

/// <summary>A number of tokens: who takes one when there is none waits for the next. On the event loop's thread.</summary>
public class SemaphoreSlim : IDisposable
{
    private readonly int _maxCount;
    private int _count;
    private Waiter? _first, _last;

    /// <summary>With so many tokens.</summary>
    public SemaphoreSlim(int initialCount) : this(initialCount, int.MaxValue)
    {
    }

    /// <summary>With so many tokens, of so many at the most.</summary>
    public SemaphoreSlim(int initialCount, int maxCount)
    {
        if (initialCount < 0 || maxCount < 1 || initialCount > maxCount)
            Fail.Stop(FailReason.ArgumentOutOfRange, "initialCount");
        _count = initialCount;
        _maxCount = maxCount;
    }

    /// <summary>How many tokens there are.</summary>
    public int CurrentCount => _count;

    /// <summary>Takes a token; runs the event loop until there is one.</summary>
    public void Wait() => WaitAsync().Wait();

    /// <summary>Takes a token. Without a wait where there is one: then nothing is allocated.</summary>
    public Task WaitAsync() => TryTake() ? Task.CompletedTask : new Waiter(this, Timeout.InfiniteTimeSpan, default).Task;

    /// <summary>Takes a token, or is canceled.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return CanceledTask.Create();
        return TryTake() ? Task.CompletedTask : new Waiter(this, Timeout.InfiniteTimeSpan, cancellationToken).Task;
    }

    /// <summary>Takes a token within so many milliseconds; false when there was none.</summary>
    public Task<bool> WaitAsync(int millisecondsTimeout) => WaitAsync(TimeSpan.FromMilliseconds(millisecondsTimeout), default);

    /// <summary>Takes a token within so long; false when there was none.</summary>
    public Task<bool> WaitAsync(TimeSpan timeout) => WaitAsync(timeout, default);

    /// <summary>Takes a token within so long, or is canceled; false when there was none.</summary>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            Fail.Stop(FailReason.ArgumentOutOfRange, "timeout");
        if (!cancellationToken.IsCancellationRequested)
        {
            if (TryTake())
                return Task.FromResult(true);
            if (timeout == TimeSpan.Zero)
                return Task.FromResult(false);
        }

        return new Waiter(this, timeout, cancellationToken).Task;
    }

    /// <summary>Gives a token back; how many there were.</summary>
    public int Release() => Release(1);

    /// <summary>Gives tokens back; how many there were. Who came first gets the first.</summary>
    public int Release(int releaseCount)
    {
        int before = _count;
        if (releaseCount < 1)
            Fail.Stop(FailReason.ArgumentOutOfRange, "releaseCount");
        if (_maxCount - before < releaseCount)
            Fail.Stop(FailReason.InvalidOperation, "Adding the specified count to the semaphore would cause it to exceed its maximum count.");
        for (; releaseCount > 0 && _first is { } waiter; releaseCount--)
            waiter.Grant();
        _count += releaseCount;
        return before;
    }

    /// <summary>Does nothing.</summary>
    public void Dispose()
    {
    }

    private bool TryTake()
    {
        if (_count == 0)
            return false;
        _count--;
        return true;
    }

    /// <summary>Somebody who waits. What follows runs from the event loop, not from within <see cref="Release()"/>.</summary>
    private sealed class Waiter : LoopItem
    {
        private readonly SemaphoreSlim _semaphore;
        private readonly CancellationTokenRegistration _registration;
        private Waiter? _next, _previous;
        private bool _waits = true;

        internal Waiter(SemaphoreSlim semaphore, TimeSpan timeout, CancellationToken token)
        {
            _semaphore = semaphore;
            _previous = semaphore._last;
            if (_previous is null)
                semaphore._first = this;
            else
                _previous._next = this;
            semaphore._last = this;
            if (timeout != Timeout.InfiniteTimeSpan)
                EventLoop.StartTimer(this, timeout);
            _registration = token.Register(static waiter => ((Waiter)waiter!).Cancel(), this);
        }

        internal Task<bool> Task { get; } = new();

        internal void Grant()
        {
            Leave();
            EventLoop.Post(this);
        }

        /// <inheritdoc/>
        protected internal override void Run()
        {
            // Its time has come, unless it has left the queue before.
            bool hasToken = !_waits;
            if (!hasToken)
                Leave();
            Task.TryComplete(hasToken);
        }

        private void Cancel()
        {
            // With a token it is too late.
            if (!_waits)
                return;
            Leave();
            Task.TryCancel();
        }

        private void Leave()
        {
            _waits = false;
            Timers.Cancel(this);
            _registration.Dispose();
            if (_previous is null)
                _semaphore._first = _next;
            else
                _previous._next = _next;
            if (_next is null)
                _semaphore._last = _previous;
            else
                _next._previous = _previous;
            _next = _previous = null;
        }
    }
}
