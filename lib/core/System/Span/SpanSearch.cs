using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace System;

// Search in elements whose equality is that of their bits. Sixteen bytes are looked at in one step.
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
            if (span.Length >= 16)
            {
                Vector128<byte> pattern = Vector128.Create(value);
                while (true)
                {
                    Vector128<byte> match = Vector128.Equals(Unsafe.ReadUnaligned<Vector128<byte>>(at), pattern);
                    if (match != Vector128<byte>.Zero)
                        return (int)(at - start) + BitOperations.TrailingZeroCount(match.ExtractMostSignificantBits());
                    at += 16;
                    if (at == end)
                        return -1;
                    // The last step overlaps the one before it rather than going byte by byte.
                    if (end - at < 16)
                        at = end - 16;
                }
            }
            ulong lanes = value * Lanes8;
            for (; end - at >= 8; at += 8)
            {
                ulong match = ZeroLanes8(Unsafe.ReadUnaligned<ulong>(at) ^ lanes);
                if (match != 0)
                    return (int)(at - start) + (BitOperations.TrailingZeroCount(match) >> 3);
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
            if (span.Length >= 8)
            {
                Vector128<ushort> pattern = Vector128.Create((ushort)value);
                while (true)
                {
                    Vector128<ushort> match = Vector128.Equals(Unsafe.ReadUnaligned<Vector128<ushort>>(at), pattern);
                    if (match != Vector128<ushort>.Zero)
                        return (int)(at - start) + BitOperations.TrailingZeroCount(match.ExtractMostSignificantBits());
                    at += 8;
                    if (at == end)
                        return -1;
                    if (end - at < 8)
                        at = end - 8;
                }
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
            nuint i = 0;
            if (length >= 16)
            {
                nuint last = length - 16;
                for (; i < last; i += 16)
                {
                    if (Unsafe.ReadUnaligned<Vector128<byte>>(a + i) != Unsafe.ReadUnaligned<Vector128<byte>>(b + i))
                        return false;
                }
                return Unsafe.ReadUnaligned<Vector128<byte>>(a + last) == Unsafe.ReadUnaligned<Vector128<byte>>(b + last);
            }
            if (length >= 8)
            {
                nuint last = length - 8;
                return Unsafe.ReadUnaligned<ulong>(a) == Unsafe.ReadUnaligned<ulong>(b)
                    && Unsafe.ReadUnaligned<ulong>(a + last) == Unsafe.ReadUnaligned<ulong>(b + last);
            }
            for (; i < length; i++)
            {
                if (a[i] != b[i])
                    return false;
            }
            return true;
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
                    return i + (BitOperations.TrailingZeroCount(difference) >> 3);
            }
            while (i < length && a[i] == b[i])
                i++;
            return i;
        }
    }

    private const ulong Lanes8 = 0x0101_0101_0101_0101;

    // The top bit of each lane that is zero; lanes above the first such may be marked wrongly, which the lowest bit does not see.
    private static ulong ZeroLanes8(ulong value) => (value - Lanes8) & ~value & (Lanes8 << 7);
}
