using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System;

public static partial class MemoryExtensions
{
    /// <summary>Turns the order of the elements round.</summary>
    public static void Reverse<T>(this Span<T> span)
    {
        for (int i = 0, j = span.Length - 1; i < j; i++, j--)
            (span[i], span[j]) = (span[j], span[i]);
    }

    /// <summary>Puts a value in place of another.</summary>
    public static void Replace<T>(this Span<T> span, T oldValue, T newValue) where T : IEquatable<T>?
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (Same(span[i], oldValue))
                span[i] = newValue;
        }
    }

    /// <summary>Copies elements, a value in place of another.</summary>
    public static void Replace<T>(this ReadOnlySpan<T> source, Span<T> destination, T oldValue, T newValue) where T : IEquatable<T>?
    {
        if (source.Length > destination.Length)
            ThrowHelper.ThrowArgument("Destination is too short.");
        if (((ReadOnlySpan<T>)destination).Overlaps(source, out int offset) && offset != 0)
            ThrowHelper.ThrowArgument("This operation is invalid on overlapping buffers.");
        for (int i = 0; i < source.Length; i++)
            destination[i] = Same(source[i], oldValue) ? newValue : source[i];
    }

    /// <summary>Copies an array into a span.</summary>
    public static void CopyTo<T>(this T[]? source, Span<T> destination) => new ReadOnlySpan<T>(source).CopyTo(destination);
}
