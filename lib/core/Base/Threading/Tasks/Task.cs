using System.Runtime.CompilerServices;
using Lithe;

namespace System.Threading.Tasks;

/// <summary>Work that completes later. One thread completes and awaits it: the event loop's.</summary>
[AsyncMethodBuilder(typeof(AsyncTaskMethodBuilder))]
public class Task
{
    private bool _completed;
    // What to run on completion: null, an Action, or a list of them.
    private object? _continuation;

    internal Task()
    {
    }

    private Task(bool completed) => _completed = completed;

    /// <summary>A task that is complete.</summary>
    public static Task CompletedTask => Completed.Task;

    private static class Completed
    {
        internal static readonly Task Task = new(true);
    }

    /// <summary>A completed task with a result.</summary>
    public static Task<TResult> FromResult<TResult>(TResult result) => new(result);

    /// <summary>Whether it is complete.</summary>
    public bool IsCompleted => _completed;

    /// <summary>Whether it is complete: an exception ends the image, so there is no other end.</summary>
    public bool IsCompletedSuccessfully => _completed;

    /// <summary>Never: an exception ends the image.</summary>
    public bool IsFaulted => false;

    /// <summary>Never.</summary>
    public bool IsCanceled => false;

    /// <summary>What <c>await</c> uses.</summary>
    public TaskAwaiter GetAwaiter() => new(this);

    /// <summary>There is one context: the task itself.</summary>
    public Task ConfigureAwait(bool continueOnCapturedContext) => this;

    internal void OnCompleted(Action continuation)
    {
        if (_completed)
        {
            Continuations.Run(continuation);
            return;
        }
        _continuation = _continuation switch
        {
            null => continuation,
            ContinuationList list => new ContinuationList(continuation, list),
            object first => new ContinuationList(continuation, new ContinuationList(Unsafe.As<Action>(first), null)),
        };
    }

    internal bool TryComplete()
    {
        if (_completed)
            return false;
        _completed = true;
        object? continuation = _continuation;
        _continuation = null;
        if (continuation is ContinuationList list)
            list.RunOldestFirst();
        else if (continuation is not null)
            Continuations.Run(Unsafe.As<Action>(continuation));
        return true;
    }

    // Newest first.
    private sealed class ContinuationList(Action action, ContinuationList? older)
    {
        internal void RunOldestFirst()
        {
            older?.RunOldestFirst();
            Continuations.Run(action);
        }
    }
}

/// <summary>Work that completes later with a result.</summary>
[AsyncMethodBuilder(typeof(AsyncTaskMethodBuilder<>))]
public class Task<TResult> : Task
{
    private TResult _result = default!;

    internal Task()
    {
    }

    internal Task(TResult result) => TryComplete(result);

    /// <summary>The result; fails when it is not there yet, since nothing else runs while this thread waits.</summary>
    public TResult Result
    {
        get
        {
            if (!IsCompleted)
                ThrowHelper.ThrowInvalidOperation("The task is not complete; await it.");
            return _result;
        }
    }

    /// <summary>What <c>await</c> uses.</summary>
    public new TaskAwaiter<TResult> GetAwaiter() => new(this);

    /// <summary>There is one context: the task itself.</summary>
    public new Task<TResult> ConfigureAwait(bool continueOnCapturedContext) => this;

    internal bool TryComplete(TResult result)
    {
        if (IsCompleted)
            return false;
        _result = result;
        return TryComplete();
    }
}

/// <summary>A task that is completed by hand.</summary>
public class TaskCompletionSource
{
    /// <summary>The task.</summary>
    public Task Task { get; } = new();

    /// <summary>Completes the task.</summary>
    public void SetResult()
    {
        if (!Task.TryComplete())
            ThrowHelper.ThrowInvalidOperation("The task is complete already.");
    }

    /// <summary>Completes the task unless it is complete.</summary>
    public bool TrySetResult() => Task.TryComplete();
}

/// <summary>A task that is completed by hand.</summary>
public class TaskCompletionSource<TResult>
{
    /// <summary>The task.</summary>
    public Task<TResult> Task { get; } = new();

    /// <summary>Completes the task.</summary>
    public void SetResult(TResult result)
    {
        if (!Task.TryComplete(result))
            ThrowHelper.ThrowInvalidOperation("The task is complete already.");
    }

    /// <summary>Completes the task unless it is complete.</summary>
    public bool TrySetResult(TResult result) => Task.TryComplete(result);
}
