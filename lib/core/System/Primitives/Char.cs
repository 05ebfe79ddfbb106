using System.Diagnostics.CodeAnalysis;

namespace System;

public readonly partial struct Char : IComparable, IComparable<char>, IEquatable<char>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<char>
{
    /// <summary>The largest value.</summary>
    public const char MaxValue = '\uFFFF';

    /// <summary>The smallest value.</summary>
    public const char MinValue = '\0';

    /// <summary>Below, at or above 0 as this character is below, at or above another.</summary>
    public int CompareTo(char value) => m_value - value;

    /// <summary>As <see cref="CompareTo(char)"/>; anything is above null.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not char other)
        {
            ThrowHelper.ThrowArgument("Object must be of type Char.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(char obj) => m_value == obj;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is char other && m_value == other;

    /// <inheritdoc/>
    public override int GetHashCode() => m_value | (m_value << 16);

    /// <summary>A string of this character.</summary>
    public override string ToString() => new(m_value, 1);

    /// <summary>A string of this character.</summary>
    public string ToString(IFormatProvider? provider) => new(m_value, 1);

    /// <summary>A string of a character.</summary>
    public static string ToString(char c) => new(c, 1);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => new(m_value, 1);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        charsWritten = destination.Length > 0 ? 1 : 0;
        if (destination.Length > 0)
            destination[0] = m_value;
        return destination.Length > 0;
    }

    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        uint scalar = IsSurrogate(m_value) ? 0xFFFDu : m_value;
        bytesWritten = Text.Utf8Transcoding.Encode(scalar, utf8Destination);
        return bytesWritten > 0;
    }

    /// <summary>The character of a string of length 1; another string fails.</summary>
    public static char Parse(string s)
    {
        if (s is null)
            ThrowHelper.ThrowArgumentNull(nameof(s));
        if (s.Length != 1)
            ThrowHelper.ThrowFormat("String must be exactly one character long.");
        return s[0];
    }

    /// <summary>The character of a string of length 1.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out char result)
    {
        result = s is { Length: 1 } ? s[0] : '\0';
        return s is { Length: 1 };
    }

    static char IParsable<char>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<char>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out char result) =>
        TryParse(s, out result);

    static char ISpanParsable<char>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider)
    {
        if (s.Length != 1)
            ThrowHelper.ThrowFormat("String must be exactly one character long.");
        return s[0];
    }

    static bool ISpanParsable<char>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out char result)
    {
        result = s.Length == 1 ? s[0] : '\0';
        return s.Length == 1;
    }
}
