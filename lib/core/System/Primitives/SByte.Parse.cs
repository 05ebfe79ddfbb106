using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace System;

public readonly partial struct SByte
{
    /// <summary>The number that a text holds; wrong text fails.</summary>
    public static sbyte Parse(string s) => Parse(Number.NotNull(s), NumberStyles.Integer, null);

    /// <inheritdoc cref="Parse(string)"/>
    public static sbyte Parse(string s, NumberStyles style) => Parse(Number.NotNull(s), style, null);

    /// <inheritdoc cref="Parse(string)"/>
    public static sbyte Parse(string s, IFormatProvider? provider) => Parse(Number.NotNull(s), NumberStyles.Integer, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static sbyte Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(Number.NotNull(s), style, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static sbyte Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s, NumberStyles.Integer, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static sbyte Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider) => Parse(utf8Text, NumberStyles.Integer, provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static sbyte Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null)
    {
        Number.CheckIntegerStyles(style);
        ParseStatus status = Number.ParseInteger(s, style, 8, true, out ulong value);
        if (status != ParseStatus.Ok)
            Number.ThrowStatus(status);
        return (sbyte)value;
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static sbyte Parse(ReadOnlySpan<byte> utf8Text, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null)
    {
        Number.CheckIntegerStyles(style);
        ParseStatus status = Number.ParseInteger(utf8Text, style, 8, true, out ulong value);
        if (status != ParseStatus.Ok)
            Number.ThrowStatus(status);
        return (sbyte)value;
    }

    /// <summary>The number that a text holds; false and 0 for wrong text.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out sbyte result) => TryParse(s, NumberStyles.Integer, null, out result);

    /// <inheritdoc cref="TryParse(string?, out sbyte)"/>
    public static bool TryParse(ReadOnlySpan<char> s, out sbyte result) => TryParse(s, NumberStyles.Integer, null, out result);

    /// <inheritdoc cref="TryParse(string?, out sbyte)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out sbyte result) =>
        TryParse(utf8Text, NumberStyles.Integer, null, out result);

    /// <inheritdoc cref="TryParse(string?, out sbyte)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out sbyte result) =>
        TryParse(s, NumberStyles.Integer, provider, out result);

    /// <inheritdoc cref="TryParse(string?, out sbyte)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out sbyte result) =>
        TryParse(s, NumberStyles.Integer, provider, out result);

    /// <inheritdoc cref="TryParse(string?, out sbyte)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out sbyte result) =>
        TryParse(utf8Text, NumberStyles.Integer, provider, out result);

    /// <inheritdoc cref="TryParse(string?, out sbyte)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out sbyte result) =>
        TryParse((ReadOnlySpan<char>)s, style, provider, out result) && s is not null;

    /// <inheritdoc cref="TryParse(string?, out sbyte)"/>
    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out sbyte result)
    {
        Number.CheckIntegerStyles(style);
        ParseStatus status = Number.ParseInteger(s, style, 8, true, out ulong value);
        result = (sbyte)value;
        return status == ParseStatus.Ok;
    }

    /// <inheritdoc cref="TryParse(string?, out sbyte)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, NumberStyles style, IFormatProvider? provider, out sbyte result)
    {
        Number.CheckIntegerStyles(style);
        ParseStatus status = Number.ParseInteger(utf8Text, style, 8, true, out ulong value);
        result = (sbyte)value;
        return status == ParseStatus.Ok;
    }
}
