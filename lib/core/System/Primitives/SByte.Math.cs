using System.Numerics;

namespace System;

public readonly partial struct SByte
{
    /// <summary>The smaller number.</summary>
    public static sbyte Min(sbyte x, sbyte y) => x <= y ? x : y;

    /// <summary>The larger number.</summary>
    public static sbyte Max(sbyte x, sbyte y) => x >= y ? x : y;

    /// <summary>The number, or the bound that it passes.</summary>
    public static sbyte Clamp(sbyte value, sbyte min, sbyte max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(sbyte value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>Quotient and remainder.</summary>
    public static (sbyte Quotient, sbyte Remainder) DivRem(sbyte left, sbyte right) => Math.DivRem(left, right);

    /// <summary>The number of zero bits above the highest one.</summary>
    public static sbyte LeadingZeroCount(sbyte value) => (sbyte)(BitOperations.LeadingZeroCount((byte)value) - 24);

    /// <summary>The number of zero bits below the lowest one.</summary>
    public static sbyte TrailingZeroCount(sbyte value) => (sbyte)(BitOperations.TrailingZeroCount((uint)(byte)value | 1u << 8));

    /// <summary>The number of one bits.</summary>
    public static sbyte PopCount(sbyte value) => (sbyte)(BitOperations.PopCount((byte)value));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    public static sbyte RotateLeft(sbyte value, int rotateAmount) =>
        (sbyte)(((byte)value << (rotateAmount & 7)) | ((byte)value >> ((8 - rotateAmount) & 7)));

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    public static sbyte RotateRight(sbyte value, int rotateAmount) =>
        (sbyte)(((byte)value >> (rotateAmount & 7)) | ((byte)value << ((8 - rotateAmount) & 7)));

    /// <summary>Whether the number is a power of two.</summary>
    public static bool IsPow2(sbyte value) => value > 0 && (value & (value - 1)) == 0;

    /// <summary>The base-2 logarithm, rounded down; a negative number fails.</summary>
    public static sbyte Log2(sbyte value)
    {
        if (value < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
        return (sbyte)(BitOperations.Log2((byte)value));
    }

    /// <summary>Whether the number is a multiple of two.</summary>
    public static bool IsEvenInteger(sbyte value) => (value & 1) == 0;

    /// <summary>Whether the number is no multiple of two.</summary>
    public static bool IsOddInteger(sbyte value) => (value & 1) != 0;

    /// <summary>The magnitude; the smallest number has none and fails.</summary>
    public static sbyte Abs(sbyte value) => Math.Abs(value);

    /// <summary>Whether the number is below zero.</summary>
    public static bool IsNegative(sbyte value) => value < 0;

    /// <summary>Whether the number is not below zero.</summary>
    public static bool IsPositive(sbyte value) => value >= 0;

    /// <summary>The magnitude of one number with the sign of another.</summary>
    public static sbyte CopySign(sbyte value, sbyte sign)
    {
        sbyte magnitude = value < 0 ? (sbyte)(-value) : value;
        if (sign < 0)
            return (sbyte)(-magnitude);
        if (magnitude < 0)
            ThrowHelper.ThrowOverflow();
        return magnitude;
    }

    /// <summary>The number of greater magnitude.</summary>
    public static sbyte MaxMagnitude(sbyte x, sbyte y)
    {
        ulong left = Magnitude(x);
        ulong right = Magnitude(y);
        return left > right ? x : left < right ? y : x < 0 ? y : x;
    }

    /// <summary>The number of smaller magnitude.</summary>
    public static sbyte MinMagnitude(sbyte x, sbyte y)
    {
        ulong left = Magnitude(x);
        ulong right = Magnitude(y);
        return left < right ? x : left > right ? y : x < 0 ? x : y;
    }
}
