using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Lithe.DeviceTree;

namespace Lithe.Plat;

/// <summary>What the platform itself takes from the device tree, in one walk over it: the first who asks has it made.</summary>
/// <remarks>Written by the boot processor's start-up code only.</remarks>
internal static class MachineTree
{
    /// <summary>Ranges of memory beyond these are not used.</summary>
    private const int MaxMemory = 8;

    private static bool s_isRead;
    private static int s_memoryCount;
    private static Ranges s_memory;
    private static int s_commandLineStart, s_commandLineLength;
    private static DeviceTreeRange s_distributor, s_second, s_frame, s_clock;
    private static int s_gicVersion;

    internal static int MemoryCount
    {
        get
        {
            Read();
            return s_memoryCount;
        }
    }

    /// <summary>2 or 3; 0 when there is no interrupt controller that is known.</summary>
    internal static int GicVersion
    {
        get
        {
            Read();
            return s_gicVersion;
        }
    }

    /// <summary>The interrupt controller's distributor.</summary>
    internal static DeviceTreeRange Distributor => s_distributor;

    /// <summary>Version 2: the interface of the processors. Version 3: the redistributors.</summary>
    internal static DeviceTreeRange ProcessorInterface => s_second;

    /// <summary>Version 2's frame for messages; of length 0 when there is none.</summary>
    internal static DeviceTreeRange MessageFrame => s_frame;

    /// <summary>The PL031's registers; of length 0 when there is none.</summary>
    internal static DeviceTreeRange Clock
    {
        get
        {
            Read();
            return s_clock;
        }
    }

    /// <summary>The text behind the image's name on QEMU's command line, without the zero at its end.</summary>
    internal static ReadOnlySpan<byte> CommandLine
    {
        get
        {
            Read();
            return s_commandLineLength != 0 && Platform.TryOpenDeviceTree(out FlattenedDeviceTree tree) ? tree.ValueAt(s_commandLineStart, s_commandLineLength) : default;
        }
    }

    internal static DeviceTreeRange Memory(int index) => s_memory[index];

    private static void Read()
    {
        if (s_isRead)
            return;
        s_isRead = true;
        if (!Platform.TryOpenDeviceTree(out FlattenedDeviceTree tree))
            return;
        ReadOnlySpan<byte> registers = default;
        Kind kind = Kind.None;
        int node = -1;
        uint compatible = uint.MaxValue;
        PropertyEnumerator walk = tree.GetEnumerator();
        while (walk.MoveNext())
        {
            if (walk.NodeOffset != node)
            {
                if (kind != Kind.None)
                    Note(kind, registers);
                node = walk.NodeOffset;
                registers = default;
                kind = Kind.None;
            }

            // Most properties are none of these, and a text that was seen before is known by its place.
            switch (walk.NameStart)
            {
                case 'r' | 'e' << 8 | 'g' << 16:
                    registers = walk.Value;
                    break;
                case 'c' | 'o' << 8 | 'm' << 16 | 'p' << 24 when walk.NameOffset == compatible || walk.Current.NameIs("compatible"u8):
                    compatible = walk.NameOffset;
                    kind = KindOf(walk.Value);
                    break;
                case 'd' | 'e' << 8 | 'v' << 16 | 'i' << 24 when walk.Current.NameIs("device_type"u8) && walk.Value.StartsWith("memory\0"u8):
                    kind = Kind.Memory;
                    break;
                case 'b' | 'o' << 8 | 'o' << 16 | 't' << 24 when walk.Current is { Depth: 2 } found && found.NameIs("bootargs"u8) && found.NodeStartsWith("chosen\0"u8):
                    ReadOnlySpan<byte> value = found.Value;
                    s_commandLineLength = value.Length > 0 && value[^1] == 0 ? value.Length - 1 : value.Length;
                    s_commandLineStart = found.ValueOffset;
                    break;
            }
        }

        if (kind != Kind.None)
            Note(kind, registers);
    }

    /// <summary>What a node is, by its <c>compatible</c>: a list of texts, each ended by a zero.</summary>
    private static Kind KindOf(ReadOnlySpan<byte> compatible)
    {
        // All that is looked for begins so, and most of a virtual machine's nodes do not.
        const uint Arm = 'a' | 'r' << 8 | 'm' << 16 | (uint)',' << 24;
        for (int at = 0; compatible.Length - at > 4 && BinaryPrimitives.ReadUInt32LittleEndian(compatible.Slice(at)) == Arm; at++)
        {
            ReadOnlySpan<byte> text = compatible.Slice(at + 4);
            if (text.StartsWith("gic-v3\0"u8))
                return Kind.Gic3;
            if (text.StartsWith("cortex-a15-gic\0"u8))
                return Kind.Gic2;
            if (text.StartsWith("gic-v2m-frame\0"u8))
                return Kind.Frame;
            if (text.StartsWith("pl031\0"u8))
                return Kind.Clock;
            while (at < compatible.Length && compatible[at] != 0)
                at++;
        }

        return Kind.None;
    }

    private static void Note(Kind kind, ReadOnlySpan<byte> registers)
    {
        switch (kind)
        {
            case Kind.Memory:
                for (int i = 0; s_memoryCount < MaxMemory && DeviceTreeSearch.TryReadRange(registers, i, out DeviceTreeRange memory); i++)
                    s_memory[s_memoryCount++] = memory;
                break;
            case Kind.Gic2 or Kind.Gic3 when s_gicVersion == 0 && DeviceTreeSearch.TryReadRange(registers, 1, out s_second):
                DeviceTreeSearch.TryReadRange(registers, 0, out s_distributor);
                s_gicVersion = kind == Kind.Gic3 ? 3 : 2;
                break;
            case Kind.Frame:
                DeviceTreeSearch.TryReadRange(registers, 0, out s_frame);
                break;
            case Kind.Clock:
                DeviceTreeSearch.TryReadRange(registers, 0, out s_clock);
                break;
        }
    }

    // Not the general comparison: it may allocate in images that are not optimised, and the heap asks for the memory map first.
    private static bool StartsWith(this ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> start)
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

    private enum Kind
    {
        None,
        Memory,
        Gic2,
        Gic3,
        Frame,
        Clock,
    }

    [InlineArray(MaxMemory)]
    private struct Ranges
    {
        private DeviceTreeRange _first;
    }
}
