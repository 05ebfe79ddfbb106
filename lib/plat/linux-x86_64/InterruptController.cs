using Lithe.Linux;

namespace Lithe.Plat;

/// <summary>Alarms, and signals between the processors of the process. There are no device lines.</summary>
public static class InterruptController
{
    public const int Alarm = -1;

    public const int Signal = -2;

    public const int Spurious = -3;

    public static void Initialize() => HostInterrupts.Initialize();

    public static void InitializeProcessor()
    {
    }

    public static int LineCount => 0;

    public static bool Enable(int line, InterruptTrigger trigger, int processor) => false;

    public static void Disable(int line)
    {
    }

    public static bool TryAllocateMessage(int processor, out MessageInterrupt message)
    {
        message = default;
        return false;
    }

    public static int Acknowledge(int number)
    {
        if (number == HostInterrupts.Signal)
            return Signal;
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
