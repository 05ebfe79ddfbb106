using System.Runtime.CompilerServices;

namespace System;

/// <summary>What spans can do beyond their own members.</summary>
public static partial class MemoryExtensions
{
    /// <summary>The characters of a string; none for null.</summary>
    public static ReadOnlySpan<char> AsSpan(this string? text) =>
        text is null ? default : new ReadOnlySpan<char>(ref text.GetRawStringData(), text.Length);

    /// <summary>The characters of a string from an index on.</summary>
    public static ReadOnlySpan<char> AsSpan(this string? text, int start)
    {
        if (text is null)
        {
            if (start != 0)
                ThrowHelper.ThrowArgumentOutOfRange(nameof(start));
            return default;
        }
        if ((uint)start > (uint)text.Length)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(start));
        return new ReadOnlySpan<char>(ref Unsafe.Add(ref text.GetRawStringData(), start), text.Length - start);
    }

    /// <summary>A part of a string's characters.</summary>
    public static ReadOnlySpan<char> AsSpan(this string? text, int start, int length)
    {
        if (text is null)
        {
            if (start != 0 || length != 0)
                ThrowHelper.ThrowArgumentOutOfRange(nameof(start));
            return default;
        }
        if ((ulong)(uint)start + (uint)length > (uint)text.Length)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(start));
        return new ReadOnlySpan<char>(ref Unsafe.Add(ref text.GetRawStringData(), start), length);
    }

    /// <summary>A range of a string's characters.</summary>
    public static ReadOnlySpan<char> AsSpan(this string? text, Range range)
    {
        (int start, int length) = range.GetOffsetAndLength(text?.Length ?? 0);
        return AsSpan(text, start, length);
    }

    /// <summary>The elements of an array.</summary>
    public static Span<T> AsSpan<T>(this T[]? array) => new(array);

    /// <summary>The elements of an array from an index on.</summary>
    public static Span<T> AsSpan<T>(this T[]? array, int start)
    {
        if (array is null)
        {
            if (start != 0)
                ThrowHelper.ThrowArgumentOutOfRange(nameof(start));
            return default;
        }
        if ((uint)start > (uint)array.Length)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(start));
        return new Span<T>(array, start, array.Length - start);
    }

    /// <summary>A part of an array.</summary>
    public static Span<T> AsSpan<T>(this T[]? array, int start, int length) => new(array, start, length);

    /// <summary>A range of an array.</summary>
    public static Span<T> AsSpan<T>(this T[]? array, Range range)
    {
        (int start, int length) = range.GetOffsetAndLength(array?.Length ?? 0);
        return new Span<T>(array, start, length);
    }
}
