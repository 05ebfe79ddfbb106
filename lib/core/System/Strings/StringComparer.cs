using System.Collections;
using System.Collections.Generic;

namespace System;

/// <summary>Compares strings.</summary>
public abstract class StringComparer : IComparer, IEqualityComparer, IComparer<string?>, IEqualityComparer<string?>
{
    /// <summary>By code units.</summary>
    public static StringComparer Ordinal { get; } = new OrdinalComparer(false);

    /// <summary>By the code units of the capital letters.</summary>
    public static StringComparer OrdinalIgnoreCase { get; } = new OrdinalComparer(true);

    /// <summary>As <see cref="Ordinal"/>.</summary>
    public static StringComparer InvariantCulture => Ordinal;

    /// <summary>As <see cref="OrdinalIgnoreCase"/>.</summary>
    public static StringComparer InvariantCultureIgnoreCase => OrdinalIgnoreCase;

    /// <summary>The comparer of a comparison.</summary>
    public static StringComparer FromComparison(StringComparison comparisonType) =>
        System.OrdinalIgnoreCase.Ignores(comparisonType) ? OrdinalIgnoreCase : Ordinal;

    /// <summary>The order of two strings; null comes first.</summary>
    public abstract int Compare(string? x, string? y);

    /// <summary>Whether two strings are equal.</summary>
    public abstract bool Equals(string? x, string? y);

    /// <summary>A hash that equal strings share.</summary>
    public abstract int GetHashCode(string obj);

    /// <summary>The order of two strings; null comes first, other objects fail.</summary>
    public int Compare(object? x, object? y) => Compare((string?)x, (string?)y);

    /// <summary>Whether two strings are equal.</summary>
    public new bool Equals(object? x, object? y) => x == y || (x is string left && y is string right && Equals(left, right));

    /// <summary>A hash that equal strings share.</summary>
    public int GetHashCode(object obj)
    {
        if (obj is null)
            ThrowHelper.ThrowArgumentNull(nameof(obj));
        return obj is string text ? GetHashCode(text) : obj.GetHashCode();
    }
}

internal sealed class OrdinalComparer(bool ignoreCase) : StringComparer
{
    private readonly StringComparison _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public override int Compare(string? x, string? y) => string.Compare(x, y, _comparison);

    public override bool Equals(string? x, string? y) => string.Equals(x, y, _comparison);

    public override int GetHashCode(string obj)
    {
        if (obj is null)
            ThrowHelper.ThrowArgumentNull(nameof(obj));
        return obj.GetHashCode(_comparison);
    }
}
