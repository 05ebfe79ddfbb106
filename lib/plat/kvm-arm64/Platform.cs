using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime;
using System;
using Lithe.Arch;
using Lithe.DeviceTree;
using Lithe.Diagnostics;

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
    public static ReadOnlySpan<byte> CommandLine => MachineTree.CommandLine;

    public static int MemoryRangeCount => MachineTree.MemoryCount;

    public static MemoryRange GetMemoryRange(int index)
    {
        if ((uint)index >= (uint)MachineTree.MemoryCount)
            Fail.Stop(FailReason.ArgumentOutOfRange, "index");
        DeviceTreeRange range = MachineTree.Memory(index);
        return new MemoryRange(range.Start, range.Length, MemoryKind.Usable);
    }

    public static MemoryRange Image
    {
        get
        {
            ulong* layout = ImageLayout();
            return new MemoryRange(layout[0], layout[1] - layout[0], MemoryKind.Reserved);
        }
    }

    /// <summary>Properties <c>linux,initrd-start</c> and <c>linux,initrd-end</c> of <c>/chosen</c>, of one or two cells.</summary>
    public static MemoryRange BootModule
    {
        get
        {
            if (!FlattenedDeviceTree.TryOpen(DeviceTreeBlob, out FlattenedDeviceTree tree))
                return default;
            ulong start = 0, end = 0;
            foreach (DeviceTreeProperty property in tree)
            {
                if (property.Depth != 2 || !property.NodeStartsWith("chosen\0"u8))
                    continue;
                bool isStart = property.NameIs("linux,initrd-start"u8);
                if (!isStart && !property.NameIs("linux,initrd-end"u8))
                    continue;
                ReadOnlySpan<byte> cells = property.Value;
                ulong value = cells.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(cells) : cells.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(cells) : 0;
                if (isStart)
                    start = value;
                else
                    end = value;
            }

            return end > start && start != 0 ? new MemoryRange(start, end - start, MemoryKind.Reserved) : default;
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
        Trace.AtEnd();
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

            int size = FlattenedDeviceTree.UsedSize(new ReadOnlySpan<byte>((void*)start, FlattenedDeviceTree.HeaderSize));
            return size > 0 && (ulong)size <= limit - start && MakeReadable(start, (ulong)size) ? new ReadOnlySpan<byte>((void*)start, size) : default;
        }
    }

    /// <summary>Maps the pages that hold these bytes, for reading, unless they are mapped.</summary>
    private static bool MakeReadable(ulong address, ulong length)
    {
        ulong first = address & ~PageMask, last = (address + length - 1) & ~PageMask;
        return PageTables.Query(last) != PageAccess.None || PageTables.Map(first, last - first + Processor.PageSize, PageAccess.Read);
    }

    [RuntimeImport("*", "lithe_layout"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong* ImageLayout();

    [RuntimeImport("*", "arm64_semihost"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint Semihost(nint operation, nint argument);

    [RuntimeImport("*", "arm64_hvc"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern nint CallHypervisor(nint function, nint a, nint b, nint c);
}
