using System;
using System.Numerics;
using Lithe.Testing;

namespace CoreTests;

public static class IntegerMathTests
{
    [GuestTest]
    public static void Comparing()
    {
        Check.True(5.CompareTo(6) < 0);
        Check.True(6.CompareTo(5) > 0);
        Check.Equal(0, 5.CompareTo(5));
        Check.Equal(-1, int.MinValue.CompareTo(int.MaxValue));
        Check.Equal(1, uint.MaxValue.CompareTo(0u));
        Check.Equal(-255, byte.MinValue.CompareTo(byte.MaxValue));
        Check.Equal(1, 5.CompareTo((object?)null));
        Check.Equal(0, 5L.CompareTo((object)5L));
        Check.True(5.Equals(5));
        Check.False(5.Equals((object)5L));
        Check.True(((object)5).Equals(5));
        Check.Equal(5, 5.GetHashCode());
        Check.Equal(-1, uint.MaxValue.GetHashCode());
        Check.Equal(0x1_0000_0001L.GetHashCode(), 0);
        Check.Equal(3, (0x1_0000_0002UL).GetHashCode());
        Check.Equal((sbyte)-5, ((sbyte)-5).GetHashCode());
    }

    [GuestTest]
    public static void MinMaxClampSign()
    {
        Check.Equal(-3, Math.Min(-3, 2));
        Check.Equal(2, Math.Max(-3, 2));
        Check.Equal(ulong.MaxValue, Math.Max(ulong.MaxValue, 0ul));
        Check.Equal((byte)1, byte.Min(1, 255));
        Check.Equal((short)-1, short.Min(-1, 255));
        Check.Equal(5, Math.Clamp(7, 1, 5));
        Check.Equal(1, Math.Clamp(-7, 1, 5));
        Check.Equal(3, int.Clamp(3, 1, 5));
        Check.Equal(-1, Math.Sign(-7L));
        Check.Equal(0, Math.Sign((short)0));
        Check.Equal(1, sbyte.Sign(7));
        Check.Equal(7, Math.Abs(-7));
        Check.Equal(long.MaxValue, Math.Abs(-long.MaxValue));
        Check.Equal((sbyte)127, sbyte.Abs(-127));
        Check.Equal(-9, int.MaxMagnitude(-9, 8));
        Check.Equal(8, int.MinMagnitude(-9, 8));
        Check.Equal(9, int.MaxMagnitude(-9, 9));
        Check.Equal(-9, int.MinMagnitude(9, -9));
        Check.Equal(int.MinValue, int.MaxMagnitude(int.MinValue, int.MaxValue));
        Check.Equal(-5, int.CopySign(5, -1));
        Check.Equal(5, int.CopySign(-5, 1));
        Check.Equal(int.MinValue, int.CopySign(int.MinValue, -1));
        Check.True(int.IsNegative(-1));
        Check.True(long.IsPositive(0));
        Check.True(int.IsEvenInteger(-4));
        Check.True(ulong.IsOddInteger(ulong.MaxValue));
    }

    [GuestTest]
    public static void Dividing()
    {
        Check.Equal((2, 1), Math.DivRem(7, 3));
        Check.Equal((-2, -1), Math.DivRem(-7, 3));
        Check.Equal((-2, 1), Math.DivRem(7, -3));
        Check.Equal((2, -1), Math.DivRem(-7, -3));
        Check.Equal((6148914691236517205UL, 0UL), Math.DivRem(ulong.MaxValue, 3UL));
        Check.Equal(((sbyte)-42, (sbyte)-2), Math.DivRem((sbyte)-128, (sbyte)3));
        Check.Equal(4, Math.DivRem(9, 2, out int remainder));
        Check.Equal(1, remainder);
        Check.Equal(-4L, Math.DivRem(-9L, 2L, out long longRemainder));
        Check.Equal(-1L, longRemainder);
        Check.Equal((3u, 1u), uint.DivRem(10, 3));
    }

    [GuestTest]
    public static void Multiplying()
    {
        Check.Equal(4611686014132420609L, Math.BigMul(int.MaxValue, int.MaxValue));
        Check.Equal(-4611686016279904256L, Math.BigMul(int.MinValue, int.MaxValue));
        Check.Equal(18446744065119617025UL, Math.BigMul(uint.MaxValue, uint.MaxValue));
        Check.Equal(ulong.MaxValue - 1, Math.BigMul(ulong.MaxValue, ulong.MaxValue, out ulong low));
        Check.Equal(1UL, low);
        Check.Equal(0UL, Math.BigMul(0x1_0000_0000UL, 0xFFFF_FFFFUL, out low));
        Check.Equal(0xFFFF_FFFF_0000_0000UL, low);
        Check.Equal(1UL, Math.BigMul(0x1_0000_0000UL, 0x1_0000_0000UL, out low));
        Check.Equal(0UL, low);
        Check.Equal(-1L, Math.BigMul(-1L, 1L, out long signedLow));
        Check.Equal(-1L, signedLow);
        Check.Equal(0L, Math.BigMul(-1L, -1L, out signedLow));
        Check.Equal(1L, signedLow);
        Check.Equal(0x4000_0000_0000_0000L, Math.BigMul(long.MinValue, long.MinValue, out signedLow));
        Check.Equal(0L, signedLow);
    }

