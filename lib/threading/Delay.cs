using System;
using System.Threading;
using System.Threading.Tasks;
using Lithe.Time;

namespace Lithe.Threading;

/// <summary>What completes the task of a <c>Task.Delay</c>; used again.</summary>
internal sealed class Delay : LoopItem
{
    private static Delay? s_free;
    private static readonly Action<object?> s_cancel = static delay => ((Delay)delay!).Cancel();

    private Delay? _nextFree;
    private Task? _task;
    private CancellationTokenRegistration _registration;

    internal static Task Start(TimeSpan time, CancellationToken token)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
            Fail.Stop(FailReason.ArgumentOutOfRange, "delay");
        if (token.IsCancellationRequested)
            return CanceledTask.Create();
        if (time == TimeSpan.Zero)
            return Task.CompletedTask;
        Delay delay = s_free ?? new Delay();
        s_free = delay._nextFree;
        delay._nextFree = null;
        var task = new Task();
        delay._task = task;
        delay.Deadline = ulong.MaxValue;
        if (time != Timeout.InfiniteTimeSpan)
            EventLoop.StartTimer(delay, time);
        delay._registration = token.Register(s_cancel, delay);
        return task;
    }

    /// <inheritdoc/>
    protected internal override void Run()
    {
        // Else it was cancelled, and may be somebody else's by now.
        if (_task is not { } task || !IsDue)
            return;
        _registration.Dispose();
        Free();
        task.TryComplete();
    }

    private void Cancel()
    {
        Task task = _task!;
        Timers.Cancel(this);
        Free();
        task.TryCancel();
    }

    private void Free()
    {
        _task = null;
        _registration = default;
        _nextFree = s_free;
        s_free = this;
    }
}
