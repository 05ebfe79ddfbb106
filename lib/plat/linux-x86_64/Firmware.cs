using System;

namespace Lithe.Plat;

/// <summary>A process has none.</summary>
public static class Firmware
{
    public static ReadOnlySpan<byte> DeviceTree => default;

    public static ReadOnlySpan<byte> FindTable(ReadOnlySpan<byte> signature) => default;
}
