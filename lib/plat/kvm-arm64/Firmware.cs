using System;

namespace Lithe.Plat;

/// <summary>The virt machine's description is its device tree; with it there is no ACPI.</summary>
public static class Firmware
{
    public static ReadOnlySpan<byte> DeviceTree => Platform.DeviceTreeBlob;

    public static ReadOnlySpan<byte> FindTable(ReadOnlySpan<byte> signature) => default;
}
