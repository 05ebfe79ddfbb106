using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Arch;

/// <summary>The assembly of processor.s, and addresses that the linker script defines.</summary>
internal static unsafe class Instructions
{
    [RuntimeImport("*", "x86_rdtsc"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong ReadTimeStampCounter();

    [RuntimeImport("*", "x86_invlpg"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void InvalidatePage(ulong address);

    [RuntimeImport("*", "x86_invalidate_all"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void InvalidateAll();

    [RuntimeImport("*", "x86_cpuid"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void CpuId(uint leaf, uint subleaf, uint* registers);

    [RuntimeImport("*", "x86_pause"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void Pause();

    [RuntimeImport("*", "x86_hlt"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void Halt();

    [RuntimeImport("*", "x86_sti"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void EnableInterrupts();

    [RuntimeImport("*", "x86_sleep_once"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void SleepOnce();

    [RuntimeImport("*", "x86_take_interrupts"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void TakeInterrupts();

    [RuntimeImport("*", "x86_processor_index"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern int ProcessorIndex();

    [RuntimeImport("*", "x86_boot_processor_block"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong BootProcessorBlock();

    [RuntimeImport("*", "x86_set_processor_block"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void SetProcessorBlock(ulong address);

    [RuntimeImport("*", "x86_cli"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void DisableInterrupts();

    [RuntimeImport("*", "x86_flags"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong ReadFlags();

    [RuntimeImport("*", "x86_start_code"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern byte* StartCode();

    [RuntimeImport("*", "x86_start_code_size"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong StartCodeSize();

    [RuntimeImport("*", "x86_fill_start_code"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void FillStartCode(nint copy, nint block);

    [RuntimeImport("*", "lithe_layout"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong* Layout();
}
