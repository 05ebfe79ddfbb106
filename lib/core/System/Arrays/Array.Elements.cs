using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System;

public abstract partial class Array
{
    /// <summary>The greatest length of an array.</summary>
    public static int MaxLength => 0X7FFFFFC7;

    /// <summary>Sets every element to a value.</summary>
    public static void Fill<T>(T[] array, T value)
    {
        NotNull(array);
        for (int i = 0; i < array.Length; i++)
            array[i] = value;
    }

    /// <summary>Sets some elements to a value.</summary>
    public static void Fill<T>(T[] array, T value, int startIndex, int count)
    {
        CheckRange(array, startIndex, count);
        for (int i = startIndex; i < startIndex + count; i++)
            array[i] = value;
    }

    /// <summary>The first index of a value, or -1.</summary>
    public static int IndexOf<T>(T[] array, T value) => IndexOf(array, value, 0, NotNull(array).Length);

    /// <summary>The first index of a value from an index on, or -1.</summary>
    public static int IndexOf<T>(T[] array, T value, int startIndex) =>
        IndexOf(array, value, startIndex, NotNull(array).Length - startIndex);

    /// <summary>The first index of a value within a part, or -1.</summary>
    public static int IndexOf<T>(T[] array, T value, int startIndex, int count)
    {
        CheckRange(array, startIndex, count);
        ReadOnlySpan<T> part = new(array, startIndex, count);
        int found = -1;
        if (SpanSearch.IsByte<T>())
        {
            found = SpanSearch.IndexOf(SpanSearch.Reinterpret<T, byte>(part), Unsafe.As<T, byte>(ref value));
        }
        else if (SpanSearch.IsChar<T>())
        {
            found = SpanSearch.IndexOf(SpanSearch.Reinterpret<T, char>(part), Unsafe.As<T, char>(ref value));
        }
        else
        {
            for (int i = 0; i < part.Length; i++)
            {
                if (!EqualityComparer<T>.Default.Equals(part[i], value))
                    continue;
                found = i;
                break;
            }
        }
        return found < 0 ? -1 : found + startIndex;
    }

    /// <summary>The last index of a value, or -1.</summary>
    public static int LastIndexOf<T>(T[] array, T value)
    {
        for (int i = NotNull(array).Length - 1; i >= 0; i--)
        {
            if (EqualityComparer<T>.Default.Equals(array[i], value))
                return i;
        }
        return -1;
    }

    /// <summary>Whether an element passes a test.</summary>
    public static bool Exists<T>(T[] array, Predicate<T> match) => FindIndex(array, match) >= 0;

    /// <summary>The first element that passes a test, or the default.</summary>
    public static T? Find<T>(T[] array, Predicate<T> match)
    {
        int index = FindIndex(array, match);
        return index < 0 ? default : array[index];
    }

    /// <summary>The elements that pass a test.</summary>
    public static T[] FindAll<T>(T[] array, Predicate<T> match)
    {
        NotNull(array);
        if (match is null)
            ThrowHelper.ThrowArgumentNull(nameof(match));
        List<T> found = new();
        for (int i = 0; i < array.Length; i++)
        {
            if (match(array[i]))
                found.Add(array[i]);
        }
        return found.ToArray();
    }

    /// <summary>The first index of an element that passes a test, or -1.</summary>
    public static int FindIndex<T>(T[] array, Predicate<T> match)
    {
        NotNull(array);
        if (match is null)
            ThrowHelper.ThrowArgumentNull(nameof(match));
        for (int i = 0; i < array.Length; i++)
        {
            if (match(array[i]))
                return i;
        }
        return -1;
    }

    /// <summary>The last index of an element that passes a test, or -1.</summary>
    public static int FindLastIndex<T>(T[] array, Predicate<T> match)
    {
        NotNull(array);
        if (match is null)
            ThrowHelper.ThrowArgumentNull(nameof(match));
        for (int i = array.Length - 1; i >= 0; i--)
        {
            if (match(array[i]))
                return i;
        }
        return -1;
    }

    /// <summary>Whether all elements pass a test.</summary>
    public static bool TrueForAll<T>(T[] array, Predicate<T> match)
    {
        NotNull(array);
        if (match is null)
            ThrowHelper.ThrowArgumentNull(nameof(match));
        for (int i = 0; i < array.Length; i++)
        {
            if (!match(array[i]))
                return false;
        }
        return true;
    }

    /// <summary>Calls a method with each element.</summary>
    public static void ForEach<T>(T[] array, Action<T> action)
    {
        NotNull(array);
        if (action is null)
            ThrowHelper.ThrowArgumentNull(nameof(action));
        for (int i = 0; i < array.Length; i++)
            action(array[i]);
    }

    /// <summary>The elements converted.</summary>
    public static TOutput[] ConvertAll<TInput, TOutput>(TInput[] array, Converter<TInput, TOutput> converter)
    {
        NotNull(array);
        if (converter is null)
            ThrowHelper.ThrowArgumentNull(nameof(converter));
        TOutput[] result = new TOutput[array.Length];
        for (int i = 0; i < array.Length; i++)
            result[i] = converter(array[i]);
        return result;
    }

    private static T[] NotNull<T>([Diagnostics.CodeAnalysis.NotNull] T[]? array)
    {
        if (array is null)
            ThrowHelper.ThrowArgumentNull(nameof(array));
        return array;
    }

    private static void CheckRange<T>([Diagnostics.CodeAnalysis.NotNull] T[]? array, int startIndex, int count)
    {
        NotNull(array);
        if ((uint)startIndex > (uint)array.Length)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(startIndex));
        if ((uint)count > (uint)(array.Length - startIndex))
            ThrowHelper.ThrowArgumentOutOfRange(nameof(count));
    }
}
