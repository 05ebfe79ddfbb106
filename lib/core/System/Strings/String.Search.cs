using System.Diagnostics.CodeAnalysis;

namespace System;

public sealed partial class String
{
    /// <summary>Whether a string is null or holds nothing but white space.</summary>
    public static bool IsNullOrWhiteSpace([NotNullWhen(false)] string? value) =>
        value is null || ((ReadOnlySpan<char>)value).IsWhiteSpace();

    /// <summary>The first index of a character, or -1.</summary>
    public int IndexOf(char value) => ((ReadOnlySpan<char>)this).IndexOf(value);

    /// <summary>The first index of a character from an index on, or -1.</summary>
    public int IndexOf(char value, int startIndex) => IndexOf(value, startIndex, Length - startIndex);

    /// <summary>The first index of a character within a part, or -1.</summary>
    public int IndexOf(char value, int startIndex, int count) => From(startIndex, Part(startIndex, count).IndexOf(value));

    /// <summary>The first index of a character by a comparison, or -1.</summary>
    public int IndexOf(char value, StringComparison comparisonType) => ((ReadOnlySpan<char>)this).IndexOf([value], comparisonType);

    /// <summary>The first index of a string, or -1.</summary>
    public int IndexOf(string value) => IndexOf(value, StringComparison.Ordinal);

    /// <summary>The first index of a string from an index on, or -1.</summary>
    public int IndexOf(string value, int startIndex) => IndexOf(value, startIndex, StringComparison.Ordinal);

    /// <summary>The first index of a string by a comparison, or -1.</summary>
    public int IndexOf(string value, StringComparison comparisonType) => ((ReadOnlySpan<char>)this).IndexOf(NotNull(value), comparisonType);

    /// <summary>The first index of a string from an index on by a comparison, or -1.</summary>
    public int IndexOf(string value, int startIndex, StringComparison comparisonType) =>
        From(startIndex, Part(startIndex, Length - startIndex).IndexOf(NotNull(value), comparisonType));

    /// <summary>The first index of one of some characters, or -1.</summary>
    public int IndexOfAny(char[] anyOf) => ((ReadOnlySpan<char>)this).IndexOfAny((ReadOnlySpan<char>)NotNull(anyOf));

    /// <summary>The first index of one of some characters from an index on, or -1.</summary>
    public int IndexOfAny(char[] anyOf, int startIndex) =>
        From(startIndex, Part(startIndex, Length - startIndex).IndexOfAny((ReadOnlySpan<char>)NotNull(anyOf)));

    /// <summary>The last index of a character, or -1.</summary>
    public int LastIndexOf(char value) => ((ReadOnlySpan<char>)this).LastIndexOf(value);

    /// <summary>The last index of a character at or before an index, or -1.</summary>
    public int LastIndexOf(char value, int startIndex)
    {
        if (Length == 0)
            return -1;
        if ((uint)startIndex >= (uint)Length)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(startIndex));
        return ((ReadOnlySpan<char>)this).Slice(0, startIndex + 1).LastIndexOf(value);
    }

    /// <summary>The last index of a string, or -1.</summary>
    public int LastIndexOf(string value) => LastIndexOf(value, StringComparison.Ordinal);

    /// <summary>The last index of a string by a comparison, or -1.</summary>
    public int LastIndexOf(string value, StringComparison comparisonType) =>
        ((ReadOnlySpan<char>)this).LastIndexOf(NotNull(value), comparisonType);

    /// <summary>The last index of one of some characters, or -1.</summary>
    public int LastIndexOfAny(char[] anyOf) => ((ReadOnlySpan<char>)this).LastIndexOfAny((ReadOnlySpan<char>)NotNull(anyOf));

    /// <summary>Whether a character is there.</summary>
    public bool Contains(char value) => IndexOf(value) >= 0;

    /// <summary>Whether a string is there.</summary>
    public bool Contains(string value) => IndexOf(value, StringComparison.Ordinal) >= 0;

    /// <summary>Whether a character is there by a comparison.</summary>
    public bool Contains(char value, StringComparison comparisonType) => IndexOf(value, comparisonType) >= 0;

    /// <summary>Whether a string is there by a comparison.</summary>
    public bool Contains(string value, StringComparison comparisonType) => IndexOf(value, comparisonType) >= 0;

    /// <summary>Whether it begins with a character.</summary>
    public bool StartsWith(char value) => Length > 0 && this[0] == value;

    /// <summary>Whether it begins with a string.</summary>
    public bool StartsWith(string value) => StartsWith(value, StringComparison.Ordinal);

    /// <summary>Whether it begins with a string by a comparison.</summary>
    public bool StartsWith(string value, StringComparison comparisonType) =>
        ((ReadOnlySpan<char>)this).StartsWith(NotNull(value), comparisonType);

    /// <summary>Whether it ends with a character.</summary>
    public bool EndsWith(char value) => Length > 0 && this[Length - 1] == value;

    /// <summary>Whether it ends with a string.</summary>
    public bool EndsWith(string value) => EndsWith(value, StringComparison.Ordinal);

    /// <summary>Whether it ends with a string by a comparison.</summary>
    public bool EndsWith(string value, StringComparison comparisonType) =>
        ((ReadOnlySpan<char>)this).EndsWith(NotNull(value), comparisonType);

    private ReadOnlySpan<char> Part(int start, int count)
    {
        if ((uint)start > (uint)Length)
            ThrowHelper.ThrowArgumentOutOfRange("startIndex");
        if ((uint)count > (uint)(Length - start))
            ThrowHelper.ThrowArgumentOutOfRange("count");
        return ((ReadOnlySpan<char>)this).Slice(start, count);
    }

    private static int From(int start, int index) => index < 0 ? -1 : start + index;

    private static string NotNull([NotNull] string? value)
    {
        if (value is null)
            ThrowHelper.ThrowArgumentNull(nameof(value));
        return value;
    }

    private static char[] NotNull([NotNull] char[]? anyOf)
    {
        if (anyOf is null)
            ThrowHelper.ThrowArgumentNull(nameof(anyOf));
        return anyOf;
    }
}
