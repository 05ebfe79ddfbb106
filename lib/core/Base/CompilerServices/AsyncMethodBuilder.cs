using System.Threading.Tasks;
using Lithe;

namespace System.Runtime.CompilerServices;

/// <summary>An async method or iterator, cut into steps.</summary>
public interface IAsyncStateMachine
{
    /// <summary>Goes on to the next <c>await</c>.</summary>
    void MoveNext();

    /// <summary>Not used.</summary>
    void SetStateMachine(IAsyncStateMachine stateMachine);
}

// A task and the state of the method behind it, in one object; made when the method first has to wait.
internal sealed class AsyncStateMachineTask<TStateMachine, TResult> : Task<TResult> where TStateMachine : IAsyncStateMachine
{
    internal TStateMachine StateMachine = default!;

    internal Action MoveNextAction => field ??= MoveNext;

    private void MoveNext() => StateMachine.MoveNext();
}

// What a Task<VoidResult> has for a result.
internal struct VoidResult;

/// <summary>Builds the task of an async method. A method that never waits makes no state object.</summary>
public struct AsyncTaskMethodBuilder<TResult>
{
    private Task<TResult>? _task;

    /// <summary>A builder.</summary>
    public static AsyncTaskMethodBuilder<TResult> Create() => default;

    /// <summary>The task.</summary>
    public Task<TResult> Task => _task ??= new Task<TResult>();

    /// <summary>Runs the method to its first wait.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Not used.</summary>
    public void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>Completes the task.</summary>
    public void SetResult(TResult result)
    {
        if (_task is null)
            _task = new Task<TResult>(result);
        else
            _task.TryComplete(result);
    }

    /// <summary>An exception ends the image.</summary>
    public void SetException(Exception exception) => Fail.Stop(exception);

    /// <summary>Goes on when the awaiter says so.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine =>
        awaiter.OnCompleted(Continuation(ref stateMachine));

    /// <summary>Goes on when the awaiter says so.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine =>
        awaiter.UnsafeOnCompleted(Continuation(ref stateMachine));

    private Action Continuation<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine
    {
        if (_task is AsyncStateMachineTask<TStateMachine, TResult> suspended)
            return suspended.MoveNextAction;
        var task = new AsyncStateMachineTask<TStateMachine, TResult>();
        // This builder is a part of the state machine: the task must be in it before it is copied.
        _task = task;
        task.StateMachine = stateMachine;
        return task.MoveNextAction;
    }
}

/// <summary>Builds the task of an async method without a result.</summary>
public struct AsyncTaskMethodBuilder
{
    private AsyncTaskMethodBuilder<VoidResult> _builder;

    /// <summary>A builder.</summary>
    public static AsyncTaskMethodBuilder Create() => default;

    /// <summary>The task.</summary>
    public Task Task => _builder.Task;

    /// <summary>Runs the method to its first wait.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Not used.</summary>
    public void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>Completes the task.</summary>
    public void SetResult() => _builder.SetResult(default);

    /// <summary>An exception ends the image.</summary>
    public void SetException(Exception exception) => Fail.Stop(exception);

    /// <summary>Goes on when the awaiter says so.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine =>
        _builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>Goes on when the awaiter says so.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine =>
        _builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}

/// <summary>Builds the task of an async method without a task.</summary>
public struct AsyncVoidMethodBuilder
{
    private AsyncTaskMethodBuilder<VoidResult> _builder;

    /// <summary>A builder.</summary>
    public static AsyncVoidMethodBuilder Create() => default;

    /// <summary>Runs the method to its first wait.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Not used.</summary>
    public void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>Nothing is told.</summary>
    public void SetResult()
    {
    }

    /// <summary>An exception ends the image.</summary>
    public void SetException(Exception exception) => Fail.Stop(exception);

    /// <summary>Goes on when the awaiter says so.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine =>
        _builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>Goes on when the awaiter says so.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine =>
        _builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
