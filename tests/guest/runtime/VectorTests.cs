using System;
using System.Runtime.Intrinsics;
using Lithe.Testing;

namespace RuntimeTests;

public static class VectorTests
{
    [GuestTest]
    public static void Arithmetic128()
    {
        Vector128<int> a = Vector128.Create(1, -2, 3, int.MaxValue), b = Vector128.Create(10, 20, 30, 1);
        Check.Equal(Vector128.Create(11, 18, 33, int.MinValue), a + b);
        Check.Equal(Vector128.Create(-9, -22, -27, int.MaxValue - 1), a - b);
        Check.Equal(Vector128.Create(10, -40, 90, int.MaxValue), a * b);
        Check.Equal(Vector128.Create(2, -4, 6, -2), a << 1);
        Check.Equal(Vector128.Create(0, -1, 1, int.MaxValue >> 1), a >> 1);
        Check.Equal(0x7FFFFFFF, (a >>> 1).GetElement(1));
        Check.Equal(Vector128<int>.Zero, a ^ a);
        Check.Equal(Vector128<int>.AllBitsSet, a | ~a);
        Check.Equal(a, a & Vector128<int>.AllBitsSet);
        Check.Equal(Vector128.Create(-1, 2, -3, -int.MaxValue), -a);
        Check.Equal(64, Vector128.Sum(b) + 3);
        Check.Equal(4, Vector128<int>.Count);
        Check.Equal(Vector128.Create(1.5, 6.0), Vector128.Create(0.5, 4.0) + Vector128.Create(1.0, 2.0));
        Check.Equal(Vector128.Create((byte)4), Vector128.Create((byte)200) + Vector128.Create((byte)60));
    }

    [GuestTest]
    public static void Compare128()
    {
        Vector128<byte> text = Vector128.Create((byte)1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 200);
        Check.Equal(0x10u, Vector128.Equals(text, Vector128.Create((byte)5)).ExtractMostSignificantBits());
        Check.Equal(0x8000u, text.ExtractMostSignificantBits());
        Check.Equal(0xFFE0u, Vector128.GreaterThan(text, Vector128.Create((byte)5)).ExtractMostSignificantBits());
        Check.Equal(0x000Fu, Vector128.LessThan(text, Vector128.Create((byte)5)).ExtractMostSignificantBits());
        Check.True(Vector128.EqualsAny(text, Vector128.Create((byte)200)));
        Check.False(Vector128.EqualsAll(text, Vector128.Create((byte)200)));
        Check.True(text == Vector128.Min(text, Vector128.Create((byte)250)));
        Check.Equal((byte)7, Vector128.Max(text, Vector128.Create((byte)7)).GetElement(0));
        Vector128<int> negative = Vector128.Create(-1, 1, -5, 5);
        Check.Equal(0b0101u, negative.ExtractMostSignificantBits());
        Check.Equal(Vector128.Create(-1, 9, -5, 9),
            Vector128.ConditionalSelect(Vector128.LessThan(negative, Vector128<int>.Zero), negative, Vector128.Create(9)));
    }

    [GuestTest]
    public static void LoadStoreShuffle128()
    {
        byte[] bytes = new byte[40];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)i;
        Vector128<byte> vector = Vector128.LoadUnsafe(ref bytes[0], 3);
        Check.Equal((byte)3, vector.ToScalar());
        Check.Equal((byte)18, vector[15]);
        vector.StoreUnsafe(ref bytes[20]);
        Check.Equal((byte)18, bytes[35]);
        vector.CopyTo(bytes.AsSpan(1));
        Check.Equal((byte)3, bytes[1]);
        Vector128<byte> reversed = Vector128.Shuffle(vector, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
        Check.Equal((byte)18, reversed[0]);
        Check.Equal((byte)0, Vector128.Shuffle(vector, Vector128.Create((byte)200))[3]);
        Check.Equal((ushort)0x0403, vector.AsUInt16()[0]);
        Check.Equal((byte)9, vector.WithElement(2, (byte)9)[2]);
        Check.Equal((ushort)11, Vector128.WidenUpper(vector)[0]);
        Check.Equal((byte)4, Vector128.Narrow(Vector128.WidenLower(vector), Vector128.WidenUpper(vector))[1]);
        Check.Equal(vector, Vector128.Create<byte>(bytes.AsSpan(20, 16)));
    }

    [GuestTest]
    public static void Vectors256()
    {
        Vector256<ulong> a = Vector256.Create(1UL, 2, 3, ulong.MaxValue), b = Vector256.Create(1UL);
        Check.Equal(Vector256.Create(2UL, 3, 4, 0), a + b);
        Check.Equal(a, (a ^ b) ^ b);
        Check.Equal(8u, a.ExtractMostSignificantBits());
        Check.Equal(1u, Vector256.Equals(a, b).ExtractMostSignificantBits());
        Check.Equal(4, Vector256<ulong>.Count);
        Check.Equal(3UL, a.GetUpper()[0]);
        Check.Equal(a, Vector256.Create(a.GetLower(), a.GetUpper()));
        byte[] bytes = new byte[64];
        bytes[41] = 7;
        Vector256<byte> upper = Vector256.LoadUnsafe(ref bytes[32]);
        Check.Equal(1u << 9, Vector256.Equals(upper, Vector256.Create((byte)7)).ExtractMostSignificantBits());
        Check.Equal((byte)7, upper[9]);
    }
}
