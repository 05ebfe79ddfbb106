using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.Sched;

// Who is more important than others changes.
public static unsafe partial class Dispatcher
{
    /// <summary>
    /// Changes a thread's priority, at once: one that waits for its turn has its place by the new one, and one that runs gives way when somebody above it waits.
    /// </summary>
    public static void SetPriority(KernelThread thread, int priority)
    {
        if ((uint)priority > Schedulable.MaxPriority)
            Fail.Stop(FailReason.ArgumentOutOfRange, "priority");
        bool wereEnabled = Disable();
        ref ProcessorState home = ref LockHome(thread);
        int index = thread.Home;
        bool mustSignal = Config.SCHED_PREEMPT && thread.State == ThreadState.Runnable && Move(ref home, thread, priority, index);
        thread.Priority = priority;
        home.Lock.ExitDisabled();
        if (Config.SMP && mustSignal && index != Processor.Index)
            InterruptController.SendSignal(index);
        if (Config.SCHED_PREEMPT && wereEnabled && !HeldInterrupts.IsLockHeld && Here.MustSwitch)
            GiveWay();
        Restore(wereEnabled);
    }

    // Whether the processor in whose queue the thread is, or that runs it, must be told. The queue is locked.
    private static bool Move(ref ProcessorState home, KernelThread thread, int priority, int index)
    {
        bool isHere = !Config.SMP || index == Processor.Index;
        if (home.Ready.Remove(thread))
        {
            thread.Priority = priority;
            home.Ready.Add(thread);
            return Consider(ref home, priority, isHere);
        }

        // One that another processor has just taken out of a queue does not run yet.
        if (home.RunningPriority == IdlePriority)
            return false;
        home.RunningPriority = priority;
        if (!home.Ready.HasFor(priority + 1))
            return false;
        home.MustSwitch = true;
        return !isHere;
    }
}
