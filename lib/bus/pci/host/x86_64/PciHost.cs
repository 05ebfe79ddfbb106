using System;
using System.Buffers.Binary;
using Lithe.Dma;
using Lithe.Plat;
using Lithe.X86;

namespace Lithe.Pci;

/// <summary>Memory-mapped configuration where ACPI's table MCFG names one (PCI Firmware Specification 3.3, 4.1.2), the two ports elsewhere.</summary>
public static class PciHost
{
    private const ushort AddressPort = 0xcf8, DataPort = 0xcfc;
    private const uint Enable = 1u << 31;

    private const int FirstEntry = 44, EntrySize = 16;
    private const uint BusSize = 1 << 20;

    // Mapped when a bus is asked for first; buses beyond these go by ports.
    private const int MappedBuses = 8;

    private static ulong s_base;
    private static int s_firstBus, s_lastBus;
    private static Buses s_buses;
    private static bool s_exists, s_initialized;

    public static bool Initialize()
    {
        if (s_initialized)
            return s_exists;
        s_initialized = true;
        // A process reaches no ports.
        if (Config.PLAT_LINUX)
            return false;
        ReadOnlySpan<byte> table = Firmware.FindTable("MCFG"u8);
        if (table.Length >= FirstEntry + EntrySize && BinaryPrimitives.ReadUInt16LittleEndian(table.Slice(FirstEntry + 8)) == 0)
        {
            s_base = BinaryPrimitives.ReadUInt64LittleEndian(table.Slice(FirstEntry));
            s_firstBus = table[FirstEntry + 10];
            s_lastBus = table[FirstEntry + 11];
        }

        // Without a bus nobody answers at the ports: they read as ones, as does the bridge of a machine whose monitor has none.
        s_exists = Read(0, 0, 0, 0) != uint.MaxValue;
        return s_exists;
    }

    public static uint Read(int bus, int device, int function, int offset)
    {
        DeviceRegisters mapped = Mapped(bus);
        if (mapped.Exists)
            return mapped.Read32(OffsetOf(device, function, offset));
        if (offset >= 256)
            return uint.MaxValue;
        Ports.Out32(AddressPort, Enable | (uint)bus << 16 | (uint)device << 11 | (uint)function << 8 | (uint)offset);
        return Ports.In32(DataPort);
    }

    public static void Write(int bus, int device, int function, int offset, uint value)
    {
        DeviceRegisters mapped = Mapped(bus);
        if (mapped.Exists)
        {
            mapped.Write32(OffsetOf(device, function, offset), value);
        }
        else if (offset < 256)
        {
            Ports.Out32(AddressPort, Enable | (uint)bus << 16 | (uint)device << 11 | (uint)function << 8 | (uint)offset);
            Ports.Out32(DataPort, value);
        }
    }

    /// <summary>None: the firmware has given every device its addresses.</summary>
    public static bool TryAllocate(ulong size, out ulong address)
    {
        address = 0;
        return false;
    }

    private static uint OffsetOf(int device, int function, int offset) => (uint)(device << 15 | function << 12 | offset);

    private static DeviceRegisters Mapped(int bus)
    {
        if (s_base == 0 || bus < s_firstBus || bus > s_lastBus || bus >= MappedBuses)
            return default;
        if (!s_buses[bus].Exists)
            s_buses[bus] = DeviceRegisters.Map(s_base + (ulong)(bus - s_firstBus) * BusSize, BusSize);
        return s_buses[bus];
    }

    [System.Runtime.CompilerServices.InlineArray(MappedBuses)]
    private struct Buses
    {
        private DeviceRegisters _first;
    }
}
