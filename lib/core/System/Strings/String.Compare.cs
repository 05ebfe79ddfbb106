using System.Diagnostics.CodeAnalysis;

namespace System;

public sealed partial class String : IComparable, IComparable<string?>, IEquatable<string?>
{
    /// <summary>Whether two strings hold the same characters.</summary>
    public bool Equals([NotNullWhen(true)] string? value) => Equals(this, value);

    /// <inheritdoc cref="Equals(string?)"/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is string other && Equals(this, other);

    /// <summary>Whether two strings are equal.</summary>
    public bool Equals([NotNullWhen(true)] string? value, StringComparison comparisonType) => Equals(this, value, comparisonType);

    /// <summary>Whether two strings hold the same characters.</summary>
    public static bool Equals(string? a, string? b)
    {
        if ((object?)a == b)
            return true;
        return a is not null && b is not null && ((ReadOnlySpan<char>)a).SequenceEqual((ReadOnlySpan<char>)b);
    }

    /// <summary>Whether two strings are equal.</summary>
    public static bool Equals(string? a, string? b, StringComparison comparisonType)
    {
        bool ignore = OrdinalIgnoreCase.Ignores(comparisonType);
        if ((object?)a == b)
            return true;
        if (a is null || b is null)
            return false;
        return ignore ? OrdinalIgnoreCase.Equal(a, b) : Equals(a, b);
    }

    /// <summary>Whether two strings hold the same characters.</summary>
    public static bool operator ==(string? a, string? b) => Equals(a, b);

    /// <summary>Whether two strings hold different characters.</summary>
    public static bool operator !=(string? a, string? b) => !Equals(a, b);

    /// <summary>The order of two strings by their code units; null comes first.</summary>
    public static int CompareOrdinal(string? strA, string? strB)
    {
        if ((object?)strA == strB)
            return 0;
        if (strA is null)
            return -1;
        if (strB is null)
            return 1;
        return CompareOrdinal((ReadOnlySpan<char>)strA, (ReadOnlySpan<char>)strB);
    }

    /// <summary>The order of two strings; null comes first.</summary>
    public static int Compare(string? strA, string? strB) => CompareOrdinal(strA, strB);

    /// <summary>The order of two strings, by their capital letters if asked; null comes first.</summary>
    public static int Compare(string? strA, string? strB, bool ignoreCase) =>
        Compare(strA, strB, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>The order of two strings; null comes first.</summary>
    public static int Compare(string? strA, string? strB, StringComparison comparisonType)
    {
        if (!OrdinalIgnoreCase.Ignores(comparisonType))
            return CompareOrdinal(strA, strB);
        if ((object?)strA == strB)
            return 0;
        if (strA is null)
            return -1;
        return strB is null ? 1 : OrdinalIgnoreCase.Compare(strA, strB);
    }

    /// <summary>The order of this string and another.</summary>
    public int CompareTo(string? strB) => CompareOrdinal(this, strB);

    /// <summary>The order of this string and another; other objects fail.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not string other)
        {
            ThrowHelper.ThrowArgument("Object must be of type String.");
            return 0;
        }
        return CompareOrdinal(this, other);
    }

    /// <summary>A hash of the characters (FNV-1a): the same in every run and every image, unlike .NET's, which has a random seed.</summary>
    public override int GetHashCode() => GetHashCode((ReadOnlySpan<char>)this);

    /// <summary>The hash that a string of these characters has.</summary>
    public static int GetHashCode(ReadOnlySpan<char> value)
    {
        uint hash = 2166136261;
        for (int i = 0; i < value.Length; i++)
            hash = (hash ^ value[i]) * 16777619;
        return (int)hash;
    }

    /// <summary>The hash of a string by a comparison: equal strings share it.</summary>
    public int GetHashCode(StringComparison comparisonType) => GetHashCode(this, comparisonType);

    /// <summary>The hash of characters by a comparison: equal text shares it.</summary>
    public static int GetHashCode(ReadOnlySpan<char> value, StringComparison comparisonType)
    {
        if (!OrdinalIgnoreCase.Ignores(comparisonType))
            return GetHashCode(value);
        uint hash = 2166136261;
        for (int i = 0; i < value.Length; i++)
            hash = (hash ^ Globalization.CaseMapping.ToUpper(value[i])) * 16777619;
        return (int)hash;
    }

    private static int CompareOrdinal(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int length = left.Length < right.Length ? left.Length : right.Length;
        for (int i = 0; i < length; i++)
        {
            if (left[i] != right[i])
                return left[i] - right[i];
        }
        return left.Length - right.Length;
    }
}
