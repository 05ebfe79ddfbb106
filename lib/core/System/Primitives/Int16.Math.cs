using System.Numerics;

namespace System;

public readonly partial struct Int16
{
    /// <summary>The smaller number.</summary>
    public static short Min(short x, short y) => x <= y ? x : y;

    /// <summary>The larger number.</summary>
    public static short Max(short x, short y) => x >= y ? x : y;

    /// <summary>The number, or the bound that it passes.</summary>
    public static short Clamp(short value, short min, short max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(short value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>Quotient and remainder.</summary>
    public static (short Quotient, short Remainder) DivRem(short left, short right) => Math.DivRem(left, right);

    /// <summary>The number of zero bits above the highest one.</summary>
    public static short LeadingZeroCount(short value) => (short)(BitOperations.LeadingZeroCount((ushort)value) - 16);

    /// <summary>The number of zero bits below the lowest one.</summary>
    public static short TrailingZeroCount(short value) => (short)(BitOperations.TrailingZeroCount((uint)(ushort)value | 1u << 16));

    /// <summary>The number of one bits.</summary>
    public static short PopCount(short value) => (short)(BitOperations.PopCount((ushort)value));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    public static short RotateLeft(short value, int rotateAmount) =>
        (short)(((ushort)value << (rotateAmount & 15)) | ((ushort)value >> ((16 - rotateAmount) & 15)));

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    public static short RotateRight(short value, int rotateAmount) =>
        (short)(((ushort)value >> (rotateAmount & 15)) | ((ushort)value << ((16 - rotateAmount) & 15)));

    /// <summary>Whether the number is a power of two.</summary>
    public static bool IsPow2(short value) => value > 0 && (value & (value - 1)) == 0;

    /// <summary>The base-2 logarithm, rounded down; a negative number fails.</summary>
    public static short Log2(short value)
    {
        if (value < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
        return (short)(BitOperations.Log2((ushort)value));
    }

    /// <summary>Whether the number is a multiple of two.</summary>
    public static bool IsEvenInteger(short value) => (value & 1) == 0;

    /// <summary>Whether the number is no multiple of two.</summary>
    public static bool IsOddInteger(short value) => (value & 1) != 0;

    /// <summary>The magnitude; the smallest number has none and fails.</summary>
    public static short Abs(short value) => Math.Abs(value);

    /// <summary>Whether the number is below zero.</summary>
    public static bool IsNegative(short value) => value < 0;

    /// <summary>Whether the number is not below zero.</summary>
    public static bool IsPositive(short value) => value >= 0;

    /// <summary>The magnitude of one number with the sign of another.</summary>
    public static short CopySign(short value, short sign)
    {
        short magnitude = value < 0 ? (short)(-value) : value;
        if (sign < 0)
            return (short)(-magnitude);
        if (magnitude < 0)
            ThrowHelper.ThrowOverflow();
        return magnitude;
    }

    /// <summary>The number of greater magnitude.</summary>
    public static short MaxMagnitude(short x, short y)
    {
        ulong left = Magnitude(x);
        ulong right = Magnitude(y);
        return left > right ? x : left < right ? y : x < 0 ? y : x;
    }

    /// <summary>The number of smaller magnitude.</summary>
    public static short MinMagnitude(short x, short y)
    {
        ulong left = Magnitude(x);
        ulong right = Magnitude(y);
        return left < right ? x : left > right ? y : x < 0 ? x : y;
    }
}
