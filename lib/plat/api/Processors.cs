namespace Lithe.Plat;

/// <summary>The machine's processors.</summary>
public static class Processors
{
    /// <summary>How many the machine has and this image could use; at least 1.</summary>
    public static extern int Count { get; }

    /// <summary>
    /// Starts a processor, which calls the exported <c>lithe_processor_start</c> with its number on the stack that ends at
    /// <paramref name="stackTop"/>, interrupts disabled. <paramref name="memory"/> stays the processor's: mapped, page-aligned,
    /// <c>SecondaryProcessor.MemorySize</c> bytes. False when there is no such processor or it does not answer within 2 s.
    /// </summary>
    public static extern bool Start(int index, nint memory, nint stackTop);
}
