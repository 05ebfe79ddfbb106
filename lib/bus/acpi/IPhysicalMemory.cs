using System;

namespace Lithe.Acpi;

/// <summary>Where tables are read from: memory of the machine, or bytes of a test.</summary>
public interface IPhysicalMemory
{
    /// <summary>The bytes from this physical address on; empty when they cannot be read.</summary>
    static abstract ReadOnlySpan<byte> Read(ulong address, int length);
}
