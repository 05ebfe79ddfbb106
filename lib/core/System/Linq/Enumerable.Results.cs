using System.Collections.Generic;

namespace System.Linq;

public static partial class Enumerable
{
    /// <summary>The elements in a new array.</summary>
    public static TSource[] ToArray<TSource>(this IEnumerable<TSource> source) => source.ToList().ToArray();

    /// <summary>The elements in a new list.</summary>
    public static List<TSource> ToList<TSource>(this IEnumerable<TSource> source)
    {
        NotNull(source, nameof(source));
        return new List<TSource>(source);
    }

    /// <summary>The elements in a new dictionary.</summary>
    public static Dictionary<TKey, TElement> ToDictionary<TSource, TKey, TElement>(
        this IEnumerable<TSource> source, Func<TSource, TKey> keySelector, Func<TSource, TElement> elementSelector) where TKey : notnull
    {
        NotNull(source, nameof(source));
        NotNull(keySelector, nameof(keySelector));
        NotNull(elementSelector, nameof(elementSelector));
        Dictionary<TKey, TElement> result = new();
        foreach (TSource item in source)
            result.Add(keySelector(item), elementSelector(item));
        return result;
    }

    /// <summary>The number of elements.</summary>
    public static int Count<TSource>(this IEnumerable<TSource> source)
    {
        NotNull(source, nameof(source));
        if (source is ICollection<TSource> known)
            return known.Count;
        int count = 0;
        foreach (TSource _ in source)
            count++;
        return count;
    }

    /// <summary>The number of elements that pass a test.</summary>
    public static int Count<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate) => source.Where(predicate).Count();

    /// <summary>Whether there is an element.</summary>
    public static bool Any<TSource>(this IEnumerable<TSource> source)
    {
        NotNull(source, nameof(source));
        foreach (TSource _ in source)
            return true;
        return false;
    }

    /// <summary>Whether an element passes a test.</summary>
    public static bool Any<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate) => source.Where(predicate).Any();

    /// <summary>Whether all elements pass a test.</summary>
    public static bool All<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        NotNull(source, nameof(source));
        NotNull(predicate, nameof(predicate));
        foreach (TSource item in source)
        {
            if (!predicate(item))
                return false;
        }
        return true;
    }

    /// <summary>Whether a value is there.</summary>
    public static bool Contains<TSource>(this IEnumerable<TSource> source, TSource value)
    {
        NotNull(source, nameof(source));
        foreach (TSource item in source)
        {
            if (EqualityComparer<TSource>.Default.Equals(item, value))
                return true;
        }
        return false;
    }

    /// <summary>The first element; an empty sequence fails.</summary>
    public static TSource First<TSource>(this IEnumerable<TSource> source)
    {
        NotNull(source, nameof(source));
        foreach (TSource item in source)
            return item;
        return NoElements<TSource>();
    }

    /// <summary>The first element that passes a test; none fails.</summary>
    public static TSource First<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate) =>
        source.Where(predicate).First();

    /// <summary>The first element, or the default.</summary>
    public static TSource? FirstOrDefault<TSource>(this IEnumerable<TSource> source)
    {
        NotNull(source, nameof(source));
        foreach (TSource item in source)
            return item;
        return default;
    }

    /// <summary>The first element that passes a test, or the default.</summary>
    public static TSource? FirstOrDefault<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate) =>
        source.Where(predicate).FirstOrDefault();

    /// <summary>The last element; an empty sequence fails.</summary>
    public static TSource Last<TSource>(this IEnumerable<TSource> source)
    {
        TSource[] items = source.ToArray();
        return items.Length > 0 ? items[items.Length - 1] : NoElements<TSource>();
    }

    /// <summary>The only element; another number of them fails.</summary>
    public static TSource Single<TSource>(this IEnumerable<TSource> source)
    {
        TSource[] items = source.ToArray();
        if (items.Length > 1)
            ThrowHelper.ThrowInvalidOperation("Sequence contains more than one element");
        return items.Length > 0 ? items[0] : NoElements<TSource>();
    }

    /// <summary>Whether two sequences have equal elements in the same order.</summary>
    public static bool SequenceEqual<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        TSource[] left = first.ToArray();
        TSource[] right = second.ToArray();
        if (left.Length != right.Length)
            return false;
        for (int i = 0; i < left.Length; i++)
        {
            if (!EqualityComparer<TSource>.Default.Equals(left[i], right[i]))
                return false;
        }
        return true;
    }

    /// <summary>A value made from a first one and all elements.</summary>
    public static TAccumulate Aggregate<TSource, TAccumulate>(
        this IEnumerable<TSource> source, TAccumulate seed, Func<TAccumulate, TSource, TAccumulate> func)
    {
        NotNull(source, nameof(source));
        NotNull(func, nameof(func));
        foreach (TSource item in source)
            seed = func(seed, item);
        return seed;
    }

    /// <summary>The sum; overflow fails.</summary>
    public static int Sum(this IEnumerable<int> source) => source.Aggregate(0, static (sum, item) => checked(sum + item));

    /// <summary>The sum; overflow fails.</summary>
    public static long Sum(this IEnumerable<long> source) => source.Aggregate(0L, static (sum, item) => checked(sum + item));

    /// <summary>The sum.</summary>
    public static double Sum(this IEnumerable<double> source) => source.Aggregate(0.0, static (sum, item) => sum + item);

    /// <summary>The sum of numbers that the elements are converted to; overflow fails.</summary>
    public static int Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, int> selector) => source.Select(selector).Sum();

    /// <summary>The sum of numbers that the elements are converted to; overflow fails.</summary>
    public static long Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, long> selector) => source.Select(selector).Sum();

    /// <summary>The least number; an empty sequence fails.</summary>
    public static int Min(this IEnumerable<int> source) => source.Aggregate(source.First(), static (least, item) => int.Min(least, item));

    /// <summary>The greatest number; an empty sequence fails.</summary>
    public static int Max(this IEnumerable<int> source) => source.Aggregate(source.First(), static (most, item) => int.Max(most, item));

    private static T NoElements<T>()
    {
        ThrowHelper.ThrowInvalidOperation("Sequence contains no elements");
        return default;
    }
}
