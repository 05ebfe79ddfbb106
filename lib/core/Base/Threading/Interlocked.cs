using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System.Threading;

/// <summary>Changes that no other processor or interrupt can come between.</summary>
public static class Interlocked
{
    /// <summary>Writes and returns what was there before.</summary>
    [Intrinsic]
    public static int Exchange(ref int location1, int value) => Exchange(ref location1, value);

    /// <summary>Writes when what is there is as expected; returns what was there before.</summary>
    [Intrinsic]
    public static int CompareExchange(ref int location1, int value, int comparand) => CompareExchange(ref location1, value, comparand);

    [Intrinsic]
    private static int ExchangeAdd(ref int location1, int value) => ExchangeAdd(ref location1, value);

    /// <summary>Keeps the bits that both have; returns what was there before.</summary>
    public static int And(ref int location1, int value)
    {
        int current = location1;
        while (true)
        {
            int before = CompareExchange(ref location1, current & value, current);
            if (before == current)
                return before;
            current = before;
        }
    }

    /// <summary>Keeps the bits that either has; returns what was there before.</summary>
    public static int Or(ref int location1, int value)
    {
        int current = location1;
        while (true)
        {
            int before = CompareExchange(ref location1, current | value, current);
            if (before == current)
                return before;
            current = before;
        }
    }

    /// <summary>Adds and returns the sum.</summary>
    public static int Add(ref int location1, int value) => ExchangeAdd(ref location1, value) + value;

    /// <summary>Adds one and returns the sum.</summary>
    public static int Increment(ref int location) => Add(ref location, 1);

    /// <summary>Takes one away and returns the rest.</summary>
    public static int Decrement(ref int location) => Add(ref location, -1);

    /// <summary>Writes and returns what was there before.</summary>
    [Intrinsic]
    public static long Exchange(ref long location1, long value) => Exchange(ref location1, value);

    /// <summary>Writes when what is there is as expected; returns what was there before.</summary>
    [Intrinsic]
    public static long CompareExchange(ref long location1, long value, long comparand) => CompareExchange(ref location1, value, comparand);

    [Intrinsic]
    private static long ExchangeAdd(ref long location1, long value) => ExchangeAdd(ref location1, value);

    /// <summary>Keeps the bits that both have; returns what was there before.</summary>
    public static long And(ref long location1, long value)
    {
        long current = location1;
        while (true)
        {
            long before = CompareExchange(ref location1, current & value, current);
            if (before == current)
                return before;
            current = before;
        }
    }

    /// <summary>Keeps the bits that either has; returns what was there before.</summary>
    public static long Or(ref long location1, long value)
    {
        long current = location1;
        while (true)
        {
            long before = CompareExchange(ref location1, current | value, current);
            if (before == current)
                return before;
            current = before;
        }
    }

    /// <summary>Adds and returns the sum.</summary>
    public static long Add(ref long location1, long value) => ExchangeAdd(ref location1, value) + value;

    /// <summary>Adds one and returns the sum.</summary>
    public static long Increment(ref long location) => Add(ref location, 1);

    /// <summary>Takes one away and returns the rest.</summary>
    public static long Decrement(ref long location) => Add(ref location, -1);

    /// <summary>Writes and returns what was there before.</summary>
    public static uint Exchange(ref uint location1, uint value) => (uint)Exchange(ref Unsafe.As<uint, int>(ref location1), (int)value);

    /// <summary>Writes when what is there is as expected; returns what was there before.</summary>
    public static uint CompareExchange(ref uint location1, uint value, uint comparand) =>
        (uint)CompareExchange(ref Unsafe.As<uint, int>(ref location1), (int)value, (int)comparand);

    /// <summary>Keeps the bits that both have; returns what was there before.</summary>
    public static uint And(ref uint location1, uint value) => (uint)And(ref Unsafe.As<uint, int>(ref location1), (int)value);

    /// <summary>Keeps the bits that either has; returns what was there before.</summary>
    public static uint Or(ref uint location1, uint value) => (uint)Or(ref Unsafe.As<uint, int>(ref location1), (int)value);

