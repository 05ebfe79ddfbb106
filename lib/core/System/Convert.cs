using System.Buffers;

namespace System;

/// <summary>Bytes as hexadecimal and Base64 text.</summary>
public static partial class Convert
{
    /// <summary>Two hexadecimal digits a byte, capital letters.</summary>
    public static string ToHexString(ReadOnlySpan<byte> bytes) => Hex(bytes, 'A');

    /// <summary>Two hexadecimal digits a byte, capital letters.</summary>
    public static string ToHexString(byte[] inArray) => Hex(NotNull(inArray), 'A');

    /// <summary>Two hexadecimal digits a byte, small letters.</summary>
    public static string ToHexStringLower(ReadOnlySpan<byte> bytes) => Hex(bytes, 'a');

    /// <summary>Two hexadecimal digits a byte, small letters.</summary>
    public static string ToHexStringLower(byte[] inArray) => Hex(NotNull(inArray), 'a');

    /// <summary>Writes two hexadecimal digits a byte, capital letters, if they fit.</summary>
    public static bool TryToHexString(ReadOnlySpan<byte> source, Span<char> destination, out int charsWritten) =>
        TryHex(source, destination, 'A', out charsWritten);

    /// <summary>Writes two hexadecimal digits a byte, small letters, if they fit.</summary>
    public static bool TryToHexStringLower(ReadOnlySpan<byte> source, Span<char> destination, out int charsWritten) =>
        TryHex(source, destination, 'a', out charsWritten);

    /// <summary>The bytes of pairs of hexadecimal digits; wrong text fails.</summary>
    public static byte[] FromHexString(string s)
    {
        if (s is null)
            ThrowHelper.ThrowArgumentNull(nameof(s));
        return FromHexString((ReadOnlySpan<char>)s);
    }

    /// <summary>The bytes of pairs of hexadecimal digits; wrong text fails.</summary>
    public static byte[] FromHexString(ReadOnlySpan<char> chars)
    {
        if (chars.Length % 2 != 0)
            ThrowHelper.ThrowFormat("The input is not a valid hex string as its length is not a multiple of 2.");
        byte[] bytes = new byte[chars.Length / 2];
        if (FromHexString(chars, bytes, out _, out _) != OperationStatus.Done)
            ThrowHelper.ThrowFormat("The input is not a valid hex string as it contains a non-hex character.");
        return bytes;
    }

    /// <summary>The bytes of pairs of hexadecimal digits, as far as they are right and fit.</summary>
    public static OperationStatus FromHexString(
        ReadOnlySpan<char> source, Span<byte> destination, out int charsConsumed, out int bytesWritten)
    {
        int pairs = source.Length / 2;
        int count = pairs < destination.Length ? pairs : destination.Length;
        for (int i = 0; i < count; i++)
        {
            uint high = Unit.HexDigit(source[2 * i]);
            uint low = Unit.HexDigit(source[2 * i + 1]);
            if (high > 15 || low > 15)
            {
                charsConsumed = 2 * i;
                bytesWritten = i;
                return OperationStatus.InvalidData;
            }
            destination[i] = (byte)(high << 4 | low);
        }
        charsConsumed = 2 * count;
        bytesWritten = count;
        return count < pairs ? OperationStatus.DestinationTooSmall
            : source.Length % 2 != 0 ? OperationStatus.NeedMoreData : OperationStatus.Done;
    }

    private static string Hex(ReadOnlySpan<byte> bytes, char ten)
    {
        string text = string.FastAllocateString(checked(bytes.Length * 2));
        TryHex(bytes, text.Writable(), ten, out _);
        return text;
    }

    private static bool TryHex(ReadOnlySpan<byte> source, Span<char> destination, char ten, out int written)
    {
        written = 0;
        if (destination.Length / 2 < source.Length)
            return false;
        for (int i = 0; i < source.Length; i++)
        {
            destination[2 * i] = HexDigit(source[i] >> 4, ten);
            destination[2 * i + 1] = HexDigit(source[i] & 15, ten);
        }
        written = 2 * source.Length;
        return true;
    }

    private static char HexDigit(int value, char ten) => (char)(value < 10 ? '0' + value : ten + value - 10);

    private static byte[] NotNull([Diagnostics.CodeAnalysis.NotNull] byte[]? inArray)
    {
        if (inArray is null)
            ThrowHelper.ThrowArgumentNull(nameof(inArray));
        return inArray;
    }
}
