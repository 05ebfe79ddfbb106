namespace Lithe.Plat;

/// <summary>The machine's processors.</summary>
public static class Processors
{
    /// <summary>How many the machine has and this image could use; at least 1.</summary>
    public static extern int Count { get; }

    /// <summary>
    /// Starts a processor, which calls the exported <c>lithe_processor_start</c> with its number on the stack that ends at
    /// <paramref name="stackTop"/>, interrupts disabled. False when there is none or it does not answer within 100 ms.
    /// </summary>
    public static extern bool Start(int index, nint stackTop);
}
