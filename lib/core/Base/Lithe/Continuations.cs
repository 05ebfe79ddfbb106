using System;

namespace Lithe;

/// <summary>Who runs what comes after an <c>await</c>.</summary>
/// <remarks>
/// Without a hook the rest of an async method runs at once, on the stack of whoever completes the task. A scheduler or event loop sets one
/// to queue it. Tasks are for one thread: the loop's.
/// </remarks>
public static class Continuations
{
    private static Action<Action>? s_post;

    /// <summary>Sets what is given the rest of each async method whose task has completed; null runs it at once.</summary>
    public static void SetScheduler(Action<Action>? post) => s_post = post;

    internal static void Run(Action continuation)
    {
        if (s_post is null)
            continuation();
        else
            s_post(continuation);
    }
}
