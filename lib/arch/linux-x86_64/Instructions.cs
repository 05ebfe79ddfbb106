using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Arch;

/// <summary>The assembly of processor.s, and addresses that the linker script defines.</summary>
internal static unsafe class Instructions
{
    [RuntimeImport("*", "linux_rdtsc"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong ReadTimeStampCounter();

    [RuntimeImport("*", "linux_pause"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void Pause();

    [RuntimeImport("*", "linux_relax"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void Relax();

    [RuntimeImport("*", "linux_processor_index"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern int ProcessorIndex();

    [RuntimeImport("*", "linux_trap_handler"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern nint TrapHandler();

    [RuntimeImport("*", "lithe_layout"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong* Layout();
}
