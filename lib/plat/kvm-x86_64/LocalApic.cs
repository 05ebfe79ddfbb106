using System.Threading;
using Lithe.Arch;
using Lithe.X86;

namespace Lithe.Plat;

/// <summary>
/// The local APIC of the processor that runs this (Intel SDM volume 3, chapter 11): by its registers in memory, or by model-specific registers in
/// x2APIC mode where the processor has it.
/// </summary>
internal static unsafe class LocalApic
{
    internal const int EndOfInterrupt = 0x0b, SpuriousVector = 0x0f, ErrorStatus = 0x28, Command = 0x30, CommandHigh = 0x31;
    internal const int TimerVector = 0x32, LocalPin0 = 0x35, LocalPin1 = 0x36, ErrorVector = 0x37, TimerCount = 0x38, TimerCurrent = 0x39, TimerDivide = 0x3e;

    internal const uint Masked = 1 << 16, TimerDeadlineMode = 2 << 17, DivideByOne = 0x0b;

    private const ulong X2ApicEnable = 1 << 10, ApicEnable = 1 << 11;
    private const uint SoftwareEnable = 1 << 8, DeliveryPending = 1 << 12;
    private const ulong AddressMask = 0x000f_ffff_ffff_f000;

    // Written by the boot processor before others start, the same for all.
    private static ulong s_registers;
    private static bool s_isX2Apic;

    /// <summary>Whether there is one and it answers. Once, on the boot processor.</summary>
    internal static bool Find()
    {
        CpuId features = CpuId.Query(1);
        if ((features.Edx & 1 << 9) == 0)
            return false;
        s_isX2Apic = (features.Ecx & 1 << 21) != 0;
        if (s_isX2Apic)
            return true;
        s_registers = ModelSpecific.Read(ModelSpecific.ApicBase) & AddressMask;
        return Platform.MapRegisters(s_registers);
    }

    /// <summary>Switches this processor's on, every local source masked.</summary>
    internal static void Enable(byte spuriousVector)
    {
        ulong mode = ModelSpecific.Read(ModelSpecific.ApicBase) | ApicEnable;
        ModelSpecific.Write(ModelSpecific.ApicBase, s_isX2Apic ? mode | X2ApicEnable : mode);
        Write(TimerVector, Masked);
        Write(LocalPin0, Masked);
        Write(LocalPin1, Masked);
        Write(ErrorVector, Masked);
        Write(SpuriousVector, SoftwareEnable | spuriousVector);
    }

    internal static uint Read(int register) => s_isX2Apic
        ? (uint)ModelSpecific.Read(ModelSpecific.X2Apic + (uint)register)
        : Volatile.Read(ref *(uint*)(s_registers + (ulong)register * 16));

    internal static void Write(int register, uint value)
    {
        if (s_isX2Apic)
            ModelSpecific.Write(ModelSpecific.X2Apic + (uint)register, value);
        else
            Volatile.Write(ref *(uint*)(s_registers + (ulong)register * 16), value);
    }

    /// <summary>Sends an interprocessor interrupt: <paramref name="command"/> is the lower half of the command register (§11.6.1).</summary>
    internal static void Send(uint processorId, uint command)
    {
        if (s_isX2Apic)
        {
            ModelSpecific.Write(ModelSpecific.X2Apic + Command, (ulong)processorId << 32 | command);
            return;
        }

        while ((Read(Command) & DeliveryPending) != 0)
            Processor.Relax();
        Write(CommandHigh, processorId << 24);
        Write(Command, command);
    }
}
