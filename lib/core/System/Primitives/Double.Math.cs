namespace System;

public readonly partial struct Double
{
    private const ulong SignBit = 0x8000_0000_0000_0000;
    private const ulong ExponentBits = 0x7FF0_0000_0000_0000;
    private const ulong FractionBits = 0x000F_FFFF_FFFF_FFFF;

    private static ulong Bits(double d) => BitConverter.DoubleToUInt64Bits(d);

    /// <summary>Whether it is neither infinite nor NaN.</summary>
    public static bool IsFinite(double d) => (Bits(d) & ExponentBits) != ExponentBits;

    /// <summary>Whether it is one of the infinities.</summary>
    public static bool IsInfinity(double d) => (Bits(d) & ~SignBit) == ExponentBits;

    /// <summary>Whether it is NaN.</summary>
    public static bool IsNaN(double d)
    {
#pragma warning disable CS1718 // only NaN differs from itself
        return d != d;
#pragma warning restore CS1718
    }

    /// <summary>Whether the sign bit is set.</summary>
    public static bool IsNegative(double d) => (Bits(d) & SignBit) != 0;

    /// <summary>Whether it is the infinity below all numbers.</summary>
    public static bool IsNegativeInfinity(double d) => d == NegativeInfinity;

    /// <summary>Whether it is finite, not zero, and its mantissa begins with a one.</summary>
    public static bool IsNormal(double d) => (Bits(d) & ExponentBits) is not (0 or ExponentBits);

    /// <summary>Whether it is the infinity above all numbers.</summary>
    public static bool IsPositiveInfinity(double d) => d == PositiveInfinity;

    /// <summary>Whether it is not zero and its mantissa begins with a zero.</summary>
    public static bool IsSubnormal(double d) => (Bits(d) & ExponentBits) == 0 && (Bits(d) & FractionBits) != 0;

    /// <summary>Whether the sign bit is clear.</summary>
    public static bool IsPositive(double value) => (Bits(value) & SignBit) == 0;

    /// <summary>Whether it is a finite whole number.</summary>
    public static bool IsInteger(double value) => IsFinite(value) && value == Truncate(value);

    /// <summary>Whether it is a number, not NaN.</summary>
    public static bool IsRealNumber(double value) => !IsNaN(value);

    /// <summary>The magnitude.</summary>
    public static double Abs(double value) => Math.Abs(value);

    /// <summary>The larger number; NaN if one is, and +0 over -0.</summary>
    public static double Max(double x, double y) => Math.Max(x, y);

    /// <summary>The smaller number; NaN if one is, and -0 over +0.</summary>
    public static double Min(double x, double y) => Math.Min(x, y);

    /// <summary>The number, or the bound that it passes.</summary>
    public static double Clamp(double value, double min, double max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1; NaN fails.</summary>
    public static int Sign(double value) => Math.Sign(value);

    /// <summary>The magnitude of one number with the sign of another.</summary>
    public static double CopySign(double value, double sign) => Math.CopySign(value, sign);

    /// <summary>The whole number at or above.</summary>
    public static double Ceiling(double x) => Math.Ceiling(x);

    /// <summary>The whole number at or below.</summary>
    public static double Floor(double x) => Math.Floor(x);

    /// <summary>The nearest whole number, half to even.</summary>
    public static double Round(double x) => Math.Round(x);

    /// <summary>The whole number at or nearer to zero.</summary>
    public static double Truncate(double x) => Math.Truncate(x);

    /// <summary>The square root.</summary>
    public static double Sqrt(double x) => Math.Sqrt(x);

    /// <summary>The next number above.</summary>
    public static double BitIncrement(double x) => Math.BitIncrement(x);

    /// <summary>The next number below.</summary>
    public static double BitDecrement(double x) => Math.BitDecrement(x);

    /// <summary>Whether a number is equal; never with NaN.</summary>
    public static bool operator ==(double left, double right) => left == right;

    /// <summary>Whether a number is not equal; never with NaN, which differs from everything.</summary>
    public static bool operator !=(double left, double right) => left != right;

    /// <summary>Whether a number is below the other; never with NaN.</summary>
    public static bool operator <(double left, double right) => left < right;

    /// <summary>Whether a number is above the other; never with NaN.</summary>
    public static bool operator >(double left, double right) => left > right;

    /// <summary>Whether a number is not above the other; never with NaN.</summary>
    public static bool operator <=(double left, double right) => left <= right;

    /// <summary>Whether a number is not below the other; never with NaN.</summary>
    public static bool operator >=(double left, double right) => left >= right;
}
