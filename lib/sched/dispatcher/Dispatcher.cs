using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Arch;
using Lithe.Diagnostics;
using Lithe.Interrupts;
using Lithe.Plat;
using Lithe.Sync;
using Lithe.Time;

namespace Lithe.Sched;

/// <summary>
/// Threads on processors: who runs, who is ready, who is blocked. The schedulers <c>coop</c> and <c>preempt</c> are this class with and without
/// <c>SCHED_PREEMPT</c>; applications use <c>Scheduler</c>.
/// </summary>
/// <remarks>
/// A switch is made with the processor's run queue locked and interrupts disabled; whoever goes on after it gives the lock back. So a thread that is in a
/// queue, or free, is off its stack for everybody who has the lock.
/// </remarks>
public static unsafe partial class Dispatcher
{
    // Set once, before a thread has a vector area.
    private static delegate*<nint, nint, nint, void> s_programSwitch;

    // Without preemption the alarm wakes idle processors only: timers of busy ones are looked at once in so many turns.
    // A power of two: one bit of a counter is looked at.
    private const uint TurnsBetweenTimers = 128;
    private const int IdlePriority = -1;

    private static PerProcessor<ProcessorState> s_processors;
    private static int s_processorCount = 1;

    // Bit n: processor n is idle, or about to be, and nobody has sent it work yet; changed by interlocked operations.
    private static ulong s_idle;

    // The running thread, with one processor. With several it is in a register of the processor's.
    private static class Running
    {
        // Alone in its class: one instruction reads it.
        internal static nint Thread;
    }

