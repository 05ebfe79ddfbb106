using System.Diagnostics.CodeAnalysis;

namespace System;

public readonly partial struct Boolean : IComparable, IComparable<bool>, IEquatable<bool>, ISpanParsable<bool>
{
    /// <summary>The text of true.</summary>
    public static readonly string TrueString = "True";

    /// <summary>The text of false.</summary>
    public static readonly string FalseString = "False";

    /// <summary>False is below true.</summary>
    public int CompareTo(bool value) => m_value == value ? 0 : m_value ? 1 : -1;

    /// <summary>As <see cref="CompareTo(bool)"/>; anything is above null.</summary>
    public int CompareTo(object? obj)
    {
        if (obj is null)
            return 1;
        if (obj is not bool other)
        {
            ThrowHelper.ThrowArgument("Object must be of type Boolean.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(bool obj) => m_value == obj;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is bool other && m_value == other;

    /// <inheritdoc/>
    public override int GetHashCode() => m_value ? 1 : 0;

    /// <summary>True or False.</summary>
    public override string ToString() => m_value ? "True" : "False";

    /// <summary>True or False.</summary>
    public string ToString(IFormatProvider? provider) => ToString();

    /// <summary>Writes True or False, if it fits.</summary>
    public bool TryFormat(Span<char> destination, out int charsWritten)
    {
        string text = ToString();
        if (text.Length > destination.Length)
        {
            charsWritten = 0;
            return false;
        }
        ((ReadOnlySpan<char>)text).CopyTo(destination);
        charsWritten = text.Length;
        return true;
    }

    /// <summary>True or false in any case, white space and NULs around; other text fails.</summary>
    public static bool Parse(string value)
    {
        if (value is null)
            ThrowHelper.ThrowArgumentNull(nameof(value));
        return Parse((ReadOnlySpan<char>)value);
    }

    /// <summary>True or false in any case, white space and NULs around; other text fails.</summary>
    public static bool Parse(ReadOnlySpan<char> value)
    {
        if (!TryParse(value, out bool result))
            ThrowHelper.ThrowFormat("String was not recognized as a valid Boolean.");
        return result;
    }

    /// <summary>True or false in any case, white space and NULs around.</summary>
    public static bool TryParse([NotNullWhen(true)] string? value, out bool result) => TryParse((ReadOnlySpan<char>)value, out result);

    /// <summary>True or false in any case, white space and NULs around.</summary>
    public static bool TryParse(ReadOnlySpan<char> value, out bool result)
    {
        int start = 0;
        int end = value.Length;
        while (start < end && (value[start] == 0 || char.IsWhiteSpace(value[start])))
            start++;
        while (end > start && (value[end - 1] == 0 || char.IsWhiteSpace(value[end - 1])))
            end--;
        value = value.Slice(start, end - start);
        result = EqualsLower(value, "true");
        return result || EqualsLower(value, "false");
    }

    static bool IParsable<bool>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<bool>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out bool result) =>
        TryParse(s, out result);

    static bool ISpanParsable<bool>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<bool>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out bool result) => TryParse(s, out result);

    private static bool EqualsLower(ReadOnlySpan<char> text, string lower)
    {
        if (text.Length != lower.Length)
            return false;
        for (int i = 0; i < lower.Length; i++)
        {
            if ((text[i] | 0x20) != lower[i])
                return false;
        }
        return true;
    }
}
