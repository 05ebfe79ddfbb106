namespace System;

public readonly partial struct UInt16 : IComparable, IComparable<ushort>, IEquatable<ushort>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<ushort>, IUtf8SpanParsable<ushort>
{
    /// <summary>The largest value.</summary>
    public const ushort MaxValue = 65535;

    /// <summary>The smallest value.</summary>
    public const ushort MinValue = 0;

    /// <summary>Below, at or above 0 as this number is below, at or above another.</summary>
    public int CompareTo(ushort value) => m_value - value;

    /// <summary>As <see cref="CompareTo(ushort)"/>; anything is above null.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not ushort other)
        {
            ThrowHelper.ThrowArgument("Object must be of type UInt16.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(ushort obj) => m_value == obj;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ushort other && m_value == other;

    /// <inheritdoc/>
    public override int GetHashCode() => m_value;

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