    /// <summary>This processor's state.</summary>
    private static ref ProcessorState Here
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref PerProcessor<ProcessorState>.CurrentOf(ref s_processors);
    }

    /// <summary>The running thread.</summary>
    public static KernelThread Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (!Config.SMP)
                return ThreadQueue.ThreadIn(ref Running.Thread);
            nint address = ThreadContext.Current;
            return ThreadQueue.ThreadIn(ref address);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetCurrent(nint address)
    {
        if (Config.SMP)
            ThreadContext.Current = address;
        else
            Running.Thread = address;
    }

    /// <summary>Lets every other thread that is ready run once, and returns.</summary>
    public static void Yield()
    {
        if (!Config.SCHED_PREEMPT && IsTimeToBreathe())
        {
            BreatheAndYield();
            return;
        }

        SwitchToNext();
    }

    // Apart, so that the usual way keeps nothing across a call.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void BreatheAndYield()
    {
        Breathe();
        SwitchToNext();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SwitchToNext()
    {
        bool wereEnabled = Disable();
        ref ProcessorState processor = ref Here;
        processor.Lock.EnterDisabled();
        KernelThread current = Current;
        if (!processor.Ready.HasFor(current))
        {
            Leave(wereEnabled);
            // Whoever yields to nobody waits for something outside.
            if (!Config.SCHED_PREEMPT)
                Breathe();
            return;
        }

        // The last thing that is done where there is nothing to give back: then it is a jump.
        KernelThread next = processor.Ready.Exchange(current, out nint address);
        if (!Config.SMP && !Config.SCHED_PREEMPT)
        {
            SwitchTo(ref processor, current, next, address);
            return;
        }

        SwitchTo(ref processor, current, next, address);
        Leave(wereEnabled);
    }

    /// <summary>
    /// Stops the running thread until <see cref="Wake"/>, or until the clock reaches the deadline. Returns at once when it was woken since
    /// the last time, and may return early: look at what was waited for, and call again.
    /// </summary>
    public static void Block(ulong deadline = ulong.MaxValue)
    {
        KernelThread current = Current;
        // Threads that only wake each other must not lock the others out.
        if (!Config.SCHED_PREEMPT && IsTimeToBreathe())
            Breathe();
        if (deadline == ulong.MaxValue)
        {
            BlockCurrent(current);
            return;
        }

        if (Clock.Nanoseconds >= deadline)
            return;
        bool wereEnabled = Disable();
        Timers.Start(current.Timer!, deadline);
        BlockCurrent(current);
        Timers.Cancel(current.Timer!);
        Restore(wereEnabled);
    }

    /// <summary>Has a thread go on that is blocked, or has its next block end at once. From threads and from interrupt handlers.</summary>
    public static void Wake(KernelThread thread)
    {
        bool wereEnabled = Disable();
        ref ProcessorState home = ref LockHome(thread);
        if (thread.State == ThreadState.Blocked)
        {
            Trace.Point("sched.wake"u8, (ulong)thread.Id);
            thread.State = ThreadState.Runnable;
            MakeReady(ref home, thread);
        }
        else
        {
            thread.WakePending = true;
            home.Lock.ExitDisabled();
        }

        if (Config.SCHED_PREEMPT && wereEnabled && !HeldInterrupts.IsLockHeld && Here.MustSwitch)
            GiveWay();
        Restore(wereEnabled);
    }

    /// <summary>Called at the end of every interrupt, interrupts disabled: the interrupted thread may have to give way.</summary>
    private static void AfterInterrupt()
    {
        ref ProcessorState processor = ref Here;
        if (Config.SMP && processor.MustBeginSlice)
        {
            processor.MustBeginSlice = false;
            if (processor.SliceEnd == ulong.MaxValue)
                BeginSlice(ref processor, processor.RunningPriority);
        }

        if (processor.MustSwitch)
            GiveWay();
    }

    // In the alarm's handler. Without preemption it has done its work by ending the sleep.
    private static void OnAlarm()
    {
        Timers.NoteAlarm();
        Timers.Expire();
        ref ProcessorState processor = ref Here;
        if (processor.SliceEnd != ulong.MaxValue && Clock.Nanoseconds >= processor.SliceEnd)
        {
            processor.SliceEnd = ulong.MaxValue;
            // A thread that came to run since then has its turn still before it.
            if (processor.SliceTurn == processor.Turns)
                processor.MustSwitch = true;
            else
                BeginSlice(ref processor, processor.RunningPriority);
        }

        Timers.Arm(processor.SliceEnd);
    }

    private readonly struct AlarmHandler : IInterruptHandler
    {
        public static void OnInterrupt(int argument) => OnAlarm();
    }

    private readonly struct EndHandler : IInterruptHandler
    {
        public static void OnInterrupt(int argument) => AfterInterrupt();
    }

    private static void BlockCurrent(KernelThread current)
    {
        if (Config.SCHED_DEADLOCK_REPORT && HeldInterrupts.IsLockHeld)
            Fail.Stop(FailReason.Synchronization, "a thread that holds a spin lock waits");
        bool wereEnabled = Disable();
        ref ProcessorState processor = ref Here;
        processor.Lock.EnterDisabled();
        if (current.WakePending)
        {
            current.WakePending = false;
        }
        else
        {
            current.State = ThreadState.Blocked;
            SwitchTo(ref processor, current, processor.Ready.Take() ?? processor.Idle);
        }

        Leave(wereEnabled);
    }

    // The running thread goes to the end of its queue. Interrupts are disabled; they may be in a handler.
    private static void GiveWay()
    {
        ref ProcessorState processor = ref Here;
        processor.Lock.EnterDisabled();
        processor.MustSwitch = false;
        KernelThread current = Current;
        // An idle processor looks at its queue by itself.
        if (current != processor.Idle && processor.Ready.HasFor(current))
            SwitchTo(ref processor, current, processor.Ready.Exchange(current, out nint address), address);

        Here.Lock.ExitDisabled();
    }

    /// <summary>
    /// Goes on with another thread; the processor's queue is locked, and it is locked when this returns, on whatever processor that is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SwitchTo(ref ProcessorState processor, KernelThread current, KernelThread next) =>
        SwitchTo(ref processor, current, next, next.Address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SwitchTo(ref ProcessorState processor, KernelThread current, KernelThread next, nint address)
    {
        if (Config.SCHED_PREEMPT)
        {
            processor.Turns++;
            processor.MustSwitch = false;
            processor.RunningPriority = next.Priority;
            if (processor.SliceEnd == ulong.MaxValue)
                BeginSlice(ref processor, next.Priority);
        }

        if (Config.SCHED_RUN_TIME)
            CountRunTime(ref processor, current, next);
        if (Config.SCHED_THREAD_POINTER)
            SwitchThreadPointer(current, next);
        Trace.Point("sched.switch"u8, (ulong)current.Id, (ulong)next.Id);
        SetCurrent(address);
        ThreadContext.Switch(ref current.Context, next.Context);
    }

    /// <summary>Has the alarm end a thread's turn when somebody else could run in its place. The processor's queue is locked or its own.</summary>
    private static void BeginSlice(ref ProcessorState processor, int running)
    {
        if (running == IdlePriority || !processor.Ready.HasFor(running))
            return;
        processor.SliceTurn = processor.Turns;
        processor.SliceEnd = Clock.Nanoseconds + (ulong)Config.SCHED_TIME_SLICE * 1000;
        Timers.Arm(processor.SliceEnd);
    }

    private static void SwitchThreadPointer(KernelThread current, KernelThread next)
    {
        if (current.UsesThreadPointer)
            current.ThreadPointer = ThreadContext.ThreadPointer;
        if (next.UsesThreadPointer)
            ThreadContext.ThreadPointer = next.ThreadPointer;
        if ((current.VectorArea | next.VectorArea) != 0)
            s_programSwitch(current.VectorArea, next.VectorArea, next.StackTop);
    }

    /// <summary>Says what switches do for threads that have a vector area; before there is one.</summary>
    public static void UseProgramSwitch<TSwitch>() where TSwitch : struct, IProgramSwitch => s_programSwitch = &TSwitch.Switch;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsTimeToBreathe() => (++Here.Turns & TurnsBetweenTimers) != 0;

    /// <summary>Lets interrupts in and timers expire.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Breathe()
    {
        Here.Turns = 0;
        Processor.TakeInterrupts();
        Timers.Expire();
    }

    // Interrupts are disabled all the time where threads are not preempted.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Disable() => Config.SCHED_PREEMPT && Processor.DisableInterrupts();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Restore(bool wereEnabled)
    {
        if (Config.SCHED_PREEMPT)
            Processor.RestoreInterrupts(wereEnabled);
    }

    // What a thread does after a switch, on the processor that it is on now.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Leave(bool wereEnabled)
    {
        if (Config.SMP)
            Here.Lock.ExitDisabled();
        Restore(wereEnabled);
    }
}
