using System;
using System.Threading;
using Lithe.Acpi;
using Lithe.Arch;
using Lithe.X86;

namespace Lithe.Plat;

/// <summary>
/// A counter whose rate is known, to measure others by: HPET, else ACPI's power management timer, else the 8254's first channel, else the local
/// APIC's timer under a hypervisor that is known to run it at 1 GHz.
/// </summary>
/// <remarks>Read by the boot processor only.</remarks>
internal static unsafe class ReferenceCounter
{
    private const ulong PowerManagementHertz = 3_579_545, PitHertz = 1_193_182, HypervisorApicHertz = 1_000_000_000;
    private const ulong FemtosecondsPerSecond = 1_000_000_000_000_000;

    private const ushort PitChannel0 = 0x40, PitCommand = 0x43;
    private const byte PitRateGenerator = 0x34, PitLatch = 0x00;

    private static Kind s_kind;
    private static ulong s_hertz;
    private static ulong s_mask;
    private static ulong s_address;

    private enum Kind
    {
        None,
        HighPrecision,
        PowerManagement,
        Pit,
        LocalApic,
    }

    /// <summary>Whether it is the timer that alarms need, too: then it counts only until the first one.</summary>
    internal static bool IsAlarm => s_kind == Kind.LocalApic;

    /// <summary>Ticks a second; 0 when the machine has no such counter.</summary>
    internal static ulong Hertz => s_hertz;

    /// <summary>The counter wraps at this and one.</summary>
    internal static ulong Mask => s_mask;

    internal static void Start()
    {
        if (TryHighPrecision() || TryPowerManagement() || TryPit())
            return;
        if (!CpuId.IsHypervisor("TCGTCGTCGTCG"u8) && !CpuId.IsHypervisor("KVMKVMKVM\0\0\0"u8))
            return;
        s_kind = Kind.LocalApic;
        s_hertz = HypervisorApicHertz;
        s_mask = uint.MaxValue;
        LocalApic.Write(LocalApic.TimerVector, LocalApic.Masked);
        LocalApic.Write(LocalApic.TimerDivide, LocalApic.DivideByOne);
        LocalApic.Write(LocalApic.TimerCount, uint.MaxValue);
    }

    /// <summary>The counter: it only grows, until it wraps.</summary>
    internal static ulong Read() => s_kind switch
    {
        Kind.HighPrecision => Volatile.Read(ref *(uint*)(s_address + 0xf0)),
        Kind.PowerManagement => Ports.In32((ushort)s_address),
        Kind.Pit => ReadPit(),
        Kind.LocalApic => uint.MaxValue - LocalApic.Read(LocalApic.TimerCurrent),
        _ => 0,
    };

    private static bool TryHighPrecision()
    {
        ulong address = ClockTables.HighPrecisionTimer(Firmware.FindTable("HPET"u8));
        if (address == 0 || !Platform.MapRegisters(address))
            return false;
        // Capabilities: the period in femtoseconds in the upper half, at most 100 ns (IA-PC HPET 1.0a §2.3.4).
        uint period = Volatile.Read(ref *(uint*)(address + 4));
        if (period is 0 or > 100_000_000)
            return false;
        // Configuration: bit 0 lets the counter run.
        Volatile.Write(ref *(uint*)(address + 0x10), Volatile.Read(ref *(uint*)(address + 0x10)) | 1);
        return Use(Kind.HighPrecision, FemtosecondsPerSecond / period, uint.MaxValue, address);
    }

    private static bool TryPowerManagement()
    {
        ushort port = ClockTables.PowerManagementTimer(Firmware.FindTable("FACP"u8));
        if (port == 0 || Ports.In32(port) == uint.MaxValue)
            return false;
        // 24 bits are always there; more are an option.
        return Use(Kind.PowerManagement, PowerManagementHertz, 0xff_ffff, port);
    }

    private static bool TryPit()
    {
        // Channel 0 counts always (the others' gates may be shut); its interrupt is masked. Mode 2, from 65536 down, binary.
        Ports.Out8(PitCommand, PitRateGenerator);
        Ports.Out8(PitChannel0, 0);
        Ports.Out8(PitChannel0, 0);
        s_mask = 0xffff;
        ulong first = ReadPit();
        // A port that nobody answers reads as all ones: count 0xffff for ever.
        for (int i = 0; i < 64; i++)
        {
            if (ReadPit() != first)
                return Use(Kind.Pit, PitHertz, 0xffff, 0);
        }

        return false;
    }

    private static ulong ReadPit()
    {
        Ports.Out8(PitCommand, PitLatch);
        int count = Ports.In8(PitChannel0);
        count |= Ports.In8(PitChannel0) << 8;
        return (ulong)(0x1_0000 - count) & 0xffff;
    }

    private static bool Use(Kind kind, ulong hertz, ulong mask, ulong address)
    {
        (s_kind, s_hertz, s_mask, s_address) = (kind, hertz, mask, address);
        return true;
    }
}
