using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using Lithe.Arch;
using Lithe.DeviceTree;

namespace Lithe.Plat;

/// <summary>QEMU's arm64 <c>virt</c> machine, described by a device tree, which is read only when somebody asks.</summary>
public static unsafe class Platform
{
    private const ulong PageMask = Processor.PageSize - 1;

    private const nint ExitExtended = 0x20, ApplicationExit = 0x20026;

    private const uint PsciSystemOff = 0x8400_0008;

    private static nint s_deviceTree;

    public static void Initialize(nint boot) => s_deviceTree = boot;

    public static ReadOnlySpan<byte> Name => "kvm"u8;

    /// <summary>Property <c>bootargs</c> of <c>/chosen</c>.</summary>
    public static ReadOnlySpan<byte> CommandLine
    {
        get
        {
            if (!FlattenedDeviceTree.TryOpen(DeviceTreeBlob, out FlattenedDeviceTree tree))
                return default;
            foreach (DeviceTreeProperty property in tree)
            {
                if (property.Depth == 2 && StartsWith(property.Node, "chosen"u8, true) && StartsWith(property.Name, "bootargs"u8, true))
                {
                    ReadOnlySpan<byte> value = property.Value;
                    return value.Length > 0 && value[^1] == 0 ? value.Slice(0, value.Length - 1) : value;
                }
            }

            return default;
        }
    }

    public static int MemoryRangeCount
    {
        get
        {
            FindMemory(-1, out int count);
            return count;
        }
    }

    public static MemoryRange GetMemoryRange(int index)
    {
        MemoryRange range = FindMemory(index, out int count);
        if ((uint)index >= (uint)count)
            Fail.Stop(FailReason.ArgumentOutOfRange, "index");
        return range;
    }

    public static MemoryRange Image
    {
        get
        {
            ulong* layout = ImageLayout();
            return new MemoryRange(layout[0], layout[1] - layout[0], MemoryKind.Reserved);
        }
    }

    /// <summary>The device tree lies below the image, so memory behind the image is free.</summary>
    public static MemoryRange LargestFreeRange
    {
        get
        {
            ulong imageEnd = Image.End;
            MemoryRange best = default;
            int count = MemoryRangeCount;
            for (int i = 0; i < count; i++)
            {
                MemoryRange range = GetMemoryRange(i);
                if (range.End < range.Start)
                    continue;
                ulong start = range.Start < imageEnd && range.End > imageEnd ? imageEnd : range.Start;
                start = (start + PageMask) & ~PageMask;
                ulong end = range.End & ~PageMask;
                if (end > start && end - start > best.Length)
                    best = new MemoryRange(start, end - start, MemoryKind.Usable);
            }

            return best;
        }
    }

    [DoesNotReturn]
    public static void PowerOff(int status)
    {
        // Arm semihosting 2.0 §5: SYS_EXIT_EXTENDED with ADP_Stopped_ApplicationExit. Where no host listens it returns (traps.s).
        nint* block = stackalloc nint[2];
        block[0] = ApplicationExit;
        block[1] = status;
        Semihost(ExitExtended, (nint)block);
        CallHypervisor(unchecked((nint)PsciSystemOff), 0, 0, 0);
        Processor.Halt();
    }

    /// <summary>The device tree. False when there is none.</summary>
    internal static bool TryOpenDeviceTree(out FlattenedDeviceTree tree) => FlattenedDeviceTree.TryOpen(DeviceTreeBlob, out tree);

    internal static ReadOnlySpan<byte> DeviceTreeBlob
    {
        get
        {
            // It lies below the image: what does not is not QEMU's.
            ulong start = (ulong)s_deviceTree, limit = Image.Start;
            if (start >= limit || limit - start < FlattenedDeviceTree.HeaderSize || (start & 7) != 0
                || !MakeReadable(start, FlattenedDeviceTree.HeaderSize))
            {
                return default;
            }

            int size = FlattenedDeviceTree.TotalSize(new ReadOnlySpan<byte>((void*)start, FlattenedDeviceTree.HeaderSize));
            return size > 0 && (ulong)size <= limit - start && MakeReadable(start, (ulong)size) ? new ReadOnlySpan<byte>((void*)start, size) : default;
        }
    }

    /// <summary>Maps the pages that hold these bytes, for reading, unless they are mapped.</summary>
    private static bool MakeReadable(ulong address, ulong length)
    {
        ulong first = address & ~PageMask, last = (address + length - 1) & ~PageMask;
        return PageTables.Query(last) != PageAccess.None || PageTables.Map(first, last - first + Processor.PageSize, PageAccess.Read);
    }

    /// <summary>Ranges of the <c>reg</c> properties of the <c>memory</c> nodes: 64-bit address and length each, as virt always has them.</summary>
    private static MemoryRange FindMemory(int index, out int count)
    {
        MemoryRange found = default;
        count = 0;
        if (!FlattenedDeviceTree.TryOpen(DeviceTreeBlob, out FlattenedDeviceTree tree))
            return found;
        foreach (DeviceTreeProperty property in tree)
        {
            if (property.Depth != 2 || !StartsWith(property.Node, "memory"u8, false) || !StartsWith(property.Name, "reg"u8, true))
                continue;
            for (ReadOnlySpan<byte> value = property.Value; value.Length >= 16; value = value.Slice(16))
            {
                if (count++ == index)
                {
                    found = new MemoryRange(
                        BinaryPrimitives.ReadUInt64BigEndian(value),
                        BinaryPrimitives.ReadUInt64BigEndian(value.Slice(8)),
                        MemoryKind.Usable);
                }
            }
        }

        return found;
    }

    // The general comparisons of spans may allocate in images that are not optimised, and the heap asks for the memory map first.
    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start, bool isWhole)
    {
        if (text.Length < start.Length || (isWhole && text.Length != start.Length))
            return false;
        for (int i = 0; i < start.Length; i++)
        {
            if (text[i] != start[i])
                return false;
        }

        return true;
    }

    [RuntimeImport("*", "lithe_layout"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong* ImageLayout();

    [RuntimeImport("*", "arm64_semihost"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint Semihost(nint operation, nint argument);

    [RuntimeImport("*", "arm64_hvc"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern nint CallHypervisor(nint function, nint a, nint b, nint c);
}
