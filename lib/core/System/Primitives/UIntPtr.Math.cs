using System.Numerics;

namespace System;

public readonly partial struct UIntPtr
{
    /// <summary>The smaller number.</summary>
    public static nuint Min(nuint x, nuint y) => x <= y ? x : y;

    /// <summary>The larger number.</summary>
    public static nuint Max(nuint x, nuint y) => x >= y ? x : y;

    /// <summary>The number, or the bound that it passes.</summary>
    public static nuint Clamp(nuint value, nuint min, nuint max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(nuint value) => value == 0 ? 0 : 1;

    /// <summary>Quotient and remainder.</summary>
    public static (nuint Quotient, nuint Remainder) DivRem(nuint left, nuint right) => Math.DivRem(left, right);

    /// <summary>The number of zero bits above the highest one.</summary>
    public static nuint LeadingZeroCount(nuint value) => (nuint)(BitOperations.LeadingZeroCount((ulong)value));

    /// <summary>The number of zero bits below the lowest one.</summary>
    public static nuint TrailingZeroCount(nuint value) => (nuint)(BitOperations.TrailingZeroCount((ulong)value));

    /// <summary>The number of one bits.</summary>
    public static nuint PopCount(nuint value) => (nuint)(BitOperations.PopCount((ulong)value));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    public static nuint RotateLeft(nuint value, int rotateAmount) => (nuint)BitOperations.RotateLeft((ulong)value, rotateAmount);

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    public static nuint RotateRight(nuint value, int rotateAmount) => (nuint)BitOperations.RotateRight((ulong)value, rotateAmount);

    /// <summary>Whether the number is a power of two.</summary>
    public static bool IsPow2(nuint value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>The base-2 logarithm, rounded down.</summary>
    public static nuint Log2(nuint value) => (nuint)(BitOperations.Log2((ulong)value));

    /// <summary>Whether the number is a multiple of two.</summary>
    public static bool IsEvenInteger(nuint value) => (value & 1) == 0;

    /// <summary>Whether the number is no multiple of two.</summary>
    public static bool IsOddInteger(nuint value) => (value & 1) != 0;
}
