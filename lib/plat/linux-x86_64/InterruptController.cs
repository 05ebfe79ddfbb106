using Lithe.Linux;

namespace Lithe.Plat;

/// <summary>Alarms, signals between the processors of the process, and a line for each file of the host that interrupts.</summary>
public static unsafe class InterruptController
{
    public const int Alarm = -1;

    public const int Signal = -2;

    public const int Spurious = -3;

    public static void Initialize() => HostInterrupts.Initialize();

    public static void InitializeProcessor()
    {
    }

    public static int LineCount => HostFileEvents.Lines;

    public static bool Enable(int line, InterruptTrigger trigger, int processor) => HostFileEvents.Direct(line, processor);

    public static void Disable(int line) => HostFileEvents.Direct(line, -1);

    public static bool TryAllocateMessage(int processor, out MessageInterrupt message)
    {
        message = default;
        return false;
    }

    public static int Acknowledge(int number)
    {
        if (number == HostInterrupts.Signal)
            return Signal;
        if (number == HostInterrupts.File)
        {
            int line = HostFileEvents.TakeReady(HostProcessor.Current->Index);
            if (line < 0)
                return Spurious;
            // There may be others: an interrupt is one line's.
            if (HostFileEvents.HasReady(HostProcessor.Current->Index))
                HostProcessor.Raise(HostInterrupts.File);
            return line;
        }

        if (number != HostInterrupts.Alarm)
            return Spurious;
        HostInterrupts.ForgetAlarm();
        return Alarm;
    }

    public static void Complete(int line)
    {
    }

    public static void SendSignal(int processor) => HostProcessors.Signal(processor);

    public static void SendNonMaskable(int processor)
    {
    }
}
