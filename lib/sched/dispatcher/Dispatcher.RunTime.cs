using System;
using Lithe.Arch;
using Lithe.Plat;

namespace Lithe.Sched;

// How long threads have run (SCHED_RUN_TIME): counted at every switch, the idle threads' like the others'.
public static partial class Dispatcher
{
    /// <summary>How long a thread has run, in nanoseconds; 0 without <c>SCHED_RUN_TIME</c>.</summary>
    public static ulong RunTime(KernelThread thread)
    {
        if (!Config.SCHED_RUN_TIME)
            return 0;
        bool wereEnabled = Disable();
        ref ProcessorState home = ref s_processors[thread.Home];
        home.Lock.EnterDisabled();
        ulong now = Clock.Nanoseconds, time = thread.RunTime;
        // Clocks of processors may be a little apart.
        if (home.Running == thread && now > home.RunsSince)
            time += now - home.RunsSince;
        home.Lock.ExitDisabled();
        Restore(wereEnabled);
        return time;
    }

    /// <summary>How long processors have had nothing to do, all together, in nanoseconds; 0 without <c>SCHED_RUN_TIME</c>.</summary>
    public static ulong IdleTime
    {
        get
        {
            ulong time = 0;
            for (int i = 0; Config.SCHED_RUN_TIME && i < s_processorCount; i++)
                time += s_processors[i].IsStarted ? RunTime(s_processors[i].Idle) : 0;
            return time;
        }
    }

    // The processor's queue is locked.
    private static void CountRunTime(ref ProcessorState processor, KernelThread current, KernelThread next)
    {
        ulong now = Clock.Nanoseconds;
        if (now > processor.RunsSince)
            current.RunTime += now - processor.RunsSince;
        processor.RunsSince = now;
        processor.Running = next;
    }
}
