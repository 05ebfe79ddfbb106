using System;

namespace Lithe.Plat;

/// <summary>How the firmware or the monitor describes the machine: for libraries of buses.</summary>
public static class Firmware
{
    /// <summary>The flattened device tree; empty when the machine has none.</summary>
    public static extern ReadOnlySpan<byte> DeviceTree { get; }

    /// <summary>The first ACPI table with this signature of four letters, whole and with a right checksum; empty when there is none.</summary>
    public static extern ReadOnlySpan<byte> FindTable(ReadOnlySpan<byte> signature);
}
