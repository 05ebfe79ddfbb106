using Lithe.Threading;

namespace System.Runtime.CompilerServices;

/// <summary>What <c>await Task.Yield()</c> waits for: everything else that is ready.</summary>
public readonly struct YieldAwaitable
{
    /// <summary>What <c>await</c> uses.</summary>
    public YieldAwaiter GetAwaiter() => default;

    /// <summary>Gives way.</summary>
    public readonly struct YieldAwaiter : ICriticalNotifyCompletion
    {
        /// <summary>Never: there is always a wait.</summary>
        public bool IsCompleted => false;

        /// <summary>Ends the wait.</summary>
        public void GetResult()
        {
        }

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => EventLoop.Enqueue(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => EventLoop.Enqueue(continuation);
    }
}
