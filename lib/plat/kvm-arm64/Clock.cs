using System;
using Lithe.Arch;

namespace Lithe.Plat;

/// <summary>The generic timer's virtual counter, whose rate CNTFRQ_EL0 tells; its timer is the alarm. The time of day comes from a PL031.</summary>
public static class Clock
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    // Written by start-up code.
    private static ulong s_start, s_multiplier, s_hertz;

    // Written once; who comes at the same time writes the same but for the fraction of a second.
    private static ulong s_wallStart;
    private static bool s_isWallRead;

    /// <summary>Takes the counter's rate; and the controller its interrupts come by.</summary>
    public static void Initialize()
    {
        if (s_multiplier != 0)
            return;
        InterruptController.Initialize();
        s_hertz = SystemRegisters.TimerFrequency();
        if (s_hertz == 0)
            Fail.Stop(FailReason.PlatformNotSupported, "CNTFRQ_EL0 is 0: the firmware did not say how fast the counter is.");
        s_multiplier = (NanosecondsPerSecond << 32) / s_hertz;
        s_start = Processor.Cycles;
    }

    public static ReadOnlySpan<byte> SourceName => "generic timer"u8;

    public static ulong Nanoseconds
    {
        get
        {
            if (s_multiplier == 0)
                Initialize();
            // The middle of a product of 128 bits, from three of 64: none of them overflows before the result does.
            ulong cycles = Processor.Cycles - s_start, part = (uint)s_multiplier;
            return cycles * (s_multiplier >> 32) + (cycles >> 32) * part + ((uint)cycles * part >> 32);
        }
    }

    public static ulong WallNanoseconds
    {
        get
        {
            if (!s_isWallRead)
            {
                uint seconds = ReadSeconds();
                s_wallStart = seconds == 0 ? 0 : seconds * NanosecondsPerSecond - Nanoseconds;
                s_isWallRead = true;
            }

            return s_wallStart == 0 ? 0 : s_wallStart + Nanoseconds;
        }
    }

    public static nint ScaleAddress => 0;

    public static void SetAlarm(ulong deadline)
    {
        if (deadline == ulong.MaxValue)
        {
            SystemRegisters.StopTimer();
            return;
        }

        Initialize();
        // Rounded up: not early.
        ulong seconds = deadline / NanosecondsPerSecond, rest = deadline % NanosecondsPerSecond;
        SystemRegisters.SetTimer(s_start + seconds * s_hertz + (rest * s_hertz + NanosecondsPerSecond - 1) / NanosecondsPerSecond);
    }

    /// <summary>The PL031's data register: seconds since 1970 (ARM DDI 0224 §3.3.1).</summary>
    private static uint ReadSeconds()
    {
        if (MachineTree.Clock.Length == 0)
            return 0;
        DeviceRegisters clock = DeviceRegisters.Map(MachineTree.Clock.Start, MachineTree.Clock.Length);
        return clock.Exists ? clock[0] : 0;
    }
}
