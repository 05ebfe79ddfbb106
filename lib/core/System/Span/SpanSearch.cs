using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System;

// Search in elements whose equality is that of their bits. Eight bytes are looked at in one step; T is byte or a two-byte integer.
internal static class SpanSearch
{
    // Whether a type's equality is that of its bits, and it is one of the sizes below.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsByte<T>() => typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(bool);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsChar<T>() => typeof(T) == typeof(char) || typeof(T) == typeof(short) || typeof(T) == typeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsBitwise<T>() => IsByte<T>() || IsChar<T>() || typeof(T) == typeof(int) || typeof(T) == typeof(uint)
        || typeof(T) == typeof(long) || typeof(T) == typeof(ulong) || typeof(T) == typeof(nint) || typeof(T) == typeof(nuint);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<TTo> Reinterpret<T, TTo>(ReadOnlySpan<T> span) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, TTo>(ref MemoryMarshal.GetReference(span)), span.Length);

    internal static unsafe int IndexOf(ReadOnlySpan<byte> span, byte value)
    {
        fixed (byte* start = span)
        {
            byte* at = start;
            byte* end = start + span.Length;
            ulong pattern = value * Lanes8;
            for (; end - at >= 8; at += 8)
            {
                ulong match = ZeroLanes8(Unsafe.ReadUnaligned<ulong>(at) ^ pattern);
                if (match != 0)
                    return (int)(at - start) + (Numerics.BitOperations.TrailingZeroCount(match) >> 3);
            }
            for (; at < end; at++)
            {
                if (*at == value)
                    return (int)(at - start);
            }
            return -1;
        }
    }

    internal static unsafe int IndexOf(ReadOnlySpan<char> span, char value)
    {
        fixed (char* start = span)
        {
            char* at = start;
            char* end = start + span.Length;
            ulong pattern = value * Lanes16;
            for (; end - at >= 4; at += 4)
            {
                ulong match = ZeroLanes16(Unsafe.ReadUnaligned<ulong>(at) ^ pattern);
                if (match != 0)
                    return (int)(at - start) + (Numerics.BitOperations.TrailingZeroCount(match) >> 4);
            }
            for (; at < end; at++)
            {
                if (*at == value)
                    return (int)(at - start);
            }
            return -1;
        }
    }

    internal static unsafe bool Equal(ref byte left, ref byte right, nuint length)
    {
        fixed (byte* a = &left, b = &right)
        {
            if (length < 8)
            {
                for (nuint i = 0; i < length; i++)
                {
                    if (a[i] != b[i])
                        return false;
                }
                return true;
            }
            // The last step overlaps the one before it rather than going byte by byte.
            nuint last = length - 8;
            for (nuint i = 0; i < last; i += 8)
            {
                if (Unsafe.ReadUnaligned<ulong>(a + i) != Unsafe.ReadUnaligned<ulong>(b + i))
                    return false;
            }
            return Unsafe.ReadUnaligned<ulong>(a + last) == Unsafe.ReadUnaligned<ulong>(b + last);
        }
    }

    // The first index at which two byte runs differ, or their length.
    internal static unsafe int CommonPrefix(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int length = left.Length < right.Length ? left.Length : right.Length;
        fixed (byte* a = left, b = right)
        {
            int i = 0;
            for (; i <= length - 8; i += 8)
            {
                ulong difference = Unsafe.ReadUnaligned<ulong>(a + i) ^ Unsafe.ReadUnaligned<ulong>(b + i);
                if (difference != 0)
                    return i + (Numerics.BitOperations.TrailingZeroCount(difference) >> 3);
            }
            while (i < length && a[i] == b[i])
                i++;
            return i;
        }
    }

    private const ulong Lanes8 = 0x0101_0101_0101_0101;
    private const ulong Lanes16 = 0x0001_0001_0001_0001;

    // The top bit of each lane that is zero; lanes above the first such may be marked wrongly, which the lowest bit does not see.
    private static ulong ZeroLanes8(ulong value) => (value - Lanes8) & ~value & (Lanes8 << 7);

    private static ulong ZeroLanes16(ulong value) => (value - Lanes16) & ~value & (Lanes16 << 15);
}
