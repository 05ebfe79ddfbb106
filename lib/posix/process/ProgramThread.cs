using System;
using System.Threading;
using Lithe.Alloc;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Vmem;

namespace Lithe.Posix;

/// <summary>A thread of the program: a kernel thread with what Linux keeps for one.</summary>
/// <remarks>The thread's own, but for what is said otherwise. Objects are used again.</remarks>
public sealed class ProgramThread
{
    private static readonly Action<object?> s_begin = Begin;

    // The lock's: all threads that there are, objects that are free, the next number.
    private static SpinLock s_lock;
    private static ProgramThread? s_first, s_free;
    private static int s_lastId = Process.FirstId - 1;
    private static int s_count;

    // How many threads need attention; changed by interlocked operations, as is each thread's own word.
    private static int s_attention;
    private int _attention;

    private ProgramThread? _next, _previous;
    private SyscallFrame _start;
    private ulong _threadPointer;

    private ProgramThread()
    {
    }

    /// <summary>The thread that runs.</summary>
    public static ProgramThread Current => (ProgramThread)Scheduler.Current.Tag!;

    /// <summary>The running thread's process.</summary>
    internal static ProgramProcess CurrentProcess => Scheduler.Current.Tag is ProgramThread thread ? thread.Owner : ProgramProcess.First;

    /// <summary>The process that it belongs to.</summary>
    public ProgramProcess Owner { get; private set; } = ProgramProcess.First;

    /// <summary>It ends when it comes from a call or an interrupt: its process does.</summary>
    internal bool MustExit { get; private set; }

    /// <summary>How many there are.</summary>
    public static int Count => s_count;

    /// <summary>The kernel's thread.</summary>
    public KernelThread Kernel { get; private set; } = null!;

    /// <summary>Its number, the process's for the first one.</summary>
    public int Id { get; private set; }

    /// <summary>Where a zero is written, and a futex woken, when it ends; 0 for nowhere.</summary>
    public ulong ClearOnExit { get; set; }

    /// <summary>The list of its robust futexes.</summary>
    public ulong RobustList { get; set; }

    /// <summary>Signals that wait until they are no longer blocked.</summary>
    public ulong BlockedSignals { get; set; }

    /// <summary>What <see cref="BlockedSignals"/> is after the signal for which a call waited; meaningful while <see cref="RestoresMask"/>.</summary>
    public ulong SavedMask { get; set; }

    /// <summary>A call has changed <see cref="BlockedSignals"/> for its own time.</summary>
    public bool RestoresMask { get; set; }

    /// <summary>The stack that signals may use, its size, and whether it is off (<c>SS_DISABLE</c>, 2).</summary>
    public ulong AlternateStack { get; set; }

    /// <inheritdoc cref="AlternateStack"/>
    public ulong AlternateStackSize { get; set; }

    /// <inheritdoc cref="AlternateStack"/>
    public int AlternateStackFlags { get; set; } = 2;

    /// <summary>Something is to be done before the thread goes back into the program; set by anybody, looked at by the thread itself.</summary>
    public bool NeedsAttention
    {
        get => Volatile.Read(ref _attention) != 0;
        set
        {
            if (Interlocked.Exchange(ref _attention, value ? 1 : 0) != (value ? 1 : 0))
                Interlocked.Add(ref s_attention, value ? 1 : -1);
        }
    }

    /// <summary>Whether some thread's <see cref="NeedsAttention"/> is set: what every call looks at.</summary>
    public static bool SomeNeedsAttention => s_attention != 0;

    /// <summary>Memory that the call under way uses is gone: its answer is EFAULT.</summary>
    internal bool HasUserFault { get; set; }

    /// <summary>It waits for signals that it blocks (<c>sigtimedwait</c>).</summary>
    public bool IsWaitingForSignals { get; set; }

    /// <summary>The call that is interrupted is to be made again, unless a handler without <c>SA_RESTART</c> runs.</summary>
    public bool MayRepeat { get; set; }

    /// <summary>A place for the library of futexes: the object by which this thread waits.</summary>
    public object? FutexWaiter { get; set; }

    /// <summary>A place for the library of polls.</summary>
    public object? PollWaiter { get; set; }

