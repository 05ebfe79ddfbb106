using System;
using Lithe.Arch;
using Lithe.X86;

namespace Lithe.Plat;

/// <summary>The time stamp counter's rate where somebody tells it.</summary>
internal static unsafe class TscRate
{
    private const uint RateLeaf = 0x15, HypervisorRateLeaf = 0x4000_0010, KvmFeatures = 0x4000_0001;
    private const uint SystemTimeMsr = 0x4b56_4d01;
    private const uint NewClockSource = 1 << 3, StableClock = 1 << 24;

    private static bool s_isPvClock;

    internal static ReadOnlySpan<byte> SourceName => s_isPvClock ? "pvclock"u8 : "tsc (rate from cpuid)"u8;

    /// <summary>In hertz; 0 when nobody says.</summary>
    internal static ulong FromProcessor()
    {
        if (CpuId.MaxHypervisorLeaf >= HypervisorRateLeaf)
        {
            uint kilohertz = CpuId.Query(HypervisorRateLeaf).Eax;
            if (kilohertz != 0)
                return kilohertz * 1000UL;
        }

        ulong paravirtual = FromPvClock();
        if (paravirtual != 0)
            return paravirtual;
        if (CpuId.MaxLeaf < RateLeaf)
            return 0;
        // Crystal frequency times ratio (Intel SDM volume 2, CPUID leaf 15H); any of the three may be missing.
        CpuId rate = CpuId.Query(RateLeaf);
        return rate.Eax == 0 || rate.Ebx == 0 || rate.Ecx == 0 ? 0 : (ulong)rate.Ecx * rate.Ebx / rate.Eax;
    }

    /// <summary>
    /// From KVM's time record for this processor: the rate is 2^32 · 10^9 / multiplier, shifted. Only where KVM promises that the counters of all
    /// processors agree (the record's flag and the stable bit of the features).
    /// </summary>
    private static ulong FromPvClock()
    {
        if (!CpuId.IsHypervisor("KVMKVMKVM\0\0\0"u8))
            return 0;
        uint features = CpuId.Query(KvmFeatures).Eax;
        if ((features & NewClockSource) == 0 || (features & StableClock) == 0)
            return 0;
        // The record must not cross a page: 64 bytes hold an aligned 32.
        byte* space = stackalloc byte[64];
        uint* record = (uint*)(((ulong)space + 31) & ~31UL);
        new Span<byte>(record, 32).Clear();
        ModelSpecific.Write(SystemTimeMsr, (ulong)record | 1);
        uint multiplier = record[6];
        sbyte shift = (sbyte)record[7];
        ModelSpecific.Write(SystemTimeMsr, 0);
        if (multiplier == 0)
            return 0;
        s_isPvClock = true;
        ulong hertz = (1_000_000_000UL << 32) / multiplier;
        return shift < 0 ? hertz << -shift : hertz >> shift;
    }
}
