using System.Collections;
using System.Collections.Generic;

namespace System.Linq;

/// <summary>An ordered sequence.</summary>
public interface IOrderedEnumerable<out TElement> : IEnumerable<TElement>
{
}

public static partial class Enumerable
{
    /// <summary>The elements by a key, least first; equal ones keep their order.</summary>
    public static IOrderedEnumerable<TSource> OrderBy<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector) =>
        Order(source, keySelector, 1);

    /// <summary>The elements by a key, greatest first; equal ones keep their order.</summary>
    public static IOrderedEnumerable<TSource> OrderByDescending<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector) =>
        Order(source, keySelector, -1);

    /// <summary>Elements of equal keys by another key, least first.</summary>
    public static IOrderedEnumerable<TSource> ThenBy<TSource, TKey>(this IOrderedEnumerable<TSource> source, Func<TSource, TKey> keySelector) =>
        Then(source, keySelector, 1);

    /// <summary>Elements of equal keys by another key, greatest first.</summary>
    public static IOrderedEnumerable<TSource> ThenByDescending<TSource, TKey>(this IOrderedEnumerable<TSource> source, Func<TSource, TKey> keySelector) =>
        Then(source, keySelector, -1);

    /// <summary>The elements, least first; equal ones keep their order.</summary>
    public static IOrderedEnumerable<T> Order<T>(this IEnumerable<T> source) => Order(source, static item => item, 1);

    /// <summary>The elements, greatest first; equal ones keep their order.</summary>
    public static IOrderedEnumerable<T> OrderDescending<T>(this IEnumerable<T> source) => Order(source, static item => item, -1);

    private static Ordered<TSource> Order<TSource, TKey>(IEnumerable<TSource> source, Func<TSource, TKey> keySelector, int direction)
    {
        NotNull(source, nameof(source));
        NotNull(keySelector, nameof(keySelector));
        return new Ordered<TSource>(source, (x, y) => direction * Sign(Comparer<TKey>.Default.Compare(keySelector(x), keySelector(y))));
    }

    private static Ordered<TSource> Then<TSource, TKey>(IOrderedEnumerable<TSource> source, Func<TSource, TKey> keySelector, int direction)
    {
        NotNull(source, nameof(source));
        NotNull(keySelector, nameof(keySelector));
        Ordered<TSource> ordered = (Ordered<TSource>)source;
        Comparison<TSource> first = ordered.Comparison;
        return new Ordered<TSource>(ordered.Source, (x, y) =>
        {
            int order = first(x, y);
            return order != 0 ? order : direction * Sign(Comparer<TKey>.Default.Compare(keySelector(x), keySelector(y)));
        });
    }

    // A comparer may return the smallest number, which has no negative.
    private static int Sign(int order) => int.Sign(order);

    private sealed class Ordered<T>(IEnumerable<T> source, Comparison<T> comparison) : IOrderedEnumerable<T>
    {
        internal IEnumerable<T> Source => source;

        internal Comparison<T> Comparison => comparison;

        public IEnumerator<T> GetEnumerator()
        {
            // The place decides between equals, which makes the sort stable.
            T[] items = source.ToArray();
            int[] places = new int[items.Length];
            for (int i = 0; i < places.Length; i++)
                places[i] = i;
            new Span<int>(places).Sort((x, y) =>
            {
                int order = comparison(items[x], items[y]);
                return order != 0 ? order : x - y;
            });
            for (int i = 0; i < places.Length; i++)
                yield return items[places[i]];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
