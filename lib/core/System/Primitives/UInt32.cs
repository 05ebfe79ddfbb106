namespace System;

public readonly partial struct UInt32 : IComparable, IComparable<uint>, IEquatable<uint>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<uint>, IUtf8SpanParsable<uint>
{
    /// <summary>The largest value.</summary>
    public const uint MaxValue = 0xFFFF_FFFF;

    /// <summary>The smallest value.</summary>
    public const uint MinValue = 0;

    /// <summary>Below, at or above 0 as this number is below, at or above another.</summary>
    public int CompareTo(uint value) => m_value < value ? -1 : m_value > value ? 1 : 0;

    /// <summary>As <see cref="CompareTo(uint)"/>; anything is above null.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not uint other)
        {
            ThrowHelper.ThrowArgument("Object must be of type UInt32.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(uint obj) => m_value == obj;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is uint other && m_value == other;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)m_value;

    /// <inheritdoc/>
    public override string ToString() => ToString(null, null);

    /// <summary>Text by a standard format.</summary>
    public string ToString(string? format) => ToString(format, null);

    /// <summary>Text; the provider is not looked at.</summary>
    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    /// <summary>Text by a standard format; the provider is not looked at.</summary>
    public string ToString(string? format, IFormatProvider? provider) => Number.IntegerToString(m_value, false, m_value, format);

    /// <summary>Writes text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(m_value, false, m_value, format, destination, out charsWritten);

    /// <summary>Writes UTF-8 text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(m_value, false, m_value, format, utf8Destination, out bytesWritten);
}
