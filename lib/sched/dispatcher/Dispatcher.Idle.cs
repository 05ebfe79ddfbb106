using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Time;

namespace Lithe.Sched;

/// <content>What a processor does while no thread of its own can run: takes one from another processor, looks for work for a while, sleeps.</content>
public static partial class Dispatcher
{
    /// <summary>Makes this processor, just started, one of those that run threads. On the stack that it was started on, interrupts disabled.</summary>
    [DoesNotReturn]
    public static void RunProcessor()
    {
        ref ProcessorState processor = ref Here;
        SetCurrent(processor.Idle.Address);
        if (Config.SCHED_RUN_TIME)
            (processor.Running, processor.RunsSince) = (processor.Idle, Clock.Nanoseconds);
        processor.IsStarted = true;
        RunIdle();
    }

    [DoesNotReturn]
    private static void RunIdle()
    {
        KernelThread idle = Current;
        ulong bit = 1UL << Processor.Index;
        while (true)
        {
            ulong nextTimer = Timers.Expire();
            if (Config.SMP)
                Interlocked.Or(ref s_idle, bit);
            ref ProcessorState processor = ref Here;
            processor.Lock.EnterDisabled();
            KernelThread? next = processor.Ready.Take();
            if (Config.SMP && next is null)
            {
                processor.Lock.ExitDisabled();
                next = Steal();
                processor.Lock.EnterDisabled();
            }

            if (next is not null)
            {
                if (Config.SMP)
                    Interlocked.And(ref s_idle, ~bit);
                SwitchTo(ref processor, idle, next);
                processor.Lock.ExitDisabled();
                continue;
            }

            processor.SliceEnd = ulong.MaxValue;
            processor.NextTimer = nextTimer;
            processor.Lock.ExitDisabled();
            if (Config.SCHED_DEADLOCK_REPORT && nextTimer == ulong.MaxValue)
                DetectDeadlock();
            if (Config.IDLE_POLL == 0 || !LookForWork(ref processor, nextTimer))
            {
                Timers.Arm(ulong.MaxValue);
                Processor.WaitForInterrupt();
                if (Config.IDLE_POLL > 0)
                    processor.Poll.End();
            }

            processor.NextTimer = 0;
        }
    }

    // Before an idle processor sleeps; true when there is some. Who gives it a thread from elsewhere takes it for one that sleeps, and sends a signal: that ends here, so whether
    // somebody has claimed this processor is looked at after it. The thread may be in another queue, or gone again; a processor that sleeps claimed is never signalled any more.
    private static bool LookForWork(ref ProcessorState processor, ulong nextTimer)
    {
        ulong bit = 1UL << Processor.Index;
        ulong end = processor.Poll.Begin(nextTimer);
        while (Clock.Nanoseconds < end)
        {
            for (int i = 0; i < IdlePoll.Rounds; i++)
            {
                Processor.TakeInterrupts();
                if (!processor.Ready.IsEmpty || Config.SMP && (Volatile.Read(ref s_idle) & bit) == 0)
                    return true;
            }
        }

        return end == nextTimer;
    }

    // A thread that waits in another processor's queue.
    private static KernelThread? Steal()
    {
        int self = Processor.Index;
        for (int i = 1; i < s_processorCount; i++)
        {
            int index = self + i < s_processorCount ? self + i : self + i - s_processorCount;
            ref ProcessorState victim = ref s_processors[index];
            if (victim.Ready.IsEmpty)
                continue;
            victim.Lock.EnterDisabled();
            KernelThread? thread = victim.Ready.TakeMovable();
            if (thread is not null)
                thread.Home = self;
            victim.Lock.ExitDisabled();
            if (thread is not null)
                return thread;
        }

        return null;
    }
}
