using System;
using System.Buffers.Binary;
using Lithe.DeviceTree;
using Lithe.Plat;

namespace Lithe.Virtio;

/// <summary>Where a device may be.</summary>
/// <param name="Address">The physical address of its registers.</param>
/// <param name="Length">Number of bytes of them.</param>
/// <param name="Line">Its interrupt line.</param>
public readonly record struct MmioSlot(ulong Address, ulong Length, int Line);

/// <summary>
/// The slots that the machine says it has: nodes of the device tree that are compatible with <c>virtio,mmio</c>; words <c>virtio_mmio.device=SIZE@ADDRESS:LINE</c> of the command
/// line (as Linux reads them; Firecracker adds them); or those that QEMU's microvm always has, which it describes in ACPI bytecode only.
/// </summary>
public static class MmioSlots
{
    private const int SharedInterrupts = 32;

    // QEMU, hw/i386/microvm: slots behind the second I/O APIC.
    private const ulong MicrovmSlots = 0xfeb0_0000, MicrovmSlotSize = 512;
    private const int MicrovmSlotCount = 24, MicrovmFirstLine = 24;

    private static ReadOnlySpan<byte> Word => "virtio_mmio.device="u8;

    /// <summary>The slot with this number. False when there are not so many.</summary>
    public static bool TryGet(int index, out MmioSlot slot)
    {
        ReadOnlySpan<byte> tree = Firmware.DeviceTree;
        if (tree.Length > 0)
            return TryGetFromTree(tree, index, out slot);
        ReadOnlySpan<byte> line = Platform.CommandLine;
        if (line.IndexOf(Word) >= 0)
            return TryGetFromWords(line, index, out slot);
        slot = new MmioSlot(MicrovmSlots + (ulong)index * MicrovmSlotSize, MicrovmSlotSize, MicrovmFirstLine + index);
        return index < MicrovmSlotCount && IsMicrovm();
    }

    /// <summary>Of QEMU's machines, only microvm has the hardware-reduced ACPI (6.5, 5.2.9: bit 20 of the flags) of a machine without a chipset.</summary>
    private static bool IsMicrovm()
    {
        ReadOnlySpan<byte> table = Firmware.FindTable("FACP"u8);
        return table.Length >= 116 && (BinaryPrimitives.ReadUInt32LittleEndian(table.Slice(112)) & 1 << 20) != 0;
    }

    /// <summary>QEMU gives its first device the last slot that is listed; who writes words lists devices in order.</summary>
    public static bool AreReversed => Platform.CommandLine.IndexOf(Word) < 0;

    /// <summary>The slot with this number among a command line's words.</summary>
    public static bool TryGetFromWords(ReadOnlySpan<byte> line, int index, out MmioSlot slot)
    {
        slot = default;
        while (true)
        {
            int at = line.IndexOf(Word);
            if (at < 0)
                return false;
            bool startsWord = at == 0 || line[at - 1] == ' ';
            line = line.Slice(at + Word.Length);
            if (startsWord && TryReadWord(line, out slot) && index-- == 0)
                return true;
        }
    }

    private static bool TryReadWord(ReadOnlySpan<byte> text, out MmioSlot slot)
    {
        slot = default;
        if (!TryReadNumber(ref text, out ulong size))
            return false;
        if (text.Length > 0 && (text[0] | 0x20) is 'k' or 'm')
        {
            size <<= (text[0] | 0x20) == 'k' ? 10 : 20;
            text = text.Slice(1);
        }

        if (!Skip(ref text, (byte)'@') || !TryReadNumber(ref text, out ulong address) || !Skip(ref text, (byte)':') || !TryReadNumber(ref text, out ulong line)
            || line > 4095)
        {
            return false;
        }

        slot = new MmioSlot(address, size, (int)line);
        return true;
    }

    private static bool Skip(ref ReadOnlySpan<byte> text, byte sign)
    {
        if (text.Length == 0 || text[0] != sign)
            return false;
        text = text.Slice(1);
        return true;
    }

    // Decimal, or hexadecimal behind 0x.
    private static bool TryReadNumber(ref ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        bool isHex = text.Length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x';
        int i = isHex ? 2 : 0, start = i;
        for (; i < text.Length; i++)
        {
            int digit = text[i] - '0';
            if (isHex && (uint)((text[i] | 0x20) - 'a') < 6)
                digit = (text[i] | 0x20) - 'a' + 10;
            else if ((uint)digit > 9)
                break;
            if (value > ulong.MaxValue >> 4)
                return false;
            value = value * (isHex ? 16u : 10u) + (uint)digit;
        }

        text = text.Slice(i);
        return i > start;
    }

    private static bool TryGetFromTree(ReadOnlySpan<byte> blob, int index, out MmioSlot slot)
    {
        slot = default;
        if (!FlattenedDeviceTree.TryOpen(blob, out FlattenedDeviceTree tree))
            return false;
        ReadOnlySpan<byte> registers = default, interrupts = default;
        bool isMatch = false;
        ReadOnlySpan<byte> name = default;
        foreach (DeviceTreeProperty property in tree)
        {
            // Properties of one node stand together.
            if (!property.Node.SequenceEqual(name))
            {
                if (isMatch && TryRead(registers, interrupts, out slot) && index-- == 0)
                    return true;
                name = property.Node;
                registers = interrupts = default;
                isMatch = false;
            }

            if (property.Name.SequenceEqual("reg"u8))
                registers = property.Value;
            else if (property.Name.SequenceEqual("interrupts"u8))
                interrupts = property.Value;
            else if (property.Name.SequenceEqual("compatible"u8))
                isMatch = property.Value.StartsWith("virtio,mmio"u8);
        }

        return isMatch && TryRead(registers, interrupts, out slot) && index == 0;
    }

    // Two cells each for address and size; three for an interrupt: kind (0 is shared), number, flags.
    private static bool TryRead(ReadOnlySpan<byte> registers, ReadOnlySpan<byte> interrupts, out MmioSlot slot)
    {
        slot = default;
        if (registers.Length < 16)
            return false;
        int line = interrupts.Length >= 12 && BinaryPrimitives.ReadUInt32BigEndian(interrupts) == 0
            ? SharedInterrupts + (int)(BinaryPrimitives.ReadUInt32BigEndian(interrupts.Slice(4)) & 0x3ff)
            : -1;
        slot = new MmioSlot(BinaryPrimitives.ReadUInt64BigEndian(registers), BinaryPrimitives.ReadUInt64BigEndian(registers.Slice(8)), line);
        return true;
    }
}
