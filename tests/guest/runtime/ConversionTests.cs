using System;
using System.Runtime.CompilerServices;
using Lithe.Testing;

namespace RuntimeTests;

// Not folded while compiling: every operand comes out of a method that is not inlined.
public static class ConversionTests
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Opaque<T>(T value) => value;

    [GuestTest]
    public static void FloatingToInteger()
    {
        Check.Equal(-7, (int)Opaque(-7.9));
        Check.Equal(-5000000000000L, (long)Opaque(-5e12));
        Check.Equal(4000000000u, (uint)Opaque(4e9));
        Check.Equal(18000000000000000000UL, (ulong)Opaque(1.8e19));
        Check.Equal(3, (int)Opaque(3.99f));
        Check.Equal((byte)200, (byte)Opaque(200.5));
    }

    [GuestTest]
    public static void OutOfRangeSaturates()
    {
        Check.Equal(int.MaxValue, (int)Opaque(1e30));
        Check.Equal(int.MinValue, (int)Opaque(-1e30));
        Check.Equal(0, (int)Opaque(double.NaN));
        Check.Equal(long.MaxValue, (long)Opaque(1e30));
        Check.Equal(0UL, (ulong)Opaque(-5.0));
        Check.Equal(ulong.MaxValue, (ulong)Opaque(1e30));
        Check.Equal(uint.MaxValue, (uint)Opaque(1e30));
    }

    [GuestTest]
    public static void IntegerToFloating()
    {
        Check.Equal(18446744073709551616.0, (double)Opaque(ulong.MaxValue));
        Check.Equal(9223372036854775808.0, (double)Opaque(1UL << 63));
        Check.Equal(-9223372036854775808.0, (double)Opaque(long.MinValue));
        Check.Equal(4294967295.0, (double)Opaque(uint.MaxValue));
        Check.Equal(16777216f, (float)Opaque(16777217));
    }

    [GuestTest]
    public static void CheckedConversionsThatFit()
    {
        Check.Equal(int.MaxValue, checked((int)Opaque(2147483647.9)));
        Check.Equal(10000000000000000000UL, checked((ulong)Opaque(1e19)));
        Check.Equal(long.MinValue, checked((long)Opaque(-9223372036854775808.0)));
        Check.Equal(0u, checked((uint)Opaque(-0.9)));
        Check.Equal((byte)255, checked((byte)Opaque(255)));
        Check.Equal(1L << 62, checked(Opaque(1L << 31) * Opaque(1L << 31)));
        Check.Equal(1UL << 63, checked(Opaque(1UL << 31) * Opaque(1UL << 32)));
        Check.Equal(int.MinValue, checked(Opaque(int.MinValue + 1) - 1));
    }

    [GuestTest]
    public static void RemaindersAreExact()
    {
        Check.Equal(2.5, Opaque(7.5) % Opaque(5.0));
        Check.Equal(-2.5, Opaque(-7.5) % Opaque(5.0));
        Check.Equal(2.5f, Opaque(7.5f) % Opaque(-5f));
        Check.Equal(4.0, Opaque(1e300) % Opaque(7.0) + Opaque(4.0) - Opaque(1e300) % Opaque(7.0));
        Check.True(double.IsNaN(Opaque(1.0) % Opaque(0.0)));
        Check.True(double.IsNaN(Opaque(double.PositiveInfinity) % Opaque(3.0)));
        Check.Equal(3.0, Opaque(3.0) % Opaque(double.PositiveInfinity));
        Check.Equal(0.09999999999999995, Opaque(1.0) % Opaque(0.1));
        Check.Equal(double.Epsilon, Opaque(double.Epsilon) % Opaque(1.0));
    }

    [GuestTest]
    public static void IntegersWrapAndShift()
    {
        Check.Equal(int.MinValue, unchecked(Opaque(int.MaxValue) + 1));
        Check.Equal(1, Opaque(1) << Opaque(32));
        Check.Equal(-1, Opaque(-8) >> Opaque(40));
        Check.Equal(0x1FFFFFFFu, Opaque(0xFFFFFFFFu) >> 3);
        Check.Equal(0x1FFFFFFF, Opaque(-1) >>> 3);
        Check.Equal(1L << 40, Opaque(1L) << Opaque(104));
        Check.Equal(-3, Opaque(-7) / Opaque(2));
        Check.Equal(-1, Opaque(-7) % Opaque(2));
        Check.Equal(unchecked((sbyte)0x80), unchecked((sbyte)Opaque(0x180)));
        Check.Equal(0xFFFFFFFFFFFFFF80UL, unchecked((ulong)(sbyte)Opaque(0x80)));
    }
}