    [GuestTest]
    public static void CountingBits()
    {
        Check.Equal(32, BitOperations.LeadingZeroCount(0u));
        Check.Equal(0, BitOperations.LeadingZeroCount(uint.MaxValue));
        Check.Equal(31, BitOperations.LeadingZeroCount(1u));
        Check.Equal(64, BitOperations.LeadingZeroCount(0ul));
        Check.Equal(23, BitOperations.LeadingZeroCount(1ul << 40));
        Check.Equal(32, BitOperations.TrailingZeroCount(0));
        Check.Equal(64, BitOperations.TrailingZeroCount(0L));
        Check.Equal(40, BitOperations.TrailingZeroCount(1ul << 40));
        Check.Equal(0, BitOperations.TrailingZeroCount(-1));
        Check.Equal(32, BitOperations.PopCount(uint.MaxValue));
        Check.Equal(32, BitOperations.PopCount(0x5555_5555_5555_5555UL));
        Check.Equal(0, BitOperations.PopCount(0ul));
        Check.Equal(0, BitOperations.Log2(0u));
        Check.Equal(0, BitOperations.Log2(1u));
        Check.Equal(31, BitOperations.Log2(uint.MaxValue));
        Check.Equal(63, BitOperations.Log2(ulong.MaxValue));
        Check.Equal((sbyte)8, sbyte.LeadingZeroCount(0));
        Check.Equal((sbyte)0, sbyte.LeadingZeroCount(-1));
        Check.Equal((byte)7, byte.LeadingZeroCount(1));
        Check.Equal((short)16, short.TrailingZeroCount(0));
        Check.Equal((sbyte)7, sbyte.TrailingZeroCount(sbyte.MinValue));
        Check.Equal((sbyte)8, sbyte.PopCount(-1));
        Check.Equal((ushort)3, ushort.PopCount(0x0111));
        Check.Equal(1, int.LeadingZeroCount(int.MaxValue));
        Check.Equal(63L, long.TrailingZeroCount(long.MinValue));
        Check.Equal(62L, long.Log2(long.MaxValue));
        Check.Equal((nuint)64, nuint.PopCount(nuint.MaxValue));
    }

    [GuestTest]
    public static void MovingBits()
    {
        Check.Equal(0x2345_6781u, BitOperations.RotateLeft(0x1234_5678u, 4));
        Check.Equal(0x8123_4567u, BitOperations.RotateRight(0x1234_5678u, 4));
        Check.Equal(1ul, BitOperations.RotateLeft(1ul << 63, 1));
        Check.Equal(1u, BitOperations.RotateLeft(1u, 32));
        Check.Equal(2u, BitOperations.RotateRight(1u, -1));
        Check.Equal((byte)0x12, byte.RotateLeft(0x21, 4));
        Check.Equal((byte)0x81, byte.RotateRight(0x03, 1));
        Check.Equal((sbyte)-1, sbyte.RotateLeft(-1, 3));
        Check.Equal(unchecked((short)0x8001), short.RotateRight(3, 1));
        Check.Equal((byte)1, byte.RotateLeft(1, 8));
        Check.True(BitOperations.IsPow2(64));
        Check.False(BitOperations.IsPow2(0));
        Check.False(BitOperations.IsPow2(int.MinValue));
        Check.True(BitOperations.IsPow2(0x8000_0000u));
        Check.Equal(64u, BitOperations.RoundUpToPowerOf2(33u));
        Check.Equal(64u, BitOperations.RoundUpToPowerOf2(64u));
        Check.Equal(0u, BitOperations.RoundUpToPowerOf2(0u));
        Check.Equal(1u, BitOperations.RoundUpToPowerOf2(1u));
        Check.Equal(0u, BitOperations.RoundUpToPowerOf2(0x8000_0001u));
        Check.Equal(1ul << 40, BitOperations.RoundUpToPowerOf2((1ul << 39) + 1));
        Check.Equal(0ul, BitOperations.RoundUpToPowerOf2(ulong.MaxValue));
        Check.Equal(0xE3069283u, ~Crc32C("123456789"u8));
    }

    private static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
