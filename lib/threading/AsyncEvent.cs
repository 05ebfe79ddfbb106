using System.Threading.Tasks;

namespace Lithe.Threading;

/// <summary>
/// An event that lets one <c>await</c> through and is not set then: how interrupt handlers, drivers and other threads tell the event loop that something is
/// there. Neither setting it nor waiting takes memory. One waits at a time.
/// </summary>
public sealed class AsyncEvent : LoopItem
{
    private readonly Signal _signal = new();
    private bool _isSet, _isAwaited;

    /// <summary>Sets it. From any thread, processor or interrupt handler.</summary>
    public void Set() => EventLoop.Post(this);

    /// <summary>Completes when it is set. On the loop's thread.</summary>
    public ValueTask WaitAsync()
    {
        if (_isSet)
        {
            _isSet = false;
            return default;
        }

        if (_isAwaited)
            Fail.Stop(FailReason.InvalidOperation, "Somebody waits for the event already.");
        _isAwaited = true;
        return new ValueTask(_signal);
    }

    /// <inheritdoc/>
    protected internal override void Run()
    {
        if (_isAwaited)
        {
            _isAwaited = false;
            _signal.TryComplete(true);
        }
        else
        {
            _isSet = true;
        }
    }
}

/// <summary>What a value task waits for, again and again.</summary>
internal sealed class Signal : ReusableTask<bool>;
