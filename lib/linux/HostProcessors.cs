using System.Runtime.CompilerServices;

namespace Lithe.Linux;

/// <summary>The processors' blocks, by number.</summary>
public static unsafe class HostProcessors
{
    /// <summary>The most there can be.</summary>
    public const int Max = 64;

    // Written by the boot processor, before the processor with that number starts.
    private static Blocks s_blocks;
    private static long s_process;

    /// <summary>Notes a processor's block.</summary>
    public static void Add(int index, HostProcessor* block) => s_blocks[index] = (nint)block;

    /// <summary>Interrupts a processor that has started.</summary>
    public static void Signal(int index)
    {
        HostProcessor* block = index == 0 ? HostProcessor.Boot : (HostProcessor*)s_blocks[index];
        if (s_process == 0)
            s_process = SystemCall.Call(SystemCall.Getpid);
        if (block != null)
            SystemCall.Call(SystemCall.Tgkill, (ulong)s_process, (ulong)block->Thread, (ulong)HostInterrupts.SignalOf(HostInterrupts.Signal));
    }

    [InlineArray(Max)]
    private struct Blocks
    {
        private nint _first;
    }
}
