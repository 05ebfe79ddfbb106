namespace System;

public static partial class MemoryExtensions
{
    /// <summary>Without white space at the ends.</summary>
    public static ReadOnlySpan<char> Trim(this ReadOnlySpan<char> span) => span.TrimStart().TrimEnd();

    /// <summary>Without white space at the start.</summary>
    public static ReadOnlySpan<char> TrimStart(this ReadOnlySpan<char> span)
    {
        int start = 0;
        while (start < span.Length && char.IsWhiteSpace(span[start]))
            start++;
        return span.Slice(start);
    }

    /// <summary>Without white space at the end.</summary>
    public static ReadOnlySpan<char> TrimEnd(this ReadOnlySpan<char> span)
    {
        int end = span.Length;
        while (end > 0 && char.IsWhiteSpace(span[end - 1]))
            end--;
        return span.Slice(0, end);
    }

    /// <summary>Without white space at the ends.</summary>
    public static Span<char> Trim(this Span<char> span)
    {
        int length = ((ReadOnlySpan<char>)span).TrimEnd().Length;
        int start = length - ((ReadOnlySpan<char>)span).Slice(0, length).TrimStart().Length;
        return span.Slice(start, length - start);
    }

    /// <summary>Without a character at the ends.</summary>
    public static ReadOnlySpan<char> Trim(this ReadOnlySpan<char> span, char trimChar) => span.TrimStart(trimChar).TrimEnd(trimChar);

    /// <summary>Without a character at the start.</summary>
    public static ReadOnlySpan<char> TrimStart(this ReadOnlySpan<char> span, char trimChar) => span.TrimStart<char>(trimChar);

    /// <summary>Without a character at the end.</summary>
    public static ReadOnlySpan<char> TrimEnd(this ReadOnlySpan<char> span, char trimChar) => span.TrimEnd<char>(trimChar);

    /// <summary>Without some characters at the ends; white space when there are none to drop.</summary>
    public static ReadOnlySpan<char> Trim(this ReadOnlySpan<char> span, ReadOnlySpan<char> trimChars) =>
        trimChars.Length == 0 ? span.Trim() : span.TrimStart<char>(trimChars).TrimEnd<char>(trimChars);

    /// <summary>Without some characters at the start; white space when there are none to drop.</summary>
    public static ReadOnlySpan<char> TrimStart(this ReadOnlySpan<char> span, ReadOnlySpan<char> trimChars) =>
        trimChars.Length == 0 ? span.TrimStart() : span.TrimStart<char>(trimChars);

    /// <summary>Without some characters at the end; white space when there are none to drop.</summary>
    public static ReadOnlySpan<char> TrimEnd(this ReadOnlySpan<char> span, ReadOnlySpan<char> trimChars) =>
        trimChars.Length == 0 ? span.TrimEnd() : span.TrimEnd<char>(trimChars);

    /// <summary>Without a value at the ends.</summary>
    public static ReadOnlySpan<T> Trim<T>(this ReadOnlySpan<T> span, T trimElement) where T : IEquatable<T>? =>
        span.TrimStart(trimElement).TrimEnd(trimElement);

    /// <summary>Without a value at the start.</summary>
    public static ReadOnlySpan<T> TrimStart<T>(this ReadOnlySpan<T> span, T trimElement) where T : IEquatable<T>?
    {
        int start = span.IndexOfAnyExcept(trimElement);
        return span.Slice(start < 0 ? span.Length : start);
    }

    /// <summary>Without a value at the end.</summary>
    public static ReadOnlySpan<T> TrimEnd<T>(this ReadOnlySpan<T> span, T trimElement) where T : IEquatable<T>? =>
        span.Slice(0, span.LastIndexOfAnyExcept(trimElement) + 1);

    /// <summary>Without some values at the ends.</summary>
    public static ReadOnlySpan<T> Trim<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> trimElements) where T : IEquatable<T>? =>
        span.TrimStart(trimElements).TrimEnd(trimElements);

    /// <summary>Without some values at the start.</summary>
    public static ReadOnlySpan<T> TrimStart<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> trimElements) where T : IEquatable<T>?
    {
        int start = span.IndexOfAnyExcept(trimElements);
        return span.Slice(start < 0 ? span.Length : start);
    }

    /// <summary>Without some values at the end.</summary>
    public static ReadOnlySpan<T> TrimEnd<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> trimElements) where T : IEquatable<T>? =>
        span.Slice(0, span.LastIndexOfAnyExcept(trimElements) + 1);
}
