using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime;
using System;
using Lithe.Arch;
using Lithe.Diagnostics;
using Lithe.Linux;

namespace Lithe.Plat;

/// <summary>A Linux process: its memory is as large as the word <c>memory=SIZE</c> of its command line says, 64 MiB without one.</summary>
public static unsafe class Platform
{
    private const ulong PageMask = Processor.PageSize - 1;

    // Both written once, by start-up code that asks first.
    private static bool s_hasMemory;

    public static void Initialize(nint boot)
    {
        ProcessStart.Initialize(boot);
        HostClock.Initialize(ProcessStart.Auxiliary(ProcessStart.VdsoHeader));
    }

    public static ReadOnlySpan<byte> Name => "linux"u8;

    public static ReadOnlySpan<byte> CommandLine => ProcessStart.CommandLine;

    public static int MemoryRangeCount => 1;

    public static MemoryRange GetMemoryRange(int index)
    {
        if (index != 0)
            Fail.Stop(FailReason.ArgumentOutOfRange, "index");
        if (!s_hasMemory)
        {
            s_hasMemory = true;
            if (!MachineMemory.Create(ProcessStart.MemorySize & ~PageMask))
                ProcessStart.Refuse("lithe: the host gives no memory of the size that the word memory= of the command line asks for: ask for less\n"u8);
        }

        return new MemoryRange(MachineMemory.Start, MachineMemory.Length, MemoryKind.Usable);
    }

    public static MemoryRange Image
    {
        get
        {
            ulong* layout = ImageLayout();
            return new MemoryRange(layout[0], layout[1] - layout[0], MemoryKind.Reserved);
        }
    }

    /// <summary>A process is handed no such file.</summary>
    public static MemoryRange BootModule => default;

    public static MemoryRange LargestFreeRange => GetMemoryRange(0);

    /// <summary>Ends the process. Linux keeps the lowest eight bits of a status; one that would look like success is reported as 255.</summary>
    [DoesNotReturn]
    public static void PowerOff(int status)
    {
        Trace.AtEnd();
        SystemCall.Call(SystemCall.ExitGroup, (ulong)(status != 0 && (status & 0xff) == 0 ? 255 : status & 0xff));
        Processor.Halt();
    }

    [RuntimeImport("*", "lithe_layout"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong* ImageLayout();
}
