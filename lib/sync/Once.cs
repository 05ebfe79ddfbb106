using System;
using System.Threading;

namespace Lithe.Sync;

/// <summary>Something done once, however many threads ask for it; they wait until it is done.</summary>
public sealed class Once
{
    private readonly Mutex _mutex = new() { Name = "once" };
    private bool _isDone;

    /// <summary>Whether it is done.</summary>
    public bool IsDone => Volatile.Read(ref _isDone);

    /// <summary>Does it, unless it is done. It must not ask for itself.</summary>
    public void Run(Action action)
    {
        if (IsDone)
            return;
        _mutex.Enter();
        if (!_isDone)
        {
            action();
            Volatile.Write(ref _isDone, true);
        }

        _mutex.Exit();
    }
}
