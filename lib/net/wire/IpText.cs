using System;

namespace Lithe.Net;

/// <summary>What the texts of addresses have in common: all of it is ASCII.</summary>
internal static class IpText
{
    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    internal static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };

    internal static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);

    /// <summary>Reads a decimal number without leading zeros from the front of the text, at most <paramref name="most"/>; how many digits it has, 0 when it is none.</summary>
    internal static int TakeNumber(ReadOnlySpan<byte> text, uint most, out uint value)
    {
        value = 0;
        int length = 0;
        while (length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9')
        {
            if (length > 0 && value == 0)
                return 0;
            value = value * 10 + (uint)(text[length] - '0');
            if (value > most)
                return 0;
            length++;
        }

        return length;
    }

    /// <summary>Writes a number in decimal; how many digits, of which there must be room for ten.</summary>
    internal static int PutNumber(Span<byte> text, uint value)
    {
        int length = 1;
        for (uint rest = value; rest >= 10; rest /= 10)
            length++;
        for (int i = length - 1; i >= 0; i--, value /= 10)
            text[i] = (byte)('0' + value % 10);
        return length;
    }

    internal static bool Widen(ReadOnlySpan<byte> text, Span<char> destination, out int written)
    {
        written = 0;
        if (destination.Length < text.Length)
            return false;
        for (int i = 0; i < text.Length; i++)
            destination[i] = (char)text[i];
        written = text.Length;
        return true;
    }

    /// <summary>The characters as bytes: what is not ASCII becomes a byte that no address has. False when there are too many.</summary>
    internal static bool Narrow(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length > bytes.Length)
            return false;
        for (int i = 0; i < text.Length; i++)
            bytes[i] = text[i] < 128 ? (byte)text[i] : (byte)0;
        return true;
    }

    internal static string ToString(ReadOnlySpan<byte> text)
    {
        Span<char> chars = stackalloc char[64];
        Widen(text, chars, out int length);
        return new string(chars.Slice(0, length));
    }
}
