using System.Numerics;

namespace System;

public readonly partial struct UInt64
{
    /// <summary>The smaller number.</summary>
    public static ulong Min(ulong x, ulong y) => x <= y ? x : y;

    /// <summary>The larger number.</summary>
    public static ulong Max(ulong x, ulong y) => x >= y ? x : y;

    /// <summary>The number, or the bound that it passes.</summary>
    public static ulong Clamp(ulong value, ulong min, ulong max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(ulong value) => value == 0 ? 0 : 1;

    /// <summary>Quotient and remainder.</summary>
    public static (ulong Quotient, ulong Remainder) DivRem(ulong left, ulong right) => Math.DivRem(left, right);

    /// <summary>The number of zero bits above the highest one.</summary>
    public static ulong LeadingZeroCount(ulong value) => (ulong)(BitOperations.LeadingZeroCount((ulong)value));

    /// <summary>The number of zero bits below the lowest one.</summary>
    public static ulong TrailingZeroCount(ulong value) => (ulong)(BitOperations.TrailingZeroCount((ulong)value));

    /// <summary>The number of one bits.</summary>
    public static ulong PopCount(ulong value) => (ulong)(BitOperations.PopCount((ulong)value));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    public static ulong RotateLeft(ulong value, int rotateAmount) => (ulong)BitOperations.RotateLeft((ulong)value, rotateAmount);

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    public static ulong RotateRight(ulong value, int rotateAmount) => (ulong)BitOperations.RotateRight((ulong)value, rotateAmount);

    /// <summary>Whether the number is a power of two.</summary>
    public static bool IsPow2(ulong value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>The base-2 logarithm, rounded down.</summary>
    public static ulong Log2(ulong value) => (ulong)(BitOperations.Log2((ulong)value));

    /// <summary>Whether the number is a multiple of two.</summary>
    public static bool IsEvenInteger(ulong value) => (value & 1) == 0;

    /// <summary>Whether the number is no multiple of two.</summary>
    public static bool IsOddInteger(ulong value) => (value & 1) != 0;
}
