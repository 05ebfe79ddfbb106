using System;
using System.Threading.Tasks;

namespace Lithe;

/// <summary>Who runs what comes after an <c>await</c>, and what a thread does that waits for a task.</summary>
/// <remarks>
/// Without hooks the rest of an async method runs at once, on the stack of whoever completes the task, and nobody can wait. A scheduler or event loop
/// sets them. Tasks are for one thread: the loop's.
/// </remarks>
public static class Continuations
{
    private static Action<Action>? s_post;
    private static Action<Task>? s_wait;

    /// <summary>Sets what is given the rest of each async method whose task has completed; null runs it at once.</summary>
    public static void SetScheduler(Action<Action>? post) => s_post = post;

    /// <summary>Sets what runs until a task has completed: <c>Wait</c>, <c>Result</c> and the end of an asynchronous <c>Main</c> call it.</summary>
    public static void SetWaiter(Action<Task> wait) => s_wait = wait;

    internal static void Run(Action continuation)
    {
        if (s_post is null)
            continuation();
        else
            s_post(continuation);
    }

    internal static void Wait(Task task)
    {
        if (s_wait is null)
            ThrowHelper.ThrowInvalidOperation("The task is not complete; await it.");
        else
            s_wait(task);
    }
}
