namespace System;

public readonly partial struct SByte : IComparable, IComparable<sbyte>, IEquatable<sbyte>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<sbyte>, IUtf8SpanParsable<sbyte>
{
    /// <summary>The largest value.</summary>
    public const sbyte MaxValue = 127;

    /// <summary>The smallest value.</summary>
    public const sbyte MinValue = -128;

    /// <summary>Below, at or above 0 as this number is below, at or above another.</summary>
    public int CompareTo(sbyte value) => m_value - value;

    /// <summary>As <see cref="CompareTo(sbyte)"/>; anything is above null.</summary>
    public int CompareTo(object? obj)
    {
        if (obj is null)
            return 1;
        if (obj is not sbyte other)
        {
            ThrowHelper.ThrowArgument("Object must be of type SByte.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(sbyte obj) => m_value == obj;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is sbyte other && m_value == other;

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
        Number.IntegerToString(Magnitude(m_value), m_value < 0, (byte)m_value, format);

    /// <summary>Writes text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(Magnitude(m_value), m_value < 0, (byte)m_value, format, destination, out charsWritten);

    /// <summary>Writes UTF-8 text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(Magnitude(m_value), m_value < 0, (byte)m_value, format, utf8Destination, out bytesWritten);

    private static ulong Magnitude(sbyte value) => value < 0 ? 0ul - (ulong)value : (ulong)value;
}
