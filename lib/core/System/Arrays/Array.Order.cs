using System.Collections.Generic;

namespace System;

public abstract partial class Array
{
    /// <summary>Sorts; equal elements may change places.</summary>
    public static void Sort<T>(T[] array) => new Span<T>(NotNull(array)).Sort();

    /// <summary>Sorts by an order; equal elements may change places.</summary>
    public static void Sort<T>(T[] array, Comparison<T> comparison) => new Span<T>(NotNull(array)).Sort(comparison);

    /// <summary>Sorts by an order; equal elements may change places.</summary>
    public static void Sort<T>(T[] array, IComparer<T>? comparer) => new Span<T>(NotNull(array)).Sort(comparer);

    /// <summary>Sorts some elements; equal elements may change places.</summary>
    public static void Sort<T>(T[] array, int index, int length)
    {
        CheckRange(array, index, length);
        new Span<T>(array, index, length).Sort();
    }

    /// <summary>Sorts keys, and items along with them.</summary>
    public static void Sort<TKey, TValue>(TKey[] keys, TValue[]? items)
    {
        NotNull(keys);
        if (items is null)
            new Span<TKey>(keys).Sort();
        else
            new Span<TKey>(keys).Sort(new Span<TValue>(items, 0, keys.Length));
    }

    /// <summary>Turns the order round.</summary>
    public static void Reverse<T>(T[] array) => new Span<T>(NotNull(array)).Reverse();

    /// <summary>Turns the order of some elements round.</summary>
    public static void Reverse<T>(T[] array, int index, int length)
    {
        CheckRange(array, index, length);
        new Span<T>(array, index, length).Reverse();
    }

    /// <summary>The index of a value in a sorted array; of the next larger one, complemented, when it is not there.</summary>
    public static int BinarySearch<T>(T[] array, T value) => BinarySearch(array, value, null);

    /// <summary>The index of a value in an array sorted by an order; of the next larger one, complemented, when it is not there.</summary>
    public static int BinarySearch<T>(T[] array, T value, IComparer<T>? comparer) =>
        new ReadOnlySpan<T>(NotNull(array)).BinarySearch(value, comparer ?? Comparer<T>.Default);

    /// <summary>The index of a value in a sorted part; of the next larger one, complemented, when it is not there.</summary>
    public static int BinarySearch<T>(T[] array, int index, int length, T value)
    {
        CheckRange(array, index, length);
        int found = new ReadOnlySpan<T>(array, index, length).BinarySearch(value, Comparer<T>.Default);
        return found < 0 ? ~(~found + index) : found + index;
    }
}
