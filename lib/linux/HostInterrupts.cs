using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Linux;

/// <summary>
/// Interrupts of the process platform: signals where one has to come while the program runs, else what is found when the processor idles. They are numbered as
/// on a machine: the alarm is 32, another processor's signal 33, the host's files 34.
/// </summary>
public static unsafe class HostInterrupts
{
    public const int First = 32, Alarm = 32, Signal = 33;

    /// <summary>A file has something (<see cref="HostFileEvents"/>): found, never a signal.</summary>
    public const int File = 34;

    /// <summary>The signal of the first interrupt: the first real-time signals are C libraries', and stay free.</summary>
    private const int FirstSignal = 34, Count = 2;

    private const int ClockMonotonic = 1;
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The interrupts' signals, as a set.</summary>
    internal const ulong SignalMask = ((1UL << Count) - 1) << (FirstSignal - 1);

    internal static bool IsSignal(int signal) => signal is >= FirstSignal and < FirstSignal + Count;

    /// <summary>The signal that an interrupt comes as.</summary>
    public static int SignalOf(int interrupt) => FirstSignal + interrupt - First;

    /// <summary>Lets the interrupts' signals come.</summary>
    public static void Initialize()
    {
        for (int i = 0; i < Count; i++)
            Signals.Handle(FirstSignal + i, GetHandler());
    }

    /// <summary>Nanoseconds of the host's monotonic clock.</summary>
    public static ulong Now => HostClock.Read(ClockMonotonic);

    /// <summary>Called with interrupts disabled: has those handled that have come, without waiting.</summary>
    public static void Take()
    {
        NoteAlarm();
        ulong* files = stackalloc ulong[HostFileEvents.Lines];
        int count = HostFileEvents.Collect(files, HostProcessor.Current->Index);
        if (count > 0)
        {
            ulong* time = stackalloc ulong[2];
            time[0] = time[1] = 0;
            Look(files, count, time);
        }

        TakePending();
    }

    /// <summary>Called with interrupts disabled: sleeps until one comes, and has it handled.</summary>
    public static void Wait()
    {
        HostProcessor* processor = HostProcessor.Current;
        ulong* files = stackalloc ulong[HostFileEvents.Lines];
        ulong* time = stackalloc ulong[2];
        while (!processor->HasPending)
        {
            ulong alarm = processor->Alarm, now = alarm == ulong.MaxValue ? 0 : Now;
            if (now >= alarm)
                break;
            ulong left = alarm - now;
            time[0] = left / NanosecondsPerSecond;
            time[1] = left % NanosecondsPerSecond;
            Look(files, HostFileEvents.Collect(files, processor->Index), alarm == ulong.MaxValue ? null : time);
        }

        NoteAlarm();
        TakePending();
    }

    // Until one of the files has something, or the time is over, or a signal comes.
    private static void Look(ulong* files, int count, ulong* time)
    {
        if (Sleep((nint)files, (ulong)count, time) > 0 && HostFileEvents.Note(files, count, HostProcessor.Current->Index))
            HostProcessor.Raise(File);
    }

    /// <summary>The alarm has rung: it does not ring again, however it was found.</summary>
    public static void ForgetAlarm() => HostProcessor.Current->Alarm = ulong.MaxValue;

    private static void NoteAlarm()
    {
        HostProcessor* processor = HostProcessor.Current;
        if (processor->Alarm == ulong.MaxValue || Now < processor->Alarm)
            return;
        HostProcessor.Raise(Alarm);
    }

    [RuntimeImport("*", "linux_interrupts_enabled"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int AreEnabled();

    [RuntimeImport("*", "linux_enable_interrupts"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Enable();

    /// <summary>1 when they were enabled before, 0 when not.</summary>
    [RuntimeImport("*", "linux_disable_interrupts"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int Disable();

    [RuntimeImport("*", "linux_take_interrupts"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void TakePending();

    [RuntimeImport("*", "linux_wait"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Sleep(nint descriptors, ulong count, ulong* time);

    [RuntimeImport("*", "linux_interrupt_handler"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint GetHandler();
}
