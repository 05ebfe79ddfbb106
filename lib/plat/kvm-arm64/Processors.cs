using System;
using Lithe.Arch;
using Lithe.DeviceTree;

namespace Lithe.Plat;

/// <summary>The processors that the device tree lists; number 0 is the one that booted, which QEMU lists first.</summary>
public static class Processors
{
    /// <summary>CPU_ON of the Power State Coordination Interface (ARM DEN 0022, §5.1.4), for 64-bit addresses.</summary>
    private const ulong PsciProcessorOn = 0xc400_0003;

    /// <summary>2 s, in nanoseconds: an emulator may give a processor its first turn late.</summary>
    private const ulong StartLimit = 2_000_000_000;

    /// <summary>More are left alone: an image's data for each processor is laid out for so many at the most.</summary>
    private const int MaxProcessors = 64;

    private const ulong AffinityMask = 0xff_00ff_ffff;

    private static int s_count;

    public static int Count
    {
        get
        {
            if (s_count == 0)
                s_count = Math.Max(Find(), 1);
            return s_count;
        }
    }

    public static bool Start(int index, nint memory, nint stackTop)
    {
        if (index <= 0 || !TryGetAffinity(index, out ulong affinity))
            return false;
        nint block = SecondaryProcessor.Prepare(index, memory, stackTop);
        if (block == 0 || Platform.CallHypervisor(unchecked((nint)PsciProcessorOn), (nint)affinity, SecondaryProcessor.Entry, block) != 0)
            return false;
        ulong end = Clock.Nanoseconds + StartLimit;
        while (!SecondaryProcessor.HasStarted(block))
        {
            if (Clock.Nanoseconds > end)
                return false;
            Processor.Relax();
        }

        return true;
    }

    /// <summary>What MPIDR_EL1 of a processor holds: the fields that name it.</summary>
    internal static bool TryGetAffinity(int index, out ulong affinity)
    {
        affinity = 0;
        if (!Config.SMP)
            affinity = SystemRegisters.Affinity() & AffinityMask;
        else if ((uint)index < (uint)Count)
            affinity = Affinities.All[index];
        return (uint)index < (Config.SMP ? (uint)Count : 1);
    }

    // In one walk: the tree is long. An image for one processor needs no table.
    private static int Find()
    {
        if (!Platform.TryOpenDeviceTree(out FlattenedDeviceTree tree))
            return 0;
        if (!Config.SMP)
            return Math.Min(DeviceTreeSearch.CountProcessors(tree), MaxProcessors);
        Span<ulong> found = stackalloc ulong[MaxProcessors];
        int count = DeviceTreeSearch.FindProcessors(tree, found);
        for (int i = 0; i < count; i++)
            Affinities.All[i] = found[i];
        return count;
    }

    private static class Affinities
    {
        internal static Table All;
    }

    [System.Runtime.CompilerServices.InlineArray(MaxProcessors)]
    private struct Table
    {
        private ulong _first;
    }
}
