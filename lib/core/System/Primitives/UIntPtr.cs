namespace System;

public readonly partial struct UIntPtr : IComparable, IComparable<nuint>, IEquatable<nuint>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<nuint>, IUtf8SpanParsable<nuint>
{
    /// <summary>The number zero.</summary>
    public static readonly nuint Zero;

    /// <summary>The largest value.</summary>
    public static nuint MaxValue => unchecked((nuint)ulong.MaxValue);

    /// <summary>The smallest value.</summary>
    public static nuint MinValue => unchecked((nuint)ulong.MinValue);

    /// <summary>The size in bytes.</summary>
    public static int Size => 8;

    /// <summary>Below, at or above 0 as this number is below, at or above another.</summary>
    public int CompareTo(nuint value) => _value < value ? -1 : _value > value ? 1 : 0;

    /// <summary>As <see cref="CompareTo(nuint)"/>; anything is above null.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not nuint other)
        {
            ThrowHelper.ThrowArgument("Object must be of type UIntPtr.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(nuint other) => _value == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is nuint other && _value == other;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_value ^ (int)(_value >> 32);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, null);

    /// <summary>Text by a standard format.</summary>
    public string ToString(string? format) => ToString(format, null);

    /// <summary>Text; the provider is not looked at.</summary>
    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    /// <summary>Text by a standard format; the provider is not looked at.</summary>
    public string ToString(string? format, IFormatProvider? provider) => Number.IntegerToString(_value, false, _value, format);

    /// <summary>Writes text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(_value, false, _value, format, destination, out charsWritten);

    /// <summary>Writes UTF-8 text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(_value, false, _value, format, utf8Destination, out bytesWritten);
}
