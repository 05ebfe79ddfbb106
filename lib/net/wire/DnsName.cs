using System;

namespace Lithe.Net;

/// <summary>Domain names as they stand in messages: labels with their lengths in front, a zero at the end, at most 255 bytes (RFC 1035 3.1).</summary>
public static class DnsName
{
    /// <summary>The most bytes of a name.</summary>
    public const int MaxSize = 255;

    /// <summary>The most bytes of a label.</summary>
    public const int MaxLabel = 63;

    /// <summary>The most bytes of a name as text: each byte may be written as a backslash and three digits.</summary>
    public const int MaxTextSize = 4 * MaxSize;

    private const byte PointerBits = 0xc0;

    /// <summary>
    /// Reads a name from a message, compressed or not (RFC 1035 4.1.4), into at least <see cref="MaxSize"/> bytes without compression. <paramref name="offset"/> moves behind it. False when it
    /// is too long, leads out of the message, or a pointer does not lead to before where it stands: so reading ends.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int offset, Span<byte> name, out int length)
    {
        length = 0;
        int position = offset, end = -1, limit = offset;
        while ((uint)position < (uint)message.Length)
        {
            byte size = message[position];
            if ((size & PointerBits) == PointerBits)
            {
                if (position + 1 >= message.Length)
                    return false;
                int target = (size & 0x3f) << 8 | message[position + 1];
                if (end < 0)
                    end = position + 2;
                // Always further back than anything read so far.
                if (target >= limit)
                    return false;
                position = limit = target;
                continue;
            }

            if (size > MaxLabel || position + 1 + size > message.Length || length + 1 + size + (size == 0 ? 0 : 1) > MaxSize)
                return false;
            message.Slice(position, 1 + size).CopyTo(name.Slice(length));
            length += 1 + size;
            position += 1 + size;
            if (size == 0)
            {
                offset = end < 0 ? position : end;
                return true;
            }
        }

        return false;
    }

    /// <summary>Passes over a name without reading where its pointer leads.</summary>
    public static bool TrySkip(ReadOnlySpan<byte> message, ref int offset)
    {
        int position = offset;
        while ((uint)position < (uint)message.Length)
        {
            byte size = message[position];
            if ((size & PointerBits) == PointerBits)
            {
                if (position + 2 > message.Length)
                    return false;
                offset = position + 2;
                return true;
            }

            if (size > MaxLabel)
                return false;
            position += 1 + size;
            if (size == 0)
            {
                offset = position;
                return position <= message.Length;
            }
        }

        return false;
    }

    /// <summary>
    /// Reads a name's text: labels with points between, a point at the end or none, <c>.</c> alone for the root; a backslash takes the next byte as it is, or three digits as a byte. False when
    /// a label is empty or too long, or all of it is.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, Span<byte> name, out int length)
    {
        length = 0;
        if (text.Length == 0 || name.Length < MaxSize)
            return false;
        if (text.Length == 1 && text[0] == '.')
            text = default;
        int label = 0;
        name[0] = 0;
        length = 1;
        for (int i = 0; i < text.Length; i++)
        {
            byte value = text[i];
            if (value == '.')
            {
                if (name[label] == 0)
                    return false;
                if (i == text.Length - 1)
                    break;
                if (length == MaxSize)
                    return false;
                label = length;
                name[length++] = 0;
                continue;
            }

            if (value == '\\')
            {
                if (i + 1 >= text.Length)
                    return false;
                value = text[++i];
                if (value is >= (byte)'0' and <= (byte)'9')
                {
                    if (i + 2 >= text.Length || text[i + 1] is < (byte)'0' or > (byte)'9' || text[i + 2] is < (byte)'0' or > (byte)'9')
                        return false;
                    int number = (value - '0') * 100 + (text[i + 1] - '0') * 10 + text[i + 2] - '0';
                    if (number > 255)
                        return false;
                    value = (byte)number;
                    i += 2;
                }
            }

            // The zero at the end must fit as well.
            if (name[label] == MaxLabel || length >= MaxSize - 1)
                return false;
            name[label]++;
            name[length++] = value;
        }

        if (name[label] != 0)
            name[length++] = 0;
        return true;
    }

    /// <summary>Writes a name's text, without a point at the end; at most <see cref="MaxTextSize"/> bytes.</summary>
    public static bool TryFormat(ReadOnlySpan<byte> name, Span<byte> text, out int length)
    {
        length = 0;
        if (name.Length == 1)
        {
            if (text.Length == 0)
                return false;
            text[length++] = (byte)'.';
            return true;
        }

        for (int position = 0; position < name.Length && name[position] != 0;)
        {
            int size = name[position++];
            if (position + size > name.Length || length + 4 * size + 1 > text.Length)
                return false;
            if (length > 0)
                text[length++] = (byte)'.';
            foreach (byte value in name.Slice(position, size))
            {
                if (value is (byte)'.' or (byte)'\\')
                {
                    text[length++] = (byte)'\\';
                    text[length++] = value;
                }
                else if (value is > 0x20 and < 0x7f)
                {
                    text[length++] = value;
                }
                else
                {
                    text[length++] = (byte)'\\';
                    text[length++] = (byte)('0' + value / 100);
                    text[length++] = (byte)('0' + value / 10 % 10);
                    text[length++] = (byte)('0' + value % 10);
                }
            }

            position += size;
        }

        return true;
    }

    /// <summary>Whether two names are one: capital and small letters are the same (RFC 4343).</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
            return false;
        for (int i = 0; i < left.Length; i++)
        {
            if (Lower(left[i]) != Lower(right[i]))
                return false;
        }

        return true;
    }

    /// <summary>A hash that is the same for names that are one.</summary>
    public static uint Hash(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        foreach (byte value in name)
            hash = (hash ^ Lower(value)) * 16777619;
        return hash ^ hash >> 15;
    }

    // Lengths of labels are below 64, so no capital letters.
    internal static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
}
