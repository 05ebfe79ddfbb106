using System.Buffers.Binary;
using System.Text;

namespace Lithe.Analysis.Dwarf;

/// <summary>Reads DWARF's data forms. Reading past the end is an <see cref="InvalidDataException"/>.</summary>
internal ref struct DwarfCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    private int _position;

    /// <summary>Where the next form starts. Offsets come from the file, so one that leads out of it is the file's fault.</summary>
    public int Position
    {
        readonly get => _position;
        set => _position = value >= 0 && value <= _bytes.Length ? value : throw new InvalidDataException("an offset in the debug information leads out of it");
    }

    public readonly int Length => _bytes.Length;

    public readonly bool IsAtEnd => Position >= _bytes.Length;

    public byte U8() => Take(1)[0];

    public sbyte S8() => (sbyte)U8();

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public ulong Uleb()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = U8();
            if (shift < 64)
                value |= (ulong)(part & 0x7F) << shift;
            if ((part & 0x80) == 0)
                return value;
        }
    }

    public long Sleb()
    {
        long value = 0;
        int shift = 0;
        byte part;
        do
        {
            part = U8();
            if (shift < 64)
                value |= (long)(part & 0x7F) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0);
        return shift < 64 && (part & 0x40) != 0 ? value | (-1L << shift) : value;
    }

    public string Text()
    {
        ReadOnlySpan<byte> rest = _bytes[Math.Min(Position, _bytes.Length)..];
        int end = rest.IndexOf((byte)0);
        if (end < 0)
            throw new InvalidDataException("a text in the debug information has no end");
        Position += end + 1;
        return Encoding.UTF8.GetString(rest[..end]);
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || Position > _bytes.Length - count)
            throw new InvalidDataException("the debug information ends too early");
        ReadOnlySpan<byte> taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>A unit's length; 64-bit DWARF is not used by the tools that make images.</summary>
    public int UnitLength()
    {
        uint length = U32();
        if (length > (uint)(_bytes.Length - Position))
            throw new InvalidDataException("a unit of the debug information is longer than its section");
        return (int)length;
    }
}
