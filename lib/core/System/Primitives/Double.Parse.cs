using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace System;

public readonly partial struct Double
{
    private const NumberStyles DefaultStyles = NumberStyles.Float | NumberStyles.AllowThousands;

    /// <summary>The number nearest to a text, half to even; wrong text fails.</summary>
    public static double Parse(string s) => Parse(Number.NotNull(s), DefaultStyles, null);

    /// <inheritdoc cref="Parse(string)"/>
    public static double Parse(string s, NumberStyles style) => Parse(Number.NotNull(s), style, null);

    /// <inheritdoc cref="Parse(string)"/>
    public static double Parse(string s, IFormatProvider? provider) => Parse(Number.NotNull(s), DefaultStyles, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static double Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(Number.NotNull(s), style, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static double Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s, DefaultStyles, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static double Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider) => Parse(utf8Text, DefaultStyles, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static double Parse(
        ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Float | NumberStyles.AllowThousands, IFormatProvider? provider = null)
    {
        if (!TryParse(s, style, provider, out double result))
            Number.ThrowStatus(ParseStatus.Format);
        return result;
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static double Parse(
        ReadOnlySpan<byte> utf8Text, NumberStyles style = NumberStyles.Float | NumberStyles.AllowThousands, IFormatProvider? provider = null)
    {
        if (!TryParse(utf8Text, style, provider, out double result))
            Number.ThrowStatus(ParseStatus.Format);
        return result;
    }

    /// <summary>The number nearest to a text; false and 0 for wrong text.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out double result) => TryParse(s, DefaultStyles, null, out result);

    /// <inheritdoc cref="TryParse(string?, out double)"/>
    public static bool TryParse(ReadOnlySpan<char> s, out double result) => TryParse(s, DefaultStyles, null, out result);

    /// <inheritdoc cref="TryParse(string?, out double)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out double result) => TryParse(utf8Text, DefaultStyles, null, out result);

    /// <inheritdoc cref="TryParse(string?, out double)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out double result) =>
        TryParse(s, DefaultStyles, provider, out result);

    /// <inheritdoc cref="TryParse(string?, out double)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out double result) =>
        TryParse(s, DefaultStyles, provider, out result);

    /// <inheritdoc cref="TryParse(string?, out double)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out double result) =>
        TryParse(utf8Text, DefaultStyles, provider, out result);

    /// <inheritdoc cref="TryParse(string?, out double)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out double result) =>
        TryParse((ReadOnlySpan<char>)s, style, provider, out result) && s is not null;

    /// <inheritdoc cref="TryParse(string?, out double)"/>
    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out double result)
    {
        Number.CheckFloatStyles(style);
        return Number.TryParseDouble(s, style, out result);
    }

    /// <inheritdoc cref="TryParse(string?, out double)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, NumberStyles style, IFormatProvider? provider, out double result)
    {
        Number.CheckFloatStyles(style);
        return Number.TryParseDouble(utf8Text, style, out result);
    }
}
