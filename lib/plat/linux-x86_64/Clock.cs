using System;
using Lithe.Linux;

namespace Lithe.Plat;

/// <summary>
/// The host's clocks. The alarm is a time that <c>Processor.WaitForInterrupt</c> sleeps to; where interrupts come while the program runs (a preemptive
/// scheduler), one of the host's timers is set too.
/// </summary>
public static unsafe class Clock
{
    private const int RealTime = 0, Monotonic = 1;
    private const int NotifyThread = 4, AbsoluteTime = 1;
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    private static ulong s_start;

    public static void Initialize()
    {
        if (s_start == 0)
            s_start = HostClock.Read(Monotonic);
    }

    public static ReadOnlySpan<byte> SourceName => "clock_gettime"u8;

    public static ulong Nanoseconds
    {
        get
        {
            Initialize();
            return HostClock.Read(Monotonic) - s_start;
        }
    }

    public static ulong WallNanoseconds => HostClock.Read(RealTime);

    public static nint ScaleAddress => 0;

    public static void SetAlarm(ulong deadline)
    {
        Initialize();
        bool wereEnabled = HostInterrupts.Disable() != 0;
        HostProcessor* processor = HostProcessor.Current;
        processor->Alarm = deadline > ulong.MaxValue - s_start ? ulong.MaxValue : s_start + deadline;
        if (Config.SCHED_PREEMPT)
            SetTimer(processor);
        if (wereEnabled)
            HostInterrupts.Enable();
    }

    private static void SetTimer(HostProcessor* processor)
    {
        if (processor->Timer < 0)
        {
            if (processor->Alarm == ulong.MaxValue)
                return;
            // struct sigevent: value, signal, kind, thread.
            int* notice = stackalloc int[16];
            new Span<int>(notice, 16).Clear();
            notice[2] = HostInterrupts.SignalOf(HostInterrupts.Alarm);
            notice[3] = NotifyThread;
            notice[4] = (int)processor->Thread;
            int timer;
            if (SystemCall.Call(SystemCall.TimerCreate, Monotonic, (ulong)notice, (ulong)(&timer)) < 0)
                Fail.Stop(FailReason.PlatformNotSupported, "the host gives this process no timer");
            processor->Timer = timer;
        }

        // struct itimerspec: interval, then the time; all zero for none.
        ulong* time = stackalloc ulong[4];
        time[0] = time[1] = 0;
        bool isSet = processor->Alarm != ulong.MaxValue;
        time[2] = isSet ? processor->Alarm / NanosecondsPerSecond : 0;
        time[3] = isSet ? processor->Alarm % NanosecondsPerSecond : 0;
        SystemCall.Call(SystemCall.TimerSettime, (ulong)processor->Timer, AbsoluteTime, (ulong)time, 0);
    }
}
