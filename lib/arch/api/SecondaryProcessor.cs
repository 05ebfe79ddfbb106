namespace Lithe.Arch;

/// <summary>
/// How a processor other than the one that booted comes up. The platform starts it (<c>Processors.Start</c>) with what this prepares; it ends in the
/// exported <c>lithe_processor_start(int index)</c>, on its own stack, in the same address space, interrupts disabled.
/// </summary>
public static class SecondaryProcessor
{
    /// <summary>Number of bytes that a processor keeps for itself, page-aligned: its block and the stacks of its traps, with guard pages.</summary>
    public const int MemorySize = 8 * Processor.PageSize;

    /// <summary>
    /// Makes a processor's block in <paramref name="memory"/>, which is mapped, page-aligned, <see cref="MemorySize"/> bytes long and stays the
    /// processor's. Returns what the start-up code takes; 0 when a guard page cannot be had.
    /// </summary>
    public static extern nint Prepare(int index, nint memory, nint stackTop);

    /// <summary>Whether the processor with this block has come as far as its own stack.</summary>
    public static extern bool HasStarted(nint block);

    /// <summary>
    /// The physical address where the processor begins: on arm64 code of the image, started with the block as its argument. On x86_64 the code
    /// must be copied below 1 MiB first: <see cref="CopyStartCode"/>.
    /// </summary>
    public static extern nint Entry { get; }

    /// <summary>x86_64: writes the start-up code for a block to a page below 1 MiB that is mapped for writing. Nothing elsewhere.</summary>
    public static extern void CopyStartCode(nint page, nint block);
}
