using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace System;

public readonly partial struct Single
{
    private const NumberStyles DefaultStyles = NumberStyles.Float | NumberStyles.AllowThousands;

    /// <summary>The number nearest to a text, half to even; wrong text fails.</summary>
    public static float Parse(string s) => Parse(Number.NotNull(s), DefaultStyles, null);

    /// <inheritdoc cref="Parse(string)"/>
    public static float Parse(string s, NumberStyles style) => Parse(Number.NotNull(s), style, null);

    /// <inheritdoc cref="Parse(string)"/>
    public static float Parse(string s, IFormatProvider? provider) => Parse(Number.NotNull(s), DefaultStyles, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static float Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(Number.NotNull(s), style, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static float Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s, DefaultStyles, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static float Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider) => Parse(utf8Text, DefaultStyles, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static float Parse(
        ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Float | NumberStyles.AllowThousands, IFormatProvider? provider = null)
    {
        if (!TryParse(s, style, provider, out float result))
            Number.ThrowStatus(ParseStatus.Format);
        return result;
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static float Parse(
        ReadOnlySpan<byte> utf8Text, NumberStyles style = NumberStyles.Float | NumberStyles.AllowThousands, IFormatProvider? provider = null)
    {
        if (!TryParse(utf8Text, style, provider, out float result))
            Number.ThrowStatus(ParseStatus.Format);
        return result;
    }

    /// <summary>The number nearest to a text; false and 0 for wrong text.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out float result) => TryParse(s, DefaultStyles, null, out result);

    /// <inheritdoc cref="TryParse(string?, out float)"/>
    public static bool TryParse(ReadOnlySpan<char> s, out float result) => TryParse(s, DefaultStyles, null, out result);

    /// <inheritdoc cref="TryParse(string?, out float)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out float result) => TryParse(utf8Text, DefaultStyles, null, out result);

    /// <inheritdoc cref="TryParse(string?, out float)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out float result) =>
        TryParse(s, DefaultStyles, provider, out result);

    /// <inheritdoc cref="TryParse(string?, out float)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out float result) =>
        TryParse(s, DefaultStyles, provider, out result);

    /// <inheritdoc cref="TryParse(string?, out float)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out float result) =>
        TryParse(utf8Text, DefaultStyles, provider, out result);

    /// <inheritdoc cref="TryParse(string?, out float)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out float result) =>
        TryParse((ReadOnlySpan<char>)s, style, provider, out result) && s is not null;

    /// <inheritdoc cref="TryParse(string?, out float)"/>
    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out float result)
    {
        Number.CheckFloatStyles(style);
        return Number.TryParseSingle(s, style, out result);
    }

    /// <inheritdoc cref="TryParse(string?, out float)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, NumberStyles style, IFormatProvider? provider, out float result)
    {
        Number.CheckFloatStyles(style);
        return Number.TryParseSingle(utf8Text, style, out result);
    }
}
