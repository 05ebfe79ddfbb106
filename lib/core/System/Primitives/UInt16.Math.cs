using System.Numerics;

namespace System;

public readonly partial struct UInt16
{
    /// <summary>The smaller number.</summary>
    public static ushort Min(ushort x, ushort y) => x <= y ? x : y;

    /// <summary>The larger number.</summary>
    public static ushort Max(ushort x, ushort y) => x >= y ? x : y;

    /// <summary>The number, or the bound that it passes.</summary>
    public static ushort Clamp(ushort value, ushort min, ushort max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(ushort value) => value == 0 ? 0 : 1;

    /// <summary>Quotient and remainder.</summary>
    public static (ushort Quotient, ushort Remainder) DivRem(ushort left, ushort right) => Math.DivRem(left, right);

    /// <summary>The number of zero bits above the highest one.</summary>
    public static ushort LeadingZeroCount(ushort value) => (ushort)(BitOperations.LeadingZeroCount((ushort)value) - 16);

    /// <summary>The number of zero bits below the lowest one.</summary>
    public static ushort TrailingZeroCount(ushort value) => (ushort)(BitOperations.TrailingZeroCount((uint)(ushort)value | 1u << 16));

    /// <summary>The number of one bits.</summary>
    public static ushort PopCount(ushort value) => (ushort)(BitOperations.PopCount((ushort)value));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    public static ushort RotateLeft(ushort value, int rotateAmount) =>
        (ushort)(((ushort)value << (rotateAmount & 15)) | ((ushort)value >> ((16 - rotateAmount) & 15)));

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    public static ushort RotateRight(ushort value, int rotateAmount) =>
        (ushort)(((ushort)value >> (rotateAmount & 15)) | ((ushort)value << ((16 - rotateAmount) & 15)));

    /// <summary>Whether the number is a power of two.</summary>
    public static bool IsPow2(ushort value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>The base-2 logarithm, rounded down.</summary>
    public static ushort Log2(ushort value) => (ushort)(BitOperations.Log2((ushort)value));

    /// <summary>Whether the number is a multiple of two.</summary>
    public static bool IsEvenInteger(ushort value) => (value & 1) == 0;

    /// <summary>Whether the number is no multiple of two.</summary>
    public static bool IsOddInteger(ushort value) => (value & 1) != 0;
}
