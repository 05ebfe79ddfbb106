using System.Globalization;

namespace System;

// Comparison of text by the capital letters of its characters.
internal static class OrdinalIgnoreCase
{
    internal static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int length = left.Length < right.Length ? left.Length : right.Length;
        for (int i = 0; i < length; i++)
        {
            if (left[i] == right[i])
                continue;
            int order = CaseMapping.ToUpper(left[i]) - CaseMapping.ToUpper(right[i]);
            if (order != 0)
                return order;
        }
        return left.Length - right.Length;
    }

    internal static bool Equal(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length == right.Length && Compare(left, right) == 0;

    internal static int IndexOf(ReadOnlySpan<char> text, ReadOnlySpan<char> value)
    {
        for (int i = 0; i <= text.Length - value.Length; i++)
        {
            if (Equal(text.Slice(i, value.Length), value))
                return i;
        }
        return -1;
    }

    internal static int LastIndexOf(ReadOnlySpan<char> text, ReadOnlySpan<char> value)
    {
        for (int i = text.Length - value.Length; i >= 0; i--)
        {
            if (Equal(text.Slice(i, value.Length), value))
                return i;
        }
        return -1;
    }

    // True for the comparisons that ignore case; a number that is no comparison fails.
    internal static bool Ignores(StringComparison comparison)
    {
        if ((uint)comparison > (uint)StringComparison.OrdinalIgnoreCase)
            ThrowHelper.ThrowArgument("The string comparison type passed in is currently not supported.");
        return ((int)comparison & 1) != 0;
    }
}
