namespace System;

public readonly partial struct Double : IComparable, IComparable<double>, IEquatable<double>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<double>, IUtf8SpanParsable<double>
{
    /// <summary>The largest finite number.</summary>
    public const double MaxValue = 1.7976931348623157E+308;

    /// <summary>The lowest finite number.</summary>
    public const double MinValue = -1.7976931348623157E+308;

    /// <summary>The smallest number above zero.</summary>
    public const double Epsilon = 4.9406564584124654E-324;

    /// <summary>Above every finite number.</summary>
    public const double PositiveInfinity = 1.0 / 0.0;

    /// <summary>Below every finite number.</summary>
    public const double NegativeInfinity = -1.0 / 0.0;

    /// <summary>No number.</summary>
    public const double NaN = 0.0 / 0.0;

    /// <summary>Zero with a minus sign.</summary>
    public const double NegativeZero = -0.0;

    /// <summary>The base of the natural logarithm.</summary>
    public const double E = Math.E;

    /// <summary>Half the circumference of the unit circle.</summary>
    public const double Pi = Math.PI;

    /// <summary>The circumference of the unit circle.</summary>
    public const double Tau = Math.Tau;

    /// <summary>Below, at or above 0 as this number is below, at or above another; NaN is below every other.</summary>
    public int CompareTo(double value)
    {
        if (m_value < value)
            return -1;
        if (m_value > value)
            return 1;
        if (m_value == value)
            return 0;
        return !IsNaN(m_value) ? 1 : IsNaN(value) ? 0 : -1;
    }

    /// <summary>As <see cref="CompareTo(double)"/>; anything is above null.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not double other)
        {
            ThrowHelper.ThrowArgument("Object must be of type Double.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <summary>Whether the numbers are equal, or both are NaN.</summary>
    public bool Equals(double obj) => m_value == obj || (IsNaN(m_value) && IsNaN(obj));

    /// <inheritdoc cref="Equals(double)"/>
    public override bool Equals(object? obj) => obj is double other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(m_value);
        // Every NaN is equal to every other, and the two zeros are.
        if (IsNaN(m_value) || m_value == 0)
            bits &= 0x7FF0_0000_0000_0000;
        return (int)bits ^ (int)(bits >> 32);
    }

    /// <summary>The shortest text that reads back as this number.</summary>
    public override string ToString() => Number.FloatToString(m_value, false, null);

    /// <summary>Text by a standard format.</summary>
    public string ToString(string? format) => Number.FloatToString(m_value, false, format);

    /// <summary>The shortest text; the provider is not looked at.</summary>
    public string ToString(IFormatProvider? provider) => Number.FloatToString(m_value, false, null);

    /// <summary>Text by a standard format; the provider is not looked at.</summary>
    public string ToString(string? format, IFormatProvider? provider) => Number.FloatToString(m_value, false, format);

    /// <summary>Writes text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatFloat(m_value, false, format, destination, out charsWritten);

    /// <summary>Writes UTF-8 text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatFloat(m_value, false, format, utf8Destination, out bytesWritten);
}
