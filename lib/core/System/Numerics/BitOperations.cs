using System.Runtime.CompilerServices;

namespace System.Numerics;

/// <summary>Bits of integers. The compiler puts the processor's instruction where the target has one.</summary>
public static class BitOperations
{
    /// <summary>Whether one bit is set.</summary>
    public static bool IsPow2(int value) => value > 0 && (value & (value - 1)) == 0;

    /// <summary>Whether one bit is set.</summary>
    public static bool IsPow2(uint value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>Whether one bit is set, and it is not the sign.</summary>
    public static bool IsPow2(long value) => value > 0 && (value & (value - 1)) == 0;

    /// <summary>Whether one bit is set.</summary>
    public static bool IsPow2(ulong value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>Whether one bit is set, and it is not the sign.</summary>
    public static bool IsPow2(nint value) => IsPow2((long)value);

    /// <summary>Whether one bit is set.</summary>
    public static bool IsPow2(nuint value) => IsPow2((ulong)value);

    /// <summary>The power of two at or above; 0 when it does not fit.</summary>
    public static uint RoundUpToPowerOf2(uint value) =>
        value == 0 ? 0 : value - 1 == 0 ? 1 : (uint)(1ul << (32 - LeadingZeroCount(value - 1)));

    /// <summary>The power of two at or above; 0 when it does not fit.</summary>
    public static ulong RoundUpToPowerOf2(ulong value)
    {
        if (value <= 1)
            return value;
        int zeros = LeadingZeroCount(value - 1);
        return zeros == 0 ? 0 : 1ul << (64 - zeros);
    }

    /// <summary>The power of two at or above; 0 when it does not fit.</summary>
    public static nuint RoundUpToPowerOf2(nuint value) => (nuint)RoundUpToPowerOf2((ulong)value);

    /// <summary>The number of zero bits above the highest one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LeadingZeroCount(uint value) => value == 0 ? 32 : 31 - Log2(value);

    /// <summary>The number of zero bits above the highest one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LeadingZeroCount(ulong value) => value == 0 ? 64 : 63 - Log2(value);

    /// <summary>The number of zero bits above the highest one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LeadingZeroCount(nuint value) => LeadingZeroCount((ulong)value);

    /// <summary>The base-2 logarithm, rounded down; 0 for 0.</summary>
    /// <remarks>The exponent of the number as a double, which holds it exactly: a third of the steps of looking for the bit by halves.</remarks>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Log2(uint value) => (int)(BitConverter.DoubleToInt64Bits((long)(value | 1)) >> 52) - 1023;

    /// <summary>The base-2 logarithm, rounded down; 0 for 0.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Log2(ulong value) => value >> 32 != 0 ? 32 + Log2((uint)(value >> 32)) : Log2((uint)value);

    /// <summary>The base-2 logarithm, rounded down; 0 for 0.</summary>
    public static int Log2(nuint value) => Log2((ulong)value);

    /// <summary>The number of one bits.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PopCount(uint value)
    {
        // Sums of 2, 4 and 8 bits side by side; the multiplication adds the four bytes up in the top one.
        value -= (value >> 1) & 0x5555_5555;
        value = (value & 0x3333_3333) + ((value >> 2) & 0x3333_3333);
        value = (value + (value >> 4)) & 0x0F0F_0F0F;
        return (int)(value * 0x0101_0101 >> 24);
    }

    /// <summary>The number of one bits.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PopCount(ulong value)
    {
        value -= (value >> 1) & 0x5555_5555_5555_5555;
        value = (value & 0x3333_3333_3333_3333) + ((value >> 2) & 0x3333_3333_3333_3333);
        value = (value + (value >> 4)) & 0x0F0F_0F0F_0F0F_0F0F;
        return (int)(value * 0x0101_0101_0101_0101 >> 56);
    }

    /// <summary>The number of one bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PopCount(nuint value) => PopCount((ulong)value);

    /// <summary>The number of zero bits below the lowest one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrailingZeroCount(int value) => TrailingZeroCount((uint)value);

    /// <summary>The number of zero bits below the lowest one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrailingZeroCount(uint value) => value == 0 ? 32 : Log2(value & (0 - value));

    /// <summary>The number of zero bits below the lowest one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrailingZeroCount(long value) => TrailingZeroCount((ulong)value);

    /// <summary>The number of zero bits below the lowest one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrailingZeroCount(ulong value) => value == 0 ? 64 : Log2(value & (0 - value));

    /// <summary>The number of zero bits below the lowest one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrailingZeroCount(nint value) => TrailingZeroCount((ulong)value);

    /// <summary>The number of zero bits below the lowest one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrailingZeroCount(nuint value) => TrailingZeroCount((ulong)value);

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RotateLeft(uint value, int offset) => (value << offset) | (value >> (32 - offset));

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RotateRight(uint value, int offset) => (value >> offset) | (value << (32 - offset));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong RotateLeft(ulong value, int offset) => (value << offset) | (value >> (64 - offset));

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong RotateRight(ulong value, int offset) => (value >> offset) | (value << (64 - offset));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint RotateLeft(nuint value, int offset) => (value << offset) | (value >> (64 - offset));

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint RotateRight(nuint value, int offset) => (value >> offset) | (value << (64 - offset));

    /// <summary>Goes on with a CRC-32C (Castagnoli) by some more bits.</summary>
    public static uint Crc32C(uint crc, byte data) => Crc32CBits(crc, data, 8);

    /// <summary>Goes on with a CRC-32C (Castagnoli) by some more bits.</summary>
    public static uint Crc32C(uint crc, ushort data) => Crc32CBits(crc, data, 16);

    /// <summary>Goes on with a CRC-32C (Castagnoli) by some more bits.</summary>
    public static uint Crc32C(uint crc, uint data) => Crc32CBits(crc, data, 32);

    /// <summary>Goes on with a CRC-32C (Castagnoli) by some more bits.</summary>
    public static uint Crc32C(uint crc, ulong data) => Crc32CBits(Crc32CBits(crc, (uint)data, 32), (uint)(data >> 32), 32);

    // Bit by bit, with the polynomial reflected: small, and right on every processor.
    private static uint Crc32CBits(uint crc, uint data, int bits)
    {
        crc ^= data;
        for (int i = 0; i < bits; i++)
            crc = (crc >> 1) ^ (0x82F6_3B78 & (0 - (crc & 1)));
        return crc;
    }
}