    /// <summary>When it was started, for its processor time.</summary>
    public ulong StartTime { get; private set; }

    /// <summary>Its name, up to 15 bytes (<c>PR_SET_NAME</c>).</summary>
    public byte[] Name { get; } = new byte[16];

    /// <summary>The one that was started before this one and has not ended; with <see cref="First"/> all of them. Under <see cref="EnterList"/>.</summary>
    public ProgramThread? Next => _next;

    /// <summary>The one that was started last.</summary>
    public static ProgramThread? First => s_first;

    /// <summary>Locks the list of threads.</summary>
    public static void EnterList() => s_lock.Enter();

    /// <summary>Unlocks it.</summary>
    public static void ExitList() => s_lock.Exit();

    /// <summary>The thread of a number; under <see cref="EnterList"/>.</summary>
    public static ProgramThread? Find(int id)
    {
        ProgramThread? thread = s_first;
        while (thread is not null && thread.Id != id)
            thread = thread._next;
        return thread;
    }

    /// <summary>
    /// Makes a thread that begins with these registers; it runs after <see cref="TryStart"/>. Null when there is no memory or there are too many.
    /// </summary>
    public static ProgramThread Create(in SyscallFrame start, ulong threadPointer, ProgramThread? parent, ProgramProcess? owner = null)
    {
        s_lock.Enter();
        ProgramThread? thread = s_free;
        if (thread is not null)
            s_free = thread._next;
        int id = ++s_lastId;
        s_lock.Exit();
        thread ??= new ProgramThread();
        thread.Id = id;
        thread.Owner = owner ?? parent?.Owner ?? ProgramProcess.First;
        thread.MustExit = false;
        thread.HasUserFault = false;
        thread._start = start;
        thread._threadPointer = threadPointer;
        thread.ClearOnExit = thread.RobustList = 0;
        thread.BlockedSignals = parent is null ? 0 : parent.BlockedSignals;
        thread.IsWaitingForSignals = thread.RestoresMask = thread.NeedsAttention = thread.MayRepeat = false;
        thread.AlternateStack = thread.AlternateStackSize = 0;
        thread.AlternateStackFlags = 2;
        thread.StartTime = Clock.Nanoseconds;
        if (parent is not null)
            parent.Name.AsSpan().CopyTo(thread.Name);
        return thread;
    }

    /// <summary>Has it run. False, and it is gone, when there is no memory or there are too many threads.</summary>
    public bool TryStart()
    {
        s_lock.Enter();
        _next = s_first;
        _previous = null;
        if (s_first is not null)
            s_first._previous = this;
        s_first = this;
        s_count++;
        Owner.ThreadCount++;
        s_lock.Exit();
        KernelThread? kernel = Scheduler.Start(s_begin, this, new ThreadOptions { IsDetached = true, Name = "program" });
        if (kernel is not null)
            return true;
        s_lock.Enter();
        Owner.ThreadCount--;
        s_lock.Exit();
        Remove();
        return false;
    }

    /// <summary>Gives back one that was made and not started.</summary>
    public void Discard()
    {
        s_lock.Enter();
        _next = s_free;
        s_free = this;
        s_lock.Exit();
    }

    /// <summary>Ends the running thread's process, which is not the first, with a status as <c>wait</c> gives it.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public void ExitProcess(int status)
    {
        s_lock.Enter();
        if (!Owner.IsEnding)
        {
            Owner.IsEnding = true;
            Owner.Status = status;
        }

        s_lock.Exit();
        EndOthers();
        Exit(status >> 8);
        Scheduler.Exit();
    }

    /// <summary>Another program starts in the running thread: nothing of the last one's is left.</summary>
    public void OnExec(ReadOnlySpan<byte> name)
    {
        ClearOnExit = RobustList = 0;
        AlternateStack = AlternateStackSize = 0;
        AlternateStackFlags = 2;
        RestoresMask = MayRepeat = false;
        Name.AsSpan().Clear();
        (name.Length > 15 ? name.Slice(0, 15) : name).CopyTo(Name);
        Scheduler.SetThreadPointer(0);
        bool wereEnabled = Arch.Processor.DisableInterrupts();
        ProgramEntry.Reset(Kernel.VectorArea);
        ProgramEntry.Adopt(Kernel);
        Arch.Processor.RestoreInterrupts(wereEnabled);
    }

