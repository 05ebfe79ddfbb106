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
        if (!s_isRead)
            Walk();
    }

    // Second letters of names that nodes of use have: m(e)mory, i(n)tc and i(n)terrupt-controller, v(2)m, r(t)c, p(l)031, c(h)osen.
    private const uint Letters = 1 << ('e' & 31) | 1 << ('n' & 31) | 1 << ('2' & 31) | 1 << ('t' & 31) | 1 << ('l' & 31) | 1 << ('h' & 31);

    private static void Walk()
    {
        s_isRead = true;
        if (!Platform.TryOpenDeviceTree(out FlattenedDeviceTree tree))
            return;
        Walk(tree, Letters);
        // Names are a convention: where they are others, all nodes are looked at.
        if (s_memoryCount != 0 && s_gicVersion != 0)
            return;
        s_memoryCount = s_gicVersion = 0;
        Walk(tree, ~0U);
    }

    private static unsafe void Walk(FlattenedDeviceTree tree, uint letters)
    {
        uint compatible = uint.MaxValue;
        fixed (byte* structure = tree.Structure, strings = tree.Strings)
        {
            var scan = new NodeScan(structure, tree.Structure.Length, strings, tree.Strings.Length);
            while (scan.MoveNext(letters))
            {
                ReadOnlySpan<byte> registers = default;
                Kind kind = Kind.None;
                while (scan.MoveNextProperty())
                {
                    // Most properties are none of these, and a text that was seen before is known by its place.
                    switch (scan.NameStart)
                    {
                        case 'r' | 'e' << 8 | 'g' << 16:
                            registers = new ReadOnlySpan<byte>(scan.Value, scan.ValueLength);
                            break;
                        case 'c' | 'o' << 8 | 'm' << 16 | 'p' << 24 when scan.NameOffset == compatible || IsName(tree, scan.NameOffset, "compatible\0"u8):
                            compatible = scan.NameOffset;
                            kind = KindOf(new ReadOnlySpan<byte>(scan.Value, scan.ValueLength));
                            break;
                        case 'd' | 'e' << 8 | 'v' << 16 | 'i' << 24 when IsName(tree, scan.NameOffset, "device_type\0"u8)
                            && new ReadOnlySpan<byte>(scan.Value, scan.ValueLength).StartsWith("memory\0"u8):
                            kind = Kind.Memory;
                            break;
                        case 'b' | 'o' << 8 | 'o' << 16 | 't' << 24 when IsName(tree, scan.NameOffset, "bootargs\0"u8)
                            && tree.Structure.Slice((int)(scan.Name - structure)).StartsWith("chosen\0"u8):
                            s_commandLineLength = scan.ValueLength > 0 && scan.Value[scan.ValueLength - 1] == 0 ? scan.ValueLength - 1 : scan.ValueLength;
                            s_commandLineStart = (int)(scan.Value - structure);
                            break;
                    }
                }

                if (kind != Kind.None)
                    Note(kind, registers);
            }
        }
    }

    private static bool IsName(FlattenedDeviceTree tree, uint offset, ReadOnlySpan<byte> name) =>
        offset < (uint)tree.Strings.Length && tree.Strings.Slice((int)offset).StartsWith(name);

    /// <summary>What a node is, by its <c>compatible</c>: a list of texts, each ended by a zero.</summary>
    private static Kind KindOf(ReadOnlySpan<byte> compatible)
    {
        // All that is looked for begins so, and most of a virtual machine's nodes do not.
        const uint Arm = 'a' | 'r' << 8 | 'm' << 16 | (uint)',' << 24;
        const uint Gic = 'g' | 'i' << 8 | 'c' << 16 | (uint)'-' << 24, Cortex = 'c' | 'o' << 8 | 'r' << 16 | (uint)'t' << 24, Clock = 'p' | 'l' << 8 | '0' << 16 | (uint)'3' << 24;
        for (int at = 0; compatible.Length - at >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(compatible.Slice(at)) == Arm; at++)
        {
            ReadOnlySpan<byte> text = compatible.Slice(at + 4);
            uint start = BinaryPrimitives.ReadUInt32LittleEndian(text);
            if (start == Gic && text.StartsWith("gic-v3\0"u8))
                return Kind.Gic3;
            if (start == Cortex && text.StartsWith("cortex-a15-gic\0"u8))
                return Kind.Gic2;
            if (start == Gic && text.StartsWith("gic-v2m-frame\0"u8))
                return Kind.Frame;
            if (start == Clock && text.StartsWith("pl031\0"u8))
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
