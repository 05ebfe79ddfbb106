using Lithe.Plat;
using Lithe.Sched;

namespace Lithe.Posix;

/// <summary>The time that the program and its threads have used, in nanoseconds. What the kernel does is done for the program, and counts as its own.</summary>
public static class RunTimes
{
    /// <summary>Of all threads: all that processors did but idling.</summary>
    public static ulong OfProcess
    {
        get
        {
            ulong all = Clock.Nanoseconds * (ulong)(Config.SMP ? Processors.Count : 1), idle = Scheduler.IdleTime;
            return idle < all ? all - idle : 0;
        }
    }

    /// <summary>That processors had nothing to do, all together.</summary>
    public static ulong Idle => Scheduler.IdleTime;

    /// <summary>Of a thread; false when there is none of that number.</summary>
    public static bool TryRead(int thread, out ulong time)
    {
        ProgramThread.EnterList();
        ProgramThread? found = ProgramThread.Find(thread);
        time = found is null ? 0 : Scheduler.RunTime(found.Kernel);
        ProgramThread.ExitList();
        return found is not null;
    }
}
