using System;
using System.Threading.Tasks;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Time;

namespace Lithe.Threading;

/// <summary>
/// Runs what comes after each <c>await</c>: on one thread, the one that waits for a task (<c>Task.Wait</c>, <c>Result</c>, the end of an asynchronous
/// <c>Main</c>). With no threads in the image that is the only flow of control.
/// </summary>
/// <remarks>
/// Tasks and everything of this library belong to that thread, but for <see cref="Post"/>, which any thread, processor or interrupt handler may call. The class has
/// no static constructor: a handler could not wait for one.
/// </remarks>
public static class EventLoop
{
    private static SpinLock s_lock;

    // The lock's: what was posted, in order.
    private static LoopItem? s_firstPosted, s_lastPosted;
    private static int s_postedCount;

    // Who runs the loop, or ran it last, and how many waits of it are on its stack.
    private static KernelThread? s_thread;
    private static int s_waits;

    // The loop's thread's: continuations that gave way, in a ring whose length is a power of two.
    private static Action?[] s_ready = null!;
    private static int s_firstReady, s_readyCount;

    /// <summary>Called by the composition root.</summary>
    [Init(InitStage.Scheduler)]
    public static void Initialize()
    {
        s_ready = new Action?[16];
        Continuations.SetWaiter(RunUntilComplete);
    }

    /// <summary>Has the loop run an item soon; nothing changes when it is posted already.</summary>
    public static void Post(LoopItem item)
    {
        s_lock.Enter();
        if (!item.IsPosted)
        {
            item.IsPosted = true;
            if (s_lastPosted is null)
                s_firstPosted = item;
            else
                s_lastPosted.NextPosted = item;
            s_lastPosted = item;
            s_postedCount++;
        }

        s_lock.Exit();
        if (s_thread is { } thread)
            Scheduler.Wake(thread);
    }

    // Runs an item after a while.
    internal static void StartTimer(LoopItem item, TimeSpan delay)
    {
        item.Deadline = Clock.Nanoseconds + (ulong)delay.Ticks * 100;
        Timers.Start(item, item.Deadline);
    }

    // A continuation that gives way to the others.
    internal static void Enqueue(Action continuation)
    {
        if (s_readyCount == s_ready.Length)
        {
            var larger = new Action?[s_ready.Length * 2];
            for (int i = 0; i < s_readyCount; i++)
                larger[i] = s_ready[(s_firstReady + i) & (s_ready.Length - 1)];
            s_ready = larger;
            s_firstReady = 0;
        }

        s_ready[(s_firstReady + s_readyCount++) & (s_ready.Length - 1)] = continuation;
    }

    // Waits may be nested: the inner one runs everybody's continuations too.
    private static void RunUntilComplete(Task task)
    {
        KernelThread current = Scheduler.Current;
        if (s_waits != 0 && s_thread != current)
            Fail.Stop(FailReason.Synchronization, "a task is waited for by a thread that does not run the event loop");
        s_thread = current;
        s_waits++;
        while (!task.IsCompleted)
        {
            if (!RunPosted() & !RunReady())
                Scheduler.Block(ulong.MaxValue);
            else
                LetOthersRun();
        }

        s_waits--;
    }

    // What is posted meanwhile is for the next turn. Each item is taken alone: what it runs may wait, and that wait needs the items behind it.
    private static bool RunPosted()
    {
        if (s_firstPosted is null)
            return false;
        for (int left = s_postedCount; left > 0; left--)
        {
            s_lock.Enter();
            LoopItem? item = s_firstPosted;
            if (item is not null)
            {
                s_firstPosted = item.NextPosted;
                if (s_firstPosted is null)
                    s_lastPosted = null;
                s_postedCount--;
                item.NextPosted = null;
                item.IsPosted = false;
            }

            s_lock.Exit();
            if (item is null)
                break;
            item.Run();
        }

        return true;
    }

    private static bool RunReady()
    {
        int count = s_readyCount;
        // A wait inside one of them may have run the rest.
        for (int left = count; left > 0 && s_readyCount > 0; left--)
        {
            ref Action? place = ref s_ready[s_firstReady];
            Action continuation = place!;
            place = null;
            s_firstReady = (s_firstReady + 1) & (s_ready.Length - 1);
            s_readyCount--;
            continuation();
        }

        return count != 0;
    }

    // Interrupts and timers are served where the loop never waits, and so are other threads.
    private static void LetOthersRun()
    {
        if (Scheduler.IsPreemptive)
            return;
        if (Scheduler.HasThreads)
        {
            Scheduler.Yield();
            return;
        }

        Processor.TakeInterrupts();
        Timers.Expire();
    }
}
