using Lithe.DeviceTree;

namespace Lithe.Plat;

/// <summary>The parts of a GIC of version 2 that version 3 does otherwise (ARM IHI 0048B): up to eight processors, each a bit of a mask.</summary>
internal static class GicVersion2
{
    private const int Targets = 0x800, SoftwareInterrupt = 0xf00;
    private const int Control = 0, PriorityMask = 4, InterruptAcknowledge = 0x0c, EndOfInterrupt = 0x10;

    private static DeviceRegisters s_processor;

    internal static bool Initialize(DeviceRegisters distributor, DeviceTreeRange processor)
    {
        s_processor = DeviceRegisters.Map(processor.Start, processor.Length);
        if (!s_processor.Exists)
            return false;
        Distributor.SetControl(distributor, 0);
        Distributor.Initialize(distributor, hasGroups: false);
        Distributor.SetControl(distributor, 1);
        return true;
    }

    internal static void InitializeProcessor(DeviceRegisters distributor, int timerLine)
    {
        Distributor.Enable(distributor, timerLine, InterruptTrigger.Level);
        s_processor[PriorityMask] = 0xff;
        s_processor[Control] = 1;
    }

    internal static void Direct(DeviceRegisters distributor, int line, int processor) => distributor.WriteByte(Targets + line, (byte)(1 << processor));

    internal static uint Acknowledge() => s_processor[InterruptAcknowledge];

    internal static void Complete(uint acknowledged) => s_processor[EndOfInterrupt] = acknowledged;

    internal static void Signal(DeviceRegisters distributor, int processor, int line)
    {
        // The target sees what was written before.
        System.Threading.Interlocked.MemoryBarrier();
        distributor[SoftwareInterrupt] = 1u << (16 + processor) | (uint)line;
    }
}
