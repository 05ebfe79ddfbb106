using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Lithe.Threading;

namespace System.Threading.Tasks;

/// <summary>What <c>Task</c> has in .NET and needs an event loop for.</summary>
public static class EventLoopTasks
{
    extension(Task)
    {
        /// <summary>Completes after so many milliseconds; -1: never.</summary>
        public static Task Delay(int millisecondsDelay) => Lithe.Threading.Delay.Start(TimeSpan.FromMilliseconds(millisecondsDelay), default);

        /// <summary>Completes after so many milliseconds, or is canceled.</summary>
        public static Task Delay(int millisecondsDelay, CancellationToken cancellationToken) =>
            Lithe.Threading.Delay.Start(TimeSpan.FromMilliseconds(millisecondsDelay), cancellationToken);

        /// <summary>Completes after so long.</summary>
        public static Task Delay(TimeSpan delay) => Lithe.Threading.Delay.Start(delay, default);

        /// <summary>Completes after so long, or is canceled.</summary>
        public static Task Delay(TimeSpan delay, CancellationToken cancellationToken) => Lithe.Threading.Delay.Start(delay, cancellationToken);

        /// <summary>Awaited, it lets everything else that is ready run first.</summary>
        public static YieldAwaitable Yield() => default;

        /// <summary>A task that was canceled.</summary>
        public static Task FromCanceled(CancellationToken cancellationToken) => CanceledTask.Create();

        /// <summary>Has the event loop call a function later: on its own thread, not beside it.</summary>
        public static Task Run(Action action) => QueuedCall.Start(action);

        /// <summary>The same; completes when the task that the function returns does.</summary>
        public static async Task Run(Func<Task> function)
        {
            await Task.Yield();
            await function();
        }

        /// <summary>The same; completes when the task that the function returns does, with its result.</summary>
        public static async Task<TResult> Run<TResult>(Func<Task<TResult>> function)
        {
            await Task.Yield();
            return await function();
        }

        /// <summary>The same with a result.</summary>
        public static async Task<TResult> Run<TResult>(Func<TResult> function)
        {
            await Task.Yield();
            return function();
        }

        /// <summary>Completes when all have; canceled where one was.</summary>
        public static Task WhenAll(params ReadOnlySpan<Task> tasks) => new AllOf(tasks.ToArray()).Task;

        /// <summary>Completes when all have; canceled where one was.</summary>
        public static Task WhenAll(params Task[] tasks) => new AllOf(tasks).Task;

        /// <summary>Completes when all have; canceled where one was.</summary>
        public static Task WhenAll(IEnumerable<Task> tasks) => new AllOf(new List<Task>(tasks).ToArray()).Task;

        /// <summary>Completes when all have, with their results in order.</summary>
        public static Task<TResult[]> WhenAll<TResult>(params Task<TResult>[] tasks) => new AllOf<TResult>(tasks).Task;

        /// <summary>Completes with the first one that does.</summary>
        public static Task<Task> WhenAny(params Task[] tasks) => new AnyOf(tasks).Task;

        /// <summary>Completes with the first one that does.</summary>
        public static Task<Task> WhenAny(Task task1, Task task2) => new AnyOf([task1, task2]).Task;
    }
}
