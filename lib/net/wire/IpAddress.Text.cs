using System;

namespace Lithe.Net;

/// <summary>Reading and writing addresses as text: RFC 4291 2.2, written as RFC 5952 wants it.</summary>
public readonly partial struct IpAddress : IUtf8SpanFormattable, ISpanFormattable
{
    /// <summary>The most bytes of an address as text.</summary>
    public const int MaxTextSize = 39;

    private const int Groups = 8;

    /// <summary>Reads an address of either family. Leading zeros in IPv4, zones and anything else behind it are errors.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpAddress address)
    {
        // An image without IPv6 has no use for its texts.
        if (Config.NET_IPV6 && text.IndexOf((byte)':') >= 0)
            return TryParseV6(text, out address);
        address = default;
        if (!TryParseV4(text, out uint number))
            return false;
        address = FromV4(number);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out IpAddress)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        Span<byte> bytes = stackalloc byte[64];
        return IpText.Narrow(text, bytes) && TryParse((ReadOnlySpan<byte>)bytes.Slice(0, text.Length), out address);
    }

    private static bool TryParseV4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        for (int i = 0; i < V4Size; i++)
        {
            if (i > 0)
            {
                if (text.Length == 0 || text[0] != '.')
                    return false;
                text = text.Slice(1);
            }

            int digits = IpText.TakeNumber(text, 255, out uint part);
            if (digits == 0)
                return false;
            address = address << 8 | part;
            text = text.Slice(digits);
        }

        return text.Length == 0;
    }

    private static bool TryParseV6(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        Span<ushort> groups = stackalloc ushort[Groups];
        groups.Clear();
        int count = 0, gap = -1, position = 0;
        if (text.Length >= 2 && text[0] == ':' && text[1] == ':')
        {
            gap = 0;
            position = 2;
        }

        while (position < text.Length)
        {
            if (count == Groups)
                return false;
            int digits = 0, value = 0;
            for (; position + digits < text.Length && digits < 5 && IpText.Hex(text[position + digits]) is int digit and >= 0; digits++)
                value = value << 4 | digit;
            if (digits is 0 or > 4)
                return false;
            if (position + digits < text.Length && text[position + digits] == '.')
            {
                // The last four bytes as IPv4.
                if (count > Groups - 2 || !TryParseV4(text.Slice(position), out uint last))
                    return false;
                groups[count++] = (ushort)(last >> 16);
                groups[count++] = (ushort)last;
                position = text.Length;
                break;
            }

            groups[count++] = (ushort)value;
            position += digits;
            if (position == text.Length)
                break;
            if (text[position++] != ':' || position == text.Length)
                return false;
            if (text[position] == ':')
            {
                if (gap >= 0)
                    return false;
                gap = count;
                position++;
            }
        }

        // A gap stands for at least one group.
        if (gap < 0 ? count != Groups : count >= Groups)
            return false;
        Span<byte> bytes = stackalloc byte[V6Size];
        bytes.Clear();
        for (int i = 0; i < count; i++)
        {
            int place = gap >= 0 && i >= gap ? Groups - count + i : i;
            bytes[2 * place] = (byte)(groups[i] >> 8);
            bytes[2 * place + 1] = (byte)groups[i];
        }

        address = ReadV6(bytes);
        return true;
    }

    /// <summary>Writes the address; at most <see cref="MaxTextSize"/> bytes.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten)
    {
        Span<byte> text = stackalloc byte[64];
        int length = !Config.NET_IPV6 || IsV4 ? FormatV4(text) : FormatV6(text);
        bytesWritten = 0;
        if (!text.Slice(0, length).TryCopyTo(utf8Destination))
            return false;
        bytesWritten = length;
        return true;
    }

    private int FormatV4(Span<byte> text)
    {
        int length = 0;
        for (int shift = 32; shift < 64; shift += 8)
        {
            if (shift > 32)
                text[length++] = (byte)'.';
            length += IpText.PutNumber(text.Slice(length), (byte)(_last >> shift));
        }

        return length;
    }

    private int FormatV6(Span<byte> text)
    {
        // The longest row of zeros, the first of those, if it has at least two (RFC 5952 4.2).
        int start = -1, longest = 1;
        for (int i = 0; i < Groups; i++)
        {
            int end = i;
            while (end < Groups && Group(end) == 0)
                end++;
            if (end - i > longest)
                (start, longest) = (i, end - i);
            i = end > i ? end : i;
        }

        int length = 0;
        for (int i = 0; i < Groups; i++)
        {
            if (i == start)
            {
                text[length++] = (byte)':';
                text[length++] = (byte)':';
                i += longest - 1;
                continue;
            }

            if (length > 0 && text[length - 1] != ':')
                text[length++] = (byte)':';
            int value = Group(i), shift = 12;
            while (shift > 0 && value >> shift == 0)
                shift -= 4;
            for (; shift >= 0; shift -= 4)
                text[length++] = IpText.Digit(value >> shift & 15);
        }

        return length;
    }

    private int Group(int index)
    {
        ulong half = (index < 4 ? _first : _last) >> (index % 4 * 16);
        return (int)((half & 0xff) << 8 | (half >> 8 & 0xff));
    }

    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => TryFormat(utf8Destination, out bytesWritten);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Span<byte> text = stackalloc byte[64];
        TryFormat(text, out int length);
        return IpText.Widen(text.Slice(0, length), destination, out charsWritten);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[64];
        TryFormat(text, out int length);
        return IpText.ToString(text.Slice(0, length));
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
