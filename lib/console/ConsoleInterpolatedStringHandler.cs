using System.Runtime.CompilerServices;

namespace System;

/// <summary>
/// What the compiler makes of <c>Console.WriteLine($"...")</c>: the parts gather in a buffer on the stack and go to the device together at the
/// end, as .NET's string would, so that what a part's expression prints comes first. No string is built.
/// </summary>
/// <remarks>A text of more than 256 bytes goes in pieces.</remarks>
[InterpolatedStringHandler]
public ref struct ConsoleInterpolatedStringHandler
{
    private const int Size = 256;

    private Buffer _buffer;
    private int _used;

    /// <summary>Called by the compiler with the sizes of the parts, which are not needed here.</summary>
    public ConsoleInterpolatedStringHandler(int literalLength, int formattedCount) => _used = 0;

    /// <summary>Adds a constant part.</summary>
    public void AppendLiteral(string value) => AppendFormatted((ReadOnlySpan<char>)value);

    /// <summary>Adds a text.</summary>
    public void AppendFormatted(string? value) => AppendFormatted((ReadOnlySpan<char>)value);

    /// <inheritdoc cref="AppendFormatted(string)"/>
    public void AppendFormatted(scoped ReadOnlySpan<char> value) => _used = ConsoleWriter.Gather(value, _buffer, _used);

    /// <summary>Adds UTF-8 text as it is.</summary>
    public void AppendFormatted(scoped ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Size - _used)
            Flush();
        if (utf8.Length > Size)
        {
            ConsoleWriter.WriteUtf8(utf8);
            return;
        }

        Span<byte> buffer = _buffer;
        utf8.CopyTo(buffer.Slice(_used));
        _used += utf8.Length;
    }

    /// <summary>Adds a character.</summary>
    public void AppendFormatted(char value) => AppendFormatted(new ReadOnlySpan<char>(in value));

    /// <summary>Adds <c>True</c> or <c>False</c>.</summary>
    public void AppendFormatted(bool value) => AppendFormatted(value ? "True"u8 : "False"u8);

    /// <summary>Adds a value: one that can format itself into bytes (numbers do) without allocating, any other by its <c>ToString</c>.</summary>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <inheritdoc cref="AppendFormatted{T}(T)"/>
    public void AppendFormatted<T>(T value, string? format)
    {
        if (value is not IUtf8SpanFormattable)
        {
            AppendFormatted(TextOf(value, format));
            return;
        }

        Span<byte> buffer = _buffer;
        if (((IUtf8SpanFormattable)value).TryFormat(buffer.Slice(_used), out int written, format, null))
        {
            _used += written;
            return;
        }

        Flush();
        if (((IUtf8SpanFormattable)value).TryFormat(buffer, out written, format, null))
            _used = written;
        else
            ConsoleWriter.WriteLong(value, format);
    }

    /// <summary>Adds a value in a field of at least |<paramref name="alignment"/>| characters, left-aligned when negative.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        if (value is not IUtf8SpanFormattable)
        {
            AppendFormatted(TextOf(value, format), alignment);
            return;
        }

        Span<byte> text = stackalloc byte[Size];
        if (!((IUtf8SpanFormattable)value).TryFormat(text, out int written, format, null))
        {
            AppendFormatted(value, format);
            return;
        }

        if (alignment > 0)
            Pad(alignment - written);
        AppendFormatted(text.Slice(0, written));
        if (alignment < 0)
            Pad(-alignment - written);
    }

    /// <summary>Adds a text in a field of at least |<paramref name="alignment"/>| characters, left-aligned when negative.</summary>
    public void AppendFormatted(string? value, int alignment)
    {
        int length = value is null ? 0 : value.Length;
        if (alignment > 0)
            Pad(alignment - length);
        AppendFormatted(value);
        if (alignment < 0)
            Pad(-alignment - length);
    }

    internal void Flush()
    {
        Span<byte> buffer = _buffer;
        ConsoleWriter.WriteUtf8(buffer.Slice(0, _used));
        _used = 0;
    }

    private static string? TextOf<T>(T value, string? format) =>
        value is IFormattable ? ((IFormattable)value).ToString(format, null) : value?.ToString();

    private void Pad(int count)
    {
        for (; count > 0; count--)
            AppendFormatted(" "u8);
    }

    [InlineArray(Size)]
    private struct Buffer
    {
        private byte _first;
    }
}
