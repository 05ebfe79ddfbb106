namespace System;

public readonly partial struct Int64 : IComparable, IComparable<long>, IEquatable<long>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<long>, IUtf8SpanParsable<long>
{
    /// <summary>The largest value.</summary>
    public const long MaxValue = 0x7FFF_FFFF_FFFF_FFFF;

    /// <summary>The smallest value.</summary>
    public const long MinValue = unchecked((long)0x8000_0000_0000_0000);

    /// <summary>Below, at or above 0 as this number is below, at or above another.</summary>
    public int CompareTo(long value) => m_value < value ? -1 : m_value > value ? 1 : 0;

    /// <summary>As <see cref="CompareTo(long)"/>; anything is above null.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not long other)
        {
            ThrowHelper.ThrowArgument("Object must be of type Int64.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(long obj) => m_value == obj;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is long other && m_value == other;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)m_value ^ (int)(m_value >> 32);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, null);

    /// <summary>Text by a standard format.</summary>
    public string ToString(string? format) => ToString(format, null);

    /// <summary>Text; the provider is not looked at.</summary>
    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    /// <summary>Text by a standard format; the provider is not looked at.</summary>
    public string ToString(string? format, IFormatProvider? provider) =>
        Number.IntegerToString(Magnitude(m_value), m_value < 0, (ulong)m_value, format);

    /// <summary>Writes text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(Magnitude(m_value), m_value < 0, (ulong)m_value, format, destination, out charsWritten);

    /// <summary>Writes UTF-8 text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(Magnitude(m_value), m_value < 0, (ulong)m_value, format, utf8Destination, out bytesWritten);

    private static ulong Magnitude(long value) => value < 0 ? 0ul - (ulong)value : (ulong)value;
}
