using System;
using Lithe.Plat;

namespace Lithe.Panic;

/// <summary>Text and numbers to the polled console, without heap, buffers or locks: usable with everything else broken.</summary>
internal static class PanicWriter
{
    internal static void Text(ReadOnlySpan<byte> utf8) => PolledConsole.Write(utf8);

    /// <summary>UTF-16 text as ASCII; what is not ASCII, or not printable, becomes a question mark.</summary>
    internal static void Text(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
            Byte(c is >= ' ' and <= '~' ? (byte)c : (byte)'?');
    }

    /// <summary>Sixteen hexadecimal digits.</summary>
    internal static void Hex(ulong value)
    {
        Span<byte> digits = stackalloc byte[16];
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            int digit = (int)(value & 15);
            digits[i] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            value >>= 4;
        }

        PolledConsole.Write(digits);
    }

    /// <summary>Two or more hexadecimal digits after 0x; zeroes in front are left out.</summary>
    internal static void ShortHex(ulong value)
    {
        Text("0x"u8);
        int shift = 60;
        while (shift > 4 && value >> shift == 0)
            shift -= 4;
        for (; shift >= 0; shift -= 4)
        {
            int digit = (int)(value >> shift) & 15;
            Byte((byte)(digit < 10 ? '0' + digit : 'a' + digit - 10));
        }
    }

    private static void Byte(byte value) => PolledConsole.Write(new ReadOnlySpan<byte>(in value));
}
