using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>An Ethernet address.</summary>
public readonly record struct MacAddress : IUtf8SpanFormattable, ISpanFormattable
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 6;

    private const int TextSize = 17;

    // As the bytes lie in memory, in the lower 48 bits.
    private readonly ulong _bytes;

    /// <summary>Makes one of its bytes, in the order of the wire.</summary>
    public MacAddress(byte a, byte b, byte c, byte d, byte e, byte f) =>
        _bytes = a | (ulong)b << 8 | (ulong)c << 16 | (ulong)d << 24 | (ulong)e << 32 | (ulong)f << 40;

    private MacAddress(ulong bytes) => _bytes = bytes;

    /// <summary>Everybody.</summary>
    public static MacAddress Broadcast => new(0xffff_ffff_ffff);

    /// <summary>The first byte on the wire.</summary>
    public byte A => (byte)_bytes;

    /// <summary>The second byte.</summary>
    public byte B => (byte)(_bytes >> 8);

    /// <summary>The third byte.</summary>
    public byte C => (byte)(_bytes >> 16);

    /// <summary>The fourth byte.</summary>
    public byte D => (byte)(_bytes >> 24);

    /// <summary>The fifth byte.</summary>
    public byte E => (byte)(_bytes >> 32);

    /// <summary>The last byte.</summary>
    public byte F => (byte)(_bytes >> 40);

    /// <summary>The six bytes as they lie in memory, the first one lowest.</summary>
    public ulong Word => _bytes;

    /// <summary>Whether it is of a group; everybody is one.</summary>
    public bool IsMulticast => (_bytes & 1) != 0;

    /// <summary>Makes one of <see cref="Word"/>; bits above the 48th do not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MacAddress FromWord(ulong word) => new(word & 0xffff_ffff_ffff);

    /// <summary>The address that IP packets of a multicast group are sent to (RFC 1112 6.4, RFC 2464 7).</summary>
    public static MacAddress OfGroup(in IpAddress group) =>
        group.IsV4
            ? new(0x5e0001UL | (ulong)(group.V4Word & 0xffff7f00) << 16)
            : new(0x3333UL | group.Last >> 32 << 16);

    /// <summary>Reads six bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MacAddress Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt32LittleEndian(bytes) | (ulong)BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(4)) << 32);

    /// <summary>Writes six bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.Slice(4), (ushort)(_bytes >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)_bytes);
    }

    /// <summary>Reads six groups of two hexadecimal digits with colons between them.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out MacAddress address)
    {
        address = default;
        if (text.Length != TextSize)
            return false;
        ulong bytes = 0;
        for (int i = 0; i < Size; i++)
        {
            int high = IpText.Hex(text[3 * i]), low = IpText.Hex(text[3 * i + 1]);
            if ((high | low) < 0 || (i < Size - 1 && text[3 * i + 2] != ':'))
                return false;
            bytes |= (ulong)(uint)(high << 4 | low) << (8 * i);
        }

        address = new MacAddress(bytes);
        return true;
    }

    /// <summary>Writes the text: 17 bytes.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten)
    {
        bytesWritten = 0;
        if (utf8Destination.Length < TextSize)
            return false;
        for (int i = 0; i < Size; i++)
        {
            byte value = (byte)(_bytes >> (8 * i));
            utf8Destination[3 * i] = IpText.Digit(value >> 4);
            utf8Destination[3 * i + 1] = IpText.Digit(value & 15);
            if (i < Size - 1)
                utf8Destination[3 * i + 2] = (byte)':';
        }

        bytesWritten = TextSize;
        return true;
    }

    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => TryFormat(utf8Destination, out bytesWritten);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Span<byte> text = stackalloc byte[TextSize];
        TryFormat(text, out int length);
        return IpText.Widen(text.Slice(0, length), destination, out charsWritten);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[TextSize];
        TryFormat(text, out int length);
        return IpText.ToString(text.Slice(0, length));
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
