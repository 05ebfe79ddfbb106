using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace System;

// An order as a struct, so that each kind of sort is compiled with its comparison inlined.
internal interface IOrder<T>
{
    int Compare(T x, T y);
}

internal readonly struct DefaultOrder<T> : IOrder<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Compare(T x, T y) => Comparer<T>.Default.Compare(x, y);
}

internal readonly struct ComparerOrder<T>(IComparer<T> comparer) : IOrder<T>
{
    public int Compare(T x, T y) => comparer.Compare(x, y);
}

internal readonly struct ComparisonOrder<T>(Comparison<T> comparison) : IOrder<T>
{
    public int Compare(T x, T y) => comparison(x, y);
}

// Quicksort by the median of three that turns to heapsort when the partitions stay lopsided, so that no input takes longer than
// n log n; small parts by insertion. Not stable. A senseless order (not transitive) permutes the elements but stays in bounds.
internal static class IntroSort
{
    private const int SmallSize = 16;

    internal static void Sort<T, TOrder>(Span<T> keys, TOrder order) where TOrder : struct, IOrder<T>
    {
        if (keys.Length > 1)
            Sort(keys, order, 2 * (BitOperations.Log2((uint)keys.Length) + 1));
    }

    // Sorts `items` by the order of `keys`.
    internal static void Sort<TKey, TValue, TOrder>(Span<TKey> keys, Span<TValue> items, TOrder order) where TOrder : struct, IOrder<TKey>
    {
        // Heapsort alone: pairs are sorted seldom, and one algorithm is less code.
        int count = keys.Length;
        for (int i = count / 2 - 1; i >= 0; i--)
            Sift(keys, items, i, count, order);
        for (int i = count - 1; i > 0; i--)
        {
            (keys[0], keys[i]) = (keys[i], keys[0]);
            (items[0], items[i]) = (items[i], items[0]);
            Sift(keys, items, 0, i, order);
        }
    }

    private static void Sort<T, TOrder>(Span<T> keys, TOrder order, int depth) where TOrder : struct, IOrder<T>
    {
        while (keys.Length > SmallSize)
        {
            if (depth-- == 0)
            {
                Heap(keys, order);
                return;
            }
            int pivot = Partition(keys, order);
            // Into the right part, on with the left: the depth bounds both.
            Sort(keys.Slice(pivot + 1), order, depth);
            keys = keys.Slice(0, pivot);
        }
        Insertion(keys, order);
    }

    private static void Insertion<T, TOrder>(Span<T> keys, TOrder order) where TOrder : struct, IOrder<T>
    {
        for (int i = 1; i < keys.Length; i++)
        {
            T key = keys[i];
            int j = i - 1;
            while (j >= 0 && order.Compare(key, keys[j]) < 0)
            {
                keys[j + 1] = keys[j];
                j--;
            }
            keys[j + 1] = key;
        }
    }

    // Puts the median of the first, middle and last element in its final place, smaller ones left of it, and returns the place.
    private static int Partition<T, TOrder>(Span<T> keys, TOrder order) where TOrder : struct, IOrder<T>
    {
        int high = keys.Length - 1;
        int middle = high >> 1;
        SwapIfGreater(keys, 0, middle, order);
        SwapIfGreater(keys, 0, high, order);
        SwapIfGreater(keys, middle, high, order);
        T pivot = keys[middle];
        (keys[middle], keys[high - 1]) = (keys[high - 1], keys[middle]);
        int left = 0;
        int right = high - 1;
        while (left < right)
        {
            // The bounds hold by themselves for a sound order; the tests keep a senseless one inside.
            while (left < high - 1 && order.Compare(keys[++left], pivot) < 0)
            {
            }
            while (right > 0 && order.Compare(pivot, keys[--right]) < 0)
            {
            }
            if (left >= right)
                break;
            (keys[left], keys[right]) = (keys[right], keys[left]);
        }
        if (left != high - 1)
            (keys[left], keys[high - 1]) = (keys[high - 1], keys[left]);
        return left;
    }

    private static void SwapIfGreater<T, TOrder>(Span<T> keys, int i, int j, TOrder order) where TOrder : struct, IOrder<T>
    {
        if (order.Compare(keys[i], keys[j]) > 0)
            (keys[i], keys[j]) = (keys[j], keys[i]);
    }

    private static void Heap<T, TOrder>(Span<T> keys, TOrder order) where TOrder : struct, IOrder<T>
    {
        int count = keys.Length;
        for (int i = count / 2 - 1; i >= 0; i--)
            Sift(keys, i, count, order);
        for (int i = count - 1; i > 0; i--)
        {
            (keys[0], keys[i]) = (keys[i], keys[0]);
            Sift(keys, 0, i, order);
        }
    }

    private static void Sift<T, TOrder>(Span<T> keys, int root, int count, TOrder order) where TOrder : struct, IOrder<T>
    {
        T key = keys[root];
        while (true)
        {
            int child = 2 * root + 1;
            if (child >= count)
                break;
            if (child + 1 < count && order.Compare(keys[child], keys[child + 1]) < 0)
                child++;
            if (order.Compare(key, keys[child]) >= 0)
                break;
            keys[root] = keys[child];
            root = child;
        }
        keys[root] = key;
    }

    private static void Sift<TKey, TValue, TOrder>(Span<TKey> keys, Span<TValue> items, int root, int count, TOrder order)
        where TOrder : struct, IOrder<TKey>
    {
        TKey key = keys[root];
        TValue item = items[root];
        while (true)
        {
            int child = 2 * root + 1;
            if (child >= count)
                break;
            if (child + 1 < count && order.Compare(keys[child], keys[child + 1]) < 0)
                child++;
            if (order.Compare(key, keys[child]) >= 0)
                break;
            keys[root] = keys[child];
            items[root] = items[child];
            root = child;
        }
        keys[root] = key;
        items[root] = item;
    }
}
