using System;
using System.Diagnostics.CodeAnalysis;

namespace Lithe.Sched;

/// <summary>Who runs when: the scheduler of the image.</summary>
/// <remarks>
/// Times are of the platform's clock (<c>Clock.Nanoseconds</c>); <see cref="ulong.MaxValue"/> is never. Whoever waits for something uses
/// <c>lib/sync</c> or <c>lib/threading</c>, which stand on <see cref="Block"/> and <see cref="Wake"/>.
/// </remarks>
public static class Scheduler
{
    /// <summary>The implementation's name, for messages.</summary>
    public static extern ReadOnlySpan<byte> Name { get; }

    /// <summary>Whether the image can have more than one thread. A constant that the compiler folds.</summary>
    public static extern bool HasThreads { get; }

    /// <summary>Whether a thread can lose the processor at any time. A constant that the compiler folds.</summary>
    public static extern bool IsPreemptive { get; }

    /// <summary>The running thread. Without threads, the one flow of control.</summary>
    public static extern KernelThread Current { get; }

    /// <summary>How many threads have not ended.</summary>
    [Counter("sched.threads")]
    public static extern int ThreadCount { get; }

    /// <summary>Nanoseconds that processors have had nothing to do, all together; 0 without <c>SCHED_RUN_TIME</c>.</summary>
    [Counter("sched.idle")]
    public static extern ulong IdleTime { get; }

    /// <summary>Nanoseconds that a thread has run; 0 without <c>SCHED_RUN_TIME</c>.</summary>
    public static extern ulong RunTime(KernelThread thread);

    /// <summary>
    /// Lets others run, if there are any, and returns. A loop that waits for something outside (a device, another processor) calls this
    /// once a turn.
    /// </summary>
    public static extern void Yield();

    /// <summary>
    /// Starts a thread, which calls <paramref name="entry"/> with <paramref name="argument"/> and then ends. Null, and nothing is changed, when there
    /// are as many as the image may have (<c>SCHED_MAX_THREADS</c>), no memory for a stack, or no threads in the image at all.
    /// </summary>
    public static extern KernelThread? Start(Action<object?> entry, object? argument, in ThreadOptions options);

    /// <summary>Ends the running thread. In an image without threads: a panic.</summary>
    [DoesNotReturn]
    public static extern void Exit();

    /// <summary>
    /// Waits until a thread has ended, and lets its object and stack be used again. False when the deadline passed before. Every thread that is not
    /// detached is joined once, by one other thread.
    /// </summary>
    public static extern bool Join(KernelThread thread, ulong deadline);

    /// <summary>Nobody will join this thread: what it has comes back when it ends.</summary>
    public static extern void Detach(KernelThread thread);

    /// <summary>
    /// Stops the running thread until <see cref="Wake"/> or the deadline. Returns at once when it was woken since the last time, and may return
    /// early: look at what was waited for, and call again.
    /// </summary>
    public static extern void Block(ulong deadline);

    /// <summary>Has a thread go on that is blocked, or has its next block end at once. From threads and from interrupt handlers.</summary>
    public static extern void Wake(KernelThread thread);

    /// <summary>Blocks the running thread until the deadline. False when it was cancelled before.</summary>
    public static extern bool SleepUntil(ulong deadline);

    /// <summary>Sets <see cref="KernelThread.IsCancelled"/> and ends the thread's wait, if that can be cancelled.</summary>
    public static extern void Cancel(KernelThread thread);

    /// <summary>Changes a thread's priority, 0 to 31, at once: a thread that waits for its turn or runs has its place by the new one.</summary>
    public static extern void SetPriority(KernelThread thread, int priority);

    /// <summary>Keeps the running thread on the processor that it is on, or lets it go.</summary>
    public static extern void Pin(bool isPinned);

    /// <summary>
    /// Sets the register behind which a program keeps its thread-local storage, and has every switch keep it for this thread. Only
    /// with <c>SCHED_THREAD_POINTER</c>.
    /// </summary>
    public static extern void SetThreadPointer(ulong value);

    /// <summary>
    /// Says what a switch does for threads that have a <see cref="KernelThread.VectorArea"/>: those that run a program's code. Only with
    /// <c>SCHED_THREAD_POINTER</c>.
    /// </summary>
    public static extern void UseProgramSwitch<TSwitch>() where TSwitch : struct, IProgramSwitch;

    /// <summary>
    /// Says that something outside may wake threads by an interrupt, or (false) that one such source is gone: a wait without end is no deadlock
    /// then. Drivers call it.
    /// </summary>
    public static extern void ExpectInterrupts(bool areExpected);

    /// <summary>Called in the handler of another processor's signal, interrupts disabled.</summary>
    public static extern void OnSignal();

    /// <summary>Has this processor, just started, run threads; on the stack that it was started on, interrupts disabled.</summary>
    [DoesNotReturn]
    public static extern void RunProcessor();
}
