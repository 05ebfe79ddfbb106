using Lithe;
using Lithe.Threading;
using Lithe.Time;

namespace System.Threading;

/// <summary>Cancels what was given its token. On the event loop's thread.</summary>
public class CancellationTokenSource : IDisposable
{
    private CancellationCallback? _first;
    private bool _isCancelled;
    private CancellationTimer? _timer;
    private CancellationTokenRegistration _firstLink, _secondLink;

    /// <summary>Not cancelled yet.</summary>
    public CancellationTokenSource()
    {
    }

    /// <summary>Cancelled after so many milliseconds.</summary>
    public CancellationTokenSource(int millisecondsDelay) => CancelAfter(millisecondsDelay);

    /// <summary>Cancelled after so long.</summary>
    public CancellationTokenSource(TimeSpan delay) => CancelAfter(delay);

    /// <summary>One that is cancelled with either of two tokens.</summary>
    public static CancellationTokenSource CreateLinkedTokenSource(CancellationToken token1, CancellationToken token2)
    {
        var source = new CancellationTokenSource();
        Action<object?> cancel = static linked => ((CancellationTokenSource)linked!).Cancel();
        source._firstLink = token1.Register(cancel, source);
        source._secondLink = token2.Register(cancel, source);
        return source;
    }

    /// <summary>What is given to those who are to stop.</summary>
    public CancellationToken Token => new(this);

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancellationRequested => _isCancelled;

    /// <summary>Cancels: calls what was registered, the last one first.</summary>
    public void Cancel()
    {
        if (_isCancelled)
            return;
        _isCancelled = true;
        StopTimer();
        while (_first is { } callback)
        {
            Remove(callback);
            Action<object?> function = callback.Function!;
            object? state = callback.State;
            callback.Free();
            function(state);
        }
    }

    /// <summary>Cancels after so many milliseconds; -1: never.</summary>
    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    /// <summary>Cancels after so long, in place of an earlier time.</summary>
    public void CancelAfter(TimeSpan delay)
    {
        if (delay < TimeSpan.Zero && delay != Timeout.InfiniteTimeSpan)
            Fail.Stop(FailReason.ArgumentOutOfRange, "delay");
        StopTimer();
        if (_isCancelled || delay == Timeout.InfiniteTimeSpan)
            return;
        _timer ??= new CancellationTimer(this);
        _timer.IsWanted = true;
        EventLoop.StartTimer(_timer, delay);
    }

    /// <summary>Makes it as new, unless it was cancelled.</summary>
    public bool TryReset()
    {
        if (_isCancelled)
            return false;
        StopTimer();
        while (_first is { } callback)
            callback.Unregister();
        return true;
    }

    /// <summary>Nothing will cancel it any more.</summary>
    public void Dispose()
    {
        StopTimer();
        _firstLink.Dispose();
        _secondLink.Dispose();
    }

    internal CancellationTokenRegistration Register(Action<object?> function, object? state)
    {
        if (_isCancelled)
        {
            function(state);
            return default;
        }

        CancellationCallback callback = CancellationCallback.Take();
        callback.Source = this;
        callback.Function = function;
        callback.State = state;
        callback.Next = _first;
        if (_first is not null)
            _first.Previous = callback;
        _first = callback;
        return new CancellationTokenRegistration(callback);
    }

    internal void Remove(CancellationCallback callback)
    {
        if (callback.Previous is null)
            _first = callback.Next;
        else
            callback.Previous.Next = callback.Next;
        if (callback.Next is not null)
            callback.Next.Previous = callback.Previous;
        callback.Next = callback.Previous = null;
    }

    private void StopTimer()
    {
        if (_timer is null)
            return;
        _timer.IsWanted = false;
        Timers.Cancel(_timer);
    }

    private sealed class CancellationTimer(CancellationTokenSource source) : LoopItem
    {
        internal bool IsWanted;

        /// <inheritdoc/>
        protected internal override void Run()
        {
            if (IsWanted && IsDue)
                source.Cancel();
        }
    }
}
