using System.Threading;
using Lithe.Arch;

namespace Lithe.Plat;

/// <summary>A device's registers in memory. Every access is one load or store of its own size, in program order.</summary>
internal readonly unsafe struct DeviceRegisters
{
    private readonly ulong _address;

    private DeviceRegisters(ulong address) => _address = address;

    internal bool Exists => _address != 0;

    /// <summary>Maps a range of registers; one that does not exist when that fails.</summary>
    internal static DeviceRegisters Map(ulong address, ulong length)
    {
        ulong first = address & ~(Processor.PageSize - 1UL);
        ulong size = (address + length - first + Processor.PageSize - 1) & ~(Processor.PageSize - 1UL);
        return PageTables.Map(first, size, PageAccess.Read | PageAccess.Write | PageAccess.Device) ? new DeviceRegisters(address) : default;
    }

    internal DeviceRegisters At(ulong offset) => new(_address + offset);

    internal uint this[int offset]
    {
        get => Volatile.Read(ref *(uint*)(_address + (ulong)offset));
        set => Volatile.Write(ref *(uint*)(_address + (ulong)offset), value);
    }

    internal byte ReadByte(int offset) => Volatile.Read(ref *(byte*)(_address + (ulong)offset));

    internal void WriteByte(int offset, byte value) => Volatile.Write(ref *(byte*)(_address + (ulong)offset), value);

    internal ulong ReadLong(int offset) => Volatile.Read(ref *(ulong*)(_address + (ulong)offset));

    internal void WriteLong(int offset, ulong value) => Volatile.Write(ref *(ulong*)(_address + (ulong)offset), value);
}
