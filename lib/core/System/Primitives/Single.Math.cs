namespace System;

public readonly partial struct Single
{
    private const uint SignBit = 0x8000_0000;
    private const uint ExponentBits = 0x7F80_0000;
    private const uint FractionBits = 0x007F_FFFF;

    private static uint Bits(float d) => BitConverter.SingleToUInt32Bits(d);

    /// <summary>Whether it is neither infinite nor NaN.</summary>
    public static bool IsFinite(float f) => (Bits(f) & ExponentBits) != ExponentBits;

    /// <summary>Whether it is one of the infinities.</summary>
    public static bool IsInfinity(float f) => (Bits(f) & ~SignBit) == ExponentBits;

    /// <summary>Whether it is NaN.</summary>
    public static bool IsNaN(float f)
    {
#pragma warning disable CS1718 // only NaN differs from itself
        return f != f;
#pragma warning restore CS1718
    }

    /// <summary>Whether the sign bit is set.</summary>
    public static bool IsNegative(float f) => (Bits(f) & SignBit) != 0;

    /// <summary>Whether it is the infinity below all numbers.</summary>
    public static bool IsNegativeInfinity(float f) => f == NegativeInfinity;

    /// <summary>Whether it is finite, not zero, and its mantissa begins with a one.</summary>
    public static bool IsNormal(float f) => (Bits(f) & ExponentBits) is not (0 or ExponentBits);

    /// <summary>Whether it is the infinity above all numbers.</summary>
    public static bool IsPositiveInfinity(float f) => f == PositiveInfinity;

    /// <summary>Whether it is not zero and its mantissa begins with a zero.</summary>
    public static bool IsSubnormal(float f) => (Bits(f) & ExponentBits) == 0 && (Bits(f) & FractionBits) != 0;

    /// <summary>Whether the sign bit is clear.</summary>
    public static bool IsPositive(float value) => (Bits(value) & SignBit) == 0;

    /// <summary>Whether it is a finite whole number.</summary>
    public static bool IsInteger(float value) => IsFinite(value) && value == Truncate(value);

    /// <summary>Whether it is a number, not NaN.</summary>
    public static bool IsRealNumber(float value) => !IsNaN(value);

    /// <summary>The magnitude.</summary>
    public static float Abs(float value) => Math.Abs(value);

    /// <summary>The larger number; NaN if one is, and +0 over -0.</summary>
    public static float Max(float x, float y) => Math.Max(x, y);

    /// <summary>The smaller number; NaN if one is, and -0 over +0.</summary>
    public static float Min(float x, float y) => Math.Min(x, y);

    /// <summary>The number, or the bound that it passes.</summary>
    public static float Clamp(float value, float min, float max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1; NaN fails.</summary>
    public static int Sign(float value) => Math.Sign(value);

    /// <summary>The magnitude of one number with the sign of another.</summary>
    public static float CopySign(float value, float sign) => MathF.CopySign(value, sign);

    /// <summary>The whole number at or above.</summary>
    public static float Ceiling(float x) => MathF.Ceiling(x);

    /// <summary>The whole number at or below.</summary>
    public static float Floor(float x) => MathF.Floor(x);

    /// <summary>The nearest whole number, half to even.</summary>
    public static float Round(float x) => MathF.Round(x);

    /// <summary>The whole number at or nearer to zero.</summary>
    public static float Truncate(float x) => MathF.Truncate(x);

    /// <summary>The square root.</summary>
    public static float Sqrt(float x) => MathF.Sqrt(x);

    /// <summary>The next number above.</summary>
    public static float BitIncrement(float x) => MathF.BitIncrement(x);

    /// <summary>The next number below.</summary>
    public static float BitDecrement(float x) => MathF.BitDecrement(x);

    /// <summary>Whether a number is equal; never with NaN.</summary>
    public static bool operator ==(float left, float right) => left == right;

    /// <summary>Whether a number is not equal; never with NaN, which differs from everything.</summary>
    public static bool operator !=(float left, float right) => left != right;

    /// <summary>Whether a number is below the other; never with NaN.</summary>
    public static bool operator <(float left, float right) => left < right;

    /// <summary>Whether a number is above the other; never with NaN.</summary>
    public static bool operator >(float left, float right) => left > right;

    /// <summary>Whether a number is not above the other; never with NaN.</summary>
    public static bool operator <=(float left, float right) => left <= right;

    /// <summary>Whether a number is not below the other; never with NaN.</summary>
    public static bool operator >=(float left, float right) => left >= right;
}
