using System.Threading;
using System.Threading.Tasks;
using Lithe;

namespace System.Runtime.CompilerServices;

// A value task's object and the state of the method behind it. When the result has been taken it waits in a list for the next call of the method, so a method
// that is called again and again makes as many as ever wait at the same time.
internal sealed class PooledStateMachineTask<TStateMachine, TResult> : ReusableTask<TResult> where TStateMachine : IAsyncStateMachine
{
    // Taken as a whole and put back, so that two threads never get the same one; where they meet, some are lost.
    private static PooledStateMachineTask<TStateMachine, TResult>? s_free;
    private PooledStateMachineTask<TStateMachine, TResult>? _next;

    internal TStateMachine StateMachine = default!;

    internal Action MoveNextAction => field ??= MoveNext;

    internal static PooledStateMachineTask<TStateMachine, TResult> Take()
    {
        if (s_free is null || Interlocked.Exchange(ref s_free, null) is not { } first)
            return new PooledStateMachineTask<TStateMachine, TResult>();
        if (first._next is { } rest)
        {
            Interlocked.CompareExchange(ref s_free, rest, null);
            first._next = null;
        }

        return first;
    }

    /// <inheritdoc/>
    protected override void Recycle()
    {
        StateMachine = default!;
        _next = Interlocked.Exchange(ref s_free, null);
        Interlocked.CompareExchange(ref s_free, this, null);
    }

    private void MoveNext() => StateMachine.MoveNext();
}

/// <summary>Builds the value task of an async method. A method that never waits makes no object at all; one that waits uses an object again.</summary>
public struct AsyncValueTaskMethodBuilder<TResult>
{
    private Task<TResult>? _task;
    private TResult _result;

    /// <summary>A builder.</summary>
    public static AsyncValueTaskMethodBuilder<TResult> Create() => default;

    /// <summary>The value task.</summary>
    public ValueTask<TResult> Task => _task is { } task ? new ValueTask<TResult>(task) : new ValueTask<TResult>(_result);

    internal readonly Task<TResult>? TaskOrNull => _task;

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
            _result = result;
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
        // Only this method sets the task, and for one state machine.
        if (_task is not null)
            return Unsafe.As<PooledStateMachineTask<TStateMachine, TResult>>(_task).MoveNextAction;
        PooledStateMachineTask<TStateMachine, TResult> task = PooledStateMachineTask<TStateMachine, TResult>.Take();
        // This builder is a part of the state machine: the task must be in it before it is copied.
        _task = task;
        task.StateMachine = stateMachine;
        return task.MoveNextAction;
    }
}

/// <summary>Builds the value task of an async method without a result.</summary>
public struct AsyncValueTaskMethodBuilder
{
    private AsyncValueTaskMethodBuilder<VoidResult> _builder;

    /// <summary>A builder.</summary>
    public static AsyncValueTaskMethodBuilder Create() => default;

    /// <summary>The value task.</summary>
    public readonly ValueTask Task => new(_builder.TaskOrNull);

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
