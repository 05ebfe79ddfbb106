using System.Threading.Tasks;
using Lithe;

namespace System.Runtime.CompilerServices;

/// <summary>Can be told when something completes.</summary>
public interface INotifyCompletion
{
    /// <summary>Runs the continuation on completion.</summary>
    void OnCompleted(Action continuation);
}

/// <summary>Can be told when something completes.</summary>
public interface ICriticalNotifyCompletion : INotifyCompletion
{
    /// <summary>Runs the continuation on completion.</summary>
    void UnsafeOnCompleted(Action continuation);
}

/// <summary>Waits for a task.</summary>
public readonly struct TaskAwaiter : ICriticalNotifyCompletion
{
    private readonly Task _task;

    internal TaskAwaiter(Task task) => _task = task;

    /// <summary>Whether it is complete.</summary>
    public bool IsCompleted => _task.IsCompleted;

    /// <summary>Ends the wait.</summary>
    public void GetResult() => _task.Wait();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _task.OnCompleted(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => _task.OnCompleted(continuation);
}

/// <summary>Waits for a task with a result.</summary>
public readonly struct TaskAwaiter<TResult> : ICriticalNotifyCompletion
{
    private readonly Task<TResult> _task;

    internal TaskAwaiter(Task<TResult> task) => _task = task;

    /// <summary>Whether it is complete.</summary>
    public bool IsCompleted => _task.IsCompleted;

    /// <summary>The result.</summary>
    public TResult GetResult() => _task.Result;

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _task.OnCompleted(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => _task.OnCompleted(continuation);
}

/// <summary>Waits for a value task.</summary>
public readonly struct ValueTaskAwaiter : ICriticalNotifyCompletion
{
    private readonly Task? _task;
    private readonly short _version;

    internal ValueTaskAwaiter(Task? task, short version)
    {
        _task = task;
        _version = version;
    }

    /// <summary>Whether it is complete.</summary>
    public bool IsCompleted => _task is null || _task.IsCompleted;

    /// <summary>Ends the wait.</summary>
    public void GetResult()
    {
        if (_task is null)
            return;
        if (!_task.IsCompleted)
            Continuations.Wait(_task);
        _task.Consume(_version);
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => (_task ?? Task.CompletedTask).OnCompleted(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);
}

/// <summary>Waits for a value task with a result.</summary>
public readonly struct ValueTaskAwaiter<TResult> : ICriticalNotifyCompletion
{
    private readonly ValueTask<TResult> _value;

    internal ValueTaskAwaiter(ValueTask<TResult> value) => _value = value;

    /// <summary>Whether it is complete.</summary>
    public bool IsCompleted => _value.IsCompleted;

    /// <summary>The result.</summary>
    public TResult GetResult() => _value.Result;

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => (_value.Task ?? Task.CompletedTask).OnCompleted(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);
}

/// <summary>A task with options for its wait.</summary>
public readonly struct ConfiguredTaskAwaitable
{
    private readonly ConfiguredTaskAwaiter _awaiter;

    internal ConfiguredTaskAwaitable(Task task, ConfigureAwaitOptions options) => _awaiter = new ConfiguredTaskAwaiter(task, options);

    /// <summary>What <c>await</c> uses.</summary>
    public ConfiguredTaskAwaiter GetAwaiter() => _awaiter;

    /// <summary>Waits for a task.</summary>
    public readonly struct ConfiguredTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly Task _task;
        private readonly ConfigureAwaitOptions _options;

        internal ConfiguredTaskAwaiter(Task task, ConfigureAwaitOptions options)
        {
            _task = task;
            _options = options;
        }

        /// <summary>Whether it is complete.</summary>
        public bool IsCompleted => _task.IsCompleted;

        /// <summary>Ends the wait.</summary>
        public void GetResult()
        {
            if ((_options & ConfigureAwaitOptions.SuppressThrowing) == 0 || !_task.IsCanceled)
                _task.Wait();
        }

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => _task.OnCompleted(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => _task.OnCompleted(continuation);
    }
}
