using System.Collections.Generic;

namespace System;

public static partial class MemoryExtensions
{
    /// <summary>Sorts; equal elements may change places.</summary>
    public static void Sort<T>(this Span<T> span) => IntroSort.Sort(span, default(DefaultOrder<T>));

    /// <summary>Sorts by an order; equal elements may change places.</summary>
    public static void Sort<T>(this Span<T> span, Comparison<T> comparison)
    {
        if (comparison is null)
            ThrowHelper.ThrowArgumentNull(nameof(comparison));
        IntroSort.Sort(span, new ComparisonOrder<T>(comparison));
    }

    /// <summary>Sorts by an order; equal elements may change places.</summary>
    public static void Sort<T, TComparer>(this Span<T> span, TComparer comparer) where TComparer : IComparer<T>?
    {
        if (comparer is null)
            IntroSort.Sort(span, default(DefaultOrder<T>));
        else
            IntroSort.Sort(span, new ComparerOrder<T>(comparer));
    }

    /// <summary>Sorts keys, and items along with them.</summary>
    public static void Sort<TKey, TValue>(this Span<TKey> keys, Span<TValue> items)
    {
        if (keys.Length != items.Length)
            ThrowHelper.ThrowArgument("Spans must have same length.");
        IntroSort.Sort(keys, items, default(DefaultOrder<TKey>));
    }

    /// <summary>Sorts keys by an order, and items along with them.</summary>
    public static void Sort<TKey, TValue>(this Span<TKey> keys, Span<TValue> items, Comparison<TKey> comparison)
    {
        if (comparison is null)
            ThrowHelper.ThrowArgumentNull(nameof(comparison));
        if (keys.Length != items.Length)
            ThrowHelper.ThrowArgument("Spans must have same length.");
        IntroSort.Sort(keys, items, new ComparisonOrder<TKey>(comparison));
    }

    /// <summary>The index of a value in a sorted run; of the next larger one, complemented, when it is not there.</summary>
    public static int BinarySearch<T>(this ReadOnlySpan<T> span, IComparable<T> comparable) =>
        BinarySearch<T, IComparable<T>>(span, comparable);

    /// <summary>The index of a value in a sorted run; of the next larger one, complemented, when it is not there.</summary>
    public static int BinarySearch<T, TComparable>(this ReadOnlySpan<T> span, TComparable comparable) where TComparable : IComparable<T>
    {
        if (comparable is null)
            ThrowHelper.ThrowArgumentNull(nameof(comparable));
        int low = 0;
        int high = span.Length - 1;
        while (low <= high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            int order = comparable.CompareTo(span[middle]);
            if (order == 0)
                return middle;
            if (order > 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }

    /// <summary>The index of a value in a run sorted by an order; of the next larger one, complemented, when it is not there.</summary>
    public static int BinarySearch<T, TComparer>(this ReadOnlySpan<T> span, T value, TComparer comparer) where TComparer : IComparer<T>
    {
        if (comparer is null)
            ThrowHelper.ThrowArgumentNull(nameof(comparer));
        int low = 0;
        int high = span.Length - 1;
        while (low <= high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            int order = comparer.Compare(value, span[middle]);
            if (order == 0)
                return middle;
            if (order > 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }
}
