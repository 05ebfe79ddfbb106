using System.Numerics;
using System.Threading;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.Sched;

// Which queue a thread goes to that has become ready, and who is told.
public static unsafe partial class Dispatcher
{
    /// <summary>
    /// Puts a runnable thread into a queue: its home's, which is locked on entry and free on return, or that of a processor that has nothing to do.
    /// </summary>
    private static void MakeReady(ref ProcessorState home, KernelThread thread)
    {
        int index = thread.Home;
        bool mustSignal = false, isSent = thread.IsPinned;
        if (Config.SMP && !thread.IsPinned)
        {
            int idle = ClaimIdle(index);
            mustSignal = isSent = idle >= 0;
            if (mustSignal && idle != index)
            {
                index = idle;
                thread.Home = index;
                home.Lock.ExitDisabled();
                home = ref s_processors[index];
                home.Lock.EnterDisabled();
            }
        }

        home.Ready.Add(thread);
        if (Config.SMP)
            home.Arrivals++;
        bool isHere = !Config.SMP || index == Processor.Index;
        // Asked for while the queue is locked: an idle processor says that it is before it looks at its queue.
        if (Config.SMP && !mustSignal)
            mustSignal = IsClaimed(index);
        if (Config.SCHED_PREEMPT)
            mustSignal |= Consider(ref home, thread.Priority, isHere);
        home.Lock.ExitDisabled();
        if (Config.SMP && mustSignal && !isHere)
            InterruptController.SendSignal(index);
        if (Config.SMP && !isSent)
            CallLateIdle(index);
    }

    // A processor may have looked at all queues just before somebody came into this one, and just after it was looked for: it would sleep while somebody waits for a busy one.
    private static void CallLateIdle(int queue)
    {
        // As it does: first what the other one looks at is written, then what it writes is looked at.
        Interlocked.MemoryBarrier();
        int idle = ClaimIdle(queue);
        if (idle >= 0 && idle != Processor.Index)
            InterruptController.SendSignal(idle);
    }

    // An idle processor that nobody else has sent work to, the given one rather than another; -1 when there is none. It must be signalled.
    private static int ClaimIdle(int preferred)
    {
        while (true)
        {
            ulong idle = Volatile.Read(ref s_idle);
            if (idle == 0)
                return -1;
            int index = (idle & 1UL << preferred) != 0 ? preferred : BitOperations.TrailingZeroCount(idle);
            if (IsClaimed(index))
                return index;
        }
    }

    // Whether the processor was idle and is the caller's to signal now.
    private static bool IsClaimed(int index)
    {
        ulong bit = 1UL << index;
        return (Volatile.Read(ref s_idle) & bit) != 0 && (Interlocked.And(ref s_idle, ~bit) & bit) != 0;
    }

    /// <summary>
    /// Somebody has come into a processor's queue, which is locked: the running thread may have to give way, at once or when its turn is over. Whether another
    /// processor must be told.
    /// </summary>
    private static bool Consider(ref ProcessorState processor, int priority, bool isHere)
    {
        int running = processor.RunningPriority;
        if (running == IdlePriority || priority < running)
            return false;
        if (priority > running)
            processor.MustSwitch = true;
        else if (!isHere)
            processor.MustBeginSlice = true;
        else if (processor.SliceEnd == ulong.MaxValue)
            BeginSlice(ref processor, running);
        return true;
    }

    /// <summary>Locks the run queue of a thread's home.</summary>
    private static ref ProcessorState LockHome(KernelThread thread)
    {
        while (true)
        {
            int index = Config.SMP ? Volatile.Read(ref thread.Home) : 0;
            ref ProcessorState home = ref s_processors[index];
            home.Lock.EnterDisabled();
            if (!Config.SMP || index == thread.Home)
                return ref home;
            home.Lock.ExitDisabled();
        }
    }
}
