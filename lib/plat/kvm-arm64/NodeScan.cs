using System.Buffers.Binary;

namespace Lithe.Plat;

/// <summary>
/// Goes from node to node of a flattened device tree's structure (Devicetree Specification 0.4, §5.4), and passes by most of them in a few instructions a property: looking at
/// each property as <c>lib/bus/devicetree</c> does was half of a boot. Whatever the bytes are, it stays inside them.
/// </summary>
internal unsafe ref struct NodeScan
{
    // Tokens as they lie in memory, big-endian.
    private const uint BeginNode = 0x0100_0000, EndNode = 0x0200_0000, Property = 0x0300_0000, Nop = 0x0400_0000;

    private readonly byte* _strings;
    private readonly int _stringsLength;

    // The last places for a token with a word behind it, and for a property's three words.
    private readonly byte* _lastPair, _lastProperty;
    private readonly byte* _end;
    private byte* _at;

    /// <summary>The structure is whole words, and one of its last word's bytes is 0, as in the token that ends it: a name ends there at the latest. Else there is nothing to be found.</summary>
    internal NodeScan(byte* structure, int length, byte* strings, int stringsLength)
    {
        _strings = strings;
        _stringsLength = stringsLength;
        length &= ~3;
        _at = structure;
        _end = length >= 12 && HasZero(*(uint*)(structure + length - 4)) ? structure + length : structure;
        _lastPair = _end - 8;
        _lastProperty = _end - 12;
    }

    /// <summary>The node's name, and how many bytes it has at the most; it ends with a zero.</summary>
    internal byte* Name { get; private set; }

    /// <summary>The property's value.</summary>
    internal byte* Value { get; private set; }

    /// <summary>How many bytes the value has.</summary>
    internal int ValueLength { get; private set; }

    /// <summary>Where the property's name lies among the tree's texts.</summary>
    internal uint NameOffset { get; private set; }

    /// <summary>The first four bytes of the property's name, the first one lowest, with the zero at its end; 0 when it lies outside the tree.</summary>
    internal readonly uint NameStart => (long)NameOffset + 4 <= _stringsLength ? *(uint*)(_strings + NameOffset) : 0;

    /// <summary>
    /// Goes to the next node the second letter of whose name is one of these, a bit for each of the lowest five bits of a letter.
    /// </summary>
    internal bool MoveNext(uint letters)
    {
        byte* at = _at, last = _lastPair;
        while (at <= last)
        {
            ulong pair = *(ulong*)at, ordered = BinaryPrimitives.ReverseEndianness(pair);
            if (ordered >> 32 == 3)
            {
                at += ((ulong)(uint)ordered + 15) & ~3UL;
                continue;
            }

            at += 4;
            if ((uint)pair == BeginNode)
            {
                byte* name = at;
                while (!HasZero(*(uint*)at))
                    at += 4;
                at += 4;
                if ((letters >> (int)(pair >> 40) & 1) == 0)
                    continue;
                Name = name;
                _at = at;
                return true;
            }

            if ((uint)pair is not (EndNode or Nop))
                break;
        }

        _at = _end;
        return false;
    }

    /// <summary>Goes to the node's next property.</summary>
    internal bool MoveNextProperty()
    {
        byte* at = _at;
        while (at <= _lastPair && *(uint*)at == Nop)
            at += 4;
        _at = at;
        if (at > _lastProperty || *(uint*)at != Property)
            return false;
        uint length = BinaryPrimitives.ReverseEndianness(*(uint*)(at + 4));
        if (length > (ulong)(_end - at) - 12)
            return false;
        NameOffset = BinaryPrimitives.ReverseEndianness(*(uint*)(at + 8));
        Value = at + 12;
        ValueLength = (int)length;
        _at = at + ((length + 15) & ~3U);
        return true;
    }

    private static bool HasZero(uint word) => ((word - 0x0101_0101) & ~word & 0x8080_8080) != 0;
}
