using System.Runtime.CompilerServices;
using Lithe;

namespace System.Threading.Tasks;

/// <summary>How <see cref="Task.ConfigureAwait(ConfigureAwaitOptions)"/> waits.</summary>
[Flags]
public enum ConfigureAwaitOptions
{
    /// <summary>As <c>ConfigureAwait(false)</c>.</summary>
    None = 0,

    /// <summary>There is one context.</summary>
    ContinueOnCapturedContext = 1,

    /// <summary>A canceled task is no exception: look at <see cref="Task.IsCanceled"/>.</summary>
    SuppressThrowing = 2,

    /// <summary>Not supported: the rest of the method runs at once when the task is complete.</summary>
    ForceYielding = 4,
}

/// <summary>Work that completes later. One thread completes and awaits it: the event loop's.</summary>
[AsyncMethodBuilder(typeof(AsyncTaskMethodBuilder))]
public class Task
{
    private bool _completed, _isCanceled;
    // How often the object has been used before, where it is used again; a value task is for one of these times.
    internal short Version;
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

    /// <summary>Whether it is complete and was not canceled: an exception ends the image, so there is no other end.</summary>
    public bool IsCompletedSuccessfully => _completed && !_isCanceled;

    /// <summary>Never: an exception ends the image.</summary>
    public bool IsFaulted => false;

    /// <summary>Whether it was canceled.</summary>
    public bool IsCanceled => _isCanceled;

    /// <summary>What <c>await</c> uses.</summary>
    public TaskAwaiter GetAwaiter() => new(this);

    /// <summary>There is one context: the task itself.</summary>
    public Task ConfigureAwait(bool continueOnCapturedContext) => this;

    /// <summary>For <c>await</c> with options.</summary>
    public ConfiguredTaskAwaitable ConfigureAwait(ConfigureAwaitOptions options) => new(this, options);

    /// <summary>Runs the event loop until the task is complete; fails without one, and where the task was canceled.</summary>
    public void Wait()
    {
        if (!_completed)
            Continuations.Wait(this);
        if (_isCanceled)
            ThrowHelper.ThrowTaskCanceled();
    }

    /// <summary>What a value task does when its result is taken: its object may be used again after that.</summary>
    internal virtual void Consume(short version) => Wait();

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

    internal bool TryCancel()
    {
        if (_completed)
            return false;
        _isCanceled = true;
        return TryComplete();
    }

    /// <summary>Makes a task that has completed one that has not.</summary>
    internal void Restart()
    {
        _completed = _isCanceled = false;
        Version++;
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

    /// <summary>The result. Runs the event loop until it is there; fails without one, and where the task was canceled.</summary>
    public TResult Result
    {
        get
        {
            Wait();
            return _result;
        }
    }

    /// <summary>The result, for the one who may take it from a value task.</summary>
    internal TResult TakeResult(short version)
    {
        if (!IsCompleted)
            Continuations.Wait(this);
        TResult result = _result;
        Consume(version);
        return result;
    }

    internal void ClearResult() => _result = default!;

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
