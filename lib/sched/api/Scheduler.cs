using System;

namespace Lithe.Sched;

/// <summary>Who runs when: the scheduler of the image.</summary>
public static class Scheduler
{
    /// <summary>The implementation's name, for messages.</summary>
    public static extern ReadOnlySpan<byte> Name { get; }

    /// <summary>Whether the image can have more than one thread. A constant that the compiler folds.</summary>
    public static extern bool HasThreads { get; }

    /// <summary>
    /// Lets others run, if there are any, and returns. A loop that waits for something outside (a device, another processor) calls this
    /// once a turn.
    /// </summary>
    public static extern void Yield();

    /// <summary>
    /// Called at the end of every interrupt, interrupts disabled, on the interrupted stack. May run another thread and come back when this one's turn
    /// is there again.
    /// </summary>
    public static extern void AfterInterrupt();

    /// <summary>Called in the handler of another processor's signal, interrupts disabled.</summary>
    public static extern void OnSignal();

    /// <summary>Has this processor, just started, run threads; on the stack that it was started on, interrupts disabled.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static extern void RunProcessor();
}
