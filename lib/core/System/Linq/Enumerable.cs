using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace System.Linq;

/// <summary>Queries over sequences: the part that small programs use. Each call allocates; keep it off hot paths.</summary>
public static partial class Enumerable
{
    /// <summary>The elements that pass a test.</summary>
    public static IEnumerable<TSource> Where<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        NotNull(source, nameof(source));
        NotNull(predicate, nameof(predicate));
        return Filter(source, predicate);
    }

    /// <summary>The elements converted.</summary>
    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        NotNull(source, nameof(source));
        NotNull(selector, nameof(selector));
        return Map(source, selector);
    }

    /// <summary>The elements of the sequences that the elements are converted to.</summary>
    public static IEnumerable<TResult> SelectMany<TSource, TResult>(
        this IEnumerable<TSource> source, Func<TSource, IEnumerable<TResult>> selector)
    {
        NotNull(source, nameof(source));
        NotNull(selector, nameof(selector));
        return Flatten(source, selector);
    }

    /// <summary>The first elements, at most some of them.</summary>
    public static IEnumerable<TSource> Take<TSource>(this IEnumerable<TSource> source, int count)
    {
        NotNull(source, nameof(source));
        return First(source, count);
    }

    /// <summary>The elements after the first ones.</summary>
    public static IEnumerable<TSource> Skip<TSource>(this IEnumerable<TSource> source, int count)
    {
        NotNull(source, nameof(source));
        return After(source, count);
    }

    /// <summary>The elements of one sequence, then of another.</summary>
    public static IEnumerable<TSource> Concat<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        NotNull(first, nameof(first));
        NotNull(second, nameof(second));
        return Chain(first, second);
    }

    /// <summary>Each value once, in the order of their first places.</summary>
    public static IEnumerable<TSource> Distinct<TSource>(this IEnumerable<TSource> source)
    {
        NotNull(source, nameof(source));
        return Unique(source);
    }

    /// <summary>The elements from the last to the first.</summary>
    public static IEnumerable<TSource> Reverse<TSource>(this IEnumerable<TSource> source)
    {
        NotNull(source, nameof(source));
        return Backwards(source);
    }

    /// <summary>The elements from the last to the first. (An array would otherwise be taken for a span, which is turned round in place.)</summary>
    public static IEnumerable<TSource> Reverse<TSource>(this TSource[] source)
    {
        NotNull(source, nameof(source));
        return Backwards(source);
    }

    /// <summary>Whole numbers one after another.</summary>
    public static IEnumerable<int> Range(int start, int count)
    {
        if (count < 0 || (long)start + count - 1 > int.MaxValue)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(count));
        return Count(start, count);
    }

    /// <summary>A value some times.</summary>
    public static IEnumerable<TResult> Repeat<TResult>(TResult element, int count)
    {
        if (count < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(count));
        return Again(element, count);
    }

    /// <summary>No elements.</summary>
    public static IEnumerable<TResult> Empty<TResult>() => Array.Empty<TResult>();

    private static IEnumerable<T> Filter<T>(IEnumerable<T> source, Func<T, bool> predicate)
    {
        foreach (T item in source)
        {
            if (predicate(item))
                yield return item;
        }
    }

    private static IEnumerable<TResult> Map<T, TResult>(IEnumerable<T> source, Func<T, TResult> selector)
    {
        foreach (T item in source)
            yield return selector(item);
    }

    private static IEnumerable<TResult> Flatten<T, TResult>(IEnumerable<T> source, Func<T, IEnumerable<TResult>> selector)
    {
        foreach (T item in source)
        {
            foreach (TResult inner in selector(item))
                yield return inner;
        }
    }

    private static IEnumerable<T> First<T>(IEnumerable<T> source, int count)
    {
        if (count <= 0)
            yield break;
        foreach (T item in source)
        {
            yield return item;
            if (--count == 0)
                break;
        }
    }

    private static IEnumerable<T> After<T>(IEnumerable<T> source, int count)
    {
        foreach (T item in source)
        {
            if (count > 0)
                count--;
            else
                yield return item;
        }
    }

    private static IEnumerable<T> Chain<T>(IEnumerable<T> first, IEnumerable<T> second)
    {
        foreach (T item in first)
            yield return item;
        foreach (T item in second)
            yield return item;
    }

    private static IEnumerable<T> Unique<T>(IEnumerable<T> source)
    {
        HashSet<T> seen = new();
        foreach (T item in source)
        {
            if (seen.Add(item))
                yield return item;
        }
    }

    private static IEnumerable<T> Backwards<T>(IEnumerable<T> source)
    {
        T[] items = source.ToArray();
        for (int i = items.Length - 1; i >= 0; i--)
            yield return items[i];
    }

    private static IEnumerable<int> Count(int start, int count)
    {
        for (int i = 0; i < count; i++)
            yield return start + i;
    }

    private static IEnumerable<T> Again<T>(T element, int count)
    {
        for (int i = 0; i < count; i++)
            yield return element;
    }

    private static void NotNull([NotNull] object? argument, string name)
    {
        if (argument is null)
            ThrowHelper.ThrowArgumentNull(name);
    }
}
