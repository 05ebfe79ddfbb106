using System.Diagnostics.CodeAnalysis;
using Lithe;

namespace System.Threading;

/// <summary>Says whether something is to be given up. The default value never does.</summary>
public readonly struct CancellationToken : IEquatable<CancellationToken>
{
    private readonly CancellationTokenSource? _source;

    internal CancellationToken(CancellationTokenSource source) => _source = source;

    /// <summary>One that is never cancelled.</summary>
    public static CancellationToken None => default;

    /// <summary>Whether it is to be given up.</summary>
    public bool IsCancellationRequested => _source is not null && _source.IsCancellationRequested;

    /// <summary>Whether that can ever be.</summary>
    public bool CanBeCanceled => _source is not null;

    /// <summary>Ends the image where it is to be given up: nothing can be caught.</summary>
    public void ThrowIfCancellationRequested()
    {
        if (IsCancellationRequested)
            Fail.Stop(FailReason.InvalidOperation, "The operation was canceled.");
    }

    /// <summary>Has a function called when it is cancelled, at once where it was.</summary>
    public CancellationTokenRegistration Register(Action callback) => Register(static action => ((Action)action!)(), callback);

    /// <summary>The same, with an argument.</summary>
    public CancellationTokenRegistration Register(Action<object?> callback, object? state) => _source is null ? default : _source.Register(callback, state);

    /// <inheritdoc/>
    public bool Equals(CancellationToken other) => _source == other._source;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? other) => other is CancellationToken token && Equals(token);

    /// <inheritdoc/>
    public override int GetHashCode() => _source?.GetHashCode() ?? 0;

    /// <summary>Whether both are of one source.</summary>
    public static bool operator ==(CancellationToken left, CancellationToken right) => left.Equals(right);

    /// <summary>Whether they are not.</summary>
    public static bool operator !=(CancellationToken left, CancellationToken right) => !left.Equals(right);
}

/// <summary>A function that is called on cancellation, and the way to take that back.</summary>
public readonly struct CancellationTokenRegistration : IDisposable
{
    private readonly CancellationCallback? _callback;
    private readonly long _use;

    internal CancellationTokenRegistration(CancellationCallback callback)
    {
        _callback = callback;
        _use = callback.Use;
    }

    /// <summary>The function will not be called. False when it has been, or the registration was taken back before.</summary>
    public bool Unregister() => _callback is not null && _callback.Use == _use && _callback.Unregister();

    /// <summary>The function will not be called.</summary>
    public void Dispose() => Unregister();
}

/// <summary>One registered function; the object is used again.</summary>
internal sealed class CancellationCallback
{
    private static CancellationCallback? s_free;

    internal CancellationTokenSource? Source;
    internal CancellationCallback? Next, Previous;
    internal Action<object?>? Function;
    internal object? State;

    /// <summary>Which use this is: registrations of an earlier one have nothing to say.</summary>
    internal long Use;

    internal static CancellationCallback Take()
    {
        CancellationCallback callback = s_free ?? new CancellationCallback();
        s_free = callback.Next;
        callback.Next = null;
        return callback;
    }

    internal bool Unregister()
    {
        if (Source is null)
            return false;
        Source.Remove(this);
        Free();
        return true;
    }

    internal void Free()
    {
        Use++;
        Source = null;
        Function = null;
        State = null;
        Previous = null;
        Next = s_free;
        s_free = this;
    }
}
