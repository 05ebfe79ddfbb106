using System.Numerics;

namespace System;

public readonly partial struct Int64
{
    /// <summary>The smaller number.</summary>
    public static long Min(long x, long y) => x <= y ? x : y;

    /// <summary>The larger number.</summary>
    public static long Max(long x, long y) => x >= y ? x : y;

    /// <summary>The number, or the bound that it passes.</summary>
    public static long Clamp(long value, long min, long max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(long value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>Quotient and remainder.</summary>
    public static (long Quotient, long Remainder) DivRem(long left, long right) => Math.DivRem(left, right);

    /// <summary>The number of zero bits above the highest one.</summary>
    public static long LeadingZeroCount(long value) => (long)(BitOperations.LeadingZeroCount((ulong)value));

    /// <summary>The number of zero bits below the lowest one.</summary>
    public static long TrailingZeroCount(long value) => (long)(BitOperations.TrailingZeroCount((ulong)value));

    /// <summary>The number of one bits.</summary>
    public static long PopCount(long value) => (long)(BitOperations.PopCount((ulong)value));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    public static long RotateLeft(long value, int rotateAmount) => (long)BitOperations.RotateLeft((ulong)value, rotateAmount);

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    public static long RotateRight(long value, int rotateAmount) => (long)BitOperations.RotateRight((ulong)value, rotateAmount);

    /// <summary>Whether the number is a power of two.</summary>
    public static bool IsPow2(long value) => value > 0 && (value & (value - 1)) == 0;

    /// <summary>The base-2 logarithm, rounded down; a negative number fails.</summary>
    public static long Log2(long value)
    {
        if (value < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
        return (long)(BitOperations.Log2((ulong)value));
    }

    /// <summary>Whether the number is a multiple of two.</summary>
    public static bool IsEvenInteger(long value) => (value & 1) == 0;

    /// <summary>Whether the number is no multiple of two.</summary>
    public static bool IsOddInteger(long value) => (value & 1) != 0;

    /// <summary>The magnitude; the smallest number has none and fails.</summary>
    public static long Abs(long value) => Math.Abs(value);

    /// <summary>Whether the number is below zero.</summary>
    public static bool IsNegative(long value) => value < 0;

    /// <summary>Whether the number is not below zero.</summary>
    public static bool IsPositive(long value) => value >= 0;

    /// <summary>The magnitude of one number with the sign of another.</summary>
    public static long CopySign(long value, long sign)
    {
        long magnitude = value < 0 ? unchecked(-value) : value;
        if (sign < 0)
            return unchecked(-magnitude);
        if (magnitude < 0)
            ThrowHelper.ThrowOverflow();
        return magnitude;
    }

    /// <summary>The number of greater magnitude.</summary>
    public static long MaxMagnitude(long x, long y)
    {
        ulong left = Magnitude(x);
        ulong right = Magnitude(y);
        return left > right ? x : left < right ? y : x < 0 ? y : x;
    }

    /// <summary>The number of smaller magnitude.</summary>
    public static long MinMagnitude(long x, long y)
    {
        ulong left = Magnitude(x);
        ulong right = Magnitude(y);
        return left < right ? x : left > right ? y : x < 0 ? x : y;
    }
}
