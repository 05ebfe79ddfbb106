using System;
using System.Buffers.Binary;

namespace Lithe.DeviceTree;

/// <summary>A range of a node's <c>reg</c> property.</summary>
public readonly record struct DeviceTreeRange(ulong Start, ulong Length);

/// <summary>Looks for nodes by what they are compatible with. Addresses and sizes are of two cells each, as on every 64-bit virtual machine.</summary>
public static class DeviceTreeSearch
{
    private const int RangeSize = 16;

    /// <summary>The <paramref name="index"/>-th range of the <paramref name="occurrence"/>-th node that is compatible.</summary>
    public static bool TryFindRange(FlattenedDeviceTree tree, ReadOnlySpan<byte> compatible, int occurrence, int index, out DeviceTreeRange range)
    {
        range = default;
        ReadOnlySpan<byte> registers = default;
        int node = -1;
        bool isMatch = false;
        foreach (DeviceTreeProperty property in tree)
        {
            // Properties of one node stand together.
            if (property.NodeOffset != node)
            {
                if (isMatch && occurrence-- == 0)
                    return TryReadRange(registers, index, out range);
                node = property.NodeOffset;
                registers = default;
                isMatch = false;
            }

            if (property.NameIs("reg"u8))
                registers = property.Value;
            else if (property.NameIs("compatible"u8))
                isMatch = property.Lists(compatible);
        }

        return isMatch && occurrence == 0 && TryReadRange(registers, index, out range);
    }

    /// <summary>How many nodes of <c>/cpus</c> are processors.</summary>
    public static int CountProcessors(FlattenedDeviceTree tree)
    {
        int count = 0;
        foreach (DeviceTreeProperty property in tree)
        {
            if (property.Depth == 3 && property.NameIs("device_type"u8) && property.Lists("cpu"u8))
                count++;
        }

        return count;
    }

    /// <summary>
    /// The processors' <c>reg</c>, their affinities as MPIDR_EL1 has them, in the tree's order, as many as there is room for; how many. The list ends before one
    /// whose <c>reg</c> is not of one or two cells.
    /// </summary>
    public static int FindProcessors(FlattenedDeviceTree tree, Span<ulong> affinities)
    {
        ReadOnlySpan<byte> registers = default;
        int node = -1, count = 0;
        bool isProcessor = false;
        foreach (DeviceTreeProperty property in tree)
        {
            if (property.NodeOffset != node)
            {
                if (isProcessor)
                {
                    if (count == affinities.Length || !TryReadCells(registers, out affinities[count]))
                        return count;
                    count++;
                }

                node = property.NodeOffset;
                registers = default;
                isProcessor = false;
            }

            if (property.Depth != 3)
                continue;
            if (property.NameIs("reg"u8))
                registers = property.Value;
            else if (property.NameIs("device_type"u8))
                isProcessor = property.Lists("cpu"u8);
        }

        if (isProcessor && count < affinities.Length && TryReadCells(registers, out affinities[count]))
            count++;
        return count;
    }

    /// <summary>The <paramref name="index"/>-th range in the value of a <c>reg</c> property; false when it has no so many.</summary>
    public static bool TryReadRange(ReadOnlySpan<byte> registers, int index, out DeviceTreeRange range)
    {
        range = default;
        if (index < 0 || registers.Length / RangeSize <= index)
            return false;
        ReadOnlySpan<byte> entry = registers.Slice(index * RangeSize);
        range = new DeviceTreeRange(BinaryPrimitives.ReadUInt64BigEndian(entry), BinaryPrimitives.ReadUInt64BigEndian(entry.Slice(8)));
        return true;
    }

    private static bool TryReadCells(ReadOnlySpan<byte> cells, out ulong value)
    {
        value = 0;
        if (cells.Length is not (4 or 8))
            return false;
        value = cells.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(cells) : BinaryPrimitives.ReadUInt64BigEndian(cells);
        return true;
    }
}
