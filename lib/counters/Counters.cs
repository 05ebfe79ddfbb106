using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Diagnostics;

/// <summary>
/// The counters of every library of this image, by name. The composition root holds the table: it is made of the properties marked
/// <see cref="CounterAttribute"/>, so reading one is the call of its property, and nothing is registered at start-up.
/// </summary>
public static class Counters
{
    /// <summary>How many there are.</summary>
    public static int Count => CountOf();

    /// <summary>A counter's name: lower-case words with dots between. Names are in ordinal order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
    public static string NameOf(int index)
    {
        if ((uint)index >= (uint)CountOf())
            throw new ArgumentOutOfRangeException(nameof(index));
        return Name(index);
    }

    /// <summary>A counter's value now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
    public static ulong ValueOf(int index)
    {
        if ((uint)index >= (uint)CountOf())
            throw new ArgumentOutOfRangeException(nameof(index));
        return Value(index);
    }

    /// <summary>Reads the counter of this name; false when no library of the image has it.</summary>
    public static bool TryRead(ReadOnlySpan<char> name, out ulong value)
    {
        int low = 0, high = CountOf() - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1, order = Name(middle).AsSpan().SequenceCompareTo(name);
            if (order == 0)
            {
                value = Value(middle);
                return true;
            }

            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        value = 0;
        return false;
    }

    [RuntimeImport("*", "lithe_counter_count"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern int CountOf();

    [RuntimeImport("*", "lithe_counter_name"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern string Name(int index);

    [RuntimeImport("*", "lithe_counter_value"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong Value(int index);
}
