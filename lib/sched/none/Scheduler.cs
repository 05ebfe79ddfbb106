using System;
using System.Diagnostics.CodeAnalysis;
using Lithe.Arch;
using Lithe.Interrupts;
using Lithe.Plat;
using Lithe.Time;

namespace Lithe.Sched;

/// <summary>No scheduler: there is one flow of control. While it waits, interrupts and timers are served until one of them wakes it.</summary>
public static class Scheduler
{
    // The flow of control: an object to wake, made when somebody first waits.
    private static KernelThread? s_main;
    private static int s_interruptSources;
    private static IdlePoll s_poll;

    public static ReadOnlySpan<byte> Name => "none"u8;

    public static bool HasThreads => false;

    public static bool IsPreemptive => false;

    public static KernelThread Current => s_main ??= KernelThread.CreateOnly();

    public static int ThreadCount => 1;

    public static ulong IdleTime => 0;

    public static ulong RunTime(KernelThread thread) => 0;

    public static void Yield() => Processor.Relax();

    public static KernelThread? Start(Action<object?> entry, object? argument, in ThreadOptions options) => null;

    [DoesNotReturn]
    public static void Exit() => Fail.Stop(FailReason.Synchronization, "the only flow of control cannot end as a thread: return from Main");

    public static bool Join(KernelThread thread, ulong deadline) => false;

    public static void Detach(KernelThread thread)
    {
    }

    public static void Block(ulong deadline)
    {
        KernelThread main = Current;
        while (true)
        {
            ulong next = Timers.Expire();
            if (main.TakeWakeUp() || deadline != ulong.MaxValue && Clock.Nanoseconds >= deadline)
                return;
            if (next == ulong.MaxValue && deadline == ulong.MaxValue && s_interruptSources + InterruptHandling.HandlerCount == 0)
                Fail.Stop(FailReason.Synchronization, "deadlock: the only flow of control waits, no timer is set and no interrupt is expected");
            if (Config.IDLE_POLL > 0 && LookForWork(main, next < deadline ? next : deadline))
                continue;
            Timers.Arm(deadline);
            Processor.WaitForInterrupt();
            if (Config.IDLE_POLL > 0)
                s_poll.End();
        }
    }

    // True when there is some.
    private static bool LookForWork(KernelThread main, ulong latest)
    {
        ulong end = s_poll.Begin(latest);
        while (Clock.Nanoseconds < end)
        {
            for (int i = 0; i < IdlePoll.Rounds; i++)
            {
                Processor.TakeInterrupts();
                if (main.HasWakeUp)
                    return true;
            }
        }

        return end == latest;
    }

    public static void Wake(KernelThread thread) => thread.AddWakeUp();

    public static bool SleepUntil(ulong deadline)
    {
        KernelThread main = Current;
        while (!main.IsCancelled && Clock.Nanoseconds < deadline)
            Block(deadline);
        return !main.IsCancelled;
    }

    public static void Cancel(KernelThread thread)
    {
        thread.IsCancelled = true;
        thread.AddWakeUp();
    }

    public static void SetPriority(KernelThread thread, int priority)
    {
    }

    public static void Pin(bool isPinned)
    {
    }

    public static void SetThreadPointer(ulong value) => ThreadContext.ThreadPointer = value;

    public static void UseProgramSwitch<TSwitch>() where TSwitch : struct, IProgramSwitch
    {
    }

    public static void ExpectInterrupts(bool areExpected) => s_interruptSources += areExpected ? 1 : -1;

    public static void OnSignal()
    {
    }

    [DoesNotReturn]
    public static void RunProcessor()
    {
        while (true)
            Processor.WaitForInterrupt();
    }
}
