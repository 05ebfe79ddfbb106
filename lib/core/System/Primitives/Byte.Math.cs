using System.Numerics;

namespace System;

public readonly partial struct Byte
{
    /// <summary>The smaller number.</summary>
    public static byte Min(byte x, byte y) => x <= y ? x : y;

    /// <summary>The larger number.</summary>
    public static byte Max(byte x, byte y) => x >= y ? x : y;

    /// <summary>The number, or the bound that it passes.</summary>
    public static byte Clamp(byte value, byte min, byte max) => Math.Clamp(value, min, max);

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(byte value) => value == 0 ? 0 : 1;

    /// <summary>Quotient and remainder.</summary>
    public static (byte Quotient, byte Remainder) DivRem(byte left, byte right) => Math.DivRem(left, right);

    /// <summary>The number of zero bits above the highest one.</summary>
    public static byte LeadingZeroCount(byte value) => (byte)(BitOperations.LeadingZeroCount((byte)value) - 24);

    /// <summary>The number of zero bits below the lowest one.</summary>
    public static byte TrailingZeroCount(byte value) => (byte)(BitOperations.TrailingZeroCount((uint)(byte)value | 1u << 8));

    /// <summary>The number of one bits.</summary>
    public static byte PopCount(byte value) => (byte)(BitOperations.PopCount((byte)value));

    /// <summary>The bits moved left; those that leave come in on the right.</summary>
    public static byte RotateLeft(byte value, int rotateAmount) =>
        (byte)(((byte)value << (rotateAmount & 7)) | ((byte)value >> ((8 - rotateAmount) & 7)));

    /// <summary>The bits moved right; those that leave come in on the left.</summary>
    public static byte RotateRight(byte value, int rotateAmount) =>
        (byte)(((byte)value >> (rotateAmount & 7)) | ((byte)value << ((8 - rotateAmount) & 7)));

    /// <summary>Whether the number is a power of two.</summary>
    public static bool IsPow2(byte value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>The base-2 logarithm, rounded down.</summary>
    public static byte Log2(byte value) => (byte)(BitOperations.Log2((byte)value));

    /// <summary>Whether the number is a multiple of two.</summary>
    public static bool IsEvenInteger(byte value) => (value & 1) == 0;

    /// <summary>Whether the number is no multiple of two.</summary>
    public static bool IsOddInteger(byte value) => (value & 1) != 0;
}
