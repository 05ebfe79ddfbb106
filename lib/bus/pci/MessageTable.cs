using Lithe.Dma;
using Lithe.Plat;

namespace Lithe.Pci;

/// <summary>A function's MSI-X table (PCI 3.0, 6.8.2): which message each of its vectors sends.</summary>
public readonly struct MessageTable
{
    private const byte Capability = 0x11;
    private const ushort Enable = 1 << 15, MaskAll = 1 << 14;
    private const uint EntrySize = 16;

    private readonly DeviceRegisters _table;

    private MessageTable(DeviceRegisters table) => _table = table;

    /// <summary>Turns messages on, each vector masked until it is set. False when the function has none.</summary>
    public static bool TryEnable(PciFunction function, out MessageTable table)
    {
        table = default;
        int at = function.FindCapability(Capability);
        if (at == 0)
            return false;
        ushort control = function.Read16(at + 2);
        uint count = (control & 0x7ffu) + 1, place = function.Read32(at + 4);
        DeviceRegisters registers = function.MapBar((int)(place & 7)).Slice(place & ~7u, count * EntrySize);
        if (!registers.Exists)
            return false;
        table = new MessageTable(registers);
        for (uint i = 0; i < count; i++)
            registers.Write32(i * EntrySize + 12, 1);
        function.Write16(at + 2, (ushort)(control & ~MaskAll | Enable));
        return true;
    }

    /// <summary>How many vectors there are.</summary>
    public int Count => (int)(_table.Length / EntrySize);

    /// <summary>Holds a vector's messages back, or lets them go: one that was held back is sent then.</summary>
    public void Mask(int vector, bool isMasked)
    {
        if ((uint)vector < (uint)Count)
            _table.Write32((uint)vector * EntrySize + 12, isMasked ? 1u : 0);
    }

    /// <summary>Has a vector send a message, and unmasks it.</summary>
    public bool Set(int vector, MessageInterrupt message)
    {
        if ((uint)vector >= (uint)Count)
            return false;
        uint at = (uint)vector * EntrySize;
        _table.Write32(at + 12, 1);
        _table.Write32(at, (uint)message.Address);
        _table.Write32(at + 4, (uint)(message.Address >> 32));
        _table.Write32(at + 8, message.Data);
        _table.Write32(at + 12, 0);
        return true;
    }
}
