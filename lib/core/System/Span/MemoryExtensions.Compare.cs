using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System;

public static partial class MemoryExtensions
{
    /// <summary>Whether two runs have the same length and equal elements.</summary>
    public static bool SequenceEqual<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> other) where T : IEquatable<T>?
    {
        if (span.Length != other.Length)
            return false;
        if (SpanSearch.IsBitwise<T>())
        {
            ref byte left = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(span));
            ref byte right = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(other));
            return SpanSearch.Equal(ref left, ref right, (nuint)(uint)span.Length * (nuint)Unsafe.SizeOf<T>());
        }
        for (int i = 0; i < span.Length; i++)
        {
            if (!Same(span[i], other[i]))
                return false;
        }
        return true;
    }

    /// <summary>Whether two runs have the same length and elements that a comparer calls equal.</summary>
    public static bool SequenceEqual<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> other, IEqualityComparer<T>? comparer = null)
    {
        if (span.Length != other.Length)
            return false;
        comparer ??= EqualityComparer<T>.Default;
        for (int i = 0; i < span.Length; i++)
        {
            if (!comparer.Equals(span[i], other[i]))
                return false;
        }
        return true;
    }

    /// <summary>Orders by the first elements that differ, else by length.</summary>
    public static int SequenceCompareTo<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> other) where T : IComparable<T>?
    {
        int length = span.Length < other.Length ? span.Length : other.Length;
        int i = 0;
        if (typeof(T) == typeof(byte))
            i = SpanSearch.CommonPrefix(SpanSearch.Reinterpret<T, byte>(span), SpanSearch.Reinterpret<T, byte>(other));
        for (; i < length; i++)
        {
            int order = span[i]?.CompareTo(other[i]) ?? (other[i] is null ? 0 : -1);
            if (order != 0)
                return order;
        }
        return span.Length.CompareTo(other.Length);
    }

    /// <summary>Whether a run begins with another.</summary>
    public static bool StartsWith<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> value) where T : IEquatable<T>? =>
        value.Length <= span.Length && span.Slice(0, value.Length).SequenceEqual(value);

    /// <summary>Whether a run begins with a value.</summary>
    public static bool StartsWith<T>(this ReadOnlySpan<T> span, T value) where T : IEquatable<T>? => span.Length > 0 && Same(span[0], value);

    /// <summary>Whether a run ends with another.</summary>
    public static bool EndsWith<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> value) where T : IEquatable<T>? =>
        value.Length <= span.Length && span.Slice(span.Length - value.Length).SequenceEqual(value);

    /// <summary>Whether a run ends with a value.</summary>
    public static bool EndsWith<T>(this ReadOnlySpan<T> span, T value) where T : IEquatable<T>? =>
        span.Length > 0 && Same(span[span.Length - 1], value);

    /// <summary>How many elements two runs have in common at their start.</summary>
    public static int CommonPrefixLength<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> other)
    {
        int length = span.Length < other.Length ? span.Length : other.Length;
        for (int i = 0; i < length; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(span[i], other[i]))
                return i;
        }
        return length;
    }

    /// <summary>Whether two runs share memory.</summary>
    public static bool Overlaps<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> other)
    {
        if (span.Length == 0 || other.Length == 0)
            return false;
        nint distance = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(span), ref MemoryMarshal.GetReference(other));
        return (nuint)distance < (nuint)((nint)span.Length * Unsafe.SizeOf<T>())
            || (nuint)distance > (nuint)(-((nint)other.Length * Unsafe.SizeOf<T>()));
    }

    /// <summary>Whether two runs share memory, and by how many elements the second begins after the first.</summary>
    public static bool Overlaps<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> other, out int elementOffset)
    {
        elementOffset = 0;
        if (!span.Overlaps(other))
            return false;
        nint distance = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(span), ref MemoryMarshal.GetReference(other));
        if (distance % Unsafe.SizeOf<T>() != 0)
            ThrowHelper.ThrowArgument("This operation is invalid on overlapping buffers whose elements are not aligned to each other.");
        elementOffset = (int)(distance / Unsafe.SizeOf<T>());
        return true;
    }
}
