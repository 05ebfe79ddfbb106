using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Arch;
using Lithe.Plat;

namespace Lithe.Dma;

/// <summary>A device's registers in memory. Every access is one load or store of its own size, in program order, inside the range.</summary>
public readonly unsafe struct DeviceRegisters
{
    private readonly ulong _address;
    private readonly uint _length;

    private DeviceRegisters(ulong address, uint length) => (_address, _length) = (address, length);

    /// <summary>Maps a range of registers. One that does not exist when the range is ordinary memory or cannot be mapped.</summary>
    public static DeviceRegisters Map(ulong address, ulong length)
    {
        ulong first = address & ~(Processor.PageSize - 1UL);
        if (length == 0 || length > uint.MaxValue || address + length < address || IsMemory(first, address + length))
            return default;
        ulong size = (address + length - first + Processor.PageSize - 1) & ~(Processor.PageSize - 1UL);
        // Devices that share a page are mapped once.
        if (PageTables.Query(first) == PageAccess.None || PageTables.Query(first + size - 1) == PageAccess.None)
        {
            if (!PageTables.Map(first, size, PageAccess.Read | PageAccess.Write | PageAccess.Device))
                return default;
        }

        return new DeviceRegisters(address, (uint)length);
    }

    /// <summary>Whether there are any.</summary>
    public bool Exists => _length != 0;

    /// <summary>Number of bytes.</summary>
    public uint Length => _length;

    /// <summary>The physical address of a register.</summary>
    public ulong AddressOf(uint offset) => _address + offset;

    /// <summary>A part of the range; one that does not exist when it leaves the range.</summary>
    public DeviceRegisters Slice(uint offset, uint length) =>
        offset > _length || length > _length - offset ? default : new DeviceRegisters(_address + offset, length);

    // Not inlined: the compiler narrows a load, even a volatile one, when the caller keeps only some of its bytes, and devices answer to whole registers only.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public byte Read8(uint offset) => Volatile.Read(ref *(byte*)At(offset, 1));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ushort Read16(uint offset) => Volatile.Read(ref *(ushort*)At(offset, 2));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Read32(uint offset) => Volatile.Read(ref *(uint*)At(offset, 4));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Read64(uint offset) => Volatile.Read(ref *(ulong*)At(offset, 8));

    public void Write8(uint offset, byte value) => Volatile.Write(ref *(byte*)At(offset, 1), value);

    public void Write16(uint offset, ushort value) => Volatile.Write(ref *(ushort*)At(offset, 2), value);

    public void Write32(uint offset, uint value) => Volatile.Write(ref *(uint*)At(offset, 4), value);

    public void Write64(uint offset, ulong value) => Volatile.Write(ref *(ulong*)At(offset, 8), value);

    private ulong At(uint offset, uint size)
    {
        if (_length < size || offset > _length - size)
            Fail.Stop(FailReason.ArgumentOutOfRange, "offset");
        return _address + offset;
    }

    private static bool IsMemory(ulong start, ulong end)
    {
        MemoryRange image = Platform.Image;
        if (start < image.End && image.Start < end)
            return true;
        for (int i = 0; i < Platform.MemoryRangeCount; i++)
        {
            MemoryRange range = Platform.GetMemoryRange(i);
            if (range.Kind == MemoryKind.Usable && start < range.End && range.Start < end)
                return true;
        }

        return false;
    }
}
