using System;
using System.Threading.Tasks;

namespace Lithe.Threading;

/// <summary>A task that was canceled.</summary>
internal static class CanceledTask
{
    internal static Task Create()
    {
        var task = new Task();
        task.TryCancel();
        return task;
    }
}

/// <summary>A call that the event loop makes.</summary>
internal sealed class QueuedCall : LoopItem
{
    private readonly Action _action;
    private readonly Task _task = new();

    private QueuedCall(Action action) => _action = action;

    internal static Task Start(Action action)
    {
        var call = new QueuedCall(action);
        EventLoop.Post(call);
        return call._task;
    }

    /// <inheritdoc/>
    protected internal override void Run()
    {
        _action();
        _task.TryComplete();
    }
}

/// <summary>Completes when all of some tasks have.</summary>
internal class AllOf
{
    private readonly Task[] _tasks;
    private int _open;

    internal AllOf(Task[] tasks)
        : this(tasks, new Task()) => Begin();

    protected AllOf(Task[] tasks, Task task)
    {
        _tasks = tasks;
        Task = task;
    }

    internal Task Task { get; }

    protected void Begin()
    {
        // One more, so that none of them ends it before all are counted.
        _open = 1;
        Action? close = null;
        foreach (Task task in _tasks)
        {
            if (task.IsCompleted)
                continue;
            _open++;
            task.OnCompleted(close ??= Close);
        }

        Close();
    }

    protected virtual void Complete() => Task.TryComplete();

    private void Close()
    {
        if (--_open != 0)
            return;
        foreach (Task task in _tasks)
        {
            if (task.IsCanceled)
            {
                Task.TryCancel();
                return;
            }
        }

        Complete();
    }
}

/// <summary>The same with results.</summary>
internal sealed class AllOf<TResult> : AllOf
{
    private readonly Task<TResult>[] _typed;

    internal AllOf(Task<TResult>[] tasks)
        : base(Copy(tasks), new Task<TResult[]>())
    {
        _typed = tasks;
        Begin();
    }

    internal new Task<TResult[]> Task => (Task<TResult[]>)base.Task;

    protected override void Complete()
    {
        var results = new TResult[_typed.Length];
        for (int i = 0; i < results.Length; i++)
            results[i] = _typed[i].Result;
        Task.TryComplete(results);
    }

    private static Task[] Copy(Task<TResult>[] tasks)
    {
        var copy = new Task[tasks.Length];
        for (int i = 0; i < copy.Length; i++)
            copy[i] = tasks[i];
        return copy;
    }
}

/// <summary>Completes with the first of some tasks.</summary>
internal sealed class AnyOf
{
    private readonly Task[] _tasks;

    internal AnyOf(Task[] tasks)
    {
        if (tasks.Length == 0)
            Fail.Stop(FailReason.Argument, "tasks");
        _tasks = tasks;
        foreach (Task task in tasks)
        {
            if (task.IsCompleted)
            {
                Task.TryComplete(task);
                return;
            }
        }

        Action close = Close;
        foreach (Task task in tasks)
            task.OnCompleted(close);
    }

    internal Task<Task> Task { get; } = new();

    private void Close()
    {
        if (Task.IsCompleted)
            return;
        foreach (Task task in _tasks)
        {
            if (task.IsCompleted)
            {
                Task.TryComplete(task);
                return;
            }
        }
    }
}
