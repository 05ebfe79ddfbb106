using System;
using System.Diagnostics.CodeAnalysis;

namespace Lithe.Plat;

/// <summary>The machine (or process) that the image runs on.</summary>
public static class Platform
{
    /// <summary>Called once by the composition root, after the processor. <paramref name="boot"/> is what the boot protocol handed over.</summary>
    public static extern void Initialize(nint boot);

    /// <summary>The platform's name, for messages: <c>kvm</c>.</summary>
    public static extern ReadOnlySpan<byte> Name { get; }

    /// <summary>The kernel command line in UTF-8, without a terminator; empty when there is none.</summary>
    public static extern ReadOnlySpan<byte> CommandLine { get; }

    /// <summary>How many ranges the boot protocol's memory map has.</summary>
    public static extern int MemoryRangeCount { get; }

    /// <summary>A range of the memory map, sorted as the boot protocol gave it.</summary>
    public static extern MemoryRange GetMemoryRange(int index);

    /// <summary>The memory that the image itself takes: code, data, stacks, early page tables, boot information.</summary>
    public static extern MemoryRange Image { get; }

    /// <summary>
    /// The file that the loader put into memory beside the image (an initial ramdisk); length 0 when there is none. It lies within usable memory, is not mapped,
    /// and no frame is taken from it.
    /// </summary>
    public static extern MemoryRange BootModule { get; }

    /// <summary>
    /// The largest usable range that is free of the image and boot information, page-aligned inwards; length 0 when there is none.
    /// Not mapped yet: see <c>PageTables.Map</c>.
    /// </summary>
    public static extern MemoryRange LargestFreeRange { get; }

    /// <summary>Ends the machine; the status is reported to whoever started it.</summary>
    [DoesNotReturn]
    public static extern void PowerOff(int status);
}

/// <summary>The console without interrupts, buffers or locks: works at any time, even in a panic.</summary>
public static class PolledConsole
{
    /// <summary>Writes all bytes, waiting for the device as needed. Line feeds are sent as they are.</summary>
    public static extern void Write(ReadOnlySpan<byte> bytes);

    /// <summary>The next byte that arrived, 0 to 255; -1 when there is none yet; -2 when there will never be another (the end of a process's input).</summary>
    public static extern int TryRead();
}
