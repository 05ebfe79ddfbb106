using System.Threading.Tasks;
using Lithe;
using Lithe.Threading;
using Lithe.Time;
using Lithe.Plat;

namespace System.Threading;

/// <summary>Ticks at equal distances. Waiting for one takes no memory. On the event loop's thread; one waits at a time.</summary>
public sealed class PeriodicTimer : IDisposable
{
    private readonly Ticker _ticker;

    /// <summary>With the first tick after one period.</summary>
    public PeriodicTimer(TimeSpan period)
    {
        if (period <= TimeSpan.Zero)
            Fail.Stop(FailReason.ArgumentOutOfRange, "period");
        _ticker = new Ticker(period);
    }

    /// <summary>The distance of two ticks.</summary>
    public TimeSpan Period => _ticker.Period;

    /// <summary>Completes with the next tick, at once where one has passed since the last wait. False when the timer was disposed; canceled with the token.</summary>
    public ValueTask<bool> WaitForNextTickAsync(CancellationToken cancellationToken = default) => _ticker.WaitAsync(cancellationToken);

    /// <summary>There are no more ticks.</summary>
    public void Dispose() => _ticker.Stop();

    private sealed class Ticker : LoopItem
    {
        private readonly Signal _signal = new();
        private readonly ulong _distance;
        private ulong _next;
        private bool _hasTicked, _isStopped, _isAwaited;
        private CancellationTokenRegistration _registration;

        internal Ticker(TimeSpan period)
        {
            Period = period;
            _distance = (ulong)period.Ticks * 100;
            _next = Clock.Nanoseconds + _distance;
            Timers.Start(this, _next);
        }

        internal TimeSpan Period { get; }

        internal ValueTask<bool> WaitAsync(CancellationToken token)
        {
            if (_isAwaited)
                Fail.Stop(FailReason.InvalidOperation, "Somebody waits for the timer already.");
            if (_isStopped)
                return new ValueTask<bool>(false);
            if (token.IsCancellationRequested)
            {
                _signal.TryCancel();
                return new ValueTask<bool>(_signal);
            }

            if (_hasTicked)
            {
                _hasTicked = false;
                return new ValueTask<bool>(true);
            }

            _isAwaited = true;
            if (token.CanBeCanceled)
                _registration = token.Register(static ticker => ((Ticker)ticker!).Cancel(), this);
            return new ValueTask<bool>(_signal);
        }

        internal void Stop()
        {
            _isStopped = true;
            Timers.Cancel(this);
            if (EndWait())
                _signal.TryComplete(false);
        }

        /// <inheritdoc/>
        protected internal override void Run()
        {
            ulong now = Clock.Nanoseconds;
            if (_isStopped || now < _next)
                return;
            // Ticks that were missed are one.
            while (_next <= now)
                _next += _distance;
            Timers.Start(this, _next);
            if (EndWait())
                _signal.TryComplete(true);
            else
                _hasTicked = true;
        }

        private void Cancel()
        {
            if (EndWait())
                _signal.TryCancel();
        }

        private bool EndWait()
        {
            bool wasAwaited = _isAwaited;
            _isAwaited = false;
            _registration.Dispose();
            return wasAwaited;
        }
    }
}
