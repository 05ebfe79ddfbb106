using System.Runtime.CompilerServices;

namespace System;

public static partial class Math
{
    /// <summary>The whole number at or below.</summary>
    [Intrinsic]
    public static double Floor(double d)
    {
        double whole = Truncate(d);
        return d < whole ? whole - 1 : whole;
    }

    /// <summary>The whole number at or above.</summary>
    [Intrinsic]
    public static double Ceiling(double a)
    {
        double whole = Truncate(a);
        return a > whole ? whole + 1 : whole;
    }

    /// <summary>The whole number at or nearer to zero.</summary>
    [Intrinsic]
    public static double Truncate(double d)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(d);
        int exponent = (int)(bits >> 52 & 2047) - 1023;
        if (exponent < 0)
            return BitConverter.UInt64BitsToDouble(bits & 0x8000_0000_0000_0000);
        if (exponent >= 52)
            return d;
        return BitConverter.UInt64BitsToDouble(bits & ~((ulong)0xfffffffffffff >> exponent));
    }

    /// <summary>The nearest whole number, half to even.</summary>
    [Intrinsic]
    public static double Round(double a)
    {
        // Adding 2^52 leaves no room for a fraction: the addition itself rounds, half to even.
        const double Shift = 4503599627370496;
        double magnitude = Abs(a);
        if (!(magnitude < Shift))
            return a;
        return CopySign(magnitude + Shift - Shift, a);
    }

    /// <summary>The square root.</summary>
    [Intrinsic]
    public static double Sqrt(double d) => Sqrt(d);

    /// <summary>The magnitude of one number with the sign of another.</summary>
    public static double CopySign(double x, double y) =>
        BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits(x) & ~0x8000_0000_0000_0000ul) | (BitConverter.DoubleToUInt64Bits(y) & 0x8000_0000_0000_0000));

    /// <summary>The next number above.</summary>
    public static double BitIncrement(double x)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(x);
        // NaN stays NaN and infinity stays; the lowest infinity becomes the lowest finite number.
        if ((bits & 0x7ff0000000000000) == 0x7ff0000000000000)
            return bits == 0xfff0000000000000 ? double.MinValue : x;
        if (x == 0)
            return double.Epsilon;
        return BitConverter.UInt64BitsToDouble(x < 0 ? bits - 1 : bits + 1);
    }

    /// <summary>The next number below.</summary>
    public static double BitDecrement(double x)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(x);
        if ((bits & 0x7ff0000000000000) == 0x7ff0000000000000)
            return bits == 0x7ff0000000000000 ? double.MaxValue : x;
        if (x == 0)
            return -double.Epsilon;
        return BitConverter.UInt64BitsToDouble(x < 0 ? bits + 1 : bits - 1);
    }

    /// <summary>The base of the natural logarithm.</summary>
    public const double E = 2.7182818284590452354;

    /// <summary>Half the circumference of the unit circle.</summary>
    public const double PI = 3.14159265358979323846;

    /// <summary>The circumference of the unit circle.</summary>
    public const double Tau = 6.283185307179586476925;

    /// <summary>The larger number; NaN if one is, and +0 over -0.</summary>
    public static double Max(double val1, double val2)
    {
        if (val1 != val2)
            return double.IsNaN(val1) || val1 > val2 ? val1 : val2;
        return double.IsNegative(val1) ? val2 : val1;
    }

    /// <summary>The smaller number; NaN if one is, and -0 over +0.</summary>
    public static double Min(double val1, double val2)
    {
        if (val1 != val2)
            return double.IsNaN(val1) || val1 < val2 ? val1 : val2;
        return double.IsNegative(val1) ? val1 : val2;
    }

    /// <summary>The magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Abs(double value) =>
        BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(value) & ~0x8000_0000_0000_0000ul);

    /// <summary>The number, or the bound that it passes; NaN stays.</summary>
    public static double Clamp(double value, double min, double max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>-1, 0 or 1; NaN fails.</summary>
    public static int Sign(double value)
    {
        if (value < 0)
            return -1;
        if (value > 0)
            return 1;
        if (value != 0)
            ThrowHelper.ThrowArgument("Function does not accept floating point Not-a-Number values.");
        return 0;
    }

    /// <summary>The larger number; NaN if one is, and +0 over -0.</summary>
    public static float Max(float val1, float val2)
    {
        if (val1 != val2)
            return float.IsNaN(val1) || val1 > val2 ? val1 : val2;
        return float.IsNegative(val1) ? val2 : val1;
    }

    /// <summary>The smaller number; NaN if one is, and -0 over +0.</summary>
    public static float Min(float val1, float val2)
    {
        if (val1 != val2)
            return float.IsNaN(val1) || val1 < val2 ? val1 : val2;
        return float.IsNegative(val1) ? val1 : val2;
    }

    /// <summary>The magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float value) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & ~0x8000_0000u);

    /// <summary>The number, or the bound that it passes; NaN stays.</summary>
    public static float Clamp(float value, float min, float max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>-1, 0 or 1; NaN fails.</summary>
    public static int Sign(float value)
    {
        if (value < 0)
            return -1;
        if (value > 0)
            return 1;
        if (value != 0)
            ThrowHelper.ThrowArgument("Function does not accept floating point Not-a-Number values.");
        return 0;
    }
}
