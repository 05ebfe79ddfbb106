using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Arch;

/// <summary>The assembly of processor.s, and addresses that the linker script defines.</summary>
internal static unsafe class Instructions
{
    [RuntimeImport("*", "arm64_counter"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong ReadCounter();

    [RuntimeImport("*", "arm64_random"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern int ReadRandom(ulong* value);

    [RuntimeImport("*", "arm64_yield"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void Yield();

    [RuntimeImport("*", "arm64_wfi"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void WaitForInterrupt();

    [RuntimeImport("*", "arm64_take_interrupts"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void TakeInterrupts();

    [RuntimeImport("*", "arm64_processor_index"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern int ProcessorIndex();

    [RuntimeImport("*", "arm64_boot_processor_block"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong BootProcessorBlock();

    [RuntimeImport("*", "arm64_set_processor_block"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void SetProcessorBlock(ulong address);

    [RuntimeImport("*", "arm64_enable_interrupts"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void EnableInterrupts();

    [RuntimeImport("*", "arm64_disable_interrupts"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void DisableInterrupts();

    [RuntimeImport("*", "arm64_daif"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong ReadInterruptMask();

    [RuntimeImport("*", "arm64_flush_page"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void FlushPage(ulong address);

    [RuntimeImport("*", "arm64_secondary_entry"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern nint SecondaryEntry();

    [RuntimeImport("*", "arm64_read_translation"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void ReadTranslation(ulong* six);

    [RuntimeImport("*", "arm64_clean_cache"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void CleanCache(nint address, nint length);

    [RuntimeImport("*", "lithe_layout"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong* Layout();
}
