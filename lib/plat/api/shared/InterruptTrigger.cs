namespace Lithe.Plat;

/// <summary>When a device's line raises an interrupt.</summary>
public enum InterruptTrigger
{
    /// <summary>Once for each change to active.</summary>
    Edge,

    /// <summary>As long as it is active.</summary>
    Level,
}

/// <summary>An interrupt that a device raises by writing to memory (PCI MSI and MSI-X).</summary>
public readonly struct MessageInterrupt(int line, ulong address, uint data)
{
    /// <summary>The line that it arrives as.</summary>
    public int Line { get; } = line;

    /// <summary>The address that the device writes to.</summary>
    public ulong Address { get; } = address;

    /// <summary>The value that it writes.</summary>
    public uint Data { get; } = data;
}
