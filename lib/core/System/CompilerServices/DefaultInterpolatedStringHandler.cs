namespace System.Runtime.CompilerServices;

/// <summary>Makes a string of an interpolated one. What does not fit the first buffer goes to the heap.</summary>
[InterpolatedStringHandler]
public ref struct DefaultInterpolatedStringHandler
{
    private Span<char> _chars;
    private int _length;

    /// <summary>Room for so many literal characters and holes.</summary>
    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        // As .NET guesses: eleven characters a hole, and never less than 256.
        _chars = new char[int.Max(256, literalLength + formattedCount * 11)];
        _length = 0;
    }

    /// <summary>Room for so many literal characters and holes; the provider is not looked at.</summary>
    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount, IFormatProvider? provider)
        : this(literalLength, formattedCount)
    {
    }

    /// <summary>Room in a buffer; the provider is not looked at.</summary>
    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount, IFormatProvider? provider, Span<char> initialBuffer)
    {
        _chars = initialBuffer;
        _length = 0;
    }

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<char> Text => _chars.Slice(0, _length);

    /// <summary>The string.</summary>
    public override string ToString() => new(Text);

    /// <summary>The string; the handler is empty afterwards.</summary>
    public string ToStringAndClear()
    {
        string result = new(Text);
        Clear();
        return result;
    }

    /// <summary>Empties the handler.</summary>
    public void Clear() => this = default;

    /// <summary>Adds a literal part.</summary>
    public void AppendLiteral(string value) => AppendFormatted((ReadOnlySpan<char>)value);

    /// <summary>Adds characters.</summary>
    public void AppendFormatted(scoped ReadOnlySpan<char> value)
    {
        if (value.Length > _chars.Length - _length)
            Grow(value.Length);
        value.CopyTo(_chars.Slice(_length));
        _length += value.Length;
    }

    /// <summary>Adds characters, aligned.</summary>
    public void AppendFormatted(scoped ReadOnlySpan<char> value, int alignment = 0, string? format = null)
    {
        int start = _length;
        AppendFormatted(value);
        Align(start, alignment);
    }

    /// <summary>Adds a string.</summary>
    public void AppendFormatted(string? value) => AppendFormatted((ReadOnlySpan<char>)value);

    /// <summary>Adds a string, aligned.</summary>
    public void AppendFormatted(string? value, int alignment = 0, string? format = null) =>
        AppendFormatted<string?>(value, alignment, format);

    /// <summary>Adds a value's text, aligned.</summary>
    public void AppendFormatted(object? value, int alignment = 0, string? format = null) =>
        AppendFormatted<object?>(value, alignment, format);

    /// <summary>Adds a value's text.</summary>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <summary>Adds a value's text by a format.</summary>
    public void AppendFormatted<T>(T value, string? format)
    {
        if (value is ISpanFormattable)
        {
            int written;
            while (!((ISpanFormattable)value).TryFormat(_chars.Slice(_length), out written, format, null))
                Grow(1);
            _length += written;
        }
        else if (value is IFormattable)
        {
            AppendFormatted((ReadOnlySpan<char>)((IFormattable)value).ToString(format, null));
        }
        else
        {
            AppendFormatted((ReadOnlySpan<char>)value?.ToString());
        }
    }

    /// <summary>Adds a value's text, aligned.</summary>
    public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

    /// <summary>Adds a value's text by a format, aligned.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format)
    {
        int start = _length;
        AppendFormatted(value, format);
        Align(start, alignment);
    }

    // Spaces before what was written since `start`, or after it for a negative alignment, up to the width.
    private void Align(int start, int alignment)
    {
        int written = _length - start;
        int padding = (alignment < 0 ? -alignment : alignment) - written;
        if (padding <= 0)
            return;
        if (padding > _chars.Length - _length)
            Grow(padding);
        Span<char> field = _chars.Slice(start, written + padding);
        if (alignment < 0)
        {
            field.Slice(written).Fill(' ');
        }
        else
        {
            field.Slice(0, written).CopyTo(field.Slice(padding));
            field.Slice(0, padding).Fill(' ');
        }
        _length += padding;
    }

    private void Grow(int more)
    {
        char[] chars = new char[int.Max(checked(_length + more), int.Max(256, _chars.Length * 2))];
        _chars.Slice(0, _length).CopyTo(chars);
        _chars = chars;
    }
}
