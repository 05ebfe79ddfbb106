using System.Globalization;

namespace System;

public static partial class MemoryExtensions
{
    /// <summary>Whether two texts are equal.</summary>
    public static bool Equals(this ReadOnlySpan<char> span, ReadOnlySpan<char> other, StringComparison comparisonType) =>
        OrdinalIgnoreCase.Ignores(comparisonType) ? OrdinalIgnoreCase.Equal(span, other) : span.SequenceEqual(other);

    /// <summary>The order of two texts.</summary>
    public static int CompareTo(this ReadOnlySpan<char> span, ReadOnlySpan<char> other, StringComparison comparisonType) =>
        OrdinalIgnoreCase.Ignores(comparisonType) ? OrdinalIgnoreCase.Compare(span, other) : span.SequenceCompareTo(other);

    /// <summary>Whether a text is within another.</summary>
    public static bool Contains(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType) =>
        span.IndexOf(value, comparisonType) >= 0;

    /// <summary>Where a text is first within another, or -1.</summary>
    public static int IndexOf(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType) =>
        OrdinalIgnoreCase.Ignores(comparisonType) ? OrdinalIgnoreCase.IndexOf(span, value) : span.IndexOf(value);

    /// <summary>Where a text is last within another, or -1.</summary>
    public static int LastIndexOf(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType) =>
        OrdinalIgnoreCase.Ignores(comparisonType) ? OrdinalIgnoreCase.LastIndexOf(span, value) : span.LastIndexOf(value);

    /// <summary>Whether a text begins with another.</summary>
    public static bool StartsWith(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType) =>
        OrdinalIgnoreCase.Ignores(comparisonType)
            ? value.Length <= span.Length && OrdinalIgnoreCase.Equal(span.Slice(0, value.Length), value)
            : span.StartsWith(value);

    /// <summary>Whether a text ends with another.</summary>
    public static bool EndsWith(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType) =>
        OrdinalIgnoreCase.Ignores(comparisonType)
            ? value.Length <= span.Length && OrdinalIgnoreCase.Equal(span.Slice(span.Length - value.Length), value)
            : span.EndsWith(value);

    /// <summary>Whether there is nothing but white space.</summary>
    public static bool IsWhiteSpace(this ReadOnlySpan<char> span) => span.TrimStart().Length == 0;

    /// <summary>Copies text in capital letters; -1 when the destination is too short.</summary>
    public static int ToUpperInvariant(this ReadOnlySpan<char> source, Span<char> destination)
    {
        if (source.Overlaps(destination))
            ThrowHelper.ThrowInvalidOperation("This operation is invalid on overlapping buffers.");
        if (destination.Length < source.Length)
            return -1;
        for (int i = 0; i < source.Length; i++)
            destination[i] = CaseMapping.ToUpper(source[i]);
        return source.Length;
    }

    /// <summary>Copies text in small letters; -1 when the destination is too short.</summary>
    public static int ToLowerInvariant(this ReadOnlySpan<char> source, Span<char> destination)
    {
        if (source.Overlaps(destination))
            ThrowHelper.ThrowInvalidOperation("This operation is invalid on overlapping buffers.");
        if (destination.Length < source.Length)
            return -1;
        for (int i = 0; i < source.Length; i++)
            destination[i] = CaseMapping.ToLower(source[i]);
        return source.Length;
    }
}