    /// <summary>Adds and returns the sum.</summary>
    public static uint Add(ref uint location1, uint value) => (uint)Add(ref Unsafe.As<uint, int>(ref location1), (int)value);

    /// <summary>Adds one and returns the sum.</summary>
    public static uint Increment(ref uint location) => Add(ref location, 1);

    /// <summary>Takes one away and returns the rest.</summary>
    public static uint Decrement(ref uint location) => (uint)Add(ref Unsafe.As<uint, int>(ref location), -1);

    /// <summary>Writes and returns what was there before.</summary>
    public static ulong Exchange(ref ulong location1, ulong value) =>
        (ulong)Exchange(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    /// <summary>Writes when what is there is as expected; returns what was there before.</summary>
    public static ulong CompareExchange(ref ulong location1, ulong value, ulong comparand) =>
        (ulong)CompareExchange(ref Unsafe.As<ulong, long>(ref location1), (long)value, (long)comparand);

    /// <summary>Keeps the bits that both have; returns what was there before.</summary>
    public static ulong And(ref ulong location1, ulong value) => (ulong)And(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    /// <summary>Keeps the bits that either has; returns what was there before.</summary>
    public static ulong Or(ref ulong location1, ulong value) => (ulong)Or(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    /// <summary>Adds and returns the sum.</summary>
    public static ulong Add(ref ulong location1, ulong value) => (ulong)Add(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    /// <summary>Adds one and returns the sum.</summary>
    public static ulong Increment(ref ulong location) => Add(ref location, 1);

    /// <summary>Takes one away and returns the rest.</summary>
    public static ulong Decrement(ref ulong location) => (ulong)Add(ref Unsafe.As<ulong, long>(ref location), -1);

    /// <summary>Writes and returns what was there before.</summary>
    public static nint Exchange(ref nint location1, nint value) => (nint)Exchange(ref Unsafe.As<nint, long>(ref location1), (long)value);

    /// <summary>Writes when what is there is as expected; returns what was there before.</summary>
    public static nint CompareExchange(ref nint location1, nint value, nint comparand) =>
        (nint)CompareExchange(ref Unsafe.As<nint, long>(ref location1), (long)value, (long)comparand);

    /// <summary>Writes and returns what was there before.</summary>
    public static nuint Exchange(ref nuint location1, nuint value) =>
        (nuint)Exchange(ref Unsafe.As<nuint, long>(ref location1), (long)value);

    /// <summary>Writes when what is there is as expected; returns what was there before.</summary>
    public static nuint CompareExchange(ref nuint location1, nuint value, nuint comparand) =>
        (nuint)CompareExchange(ref Unsafe.As<nuint, long>(ref location1), (long)value, (long)comparand);

    /// <summary>Reads 64 bits at once.</summary>
    public static long Read(ref readonly long location) => Volatile.Read(in location);

    /// <summary>Reads 64 bits at once.</summary>
    public static ulong Read(ref readonly ulong location) => Volatile.Read(in location);

    // References are words, and no collector watches them.

    /// <summary>Writes a reference and returns what was there before.</summary>
    [return: NotNullIfNotNull(nameof(location1))]
    public static T Exchange<T>([NotNullIfNotNull(nameof(value))] ref T location1, T value) where T : class?
    {
        nint before = Exchange(ref Unsafe.As<T, nint>(ref location1), Unsafe.As<T, nint>(ref value));
        return Unsafe.As<nint, T>(ref before);
    }

    /// <summary>Writes a reference when what is there is as expected; returns what was there before.</summary>
    [return: NotNullIfNotNull(nameof(location1))]
    public static T CompareExchange<T>(ref T location1, T value, T comparand) where T : class?
    {
        nint before = CompareExchange(
            ref Unsafe.As<T, nint>(ref location1), Unsafe.As<T, nint>(ref value), Unsafe.As<T, nint>(ref comparand));
        return Unsafe.As<nint, T>(ref before);
    }

    /// <summary>Nothing is moved across.</summary>
    [Intrinsic]
    public static void MemoryBarrier() => MemoryBarrier();
}
