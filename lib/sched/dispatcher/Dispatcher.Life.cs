using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Arch;
using Lithe.Interrupts;
using Lithe.Plat;
using Lithe.Sync;
using Lithe.Time;

namespace Lithe.Sched;

// How threads begin and end.
public static partial class Dispatcher
{
    // Guards the number of threads; the list grows at its head only, so that a report can walk it without the lock.
    private static SpinLock s_tableLock;
    private static KernelThread? s_allThreads;
    private static int s_created, s_lastId;

    /// <summary>How many processors there can be: a bit each.</summary>
    private const int MaxProcessors = 64;

    /// <summary>Makes the running flow of control a thread. Once, on the boot processor; for more processors, makes what each needs.</summary>
    public static void Initialize()
    {
        if (Config.SMP)
        {
            s_processorCount = Math.Min(Processors.Count, MaxProcessors);
            s_processors.Initialize(s_processorCount);
            if (s_processorCount > 1)
                Timers.InitializeProcessors(s_processorCount);
        }

        KernelThread main = NewThread();
        main.Name = "main";
        main.Priority = ThreadOptions.DefaultPriority;
        for (int i = 0; i < s_processorCount; i++)
        {
            ref ProcessorState processor = ref s_processors[i];
            processor.SliceEnd = ulong.MaxValue;
            processor.RunningPriority = IdlePriority;
            KernelThread idle = NewThread();
            idle.Name = "idle";
            idle.Priority = IdlePriority;
            idle.Home = i;
            processor.Idle = idle;
        }

        ref ProcessorState boot = ref s_processors[0];
        boot.IsStarted = true;
        boot.RunningPriority = main.Priority;
        // The other processors idle on the stacks that they were started on.
        if (!ThreadStacks.TryAllocate(out boot.Idle.StackGuard, out boot.Idle.StackTop))
            Fail.Stop(FailReason.OutOfMemory, "no memory for the idle thread's stack");
        boot.Idle.Context = ThreadContext.Create(boot.Idle.StackTop);
        SetCurrent(main.Address);
        Stacks.UseFinder<ThreadStacks>();
        ConstructorLock.Install();
        if (Config.SCHED_PREEMPT)
        {
            InterruptHandling.UseAlarm<AlarmHandler>();
            InterruptHandling.UseEnd<EndHandler>();
            Processor.InterruptsEnabled = true;
        }
    }

    /// <summary>
    /// Starts a thread. Null, and nothing is changed, when there are as many threads as the image may have (<c>SCHED_MAX_THREADS</c>) or no memory for
    /// its stack.
    /// </summary>
    public static KernelThread? Start(Action<object?> entry, object? argument, in ThreadOptions options)
    {
        if ((uint)options.Priority > Schedulable.MaxPriority || options.Processor >= s_processorCount)
            Fail.Stop(FailReason.ArgumentOutOfRange, "a thread's priority or processor");
        KernelThread? thread = TakeFree() ?? Create();
        if (thread is null)
            return null;
        thread.Name = options.Name;
        thread.Priority = options.Priority;
        thread.IsPinned = options.Processor >= 0;
        thread.IsDetached = options.IsDetached;
        thread.Entry = entry;
        thread.Argument = argument;
        thread.Context = ThreadContext.Create(thread.StackTop);
        bool wereEnabled = Disable();
        thread.Home = options.Processor >= 0 ? options.Processor : Processor.Index;
        ref ProcessorState home = ref s_processors[thread.Home];
        home.Lock.EnterDisabled();
        thread.State = ThreadState.Runnable;
        MakeReady(ref home, thread);
        if (Config.SCHED_PREEMPT && wereEnabled && !HeldInterrupts.IsLockHeld && Here.MustSwitch)
            GiveWay();
        Restore(wereEnabled);
        return thread;
    }

    /// <summary>Where <c>lithe_thread_start</c> goes: a thread's first steps, with its processor's queue still locked.</summary>
    [DoesNotReturn]
    public static void ThreadStart()
    {
        Here.Lock.ExitDisabled();
        KernelThread current = Current;
        if (current == Here.Idle)
            RunIdle();
        if (Config.SCHED_PREEMPT)
            Processor.InterruptsEnabled = true;
        current.Entry!(current.Argument);
        Exit();
    }

    /// <summary>Ends the running thread.</summary>
    [DoesNotReturn]
    public static void Exit()
    {
        Disable();
        KernelThread current = Current;
        ref ProcessorState processor = ref Here;
        processor.Lock.EnterDisabled();
        current.State = ThreadState.Exiting;
        KernelThread? joiner = current.Joiner;
        processor.Lock.ExitDisabled();
        if (joiner is not null)
            Wake(joiner);
        current.Entry = null;
        current.Argument = null;
        current.Tag = null;
        current.UsesThreadPointer = false;

        processor.Lock.EnterDisabled();
        current.State = ThreadState.Exited;
        if (current.IsDetached)
            AddFree(ref processor, current);
        SwitchTo(ref processor, current, processor.Ready.Take() ?? processor.Idle);
        Fail.Stop(FailReason.Synchronization, "a thread that has ended runs");
    }

