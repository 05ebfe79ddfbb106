using System.Numerics;

namespace System;

public readonly partial struct IntPtr
{
    /// <summary>The smaller number.</summary>
    public static nint Min(nint x, nint y) => x <= y ? x : y;

    /// <summary>The larger number.</summary>
    public static nint Max(nint x, nint y) => x >= y ? x : y;

    /// <summary>The number, or the bound that it passes.</summary>
    public static nint Clamp(nint value, nint min, nint max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(nint value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>Quotient and remainder.</summary>
    public static (nint Quotient, nint Remainder) DivRem(nint left, nint right) => Math.DivRem(left, right);

    /// <summary>The number of zero bits above the highest one.</summary>
    public static nint LeadingZeroCount(nint value) => (nint)(BitOperations.LeadingZeroCount((ulong)value));

    /// <summary>The number of zero bits below the lowest one.</summary>
    public static nint TrailingZeroCount(nint value) => (nint)(BitOperations.TrailingZeroCount((ulong)value));

    /// <summary>The number of one bits.</summary>
    public static nint PopCount(nint value) => (nint)(BitOperations.PopCount((ulong)value));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    public static nint RotateLeft(nint value, int rotateAmount) => (nint)BitOperations.RotateLeft((ulong)value, rotateAmount);

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    public static nint RotateRight(nint value, int rotateAmount) => (nint)BitOperations.RotateRight((ulong)value, rotateAmount);

    /// <summary>Whether the number is a power of two.</summary>
    public static bool IsPow2(nint value) => value > 0 && (value & (value - 1)) == 0;

    /// <summary>The base-2 logarithm, rounded down; a negative number fails.</summary>
    public static nint Log2(nint value)
    {
        if (value < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
        return (nint)(BitOperations.Log2((ulong)value));
    }

    /// <summary>Whether the number is a multiple of two.</summary>
    public static bool IsEvenInteger(nint value) => (value & 1) == 0;

    /// <summary>Whether the number is no multiple of two.</summary>
    public static bool IsOddInteger(nint value) => (value & 1) != 0;

    /// <summary>The magnitude; the smallest number has none and fails.</summary>
    public static nint Abs(nint value) => Math.Abs(value);

    /// <summary>Whether the number is below zero.</summary>
    public static bool IsNegative(nint value) => value < 0;

    /// <summary>Whether the number is not below zero.</summary>
    public static bool IsPositive(nint value) => value >= 0;

    /// <summary>The magnitude of one number with the sign of another.</summary>
    public static nint CopySign(nint value, nint sign)
    {
        nint magnitude = value < 0 ? unchecked(-value) : value;
        if (sign < 0)
            return unchecked(-magnitude);
        if (magnitude < 0)
            ThrowHelper.ThrowOverflow();
        return magnitude;
    }

    /// <summary>The number of greater magnitude.</summary>
    public static nint MaxMagnitude(nint x, nint y)
    {
        ulong left = Magnitude(x);
        ulong right = Magnitude(y);
        return left > right ? x : left < right ? y : x < 0 ? y : x;
    }

    /// <summary>The number of smaller magnitude.</summary>
    public static nint MinMagnitude(nint x, nint y)
    {
        ulong left = Magnitude(x);
        ulong right = Magnitude(y);
        return left < right ? x : left > right ? y : x < 0 ? x : y;
    }
}
