using System;
using System.Buffers.Binary;

namespace Lithe.Acpi;

/// <summary>The counters that ACPI tables describe.</summary>
public static class ClockTables
{
    /// <summary>
    /// The address of the high precision event timer's registers, from the table <c>HPET</c> (IA-PC HPET specification 1.0a, §3.2.4); 0 when it is
    /// not in memory.
    /// </summary>
    public static ulong HighPrecisionTimer(ReadOnlySpan<byte> table) =>
        table.Length >= 52 && table[40] == 0 ? BinaryPrimitives.ReadUInt64LittleEndian(table.Slice(44)) : 0;

    /// <summary>The port of the power management timer, from the table <c>FACP</c> (§5.2.9); 0 when there is none.</summary>
    public static ushort PowerManagementTimer(ReadOnlySpan<byte> table) =>
        table.Length >= 92 && table[91] == 4 ? (ushort)BinaryPrimitives.ReadUInt32LittleEndian(table.Slice(76)) : (ushort)0;
}
