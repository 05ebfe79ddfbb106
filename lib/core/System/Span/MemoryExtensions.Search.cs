using System.Runtime.CompilerServices;

namespace System;

public static partial class MemoryExtensions
{
    /// <summary>The first index of a value, or -1.</summary>
    public static int IndexOf<T>(this ReadOnlySpan<T> span, T value) where T : IEquatable<T>?
    {
        if (SpanSearch.IsByte<T>())
            return SpanSearch.IndexOf(SpanSearch.Reinterpret<T, byte>(span), Unsafe.As<T, byte>(ref value));
        if (SpanSearch.IsChar<T>())
            return SpanSearch.IndexOf(SpanSearch.Reinterpret<T, char>(span), Unsafe.As<T, char>(ref value));
        for (int i = 0; i < span.Length; i++)
        {
            if (Same(span[i], value))
                return i;
        }
        return -1;
    }

    /// <summary>The last index of a value, or -1.</summary>
    public static int LastIndexOf<T>(this ReadOnlySpan<T> span, T value) where T : IEquatable<T>?
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (Same(span[i], value))
                return i;
        }
        return -1;
    }

    /// <summary>The first index of a run of values, or -1; 0 for an empty run.</summary>
    public static int IndexOf<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> value) where T : IEquatable<T>?
    {
        if (value.Length == 0)
            return 0;
        T first = value[0];
        ReadOnlySpan<T> rest = value.Slice(1);
        int from = 0;
        while (span.Length - from >= value.Length)
        {
            int found = span.Slice(from, span.Length - from - rest.Length).IndexOf(first);
            if (found < 0)
                return -1;
            from += found + 1;
            if (span.Slice(from, rest.Length).SequenceEqual(rest))
                return from - 1;
        }
        return -1;
    }

    /// <summary>The last index of a run of values, or -1; the length for an empty run.</summary>
    public static int LastIndexOf<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> value) where T : IEquatable<T>?
    {
        for (int i = span.Length - value.Length; i >= 0; i--)
        {
            if (span.Slice(i, value.Length).SequenceEqual(value))
                return i;
        }
        return -1;
    }

    /// <summary>The first index of one of the values, or -1.</summary>
    public static int IndexOfAny<T>(this ReadOnlySpan<T> span, T value0, T value1) where T : IEquatable<T>?
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (Same(span[i], value0) || Same(span[i], value1))
                return i;
        }
        return -1;
    }

    /// <summary>The first index of one of the values, or -1.</summary>
    public static int IndexOfAny<T>(this ReadOnlySpan<T> span, T value0, T value1, T value2) where T : IEquatable<T>?
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (Same(span[i], value0) || Same(span[i], value1) || Same(span[i], value2))
                return i;
        }
        return -1;
    }

    /// <summary>The first index of one of the values, or -1.</summary>
    public static int IndexOfAny<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> values) where T : IEquatable<T>?
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (Has(values, span[i]))
                return i;
        }
        return -1;
    }

    /// <summary>The last index of one of the values, or -1.</summary>
    public static int LastIndexOfAny<T>(this ReadOnlySpan<T> span, T value0, T value1) where T : IEquatable<T>?
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (Same(span[i], value0) || Same(span[i], value1))
                return i;
        }
        return -1;
    }

    /// <summary>The last index of one of the values, or -1.</summary>
    public static int LastIndexOfAny<T>(this ReadOnlySpan<T> span, T value0, T value1, T value2) where T : IEquatable<T>?
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (Same(span[i], value0) || Same(span[i], value1) || Same(span[i], value2))
                return i;
        }
        return -1;
    }

    /// <summary>The last index of one of the values, or -1.</summary>
    public static int LastIndexOfAny<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> values) where T : IEquatable<T>?
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (Has(values, span[i]))
                return i;
        }
        return -1;
    }

    /// <summary>The first index of something else than a value, or -1.</summary>
    public static int IndexOfAnyExcept<T>(this ReadOnlySpan<T> span, T value) where T : IEquatable<T>?
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (!Same(span[i], value))
                return i;
        }
        return -1;
    }

    /// <summary>The first index of none of the values, or -1.</summary>
    public static int IndexOfAnyExcept<T>(this ReadOnlySpan<T> span, T value0, T value1) where T : IEquatable<T>?
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (!Same(span[i], value0) && !Same(span[i], value1))
                return i;
        }
        return -1;
    }

    /// <summary>The first index of none of the values, or -1.</summary>
    public static int IndexOfAnyExcept<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> values) where T : IEquatable<T>?
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (!Has(values, span[i]))
                return i;
        }
        return -1;
    }

    /// <summary>The last index of something else than a value, or -1.</summary>
    public static int LastIndexOfAnyExcept<T>(this ReadOnlySpan<T> span, T value) where T : IEquatable<T>?
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (!Same(span[i], value))
                return i;
        }
        return -1;
    }

    /// <summary>The last index of none of the values, or -1.</summary>
    public static int LastIndexOfAnyExcept<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> values) where T : IEquatable<T>?
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (!Has(values, span[i]))
                return i;
        }
        return -1;
    }

    /// <summary>The first index of a value between two bounds, which are within, or -1.</summary>
    public static int IndexOfAnyInRange<T>(this ReadOnlySpan<T> span, T lowInclusive, T highInclusive) where T : IComparable<T>
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (lowInclusive.CompareTo(span[i]) <= 0 && highInclusive.CompareTo(span[i]) >= 0)
                return i;
        }
        return -1;
    }

    /// <summary>The first index of a value outside two bounds, or -1.</summary>
    public static int IndexOfAnyExceptInRange<T>(this ReadOnlySpan<T> span, T lowInclusive, T highInclusive) where T : IComparable<T>
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (lowInclusive.CompareTo(span[i]) > 0 || highInclusive.CompareTo(span[i]) < 0)
                return i;
        }
        return -1;
    }

    /// <summary>Whether a value is there.</summary>
    public static bool Contains<T>(this ReadOnlySpan<T> span, T value) where T : IEquatable<T>? => span.IndexOf(value) >= 0;

    /// <summary>Whether one of the values is there.</summary>
    public static bool ContainsAny<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> values) where T : IEquatable<T>? =>
        span.IndexOfAny(values) >= 0;

    /// <summary>Whether one of the values is there.</summary>
    public static bool ContainsAny<T>(this ReadOnlySpan<T> span, T value0, T value1) where T : IEquatable<T>? =>
        span.IndexOfAny(value0, value1) >= 0;

    /// <summary>Whether something else than the values is there.</summary>
    public static bool ContainsAnyExcept<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> values) where T : IEquatable<T>? =>
        span.IndexOfAnyExcept(values) >= 0;

    /// <summary>Whether something else than a value is there.</summary>
    public static bool ContainsAnyExcept<T>(this ReadOnlySpan<T> span, T value) where T : IEquatable<T>? =>
        span.IndexOfAnyExcept(value) >= 0;

    /// <summary>Whether a value between two bounds, which are within, is there.</summary>
    public static bool ContainsAnyInRange<T>(this ReadOnlySpan<T> span, T lowInclusive, T highInclusive) where T : IComparable<T> =>
        span.IndexOfAnyInRange(lowInclusive, highInclusive) >= 0;

    /// <summary>Whether a value outside two bounds is there.</summary>
    public static bool ContainsAnyExceptInRange<T>(this ReadOnlySpan<T> span, T lowInclusive, T highInclusive) where T : IComparable<T> =>
        span.IndexOfAnyExceptInRange(lowInclusive, highInclusive) >= 0;

    /// <summary>How often a value is there.</summary>
    public static int Count<T>(this ReadOnlySpan<T> span, T value) where T : IEquatable<T>?
    {
        int count = 0;
        for (int i = 0; i < span.Length; i++)
        {
            if (Same(span[i], value))
                count++;
        }
        return count;
    }

    /// <summary>How often a run of values is there, without overlaps; 0 for an empty run.</summary>
    public static int Count<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> value) where T : IEquatable<T>?
    {
        int count = 0;
        if (value.Length == 0)
            return 0;
        for (int at = span.IndexOf(value); at >= 0; at = span.IndexOf(value))
        {
            count++;
            span = span.Slice(at + value.Length);
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Same<T>(T left, T right) where T : IEquatable<T>? => left is null ? right is null : left.Equals(right);

    private static bool Has<T>(ReadOnlySpan<T> values, T value) where T : IEquatable<T>?
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (Same(values[i], value))
                return true;
        }
        return false;
    }
}
