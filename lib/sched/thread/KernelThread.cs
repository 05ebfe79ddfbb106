using System.Threading;
using System;
using Lithe.Time;

namespace Lithe.Sched;

/// <summary>Where a thread is in its life.</summary>
internal enum ThreadState
{
    /// <summary>It runs, or is in a run queue.</summary>
    Runnable,

    /// <summary>It waits until somebody wakes it.</summary>
    Blocked,

    /// <summary>It will not come back, but is still on its stack.</summary>
    Exiting,

    /// <summary>It is off its stack.</summary>
    Exited,
}

/// <summary>
/// A thread of the image. The object and its stack are used again for another thread after this one has ended and was joined, or has ended
/// detached: nobody may use it after that.
/// </summary>
/// <remarks>
/// State, home, wake-up and joiner belong to the lock of the home processor's run queue; the rest to the thread itself, or to whoever starts it.
/// </remarks>
public sealed class KernelThread : Schedulable
{
    // First, at the offset that a switch reads: where it left off.
    internal nint Context;

    /// <summary>Where the object lies, which is where it stays; set by the scheduler.</summary>
    internal nint Address;

    internal ThreadState State;

    /// <summary>The processor in whose queue it is, or that runs it, or ran it last.</summary>
    internal int Home;

    /// <summary>Somebody woke it while it was not blocked: the next block ends at once.</summary>
    internal bool WakePending;

    // What it waits for where that is no object, for reports: words, since a wait must not need memory.
    internal string? WaitReason;

    internal bool IsDetached;
    internal KernelThread? Joiner;
    internal Action<object?>? Entry;
    internal object? Argument;
    internal Timer? Timer;
    internal nint StackGuard, StackTop;

    /// <summary>The end of the stack that the scheduler gave it; 0 for the thread that started the image.</summary>
    public nint KernelStackTop => StackTop;

    /// <summary>With SCHED_RUN_TIME: how long it has run, without the turn that it has now; its processor's lock's.</summary>
    internal ulong RunTime;

    internal ulong ThreadPointer;
    internal bool UsesThreadPointer;

    // Links: all threads there are (set once), those whose object is free.
    internal KernelThread? NextOfAll, NextFree;

    // Link: others that wait with the same cancellation; that one's lock.
    internal KernelThread? NextCancelled;

    // Link, and whether it is in the list: those that wait until static constructors may run; that lock's.
    internal KernelThread? NextForConstructor;
    internal bool WaitsForConstructor;

    internal KernelThread(int id)
    {
        Id = id;
        LockWord = id << 1;
    }

    /// <summary>The one flow of control of an image without threads.</summary>
    public static KernelThread CreateOnly() => new(1) { Name = "main" };

    /// <summary>For an image without threads: notes a wake-up.</summary>
    public void AddWakeUp() => WakePending = true;

    /// <summary>For an image without threads: whether there was a wake-up that nobody has taken; an interrupt's handler may be who adds it.</summary>
    public bool HasWakeUp => Volatile.Read(ref WakePending);

    /// <summary>For an image without threads: whether there was a wake-up since the last time.</summary>
    public bool TakeWakeUp()
    {
        bool wasPending = WakePending;
        WakePending = false;
        return wasPending;
    }

    /// <summary>A small number that no other thread has at this time; from 1 on.</summary>
    public int Id { get; }

    /// <summary>What locks store for their owner: twice the number, so that a bit is left.</summary>
    public int LockWord { get; }

    /// <summary>What it is called in reports.</summary>
    public string? Name { get; set; }

    /// <summary>What it waits for, for reports; set by the thread itself around a wait.</summary>
    public Waitable? WaitsFor { get; set; }

    /// <summary>Somebody asked it to end its waits: see <c>Scheduler.Cancel</c>. Stays set until the thread clears it.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>A place for whoever wraps threads: the wrapper.</summary>
    public object? Tag { get; set; }

    /// <summary>How many threads this object has been before: what an earlier one has left in <see cref="Locals"/> is not this one's.</summary>
    public int Life { get; internal set; }

    /// <summary>The thread's own values, by who keeps them (<c>ThreadLocal</c> of <c>lib/sync</c>); the thread's.</summary>
    public object?[]? Locals { get; set; }

    /// <summary>A place for the vector registers of a program that uses more of them than the kernel saves: an address, or 0.</summary>
    public nint VectorArea { get; set; }
}

/// <summary>What a new thread is to be like.</summary>
public readonly struct ThreadOptions
{
    /// <summary>The priority that threads have when nothing else is said.</summary>
    public const int DefaultPriority = 16;

    /// <summary>What it is called in reports.</summary>
    public string? Name { get; init; }

    // Kept so that the default value says the default.
    private readonly int _priorityAboveDefault, _processorAndOne;

    /// <summary>0 (lowest) to 31; only <c>preempt</c> looks at it.</summary>
    public int Priority
    {
        get => _priorityAboveDefault + DefaultPriority;
        init => _priorityAboveDefault = value - DefaultPriority;
    }

    /// <summary>The processor that it may run on; -1 for any.</summary>
    public int Processor
    {
        get => _processorAndOne - 1;
        init => _processorAndOne = value + 1;
    }

    /// <summary>Nobody will join it: what it has comes back when it ends.</summary>
    public bool IsDetached { get; init; }
}

/// <summary>What threads can wait for, as far as a report needs to know it.</summary>
public abstract class Waitable
{
    /// <summary>The kind: <c>mutex</c>, <c>event</c>...</summary>
    public abstract string Kind { get; }

    /// <summary>What this one is called, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The number of the thread that has it, or 0 when that is not known.</summary>
    public virtual int OwnerId => 0;
}
