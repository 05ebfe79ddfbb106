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
        ReadOnlySpan<byte> node = default, registers = default;
        bool isMatch = false;
        foreach (DeviceTreeProperty property in tree)
        {
            // Properties of one node stand together, and names of nodes are views of the one blob.
            if (!property.Node.SequenceIs(node))
            {
                if (isMatch && occurrence-- == 0)
                    return TryRead(registers, index, out range);
                node = property.Node;
                registers = default;
                isMatch = false;
            }

            if (property.Name.SequenceIs("reg"u8))
                registers = property.Value;
            else if (property.Name.SequenceIs("compatible"u8))
                isMatch = Lists(property.Value, compatible);
        }

        return isMatch && occurrence == 0 && TryRead(registers, index, out range);
    }

    /// <summary>How many nodes of <c>/cpus</c> are processors.</summary>
    public static int CountProcessors(FlattenedDeviceTree tree)
    {
        int count = 0;
        foreach (DeviceTreeProperty property in tree)
        {
            if (property.Depth == 3 && property.Name.SequenceIs("device_type"u8) && Lists(property.Value, "cpu"u8))
                count++;
        }

        return count;
    }

    /// <summary>The <paramref name="index"/>-th processor's <c>reg</c>: its affinity, as MPIDR_EL1 has it.</summary>
    public static bool TryFindProcessor(FlattenedDeviceTree tree, int index, out ulong affinity)
    {
        affinity = 0;
        ReadOnlySpan<byte> node = default, registers = default;
        bool isProcessor = false;
        foreach (DeviceTreeProperty property in tree)
        {
            if (!property.Node.SequenceIs(node))
            {
                if (isProcessor && index-- == 0)
                    return TryReadCells(registers, out affinity);
                node = property.Node;
                registers = default;
                isProcessor = false;
            }

            if (property.Depth != 3)
                continue;
            if (property.Name.SequenceIs("reg"u8))
                registers = property.Value;
            else if (property.Name.SequenceIs("device_type"u8))
                isProcessor = Lists(property.Value, "cpu"u8);
        }

        return isProcessor && index == 0 && TryReadCells(registers, out affinity);
    }

    /// <summary>Whether the text is one of those in a list of texts, each ended by a zero.</summary>
    private static bool Lists(ReadOnlySpan<byte> list, ReadOnlySpan<byte> text)
    {
        while (list.Length > 0)
        {
            int length = 0;
            while (length < list.Length && list[length] != 0)
                length++;
            if (list.Slice(0, length).SequenceIs(text))
                return true;
            list = list.Slice(length < list.Length ? length + 1 : length);
        }

        return false;
    }

    private static bool TryRead(ReadOnlySpan<byte> registers, int index, out DeviceTreeRange range)
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

    // Not the general comparison: it may allocate in images that are not optimised, and this runs before there is a heap.
    private static bool SequenceIs(this ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> other)
    {
        if (bytes.Length != other.Length)
            return false;
        for (int i = 0; i < other.Length; i++)
        {
            if (bytes[i] != other[i])
                return false;
        }

        return true;
    }
}
