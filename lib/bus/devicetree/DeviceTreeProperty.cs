using System;

namespace Lithe.DeviceTree;

/// <summary>A property as the walk meets it. Its texts are looked at only when they are asked for: most properties are passed by.</summary>
public readonly ref struct DeviceTreeProperty
{
    private readonly ReadOnlySpan<byte> _structure;
    private readonly ReadOnlySpan<byte> _strings;
    private readonly int _name, _start, _length;

    internal DeviceTreeProperty(ReadOnlySpan<byte> structure, ReadOnlySpan<byte> strings, int depth, int node, int name, int start, int length)
    {
        _structure = structure;
        _strings = strings;
        Depth = depth;
        NodeOffset = node;
        _name = name;
        _start = start;
        _length = length;
    }

    /// <summary>How deep its node lies: 1 for the root's properties, 2 for those of the root's children.</summary>
    public int Depth { get; }

    /// <summary>Where its node's name begins in the tree's structure: the same for all properties of a node, and for those of no other.</summary>
    public int NodeOffset { get; }

    /// <summary>Its node's name with the unit address: <c>memory@40000000</c>.</summary>
    public ReadOnlySpan<byte> Node => ReadText(_structure, NodeOffset);

    /// <summary>Its name; empty when it lies outside the tree.</summary>
    public ReadOnlySpan<byte> Name => (uint)_name < (uint)_strings.Length ? ReadText(_strings, _name) : default;

    /// <summary>Its value; numbers are big-endian.</summary>
    public ReadOnlySpan<byte> Value => _structure.Slice(_start, _length);

    /// <summary>Whether this is its name.</summary>
    public bool NameIs(ReadOnlySpan<byte> name) => IsText(_strings, _name, name);

    /// <summary>Whether its node's name is this text or begins with it.</summary>
    public bool NodeStartsWith(ReadOnlySpan<byte> start) => StartsWith(_structure, NodeOffset, start);

    /// <summary>Where the value begins in the tree's structure.</summary>
    public int ValueOffset => _start;

    /// <summary>Whether the value is a list of texts, each ended by a zero, and this is one of them.</summary>
    public bool Lists(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> list = Value;
        for (int at = 0; at < list.Length; at++)
        {
            if (IsText(list, at, text))
                return true;
            while (at < list.Length && list[at] != 0)
                at++;
        }

        return false;
    }

    private static bool IsText(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> text) =>
        StartsWith(bytes, at, text) && (at + text.Length == bytes.Length || bytes[at + text.Length] == 0);

    // Not the general comparison: it may allocate in images that are not optimised, and this runs before there is a heap.
    private static bool StartsWith(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> text)
    {
        if ((uint)at > (uint)bytes.Length || bytes.Length - at < text.Length)
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (bytes[at + i] != text[i])
                return false;
        }

        return true;
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
