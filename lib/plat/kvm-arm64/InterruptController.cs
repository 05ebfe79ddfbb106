namespace Lithe.Plat;

/// <summary>The generic interrupt controller, version 2 or 3: lines are its interrupt numbers. Messages by version 2's extension for them (GICv2m).</summary>
/// <remarks>Changed by one caller at a time: <c>lib/irq</c> holds a lock.</remarks>
public static class InterruptController
{
    public const int Alarm = -1;

    public const int Signal = -2;

    public const int Spurious = -3;

    /// <summary>The virtual timer's interrupt (Arm Base System Architecture, "PPI assignments").</summary>
    private const int TimerLine = 27;

    /// <summary>Software interrupt 0 carries signals.</summary>
    private const int SignalLine = 0;

    private const int FirstSoftwareEnd = 16, FirstSpecial = 1020;

    private static int s_version;
    private static DeviceRegisters s_distributor;

    public static void Initialize()
    {
        if (s_version != 0 || MachineTree.GicVersion == 0)
            return;
        s_distributor = DeviceRegisters.Map(MachineTree.Distributor.Start, MachineTree.Distributor.Length);
        if (!s_distributor.Exists)
            return;
        if (MachineTree.GicVersion == 3)
        {
            if (GicVersion3.Initialize(s_distributor, MachineTree.ProcessorInterface))
                s_version = 3;
        }
        else if (GicVersion2.Initialize(s_distributor, MachineTree.ProcessorInterface))
        {
            s_version = 2;
            if (MachineTree.MessageFrame.Length != 0)
                MessageFrame.Initialize(MachineTree.MessageFrame);
        }

        if (s_version != 0)
            InitializeProcessor();
    }

    public static void InitializeProcessor()
    {
        if (s_version == 3)
            GicVersion3.InitializeProcessor(TimerLine);
        else if (s_version == 2)
            GicVersion2.InitializeProcessor(s_distributor, TimerLine);
    }

    public static int LineCount => s_version == 0 ? 0 : Distributor.LineCount(s_distributor);

    public static bool Enable(int line, InterruptTrigger trigger, int processor)
    {
        if (line < Distributor.FirstSharedLine || line >= LineCount || !Exists(processor))
            return false;
        if (s_version == 3)
            GicVersion3.Direct(s_distributor, line, processor);
        else
            GicVersion2.Direct(s_distributor, line, processor);
        Distributor.Enable(s_distributor, line, trigger);
        return true;
    }

    public static void Disable(int line)
    {
        if (line >= Distributor.FirstSharedLine && line < LineCount)
            Distributor.Disable(s_distributor, line);
        MessageFrame.Release(line);
    }

    public static bool TryAllocateMessage(int processor, out MessageInterrupt message)
    {
        if (!MessageFrame.TryAllocate(out message))
            return false;
        if (Enable(message.Line, InterruptTrigger.Edge, processor))
            return true;
        MessageFrame.Release(message.Line);
        return false;
    }

    public static int Acknowledge(int number)
    {
        uint acknowledged = s_version == 3 ? SystemRegisters.AcknowledgeGic() : GicVersion2.Acknowledge();
        int line = (int)(acknowledged & 0xff_ffff);
        if (s_version == 2)
            line &= 0x3ff;
        if (line >= FirstSpecial && line < 1024)
            return Spurious;
        if (line == TimerLine)
        {
            // The timer's line stays active until it is stopped.
            SystemRegisters.StopTimer();
            return Alarm;
        }

        if (line >= FirstSoftwareEnd)
            return line;
        // What version 2 wants back names the sender, too: it is given back here.
        End(acknowledged);
        return line == SignalLine ? Signal : Spurious;
    }

    public static void Complete(int line)
    {
        if (line == Alarm)
            End(TimerLine);
        else if (line >= 0)
            End((uint)line);
    }

    public static void SendSignal(int processor)
    {
        if (!Exists(processor))
            return;
        if (s_version == 3)
            GicVersion3.Signal(processor, SignalLine);
        else if (s_version == 2)
            GicVersion2.Signal(s_distributor, processor, SignalLine);
    }

    public static void SendNonMaskable(int processor)
    {
    }

    // To count them an image for one processor would walk the device tree.
    private static bool Exists(int processor) => (uint)processor < (Config.SMP ? (uint)Processors.Count : 1);

    private static void End(uint acknowledged)
    {
        if (s_version == 3)
            SystemRegisters.CompleteGic(acknowledged);
        else
            GicVersion2.Complete(acknowledged);
    }
}
