using Lithe.Plat;

namespace System;

/// <summary>Turns text and values into UTF-8 for the device, through small buffers on the stack.</summary>
internal static class ConsoleWriter
{
    private const int BufferSize = 128;

    internal static void WriteUtf8(ReadOnlySpan<byte> bytes) => PolledConsole.Write(bytes);

    internal static void Write(ReadOnlySpan<char> text)
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        PolledConsole.Write(buffer.Slice(0, Gather(text, buffer, 0)));
    }

    /// <summary>Adds text to a buffer of which some bytes are used, writing the buffer out when it is full; returns how many are used then.</summary>
    internal static int Gather(ReadOnlySpan<char> text, Span<byte> buffer, int used)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (used > buffer.Length - 4)
            {
                PolledConsole.Write(buffer.Slice(0, used));
                used = 0;
            }

            uint c = text[i];
            if (c < 0x80)
            {
                buffer[used++] = (byte)c;
                continue;
            }

            if (c - 0xd800 < 0x800)
            {
                // A pair makes one character; a surrogate alone is replaced, as .NET's UTF-8 encoder does.
                uint next = i + 1 < text.Length ? text[i + 1] : 0u;
                if (c < 0xdc00 && next - 0xdc00 < 0x400)
                {
                    c = 0x10000 + ((c - 0xd800) << 10) + (next - 0xdc00);
                    i++;
                }
                else
                {
                    c = 0xfffd;
                }
            }

            used += Encode(c, buffer.Slice(used));
        }

        return used;
    }

    internal static void WriteFormatted<T>(T value, ReadOnlySpan<char> format) where T : IUtf8SpanFormattable
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        if (value.TryFormat(buffer, out int written, format, null))
        {
            PolledConsole.Write(buffer.Slice(0, written));
            return;
        }

        WriteLong(value, format);
    }

    /// <summary>A value whose text did not fit where it should.</summary>
    internal static void WriteLong<T>(T value, ReadOnlySpan<char> format)
    {
        Span<byte> larger = stackalloc byte[BufferSize * 16];
        if (value is IUtf8SpanFormattable && ((IUtf8SpanFormattable)value).TryFormat(larger, out int written, format, null))
            PolledConsole.Write(larger.Slice(0, written));
        else
            PolledConsole.Write("(too long)"u8);
    }

    /// <summary>A scalar value from U+0080 on, in two to four bytes.</summary>
    private static int Encode(uint scalar, Span<byte> target)
    {
        int length = scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
        for (int i = length - 1; i > 0; i--)
        {
            target[i] = (byte)(0x80 | (scalar & 0x3f));
            scalar >>= 6;
        }

        target[0] = (byte)(scalar | (length == 2 ? 0xc0u : length == 3 ? 0xe0u : 0xf0u));
        return length;
    }
}
