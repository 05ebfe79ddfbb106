using System.Numerics;

namespace System;

public readonly partial struct Int32
{
    /// <summary>The smaller number.</summary>
    public static int Min(int x, int y) => x <= y ? x : y;

    /// <summary>The larger number.</summary>
    public static int Max(int x, int y) => x >= y ? x : y;

    /// <summary>The number, or the bound that it passes.</summary>
    public static int Clamp(int value, int min, int max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(int value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>Quotient and remainder.</summary>
    public static (int Quotient, int Remainder) DivRem(int left, int right) => Math.DivRem(left, right);

    /// <summary>The number of zero bits above the highest one.</summary>
    public static int LeadingZeroCount(int value) => BitOperations.LeadingZeroCount((uint)value);

    /// <summary>The number of zero bits below the lowest one.</summary>
    public static int TrailingZeroCount(int value) => BitOperations.TrailingZeroCount((uint)value);

    /// <summary>The number of one bits.</summary>
    public static int PopCount(int value) => BitOperations.PopCount((uint)value);

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    public static int RotateLeft(int value, int rotateAmount) => (int)BitOperations.RotateLeft((uint)value, rotateAmount);

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    public static int RotateRight(int value, int rotateAmount) => (int)BitOperations.RotateRight((uint)value, rotateAmount);

    /// <summary>Whether the number is a power of two.</summary>
    public static bool IsPow2(int value) => value > 0 && (value & (value - 1)) == 0;

    /// <summary>The base-2 logarithm, rounded down; a negative number fails.</summary>
    public static int Log2(int value)
    {
        if (value < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
        return BitOperations.Log2((uint)value);
    }

    /// <summary>Whether the number is a multiple of two.</summary>
    public static bool IsEvenInteger(int value) => (value & 1) == 0;

    /// <summary>Whether the number is no multiple of two.</summary>
    public static bool IsOddInteger(int value) => (value & 1) != 0;

    /// <summary>The magnitude; the smallest number has none and fails.</summary>
    public static int Abs(int value) => Math.Abs(value);

    /// <summary>Whether the number is below zero.</summary>
    public static bool IsNegative(int value) => value < 0;

    /// <summary>Whether the number is not below zero.</summary>
    public static bool IsPositive(int value) => value >= 0;

    /// <summary>The magnitude of one number with the sign of another.</summary>
    public static int CopySign(int value, int sign)
    {
        int magnitude = value < 0 ? unchecked(-value) : value;
        if (sign < 0)
            return unchecked(-magnitude);
        if (magnitude < 0)
            ThrowHelper.ThrowOverflow();
        return magnitude;
    }

    /// <summary>The number of greater magnitude.</summary>
    public static int MaxMagnitude(int x, int y)
    {
        ulong left = Magnitude(x);
        ulong right = Magnitude(y);
        return left > right ? x : left < right ? y : x < 0 ? y : x;
    }

    /// <summary>The number of smaller magnitude.</summary>
    public static int MinMagnitude(int x, int y)
    {
        ulong left = Magnitude(x);
        ulong right = Magnitude(y);
        return left < right ? x : left > right ? y : x < 0 ? x : y;
    }

    /// <summary>The whole product.</summary>
    public static long BigMul(int left, int right) => (long)left * right;
}
