using System.Runtime.CompilerServices;

namespace System;

/// <summary>What the compiler makes of <c>Console.WriteLine($"...")</c>: each part goes to the device at once, no string is built.</summary>
[InterpolatedStringHandler]
public readonly ref struct ConsoleInterpolatedStringHandler
{
    private const int MaxPadded = 256;

    /// <summary>Called by the compiler with the sizes of the parts, which are not needed here.</summary>
    public ConsoleInterpolatedStringHandler(int literalLength, int formattedCount)
    {
    }

    /// <summary>Writes a constant part.</summary>
    public void AppendLiteral(string value) => ConsoleWriter.Write(value);

    /// <summary>Writes a text.</summary>
    public void AppendFormatted(string? value) => ConsoleWriter.Write(value);

    /// <inheritdoc cref="AppendFormatted(string)"/>
    public void AppendFormatted(ReadOnlySpan<char> value) => ConsoleWriter.Write(value);

    /// <summary>Writes UTF-8 text as it is.</summary>
    public void AppendFormatted(ReadOnlySpan<byte> utf8) => ConsoleWriter.WriteUtf8(utf8);

    /// <summary>Writes a character.</summary>
    public void AppendFormatted(char value) => Console.Write(value);

    /// <summary>Writes <c>True</c> or <c>False</c>.</summary>
    public void AppendFormatted(bool value) => Console.Write(value);

    /// <summary>Writes a value that can format itself into bytes.</summary>
    public void AppendFormatted<T>(T value) where T : IUtf8SpanFormattable => ConsoleWriter.WriteFormatted(value, default);

    /// <inheritdoc cref="AppendFormatted{T}(T)"/>
    public void AppendFormatted<T>(T value, string? format) where T : IUtf8SpanFormattable => ConsoleWriter.WriteFormatted(value, format);

    /// <summary>Writes a value in a field of at least |<paramref name="alignment"/>| bytes, left-aligned when negative.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format = null) where T : IUtf8SpanFormattable
    {
        Span<byte> buffer = stackalloc byte[MaxPadded];
        if (!value.TryFormat(buffer, out int written, format, null))
        {
            ConsoleWriter.WriteFormatted(value, format);
            return;
        }

        if (alignment > 0)
            Pad(alignment - written);
        ConsoleWriter.WriteUtf8(buffer.Slice(0, written));
        if (alignment < 0)
            Pad(-alignment - written);
    }

    /// <summary>Writes a text in a field of at least |<paramref name="alignment"/>| characters, left-aligned when negative.</summary>
    public void AppendFormatted(string? value, int alignment)
    {
        int length = value is null ? 0 : value.Length;
        if (alignment > 0)
            Pad(alignment - length);
        ConsoleWriter.Write(value);
        if (alignment < 0)
            Pad(-alignment - length);
    }

    private static void Pad(int count)
    {
        for (; count > 0; count--)
            ConsoleWriter.WriteUtf8(" "u8);
    }
}
