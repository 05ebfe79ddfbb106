using Lithe.Dma;

namespace Lithe.Pci;

/// <summary>A function of a PCI device: its configuration space (PCI Local Bus 3.0, chapter 6; PCI Express Base 6.0, chapter 7).</summary>
public readonly struct PciFunction
{
    private const int IdRegister = 0x00, CommandRegister = 0x04, ClassRegister = 0x08, HeaderRegister = 0x0c, FirstBar = 0x10, SubsystemRegister = 0x2c, CapabilityPointer = 0x34;
    private const uint MemoryEnable = 2, MasterEnable = 4, InterruptDisable = 1 << 10, HasCapabilities = 1 << 20;

    /// <summary>Capabilities have four bytes at least, behind the header: a list with more entries is a circle.</summary>
    private const int MaxCapabilities = 48;

    private const int BarCount = 6;

    private readonly byte _bus, _device, _function;

    internal PciFunction(int bus, int device, int function) => (_bus, _device, _function) = ((byte)bus, (byte)device, (byte)function);

    public int Bus => _bus;

    public int Device => _device;

    public int Function => _function;

    /// <summary>Whether there is such a function.</summary>
    public bool Exists => VendorId != 0xffff;

    public ushort VendorId => (ushort)Read32(IdRegister);

    public ushort DeviceId => (ushort)(Read32(IdRegister) >> 16);

    public ushort SubsystemId => (ushort)(Read32(SubsystemRegister) >> 16);

    /// <summary>Class, subclass and programming interface, a byte each.</summary>
    public uint ClassCode => Read32(ClassRegister) >> 8;

    internal byte HeaderType => (byte)(Read32(HeaderRegister) >> 16);

    /// <summary>Four bytes at a multiple of four.</summary>
    public uint Read32(int offset) => PciHost.Read(_bus, _device, _function, offset);

    public ushort Read16(int offset) => (ushort)(Read32(offset & ~3) >> (offset & 2) * 8);

    public byte Read8(int offset) => (byte)(Read32(offset & ~3) >> (offset & 3) * 8);

    public void Write32(int offset, uint value) => PciHost.Write(_bus, _device, _function, offset, value);

    public void Write16(int offset, ushort value)
    {
        int shift = (offset & 2) * 8;
        Write32(offset & ~3, Read32(offset & ~3) & ~(0xffffu << shift) | (uint)value << shift);
    }

    /// <summary>Lets the function answer at its addresses and reach memory; its interrupts come as messages or not at all.</summary>
    // The upper half of the register is status, whose bits are cleared by ones.
    public void Enable() => Write32(CommandRegister, Read32(CommandRegister) & 0xffff | MemoryEnable | MasterEnable | InterruptDisable);

    /// <summary>The next capability with this number behind <paramref name="after"/> (0: the first); 0 when there is none.</summary>
    public int FindCapability(byte id, int after = 0)
    {
        if ((Read32(CommandRegister) & HasCapabilities) == 0)
            return 0;
        int at = (after == 0 ? Read8(CapabilityPointer) : Read8(after + 1)) & ~3;
        for (int i = 0; i < MaxCapabilities && at >= 0x40; i++)
        {
            if (Read8(at) == id)
                return at;
            at = Read8(at + 1) & ~3;
        }

        return 0;
    }

    /// <summary>Maps the registers behind a base address register; some that do not exist where it has none, or no memory ones.</summary>
    public DeviceRegisters MapBar(int index)
    {
        if ((uint)index >= BarCount)
            return default;
        int offset = FirstBar + index * 4;
        uint low = Read32(offset);
        if ((low & 1) != 0)
            return default;
        bool isWide = (low & 6) == 4 && index + 1 < BarCount;

        // Its size shows when all ones are written, with the function not answering meanwhile (PCI 3.0, 6.2.5.1).
        uint command = Read32(CommandRegister) & 0xffff;
        Write32(CommandRegister, command & ~MemoryEnable);
        uint high = isWide ? Read32(offset + 4) : 0;
        Write32(offset, uint.MaxValue);
        ulong mask = Read32(offset) & ~0xfu;
        if (isWide)
        {
            Write32(offset + 4, uint.MaxValue);
            mask |= (ulong)Read32(offset + 4) << 32;
        }
        else
        {
            mask |= 0xffff_ffff_0000_0000;
        }

        ulong size = (mask & ~0xfUL) == 0 ? 0 : ~mask + 1;
        ulong address = low & ~0xfu | (ulong)high << 32;
        if (size != 0 && address == 0 && !PciHost.TryAllocate(size, out address))
            size = 0;
        Write32(offset, (uint)address);
        if (isWide)
            Write32(offset + 4, (uint)(address >> 32));
        Write32(CommandRegister, command | (size != 0 ? MemoryEnable : 0));
        return size == 0 ? default : DeviceRegisters.Map(address, size);
    }
}
