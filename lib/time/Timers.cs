using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.Time;

/// <summary>
/// Timers on the monotonic clock, a wheel for each processor. Who drives it (a scheduler) calls <see cref="Expire"/> when the processor idles and when
/// its alarm rings, and <see cref="Arm"/> before it sleeps.
/// </summary>
public static class Timers
{
    /// <summary>A tick is 1,024 ns: a timer expires up to that much late, never early.</summary>
    private const int TickBits = 10;

    private static PerProcessor<Wheel> s_wheels;
    private static bool s_hasWheels;
    private static int s_wheelCount = 1;

    /// <summary>Makes the boot processor's wheel.</summary>
    [Init(InitStage.Time)]
    public static void Initialize()
    {
        Clock.Initialize();
        s_wheels[0] = Wheel.Create();
    }

    /// <summary>Makes a wheel for each processor, before a second one starts; later calls change nothing.</summary>
    public static void InitializeProcessors(int count)
    {
        if (s_hasWheels)
            return;
        s_hasWheels = true;
        s_wheels.Initialize(count);
        s_wheelCount = count;
        for (int i = 1; i < count; i++)
            s_wheels[i] = Wheel.Create();
    }

    /// <summary>
    /// Has a timer expire, on this processor, when <see cref="Clock.Nanoseconds"/> reaches the deadline. One that is pending already is moved. Its expiry on
    /// another processor may be under way.
    /// </summary>
    public static void Start(Timer timer, ulong deadline)
    {
        if (timer.IsPending)
            Cancel(timer);
        // The thread stays on this processor until it has the lock: the timer would be on one wheel, and say that it is on another.
        bool wereEnabled = Config.SMP && Config.SCHED_PREEMPT && Processor.DisableInterrupts();
        ref Wheel wheel = ref s_wheels.Current;
        wheel.Lock.Enter();
        timer.Processor = Processor.Index;
        wheel.Timers.Add(timer, TickOf(deadline));
        bool isFirst = Config.SCHED_PREEMPT && NanosecondsOf(wheel.Timers.NextTick) < wheel.Alarm;
        if (isFirst)
            wheel.SetAlarm(NanosecondsOf(wheel.Timers.NextTick));
        wheel.Lock.Exit();
        if (Config.SMP && Config.SCHED_PREEMPT)
            Processor.RestoreInterrupts(wereEnabled);
    }

    /// <summary>Stops a timer. False when it was not pending: it has expired, or its expiry is under way on another processor.</summary>
    public static bool Cancel(Timer timer)
    {
        ref Wheel wheel = ref s_wheels[timer.Processor];
        wheel.Lock.Enter();
        bool wasPending = wheel.Timers.Remove(timer);
        wheel.Lock.Exit();
        return wasPending;
    }

    /// <summary>Expires what is due on this processor. Returns a time before which nothing more is; <see cref="ulong.MaxValue"/> when there are no timers.</summary>
    public static ulong Expire()
    {
        ref Wheel wheel = ref s_wheels.Current;
        while (true)
        {
            wheel.Lock.Enter();
            // Without timers nobody need ask what time it is.
            ulong next = wheel.Timers.NextTick;
            Timer? due = next == ulong.MaxValue ? null : wheel.Timers.TakeDue(Clock.Nanoseconds >> TickBits);
            if (due is null)
                next = wheel.Timers.NextTick;
            else
                wheel.Expired++;
            wheel.Lock.Exit();
            if (due is null)
                return NanosecondsOf(next);
            due.OnExpire();
        }
    }

    /// <summary>
    /// Sees to it that this processor's alarm rings at its next timer, or at an earlier time that the caller names. One that is set for earlier still stays so where it is handled
    /// (<see cref="NoteAlarm"/>): who is told then looks what is due, and arms it anew. Setting a clock costs more than that, and mostly another deadline comes before the alarm has rung.
    /// </summary>
    public static void Arm(ulong latest)
    {
        ref Wheel wheel = ref s_wheels.Current;
        wheel.Lock.Enter();
        ulong next = NanosecondsOf(wheel.Timers.NextTick);
        if (next > latest)
            next = latest;
        if (!Config.SCHED_PREEMPT || next < wheel.Alarm)
            wheel.SetAlarm(next);
        wheel.Lock.Exit();
    }

    /// <summary>In the alarm's handler: it has rung, and is set for nothing any more.</summary>
    public static void NoteAlarm()
    {
        ref Wheel wheel = ref s_wheels.Current;
        wheel.Lock.Enter();
        wheel.Alarm = ulong.MaxValue;
        wheel.Lock.Exit();
    }

    /// <summary>How many timers have expired, on all processors.</summary>
    [Counter("time.expired")]
    public static ulong ExpiredCount
    {
        get
        {
            ulong sum = 0;
            for (int i = 0; i < s_wheelCount; i++)
                sum += s_wheels[i].Expired;
            return sum;
        }
    }

    // Upwards: a timer is never early.
    private static ulong TickOf(ulong nanoseconds) =>
        nanoseconds > ulong.MaxValue - (1 << TickBits) ? ulong.MaxValue : (nanoseconds + (1 << TickBits) - 1) >> TickBits;

    private static ulong NanosecondsOf(ulong tick) => tick == ulong.MaxValue ? tick : tick << TickBits;

    private struct Wheel
    {
        internal SpinLock Lock;
        internal TimerWheel Timers;

        /// <summary>How many of its timers have expired.</summary>
        internal ulong Expired;

        /// <summary>What the alarm is set for.</summary>
        internal ulong Alarm;

        internal static Wheel Create() => new() { Timers = new TimerWheel(), Alarm = ulong.MaxValue };

        internal void SetAlarm(ulong deadline)
        {
            Alarm = deadline;
            Clock.SetAlarm(deadline);
        }
    }
}
