namespace System;

public readonly partial struct Int16 : IComparable, IComparable<short>, IEquatable<short>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<short>, IUtf8SpanParsable<short>
{
    /// <summary>The largest value.</summary>
    public const short MaxValue = 32767;

    /// <summary>The smallest value.</summary>
    public const short MinValue = -32768;

    /// <summary>Below, at or above 0 as this number is below, at or above another.</summary>
    public int CompareTo(short value) => m_value - value;

    /// <summary>As <see cref="CompareTo(short)"/>; anything is above null.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not short other)
        {
            ThrowHelper.ThrowArgument("Object must be of type Int16.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(short obj) => m_value == obj;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is short other && m_value == other;

    /// <inheritdoc/>
    public override int GetHashCode() => m_value;

    /// <inheritdoc/>
    public override string ToString() => ToString(null, null);

    /// <summary>Text by a standard format.</summary>
    public string ToString(string? format) => ToString(format, null);

    /// <summary>Text; the provider is not looked at.</summary>
    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    /// <summary>Text by a standard format; the provider is not looked at.</summary>
    public string ToString(string? format, IFormatProvider? provider) =>
        Number.IntegerToString(Magnitude(m_value), m_value < 0, (ushort)m_value, format);

    /// <summary>Writes text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(Magnitude(m_value), m_value < 0, (ushort)m_value, format, destination, out charsWritten);

    /// <summary>Writes UTF-8 text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(Magnitude(m_value), m_value < 0, (ushort)m_value, format, utf8Destination, out bytesWritten);

    private static ulong Magnitude(short value) => value < 0 ? 0ul - (ulong)value : (ulong)value;
}
