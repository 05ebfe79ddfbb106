using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lithe.DeviceTree;

/// <summary>
/// The walk: <c>foreach</c> over a <see cref="FlattenedDeviceTree"/> (Devicetree Specification 0.4, §5.4). It is a good part of what a boot costs, and passes by most of
/// what it meets: it goes by cells, and texts are looked at by who asks.
/// </summary>
public ref struct PropertyEnumerator
{
    private const uint BeginNode = 1, EndNode = 2, Property = 3, Nop = 4;

    private readonly ReadOnlySpan<uint> _cells;
    private readonly ReadOnlySpan<byte> _structure;
    private readonly ReadOnlySpan<byte> _strings;
    private int _cell;
    private int _depth;
    private int _node;
    private int _value;

    internal PropertyEnumerator(ReadOnlySpan<byte> structure, ReadOnlySpan<byte> strings)
    {
        _structure = structure;
        _cells = MemoryMarshal.Cast<byte, uint>(structure);
        _strings = strings;
    }

    /// <summary>The property that <see cref="MoveNext"/> found.</summary>
    public readonly DeviceTreeProperty Current => new(_structure, _strings, _depth, _node * 4, (int)Cell(_value - 1), _value * 4, (int)Cell(_value - 2));

    /// <summary>Where the name lies among the tree's texts.</summary>
    public readonly uint NameOffset => Cell(_value - 1);

    /// <summary>The first four bytes of the name, the first one lowest, with the zero at its end: tells most names apart. 0 when it lies outside the tree.</summary>
    public readonly uint NameStart
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            uint offset = Cell(_value - 1);
            return (ulong)offset + 4 <= (ulong)_strings.Length ? BinaryPrimitives.ReadUInt32LittleEndian(_strings.Slice((int)offset)) : 0;
        }
    }

    /// <summary>As <see cref="DeviceTreeProperty.Value"/>.</summary>
    public readonly ReadOnlySpan<byte> Value => _structure.Slice(_value * 4, (int)Cell(_value - 2));

    /// <summary>As <see cref="DeviceTreeProperty.NodeOffset"/>.</summary>
    public readonly int NodeOffset => _node * 4;

    /// <summary>Goes to the next property. A node's properties come before its children, so the last node opened is theirs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        ReadOnlySpan<uint> cells = _cells;
        int at = _cell;
        while ((uint)at < (uint)cells.Length)
        {
            uint token = BinaryPrimitives.ReverseEndianness(cells[at++]);
            if (token == Property)
            {
                if (cells.Length - at < 2)
                    break;
                uint length = BinaryPrimitives.ReverseEndianness(cells[at]);
                at += 2;
                if (length > (uint)(cells.Length - at) * 4)
                    break;
                _value = at;
                _cell = at + (int)((length + 3) >> 2);
                return true;
            }

            if (token == BeginNode)
            {
                _depth++;
                _node = at;
                // The name ends in the first cell with a byte that is zero.
                while ((uint)at < (uint)cells.Length && !HasZero(cells[at]))
                    at++;
                at++;
            }
            else if (token == EndNode)
            {
                _depth--;
            }
            else if (token != Nop)
            {
                break;
            }
        }

        _cell = cells.Length;
        return false;
    }

    private static bool HasZero(uint cell) => ((cell - 0x0101_0101) & ~cell & 0x8080_8080) != 0;

    private readonly uint Cell(int index) => BinaryPrimitives.ReverseEndianness(_cells[index]);
}