    /// <summary>Has the other threads of the process end.</summary>
    public void EndOthers()
    {
        s_lock.Enter();
        for (ProgramThread? thread = s_first; thread is not null; thread = thread._next)
        {
            if (thread == this || thread.Owner != Owner)
                continue;
            thread.MustExit = true;
            thread.Interrupt();
        }

        s_lock.Exit();
    }

    /// <summary>Ends the running thread; the last one ends the process.</summary>
    public void Exit(int status)
    {
        foreach (ThreadEnd end in Process.ThreadEnds)
            end.OnEnd(this);
        if (HasUserFault)
        {
            HasUserFault = false;
            AddressSpace.TakeBack();
        }

        s_lock.Enter();
        bool isLast = --Owner.ThreadCount == 0;
        s_lock.Exit();
        if (isLast && Owner == ProgramProcess.First)
            Process.Exit(status);
        if (isLast && Config.POSIX_EXEC)
        {
            if (!Owner.IsEnding)
                Owner.Status = (status & 0xff) << 8;
            Owner.End();
        }

        Remove();
        // The object may be another thread's from here on.
        Scheduler.Exit();
    }

    /// <summary>Wakes it from a wait, and has it look at what there is to do.</summary>
    public void Interrupt()
    {
        NeedsAttention = true;
        if (Kernel is not { } kernel)
            return;
        Scheduler.Cancel(kernel);
        if (Config.SMP)
            OtherProcessors.Current?.Interrupt();
    }

    /// <summary>A wait was ended by <see cref="Interrupt"/>: the answer of a call that may be made again when no handler runs.</summary>
    public long Interrupted()
    {
        MayRepeat = true;
        // The way back clears what ended the wait, whoever it was meant for.
        NeedsAttention = true;
        return -(long)Errno.EINTR;
    }

    private void Remove()
    {
        NeedsAttention = false;
        s_lock.Enter();
        if (_previous is null)
            s_first = _next;
        else
            _previous._next = _next;
        if (_next is not null)
            _next._previous = _previous;
        _next = s_free;
        s_free = this;
        Kernel = null!;
        s_count--;
        s_lock.Exit();
    }

    // A kernel thread's object keeps its vector area for the next one.
    private static void Begin(object? argument)
    {
        ProgramThread thread = (ProgramThread)argument!;
        KernelThread kernel = Scheduler.Current;
        kernel.Tag = thread;
        kernel.IsCancelled = thread.NeedsAttention;
        Scheduler.SetThreadPointer(thread._threadPointer);
        nint area = kernel.VectorArea;
        if (area == 0)
            area = Heap.Allocate(ProgramEntry.VectorAreaSize, 64);
        if (area == 0)
            Process.Kill(9, "no memory for a thread's registers");
        thread.Kernel = kernel;
        // Who came before could not tell this processor.
        if (Config.SMP && thread.NeedsAttention)
            OtherProcessors.Current?.Interrupt();
        // A switch from here to the program would store this thread's registers over what they are to be.
        Arch.Processor.InterruptsEnabled = false;
        ProgramEntry.Reset(area);
        kernel.VectorArea = area;
        ProgramEntry.Adopt(kernel);
        ProgramEntry.Enter(ref thread._start, kernel.KernelStackTop);
    }
}

/// <summary>Reaches threads that run on other processors.</summary>
public abstract class OtherProcessors
{
    /// <summary>Set where there are several.</summary>
    public static OtherProcessors? Current { get; set; }

    /// <summary>Has every processor look whether its thread needs attention before it goes on in the program. From interrupt handlers too.</summary>
    public abstract void Interrupt();

    /// <summary>Returns when every processor has made its writes visible, and sees those that were before.</summary>
    public abstract void Synchronize();
}

/// <summary>Who has something to do when a thread ends: futexes, robust lists.</summary>
public abstract class ThreadEnd
{
    /// <summary>Called by the thread itself.</summary>
    public abstract void OnEnd(ProgramThread thread);
}
