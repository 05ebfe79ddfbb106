using System;
using System.Buffers.Binary;

namespace Lithe.DeviceTree;

/// <summary>
/// A flattened device tree (Devicetree Specification 0.4, chapter 5), read in place. It comes from outside: whatever its bytes are, reading
/// ends and stays inside them, and a part that makes no sense ends the walk.
/// </summary>
public readonly ref struct FlattenedDeviceTree
{
    /// <summary>Number of bytes of the header.</summary>
    public const int HeaderSize = 40;

    private const uint Magic = 0xd00d_feed;
    private const uint OldestVersion = 16;

    private readonly ReadOnlySpan<byte> _structure;
    private readonly ReadOnlySpan<byte> _strings;

    private FlattenedDeviceTree(ReadOnlySpan<byte> structure, ReadOnlySpan<byte> strings)
    {
        _structure = structure;
        _strings = strings;
    }

    /// <summary>The total size in bytes that a header announces, or 0 when it is no header.</summary>
    public static int TotalSize(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderSize || BinaryPrimitives.ReadUInt32BigEndian(header) != Magic)
            return 0;
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(4));
        return size is >= HeaderSize and <= int.MaxValue ? (int)size : 0;
    }

    /// <summary>Takes a whole blob. False when it is not a device tree of version 16 or later.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> blob, out FlattenedDeviceTree tree)
    {
        tree = default;
        int size = TotalSize(blob);
        if (size == 0 || size > blob.Length || BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(24)) > 17
            || BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(20)) < OldestVersion)
        {
            return false;
        }

        uint structureOffset = BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(8));
        uint stringsOffset = BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(12));
        uint stringsSize = BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(32));
        if (structureOffset > (uint)size || stringsOffset > (uint)size || stringsSize > (uint)size - stringsOffset)
            return false;
        tree = new FlattenedDeviceTree(
            blob.Slice((int)structureOffset, size - (int)structureOffset),
            blob.Slice((int)stringsOffset, (int)stringsSize));
        return true;
    }

    /// <summary>A walk over all properties, in the order of the blob.</summary>
    public PropertyEnumerator GetEnumerator() => new(_structure, _strings);
}

/// <summary>A property as the walk meets it.</summary>
public readonly ref struct DeviceTreeProperty
{
    internal DeviceTreeProperty(int depth, ReadOnlySpan<byte> node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Depth = depth;
        Node = node;
        Name = name;
        Value = value;
    }

    /// <summary>How deep its node lies: 1 for the root's properties, 2 for those of the root's children.</summary>
    public int Depth { get; }

    /// <summary>Its node's name with the unit address: <c>memory@40000000</c>.</summary>
    public ReadOnlySpan<byte> Node { get; }

    /// <summary>Its name.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Its value; numbers are big-endian.</summary>
    public ReadOnlySpan<byte> Value { get; }
}

/// <summary>The walk: <c>foreach</c> over a <see cref="FlattenedDeviceTree"/>.</summary>
public ref struct PropertyEnumerator
{
    private const uint BeginNode = 1, EndNode = 2, Property = 3, Nop = 4;

    private readonly ReadOnlySpan<byte> _structure;
    private readonly ReadOnlySpan<byte> _strings;
    private ReadOnlySpan<byte> _node;
    private ReadOnlySpan<byte> _name;
    private ReadOnlySpan<byte> _value;
    private int _position;
    private int _depth;

    internal PropertyEnumerator(ReadOnlySpan<byte> structure, ReadOnlySpan<byte> strings)
    {
        _structure = structure;
        _strings = strings;
    }

    /// <summary>The property that <see cref="MoveNext"/> found.</summary>
    public readonly DeviceTreeProperty Current => new(_depth, _node, _name, _value);

    /// <summary>Goes to the next property. A node's properties come before its children, so the last node opened is theirs.</summary>
    public bool MoveNext()
    {
        while (TryReadCell(out uint token))
        {
            switch (token)
            {
                case BeginNode:
                    _depth++;
                    _node = ReadText(_structure, _position);
                    if (!Skip(_node.Length + 1))
                        return false;
                    break;
                case EndNode:
                    _depth--;
                    _node = default;
                    break;
                case Property:
                    if (!TryReadCell(out uint length) || !TryReadCell(out uint name) || length > (uint)(_structure.Length - _position))
                        return false;
                    _name = name < (uint)_strings.Length ? ReadText(_strings, (int)name) : default;
                    _value = _structure.Slice(_position, (int)length);
                    if (!Skip((int)length))
                        return false;
                    return true;
                case Nop:
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private bool TryReadCell(out uint value)
    {
        value = 0;
        if (_structure.Length - _position < 4)
            return false;
        value = BinaryPrimitives.ReadUInt32BigEndian(_structure.Slice(_position));
        _position += 4;
        return true;
    }

    /// <summary>Moves on to the next multiple of four; false when that lies beyond the end.</summary>
    private bool Skip(int length)
    {
        if (length > _structure.Length - _position)
            return false;
        _position = (_position + length + 3) & ~3;
        return _position <= _structure.Length;
    }

    private static ReadOnlySpan<byte> ReadText(ReadOnlySpan<byte> bytes, int start)
    {
        ReadOnlySpan<byte> rest = bytes.Slice(start);
        int length = 0;
        while (length < rest.Length && rest[length] != 0)
            length++;
        return rest.Slice(0, length);
    }
}
