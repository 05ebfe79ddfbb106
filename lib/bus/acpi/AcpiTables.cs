using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Lithe.Acpi;

/// <summary>The table of all tables: where it lies, its length in bytes, and how long an entry is.</summary>
public readonly record struct AcpiRoot(ulong Address, int Length, int EntrySize);

/// <summary>
/// Finds the tables of ACPI (specification 6.5, §5.2). They come from outside: whatever their bytes are, reading ends and stays inside them, and a
/// table whose checksum or length is wrong does not exist.
/// </summary>
public static class AcpiTables
{
    private const int PointerSize = 20, ExtendedPointerSize = 36;
    private const int HeaderSize = 36;

    /// <summary>Longer tables are nonsense; the longest real ones (DSDT) have some hundred KiB.</summary>
    private const uint MaxLength = 1 << 20;

    private const ulong BiosStart = 0xe_0000;
    private const int BiosSize = 0x2_0000;

    private static ReadOnlySpan<byte> PointerSignature => "RSD PTR "u8;

    /// <summary>
    /// The root pointer's address: the one that the boot protocol gave, or else the one in the BIOS area below 1 MiB (§5.2.5.1); 0 when there is none.
    /// </summary>
    public static ulong FindPointer<TMemory>(ulong given) where TMemory : struct, IPhysicalMemory
    {
        if (given != 0 && IsPointer(TMemory.Read(given, PointerSize)))
            return given;
        ReadOnlySpan<byte> bios = TMemory.Read(BiosStart, BiosSize);
        for (int i = 0; i + PointerSize <= bios.Length; i += 16)
        {
            if (IsPointer(bios.Slice(i, PointerSize)))
                return BiosStart + (ulong)i;
        }

        return 0;
    }

    /// <summary>The first table with this signature of four letters, whole; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Find<TMemory>(ulong pointer, ReadOnlySpan<byte> signature) where TMemory : struct, IPhysicalMemory =>
        Find<TMemory>(OpenRoot<TMemory>(pointer), signature);

    /// <summary>The same, by a root that was opened before.</summary>
    public static ReadOnlySpan<byte> Find<TMemory>(AcpiRoot tables, ReadOnlySpan<byte> signature) where TMemory : struct, IPhysicalMemory
    {
        ReadOnlySpan<byte> root = tables.Length == 0 ? default : TMemory.Read(tables.Address, tables.Length);
        int entrySize = tables.EntrySize;
        for (int at = HeaderSize; at + entrySize <= root.Length; at += entrySize)
        {
            ulong address = entrySize == 8
                ? BinaryPrimitives.ReadUInt64LittleEndian(root.Slice(at))
                : BinaryPrimitives.ReadUInt32LittleEndian(root.Slice(at));
            // Only the table that is wanted is summed.
            if (address == 0 || !StartsWith(TMemory.Read(address, HeaderSize), signature))
                continue;
            ReadOnlySpan<byte> table = Table<TMemory>(address);
            if (table.Length > 0)
                return table;
        }

        return default;
    }

    /// <summary>Checks the root pointer and the table of tables that it leads to. One of length 0 when either is not right.</summary>
    public static AcpiRoot OpenRoot<TMemory>(ulong pointer) where TMemory : struct, IPhysicalMemory
    {
        if (pointer == 0)
            return default;
        ReadOnlySpan<byte> fields = TMemory.Read(pointer, PointerSize);
        if (!IsPointer(fields))
            return default;
        if (fields[15] >= 2)
        {
            ReadOnlySpan<byte> extended = TMemory.Read(pointer, ExtendedPointerSize);
            ulong address = extended.Length == ExtendedPointerSize && Sum(extended) == 0 ? BinaryPrimitives.ReadUInt64LittleEndian(extended.Slice(24)) : 0;
            ReadOnlySpan<byte> table = address != 0 ? Table<TMemory>(address) : default;
            if (table.Length > 0 && StartsWith(table, "XSDT"u8))
                return new AcpiRoot(address, table.Length, 8);
        }

        uint start = BinaryPrimitives.ReadUInt32LittleEndian(fields.Slice(16));
        ReadOnlySpan<byte> root = Table<TMemory>(start);
        return root.Length > 0 && StartsWith(root, "RSDT"u8) ? new AcpiRoot(start, root.Length, 4) : default;
    }

    private static ReadOnlySpan<byte> Table<TMemory>(ulong address) where TMemory : struct, IPhysicalMemory
    {
        ReadOnlySpan<byte> header = address == 0 ? default : TMemory.Read(address, HeaderSize);
        if (header.Length < HeaderSize)
            return default;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header.Slice(4));
        if (length is < HeaderSize or > MaxLength)
            return default;
        ReadOnlySpan<byte> table = TMemory.Read(address, (int)length);
        return table.Length == (int)length && Sum(table) == 0 ? table : default;
    }

    private static bool IsPointer(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= PointerSize && StartsWith(bytes, PointerSignature) && Sum(bytes.Slice(0, PointerSize)) == 0;

    // Not the general comparison: it may allocate in images that are not optimised, and this runs before there is a heap.
    private static bool StartsWith(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> start)
    {
        if (bytes.Length < start.Length)
            return false;
        for (int i = 0; i < start.Length; i++)
        {
            if (bytes[i] != start[i])
                return false;
        }

        return true;
    }

    private static byte Sum(ReadOnlySpan<byte> bytes)
    {
        // Eight bytes at a time, in lanes of 16 bits.
        const ulong Lanes = 0x00ff_00ff_00ff_00ff;
        ulong lanes = 0;
        int sum = 0;
        // Masked each time: only the low byte of a lane counts.
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
            lanes = (lanes + (word & Lanes) + (word >> 8 & Lanes)) & Lanes;
        foreach (byte last in bytes.Slice(bytes.Length & ~7))
            sum += last;
        return (byte)(sum + (int)(lanes + (lanes >> 16) + (lanes >> 32) + (lanes >> 48)));
    }
}
