using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Plat;

/// <summary>The assembly of system.s.</summary>
internal static class SystemRegisters
{
    [RuntimeImport("*", "arm64_timer_frequency"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong TimerFrequency();

    [RuntimeImport("*", "arm64_timer_set"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void SetTimer(ulong counter);

    [RuntimeImport("*", "arm64_timer_stop"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void StopTimer();

    [RuntimeImport("*", "arm64_affinity"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong Affinity();

    [RuntimeImport("*", "arm64_gic_enable"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void EnableGic();

    [RuntimeImport("*", "arm64_gic_acknowledge"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern uint AcknowledgeGic();

    [RuntimeImport("*", "arm64_gic_complete"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void CompleteGic(ulong interrupt);

    [RuntimeImport("*", "arm64_gic_signal"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void SignalGic(ulong target);
}
