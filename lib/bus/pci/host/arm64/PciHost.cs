using System;
using System.Buffers.Binary;
using Lithe.DeviceTree;
using Lithe.Dma;
using Lithe.Plat;

namespace Lithe.Pci;

/// <summary>
/// Memory-mapped configuration that the device tree names (<c>pci-host-ecam-generic</c>). No firmware has run, so registers get their addresses here: from the
/// host's window for 32-bit memory.
/// </summary>
public static class PciHost
{
    private const uint BusSize = 1 << 20;

    // An entry of "ranges": three cells for PCI's side, whose first says what it is; two for the processor's, two for the size (IEEE 1275 PCI binding, 2.2.1.1).
    private const int RangeSize = 28;
    private const uint SpaceMask = 0x0300_0000, Memory32 = 0x0200_0000;

    private static DeviceRegisters s_bus;
    private static ulong s_next, s_end;
    private static bool s_initialized;

    public static bool Initialize()
    {
        if (s_initialized)
            return s_bus.Exists;
        s_initialized = true;
        if (!FlattenedDeviceTree.TryOpen(Firmware.DeviceTree, out FlattenedDeviceTree tree)
            || !DeviceTreeSearch.TryFindRange(tree, "pci-host-ecam-generic"u8, 0, 0, out DeviceTreeRange range))
        {
            return false;
        }

        // Everything that the launcher plugs in is on bus 0.
        s_bus = DeviceRegisters.Map(range.Start, BusSize);
        foreach (DeviceTreeProperty property in tree)
        {
            if (property.Node.StartsWith("pcie@"u8) && property.Name.SequenceEqual("ranges"u8))
                FindWindow(property.Value);
        }

        return s_bus.Exists;
    }

    public static uint Read(int bus, int device, int function, int offset) =>
        bus == 0 && s_bus.Exists ? s_bus.Read32((uint)(device << 15 | function << 12 | offset)) : uint.MaxValue;

    public static void Write(int bus, int device, int function, int offset, uint value)
    {
        if (bus == 0 && s_bus.Exists)
            s_bus.Write32((uint)(device << 15 | function << 12 | offset), value);
    }

    public static bool TryAllocate(ulong size, out ulong address)
    {
        address = (s_next + size - 1) & ~(size - 1);
        if (size == 0 || address + size > s_end)
            return false;
        s_next = address + size;
        return true;
    }

    private static void FindWindow(ReadOnlySpan<byte> ranges)
    {
        for (; ranges.Length >= RangeSize; ranges = ranges.Slice(RangeSize))
        {
            ulong pci = BinaryPrimitives.ReadUInt64BigEndian(ranges.Slice(4)), processor = BinaryPrimitives.ReadUInt64BigEndian(ranges.Slice(12));
            if ((BinaryPrimitives.ReadUInt32BigEndian(ranges) & SpaceMask) != Memory32 || pci != processor)
                continue;
            s_next = pci;
            s_end = pci + BinaryPrimitives.ReadUInt64BigEndian(ranges.Slice(20));
        }
    }
}
