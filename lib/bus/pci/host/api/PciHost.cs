namespace Lithe.Pci;

/// <summary>How the configuration space of PCI functions is reached, and which addresses are free for their registers.</summary>
/// <remarks>Used by one processor at a time.</remarks>
public static class PciHost
{
    /// <summary>Finds the bus. False when the machine has none.</summary>
    public static extern bool Initialize();

    /// <summary>Reads four bytes; <paramref name="offset"/> is a multiple of four. All ones where there is nothing.</summary>
    public static extern uint Read(int bus, int device, int function, int offset);

    /// <summary>Writes four bytes.</summary>
    public static extern void Write(int bus, int device, int function, int offset, uint value);

    /// <summary>Takes addresses for registers that the firmware has given none, at a multiple of their size, a power of two. False where none are known.</summary>
    public static extern bool TryAllocate(ulong size, out ulong address);
}
