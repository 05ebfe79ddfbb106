using System.Numerics;

namespace System;

public readonly partial struct UInt32
{
    /// <summary>The smaller number.</summary>
    public static uint Min(uint x, uint y) => x <= y ? x : y;

    /// <summary>The larger number.</summary>
    public static uint Max(uint x, uint y) => x >= y ? x : y;

    /// <summary>The number, or the bound that it passes.</summary>
    public static uint Clamp(uint value, uint min, uint max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(uint value) => value == 0 ? 0 : 1;

    /// <summary>Quotient and remainder.</summary>
    public static (uint Quotient, uint Remainder) DivRem(uint left, uint right) => Math.DivRem(left, right);

    /// <summary>The number of zero bits above the highest one.</summary>
    public static uint LeadingZeroCount(uint value) => (uint)(BitOperations.LeadingZeroCount((uint)value));

    /// <summary>The number of zero bits below the lowest one.</summary>
    public static uint TrailingZeroCount(uint value) => (uint)(BitOperations.TrailingZeroCount((uint)value));

    /// <summary>The number of one bits.</summary>
    public static uint PopCount(uint value) => (uint)(BitOperations.PopCount((uint)value));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    public static uint RotateLeft(uint value, int rotateAmount) => (uint)BitOperations.RotateLeft((uint)value, rotateAmount);

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    public static uint RotateRight(uint value, int rotateAmount) => (uint)BitOperations.RotateRight((uint)value, rotateAmount);

    /// <summary>Whether the number is a power of two.</summary>
    public static bool IsPow2(uint value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>The base-2 logarithm, rounded down.</summary>
    public static uint Log2(uint value) => (uint)(BitOperations.Log2((uint)value));

    /// <summary>Whether the number is a multiple of two.</summary>
    public static bool IsEvenInteger(uint value) => (value & 1) == 0;

    /// <summary>Whether the number is no multiple of two.</summary>
    public static bool IsOddInteger(uint value) => (value & 1) != 0;

    /// <summary>The whole product.</summary>
    public static ulong BigMul(uint left, uint right) => (ulong)left * right;
}
