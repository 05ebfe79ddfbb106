namespace System.Threading.Tasks;

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

    /// <summary>Cancels the task.</summary>
    public void SetCanceled()
    {
        if (!Task.TryCancel())
            ThrowHelper.ThrowInvalidOperation("The task is complete already.");
    }

    /// <summary>Cancels the task unless it is complete.</summary>
    public bool TrySetCanceled() => Task.TryCancel();
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

    /// <summary>Cancels the task.</summary>
    public void SetCanceled()
    {
        if (!Task.TryCancel())
            ThrowHelper.ThrowInvalidOperation("The task is complete already.");
    }

    /// <summary>Cancels the task unless it is complete.</summary>
    public bool TrySetCanceled() => Task.TryCancel();
}
