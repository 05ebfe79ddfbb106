namespace System;

public readonly partial struct Single : IComparable, IComparable<float>, IEquatable<float>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<float>, IUtf8SpanParsable<float>
{
    /// <summary>The largest finite number.</summary>
    public const float MaxValue = 3.40282346638528859e+38F;

    /// <summary>The lowest finite number.</summary>
    public const float MinValue = -3.40282346638528859e+38F;

    /// <summary>The smallest number above zero.</summary>
    public const float Epsilon = 1.4e-45F;

    /// <summary>Above every finite number.</summary>
    public const float PositiveInfinity = 1.0F / 0.0F;

    /// <summary>Below every finite number.</summary>
    public const float NegativeInfinity = -1.0F / 0.0F;

    /// <summary>No number.</summary>
    public const float NaN = 0.0F / 0.0F;

    /// <summary>Zero with a minus sign.</summary>
    public const float NegativeZero = -0.0F;

    /// <summary>The base of the natural logarithm.</summary>
    public const float E = MathF.E;

    /// <summary>Half the circumference of the unit circle.</summary>
    public const float Pi = MathF.PI;

    /// <summary>The circumference of the unit circle.</summary>
    public const float Tau = MathF.Tau;

    /// <summary>Below, at or above 0 as this number is below, at or above another; NaN is below every other.</summary>
    public int CompareTo(float value)
    {
        if (m_value < value)
            return -1;
        if (m_value > value)
            return 1;
        if (m_value == value)
            return 0;
        return !IsNaN(m_value) ? 1 : IsNaN(value) ? 0 : -1;
    }

    /// <summary>As <see cref="CompareTo(float)"/>; anything is above null.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not float other)
        {
            ThrowHelper.ThrowArgument("Object must be of type Single.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <summary>Whether the numbers are equal, or both are NaN.</summary>
    public bool Equals(float obj) => m_value == obj || (IsNaN(m_value) && IsNaN(obj));

    /// <inheritdoc cref="Equals(float)"/>
    public override bool Equals(object? obj) => obj is float other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        uint bits = BitConverter.SingleToUInt32Bits(m_value);
        // Every NaN is equal to every other, and the two zeros are.
        if (IsNaN(m_value) || m_value == 0)
            bits &= 0x7F80_0000;
        return (int)bits;
    }

    /// <summary>The shortest text that reads back as this number.</summary>
    public override string ToString() => Number.FloatToString(m_value, true, null);

    /// <summary>Text by a standard format.</summary>
    public string ToString(string? format) => Number.FloatToString(m_value, true, format);

    /// <summary>The shortest text; the provider is not looked at.</summary>
    public string ToString(IFormatProvider? provider) => Number.FloatToString(m_value, true, null);

    /// <summary>Text by a standard format; the provider is not looked at.</summary>
    public string ToString(string? format, IFormatProvider? provider) => Number.FloatToString(m_value, true, format);

    /// <summary>Writes text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatFloat(m_value, true, format, destination, out charsWritten);

    /// <summary>Writes UTF-8 text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatFloat(m_value, true, format, utf8Destination, out bytesWritten);
}
