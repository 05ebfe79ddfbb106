using System.Runtime.CompilerServices;

namespace System;

public static partial class MathF
{
    /// <summary>The whole number at or below.</summary>
    [Intrinsic]
    public static float Floor(float x)
    {
        float whole = Truncate(x);
        return x < whole ? whole - 1 : whole;
    }

    /// <summary>The whole number at or above.</summary>
    [Intrinsic]
    public static float Ceiling(float x)
    {
        float whole = Truncate(x);
        return x > whole ? whole + 1 : whole;
    }

    /// <summary>The whole number at or nearer to zero.</summary>
    [Intrinsic]
    public static float Truncate(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        int exponent = (int)(bits >> 23 & 255) - 127;
        if (exponent < 0)
            return BitConverter.UInt32BitsToSingle(bits & 0x8000_0000);
        if (exponent >= 23)
            return x;
        return BitConverter.UInt32BitsToSingle(bits & ~((uint)0x7fffff >> exponent));
    }

    /// <summary>The nearest whole number, half to even.</summary>
    [Intrinsic]
    public static float Round(float x)
    {
        // Adding 2^23 leaves no room for a fraction: the addition itself rounds, half to even.
        const float Shift = 8388608f;
        float magnitude = Math.Abs(x);
        if (!(magnitude < Shift))
            return x;
        return CopySign(magnitude + Shift - Shift, x);
    }

    /// <summary>The square root.</summary>
    [Intrinsic]
    public static float Sqrt(float x) => Sqrt(x);

    /// <summary>The magnitude of one number with the sign of another.</summary>
    public static float CopySign(float x, float y) =>
        BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(x) & ~0x8000_0000u) | (BitConverter.SingleToUInt32Bits(y) & 0x8000_0000));

    /// <summary>The next number above.</summary>
    public static float BitIncrement(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        // NaN stays NaN and infinity stays; the lowest infinity becomes the lowest finite number.
        if ((bits & 0x7f800000) == 0x7f800000)
            return bits == 0xff800000 ? float.MinValue : x;
        if (x == 0)
            return float.Epsilon;
        return BitConverter.UInt32BitsToSingle(x < 0 ? bits - 1 : bits + 1);
    }

    /// <summary>The next number below.</summary>
    public static float BitDecrement(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        if ((bits & 0x7f800000) == 0x7f800000)
            return bits == 0x7f800000 ? float.MaxValue : x;
        if (x == 0)
            return -float.Epsilon;
        return BitConverter.UInt32BitsToSingle(x < 0 ? bits + 1 : bits - 1);
    }

    /// <summary>The base of the natural logarithm.</summary>
    public const float E = 2.71828183f;

    /// <summary>Half the circumference of the unit circle.</summary>
    public const float PI = 3.14159265f;

    /// <summary>The circumference of the unit circle.</summary>
    public const float Tau = 6.283185307f;

    /// <summary>The magnitude.</summary>
    public static float Abs(float x) => Math.Abs(x);

    /// <summary>The larger number; NaN if one is, and +0 over -0.</summary>
    public static float Max(float x, float y) => Math.Max(x, y);

    /// <summary>The smaller number; NaN if one is, and -0 over +0.</summary>
    public static float Min(float x, float y) => Math.Min(x, y);

    /// <summary>-1, 0 or 1; NaN fails.</summary>
    public static int Sign(float x) => Math.Sign(x);
}
