using Lithe.Acpi;
using Lithe.Arch;

namespace Lithe.Plat;

/// <summary>Local APICs and I/O APICs. Vectors 32 to 62 are interrupts; which of them a line has is decided when it is enabled.</summary>
/// <remarks>Changed by one caller at a time: <c>lib/irq</c> holds a lock.</remarks>
public static class InterruptController
{
    public const int Alarm = -1;

    public const int Signal = -2;

    public const int Spurious = -3;

    internal const byte AlarmVector = 32, SignalVector = 33;

    // Its lowest four bits are set, as the oldest local APICs demand.
    private const byte SpuriousVector = 47;
    private const byte FirstVector = 34, EndVector = 63;

    /// <summary>Delivery mode NMI, asserted (Intel SDM volume 3, §11.6.1).</summary>
    private const uint NonMaskable = 0x4400;

    private const int MaxIoApics = 2;
    private const ulong DefaultIoApic = 0xfec0_0000;

    /// <summary>Lines for messages come behind every I/O APIC's inputs: the line is this and the vector.</summary>
    private const int MessageLines = 1024;

    private const ulong MessageAddress = 0xfee0_0000;

    private static IoApics s_ioApics;
    private static int s_ioApicCount;
    private static VectorLines s_lines;
    private static bool s_isInitialized;

    public static void Initialize()
    {
        if (s_isInitialized || !LocalApic.Find())
            return;
        s_isInitialized = true;
        LegacyController.Mask();
        for (int vector = 0; vector < EndVector; vector++)
            s_lines[vector] = Spurious;
        InitializeProcessor();
        bool isListed = false;
        foreach (InterruptEntry entry in new InterruptTable(Firmware.FindTable("APIC"u8)))
        {
            if (entry.Kind != InterruptEntryKind.IoApic)
                continue;
            isListed = true;
            AddIoApic(entry.Address, (int)entry.Interrupt);
        }

        if (!isListed)
            AddIoApic(DefaultIoApic, 0);
    }

    public static void InitializeProcessor()
    {
        if (s_isInitialized)
            LocalApic.Enable(SpuriousVector);
    }

    public static int LineCount => s_isInitialized ? MessageLines + EndVector : 0;

    public static bool Enable(int line, InterruptTrigger trigger, int processor)
    {
        for (int i = 0; i < s_ioApicCount; i++)
        {
            int input = line - s_ioApics[i].FirstLine;
            if ((uint)input >= (uint)s_ioApics[i].LineCount)
                continue;
            if (!TryTakeVector(line, out byte vector) || !Processors.TryGetApicId(processor, out uint processorId))
                return false;
            // PCI's lines are active low on real machines and whatever the emulator takes them for on emulated ones: QEMU and KVM look at no polarity.
            s_ioApics[i].Enable(input, vector, processorId, trigger == InterruptTrigger.Level, isActiveLow: false);
            return true;
        }

        return false;
    }

    public static void Disable(int line)
    {
        for (int i = 0; i < s_ioApicCount; i++)
        {
            int input = line - s_ioApics[i].FirstLine;
            if ((uint)input < (uint)s_ioApics[i].LineCount)
                s_ioApics[i].Disable(input);
        }

        for (int vector = FirstVector; vector < EndVector; vector++)
        {
            if (s_lines[vector] == line)
                s_lines[vector] = Spurious;
        }
    }

    public static bool TryAllocateMessage(int processor, out MessageInterrupt message)
    {
        message = default;
        if (!s_isInitialized || !Processors.TryGetApicId(processor, out uint processorId))
            return false;
        for (int vector = FirstVector; vector < EndVector; vector++)
        {
            if (s_lines[vector] != Spurious || vector == SpuriousVector)
                continue;
            int line = MessageLines + vector;
            s_lines[vector] = line;
            message = new MessageInterrupt(line, MessageAddress | processorId << 12, (uint)vector);
            return true;
        }

        return false;
    }

    public static int Acknowledge(int number)
    {
        if (number == AlarmVector)
            return Alarm;
        if (number == SignalVector)
            return Signal;
        int line = (uint)number < EndVector ? s_lines[number] : Spurious;
        // What nobody asked for still keeps lower vectors back until it is ended; the spurious vector does not.
        if (line == Spurious && number != SpuriousVector)
            Complete(line);
        return line;
    }

    public static void Complete(int line) => LocalApic.Write(LocalApic.EndOfInterrupt, 0);

    public static void SendSignal(int processor)
    {
        if (Processors.TryGetApicId(processor, out uint processorId))
            LocalApic.Send(processorId, SignalVector);
    }

    public static void SendNonMaskable(int processor)
    {
        if (Processors.TryGetApicId(processor, out uint processorId))
            LocalApic.Send(processorId, NonMaskable);
    }

    private static void AddIoApic(ulong address, int firstLine)
    {
        if (s_ioApicCount < MaxIoApics && s_ioApics[s_ioApicCount].Initialize(address, firstLine))
            s_ioApicCount++;
    }

    /// <summary>The vector of a line: the one that it has, or the first free one.</summary>
    private static bool TryTakeVector(int line, out byte vector)
    {
        int free = 0;
        for (int i = FirstVector; i < EndVector; i++)
        {
            if (s_lines[i] == line)
            {
                vector = (byte)i;
                return true;
            }

            if (free == 0 && s_lines[i] == Spurious && i != SpuriousVector)
                free = i;
        }

        vector = (byte)free;
        if (free == 0)
            return false;
        s_lines[free] = line;
        return true;
    }

    [System.Runtime.CompilerServices.InlineArray(MaxIoApics)]
    private struct IoApics
    {
        private IoApic _first;
    }

    [System.Runtime.CompilerServices.InlineArray(EndVector)]
    private struct VectorLines
    {
        private int _first;
    }
}
