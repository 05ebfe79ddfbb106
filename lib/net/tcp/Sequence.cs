using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>Arithmetic of sequence numbers, modulo 2^32 (RFC 9293 3.4). What is compared lies less than 2^31 apart.</summary>
public static class Sequence
{
    /// <summary>Whether <paramref name="a"/> comes before <paramref name="b"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBefore(uint a, uint b) => (int)(a - b) < 0;

    /// <summary>Whether <paramref name="a"/> comes before <paramref name="b"/> or is it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsUpTo(uint a, uint b) => (int)(a - b) <= 0;

    /// <summary>The later of the two.</summary>
    public static uint Later(uint a, uint b) => IsBefore(a, b) ? b : a;

    /// <summary>The earlier of the two.</summary>
    public static uint Earlier(uint a, uint b) => IsBefore(a, b) ? a : b;

    /// <summary>
    /// Whether a segment of so many sequence numbers has something for a window, by the four cases of RFC 9293 3.10.7.4, table 6.
    /// </summary>
    public static bool IsAcceptable(uint start, uint length, uint next, uint window)
    {
        if (length == 0)
            return window == 0 ? start == next : start - next < window;
        return window != 0 && (start - next < window || start + length - 1 - next < window);
    }
}
