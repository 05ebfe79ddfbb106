namespace Lithe.Plat;

/// <summary>What a range of physical memory holds.</summary>
public enum MemoryKind
{
    /// <summary>Memory that the image may use.</summary>
    Usable,

    /// <summary>Firmware, devices, or unknown: not to be touched.</summary>
    Reserved,
}

/// <summary>A range of physical addresses, in bytes.</summary>
public readonly struct MemoryRange(ulong start, ulong length, MemoryKind kind)
{
    /// <summary>The first byte's address.</summary>
    public ulong Start { get; } = start;

    /// <summary>Number of bytes.</summary>
    public ulong Length { get; } = length;

    /// <summary>What it holds.</summary>
    public MemoryKind Kind { get; } = kind;

    /// <summary>The address behind the last byte.</summary>
    public ulong End => Start + Length;
}
