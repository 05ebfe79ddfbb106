using System.Diagnostics.CodeAnalysis;

namespace System;

/// <summary>Gives objects that govern formatting. The core library knows the invariant culture only and does not ask.</summary>
public interface IFormatProvider
{
    /// <summary>The object of a type that governs formatting.</summary>
    object? GetFormat(Type? formatType);
}

/// <summary>Can be written as text by a format.</summary>
public interface IFormattable
{
    /// <summary>Text by a format.</summary>
    string ToString(string? format, IFormatProvider? formatProvider);
}

/// <summary>Can be written into a span of characters.</summary>
public interface ISpanFormattable : IFormattable
{
    /// <summary>Writes text by a format, if it fits.</summary>
    bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider);
}

/// <summary>Can be written into a span as UTF-8.</summary>
public interface IUtf8SpanFormattable
{
    /// <summary>Writes UTF-8 text by a format, if it fits.</summary>
    bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider);
}

/// <summary>Can be read from a string.</summary>
public interface IParsable<TSelf> where TSelf : IParsable<TSelf>?
{
    /// <summary>The value of a text; wrong text fails.</summary>
    static abstract TSelf Parse(string s, IFormatProvider? provider);

    /// <summary>The value of a text, if it is right.</summary>
    static abstract bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out TSelf result);
}

/// <summary>Can be read from a span of characters.</summary>
public interface ISpanParsable<TSelf> : IParsable<TSelf> where TSelf : ISpanParsable<TSelf>?
{
    /// <summary>The value of a text; wrong text fails.</summary>
    static abstract TSelf Parse(ReadOnlySpan<char> s, IFormatProvider? provider);

    /// <summary>The value of a text, if it is right.</summary>
    static abstract bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out TSelf result);
}

/// <summary>Can be read from UTF-8 text.</summary>
public interface IUtf8SpanParsable<TSelf> where TSelf : IUtf8SpanParsable<TSelf>?
{
    /// <summary>The value of a text; wrong text fails.</summary>
    static abstract TSelf Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider);

    /// <summary>The value of a text, if it is right.</summary>
    static abstract bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, [MaybeNullWhen(false)] out TSelf result);
}
