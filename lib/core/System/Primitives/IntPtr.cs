namespace System;

public readonly partial struct IntPtr : IComparable, IComparable<nint>, IEquatable<nint>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<nint>, IUtf8SpanParsable<nint>
{
    /// <summary>The number zero.</summary>
    public static readonly nint Zero;

    /// <summary>The largest value.</summary>
    public static nint MaxValue => unchecked((nint)long.MaxValue);

    /// <summary>The smallest value.</summary>
    public static nint MinValue => unchecked((nint)long.MinValue);

    /// <summary>The size in bytes.</summary>
    public static int Size => 8;

    /// <summary>Below, at or above 0 as this number is below, at or above another.</summary>
    public int CompareTo(nint value) => _value < value ? -1 : _value > value ? 1 : 0;

    /// <summary>As <see cref="CompareTo(nint)"/>; anything is above null.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not nint other)
        {
            ThrowHelper.ThrowArgument("Object must be of type IntPtr.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(nint other) => _value == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is nint other && _value == other;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_value ^ (int)(_value >> 32);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, null);

    /// <summary>Text by a standard format.</summary>
    public string ToString(string? format) => ToString(format, null);

    /// <summary>Text; the provider is not looked at.</summary>
    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    /// <summary>Text by a standard format; the provider is not looked at.</summary>
    public string ToString(string? format, IFormatProvider? provider) =>
        Number.IntegerToString(Magnitude(_value), _value < 0, (ulong)_value, format);

    /// <summary>Writes text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(Magnitude(_value), _value < 0, (ulong)_value, format, destination, out charsWritten);

    /// <summary>Writes UTF-8 text by a standard format, if it fits.</summary>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.TryFormatInteger(Magnitude(_value), _value < 0, (ulong)_value, format, utf8Destination, out bytesWritten);

    private static ulong Magnitude(nint value) => value < 0 ? 0ul - (ulong)(long)value : (ulong)value;
}
