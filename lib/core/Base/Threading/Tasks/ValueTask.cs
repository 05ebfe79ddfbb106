using System.Runtime.CompilerServices;

namespace System.Threading.Tasks;

/// <summary>Work that may be complete already; then there is no task object. Await it once: the object behind it is used again.</summary>
[AsyncMethodBuilder(typeof(AsyncValueTaskMethodBuilder))]
public readonly struct ValueTask(Task? task) : IEquatable<ValueTask>
{
    private readonly Task? _task = task;
    private readonly short _version = task is null ? (short)0 : task.Version;

    /// <summary>Complete.</summary>
    public static ValueTask CompletedTask => default;

    /// <summary>A completed one with a result.</summary>
    public static ValueTask<TResult> FromResult<TResult>(TResult result) => new(result);

    /// <summary>Whether it is complete.</summary>
    public bool IsCompleted => _task is null || _task.IsCompleted;

    /// <summary>Whether it is complete.</summary>
    public bool IsCompletedSuccessfully => _task is null || _task.IsCompletedSuccessfully;

    /// <summary>Whether it was canceled.</summary>
    public bool IsCanceled => _task is not null && _task.IsCanceled;

    /// <summary>As a task.</summary>
    public Task AsTask() => _task ?? Task.CompletedTask;

    /// <summary>What <c>await</c> uses.</summary>
    public ValueTaskAwaiter GetAwaiter() => new(_task, _version);

    /// <summary>There is one context: the task itself.</summary>
    public ValueTask ConfigureAwait(bool continueOnCapturedContext) => this;

    /// <inheritdoc/>
    public bool Equals(ValueTask other) => _task == other._task;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ValueTask other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _task?.GetHashCode() ?? 0;
}

/// <summary>Work that may be complete already; then there is no task object. Await it once: the object behind it is used again.</summary>
[AsyncMethodBuilder(typeof(AsyncValueTaskMethodBuilder<>))]
public readonly struct ValueTask<TResult>
{
    private readonly Task<TResult>? _task;
    private readonly TResult _result;
    private readonly short _version;

    /// <summary>Complete, with a result.</summary>
    public ValueTask(TResult result)
    {
        _task = null;
        _result = result;
    }

    /// <summary>The same as a task.</summary>
    public ValueTask(Task<TResult> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _task = task;
        _result = default!;
        _version = task.Version;
    }

    /// <summary>Whether it is complete.</summary>
    public bool IsCompleted => _task is null || _task.IsCompleted;

    /// <summary>Whether it is complete.</summary>
    public bool IsCompletedSuccessfully => _task is null || _task.IsCompletedSuccessfully;

    /// <summary>Whether it was canceled.</summary>
    public bool IsCanceled => _task is not null && _task.IsCanceled;

    /// <summary>The result; once.</summary>
    public TResult Result => _task is null ? _result : _task.TakeResult(_version);

    /// <summary>As a task.</summary>
    public Task<TResult> AsTask() => _task ?? new Task<TResult>(_result);

    /// <summary>What <c>await</c> uses.</summary>
    public ValueTaskAwaiter<TResult> GetAwaiter() => new(this);

    /// <summary>There is one context: the task itself.</summary>
    public ValueTask<TResult> ConfigureAwait(bool continueOnCapturedContext) => this;

    internal Task<TResult>? Task => _task;
}