    /// <summary>
    /// Waits until a thread has ended, and lets its object and stack be used again. False when the deadline passed before. A thread that is not detached is
    /// joined once, by one other thread.
    /// </summary>
    public static bool Join(KernelThread thread, ulong deadline = ulong.MaxValue)
    {
        KernelThread current = Current;
        while (true)
        {
            bool wereEnabled = Disable();
            ref ProcessorState home = ref LockHome(thread);
            ThreadState state = thread.State;
            if (thread.IsDetached || thread == current || thread.Joiner is not null && thread.Joiner != current)
                Fail.Stop(FailReason.Synchronization, "a thread is joined that was joined before or is detached, the running one, or joined by another one");
            if (state == ThreadState.Exited)
            {
                // Nobody may join it once more: it would be free twice.
                thread.IsDetached = true;
                AddFree(ref home, thread);
            }
            else
            {
                thread.Joiner = current;
            }

            home.Lock.ExitDisabled();
            Restore(wereEnabled);
            if (state == ThreadState.Exited)
                return true;
            if (state == ThreadState.Exiting)
            {
                // On another processor, a few instructions before its end.
                Processor.Relax();
                continue;
            }

            if (deadline != ulong.MaxValue && Clock.Nanoseconds >= deadline)
                break;
            current.WaitReason = "a thread's end";
            Block(deadline);
            current.WaitReason = null;
        }

        return !StopJoining(thread) && Join(thread);
    }

    /// <summary>Nobody will join this thread: what it has comes back when it ends, or now.</summary>
    public static void Detach(KernelThread thread)
    {
        bool wereEnabled = Disable();
        ref ProcessorState home = ref LockHome(thread);
        if (thread.IsDetached || thread.Joiner is not null)
            Fail.Stop(FailReason.Synchronization, "a thread is detached that was joined before or is detached, or being joined");
        thread.IsDetached = true;
        if (thread.State == ThreadState.Exited)
            AddFree(ref home, thread);
        home.Lock.ExitDisabled();
        Restore(wereEnabled);
    }

    /// <summary>Asks a thread to end the waits that can be cancelled.</summary>
    public static void Cancel(KernelThread thread)
    {
        thread.IsCancelled = true;
        Interlocked.MemoryBarrier();
        Wake(thread);
    }

    /// <summary>Blocks the running thread until the clock reaches the deadline. False when it was cancelled before.</summary>
    public static bool SleepUntil(ulong deadline)
    {
        KernelThread current = Current;
        current.WaitReason = "a time";
        while (!current.IsCancelled && Clock.Nanoseconds < deadline)
            Block(deadline);
        current.WaitReason = null;
        return !current.IsCancelled;
    }

    /// <summary>Keeps the running thread on this processor, or lets it go.</summary>
    public static void Pin(bool isPinned) => Current.IsPinned = isPinned;

    /// <summary>Says what this thread keeps behind the thread register; from now on every switch keeps it. Only with <c>SCHED_THREAD_POINTER</c>.</summary>
    public static void SetThreadPointer(ulong value)
    {
        if (!Config.SCHED_THREAD_POINTER)
            Fail.Stop(FailReason.FeatureRemoved, "the thread pointer: configure SCHED_THREAD_POINTER=y");
        bool wereEnabled = Disable();
        Current.UsesThreadPointer = true;
        ThreadContext.ThreadPointer = value;
        Restore(wereEnabled);
    }

    // False when the thread has ended in the meantime.
    private static bool StopJoining(KernelThread thread)
    {
        bool wereEnabled = Disable();
        ref ProcessorState home = ref LockHome(thread);
        bool stops = thread.State < ThreadState.Exiting;
        if (stops)
            thread.Joiner = null;
        home.Lock.ExitDisabled();
        Restore(wereEnabled);
        return stops;
    }

    private static void AddFree(ref ProcessorState processor, KernelThread thread)
    {
        thread.Joiner = null;
        thread.NextFree = processor.Free;
        processor.Free = thread;
    }

    private static KernelThread? TakeFree()
    {
        bool wereEnabled = Disable();
        KernelThread? thread = null;
        for (int i = 0; i < s_processorCount && thread is null; i++)
        {
            ref ProcessorState processor = ref s_processors[i];
            if (processor.Free is null)
                continue;
            processor.Lock.EnterDisabled();
            thread = processor.Free;
            if (thread is not null)
            {
                processor.Free = thread.NextFree;
                thread.NextFree = null;
                thread.IsCancelled = false;
                thread.Life++;
                thread.WakePending = false;
                thread.RunTime = 0;
            }

            processor.Lock.ExitDisabled();
        }

        Restore(wereEnabled);
        return thread;
    }

    private static KernelThread? Create()
    {
        s_tableLock.Enter();
        bool hasRoom = s_created < Config.SCHED_MAX_THREADS;
        if (hasRoom)
            s_created++;
        s_tableLock.Exit();
        if (!hasRoom)
            return null;
        if (!ThreadStacks.TryAllocate(out nint guard, out nint top))
        {
            s_tableLock.Enter();
            s_created--;
            s_tableLock.Exit();
            return null;
        }

        KernelThread thread = new(Interlocked.Increment(ref s_lastId)) { State = ThreadState.Exited, StackGuard = guard, StackTop = top };
        thread.Timer = new WakeTimer(thread);
        thread.Address = Unsafe.As<KernelThread, nint>(ref thread);
        Publish(thread);
        return thread;
    }

    private static KernelThread NewThread()
    {
        s_created++;
        KernelThread thread = new(++s_lastId);
        thread.Timer = new WakeTimer(thread);
        thread.Address = Unsafe.As<KernelThread, nint>(ref thread);
        Publish(thread);
        return thread;
    }

    private static void Publish(KernelThread thread)
    {
        s_tableLock.Enter();
        thread.NextOfAll = s_allThreads;
        Volatile.Write(ref s_allThreads, thread);
        s_tableLock.Exit();
    }
}
