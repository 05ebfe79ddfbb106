using System.Runtime.CompilerServices;

namespace System;

public static partial class Math
{
    /// <summary>The larger number.</summary>
    public static sbyte Max(sbyte val1, sbyte val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller number.</summary>
    public static sbyte Min(sbyte val1, sbyte val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The number, or the bound that it passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte Clamp(sbyte value, sbyte min, sbyte max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>The magnitude; the smallest number has none and fails.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte Abs(sbyte value)
    {
        if (value < 0)
        {
            value = (sbyte)(-value);
            if (value < 0)
                ThrowHelper.ThrowOverflow();
        }
        return value;
    }

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(sbyte value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>Quotient and remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (sbyte Quotient, sbyte Remainder) DivRem(sbyte left, sbyte right)
    {
        sbyte quotient = (sbyte)(left / right);
        return (quotient, (sbyte)(left - quotient * right));
    }

    /// <summary>The larger number.</summary>
    public static byte Max(byte val1, byte val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller number.</summary>
    public static byte Min(byte val1, byte val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The number, or the bound that it passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Clamp(byte value, byte min, byte max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>Quotient and remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (byte Quotient, byte Remainder) DivRem(byte left, byte right)
    {
        byte quotient = (byte)(left / right);
        return (quotient, (byte)(left - quotient * right));
    }

    /// <summary>The larger number.</summary>
    public static short Max(short val1, short val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller number.</summary>
    public static short Min(short val1, short val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The number, or the bound that it passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Clamp(short value, short min, short max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>The magnitude; the smallest number has none and fails.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Abs(short value)
    {
        if (value < 0)
        {
            value = (short)(-value);
            if (value < 0)
                ThrowHelper.ThrowOverflow();
        }
        return value;
    }

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(short value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>Quotient and remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (short Quotient, short Remainder) DivRem(short left, short right)
    {
        short quotient = (short)(left / right);
        return (quotient, (short)(left - quotient * right));
    }

    /// <summary>The larger number.</summary>
    public static ushort Max(ushort val1, ushort val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller number.</summary>
    public static ushort Min(ushort val1, ushort val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The number, or the bound that it passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Clamp(ushort value, ushort min, ushort max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>Quotient and remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (ushort Quotient, ushort Remainder) DivRem(ushort left, ushort right)
    {
        ushort quotient = (ushort)(left / right);
        return (quotient, (ushort)(left - quotient * right));
    }

    /// <summary>The larger number.</summary>
    public static int Max(int val1, int val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller number.</summary>
    public static int Min(int val1, int val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The number, or the bound that it passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Clamp(int value, int min, int max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>The magnitude; the smallest number has none and fails.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Abs(int value)
    {
        if (value < 0)
        {
            value = -value;
            if (value < 0)
                ThrowHelper.ThrowOverflow();
        }
        return value;
    }

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(int value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>Quotient and remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (int Quotient, int Remainder) DivRem(int left, int right)
    {
        int quotient = left / right;
        return (quotient, left - quotient * right);
    }

    /// <summary>The larger number.</summary>
    public static uint Max(uint val1, uint val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller number.</summary>
    public static uint Min(uint val1, uint val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The number, or the bound that it passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Clamp(uint value, uint min, uint max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>Quotient and remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint Quotient, uint Remainder) DivRem(uint left, uint right)
    {
        uint quotient = left / right;
        return (quotient, left - quotient * right);
    }

    /// <summary>The larger number.</summary>
    public static long Max(long val1, long val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller number.</summary>
    public static long Min(long val1, long val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The number, or the bound that it passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Clamp(long value, long min, long max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>The magnitude; the smallest number has none and fails.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Abs(long value)
    {
        if (value < 0)
        {
            value = -value;
            if (value < 0)
                ThrowHelper.ThrowOverflow();
        }
        return value;
    }

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(long value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>Quotient and remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (long Quotient, long Remainder) DivRem(long left, long right)
    {
        long quotient = left / right;
        return (quotient, left - quotient * right);
    }

    /// <summary>The larger number.</summary>
    public static ulong Max(ulong val1, ulong val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller number.</summary>
    public static ulong Min(ulong val1, ulong val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The number, or the bound that it passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Clamp(ulong value, ulong min, ulong max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>Quotient and remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (ulong Quotient, ulong Remainder) DivRem(ulong left, ulong right)
    {
        ulong quotient = left / right;
        return (quotient, left - quotient * right);
    }

    /// <summary>The larger number.</summary>
    public static nint Max(nint val1, nint val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller number.</summary>
    public static nint Min(nint val1, nint val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The number, or the bound that it passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Clamp(nint value, nint min, nint max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>The magnitude; the smallest number has none and fails.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Abs(nint value)
    {
        if (value < 0)
        {
            value = -value;
            if (value < 0)
                ThrowHelper.ThrowOverflow();
        }
        return value;
    }

    /// <summary>-1, 0 or 1.</summary>
    public static int Sign(nint value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>Quotient and remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (nint Quotient, nint Remainder) DivRem(nint left, nint right)
    {
        nint quotient = left / right;
        return (quotient, left - quotient * right);
    }

    /// <summary>The larger number.</summary>
    public static nuint Max(nuint val1, nuint val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller number.</summary>
    public static nuint Min(nuint val1, nuint val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The number, or the bound that it passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Clamp(nuint value, nuint min, nuint max)
    {
        if (min > max)
            ThrowMinMax();
        return value < min ? min : value > max ? max : value;
    }

    /// <summary>Quotient and remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (nuint Quotient, nuint Remainder) DivRem(nuint left, nuint right)
    {
        nuint quotient = left / right;
        return (quotient, left - quotient * right);
    }

    /// <summary>Quotient and remainder.</summary>
    public static int DivRem(int a, int b, out int result)
    {
        int quotient = a / b;
        result = a - quotient * b;
        return quotient;
    }

    /// <summary>Quotient and remainder.</summary>
    public static long DivRem(long a, long b, out long result)
    {
        long quotient = a / b;
        result = a - quotient * b;
        return quotient;
    }

    /// <summary>The whole product.</summary>
    public static long BigMul(int a, int b) => (long)a * b;

    /// <summary>The whole product.</summary>
    public static ulong BigMul(uint a, uint b) => (ulong)a * b;

    /// <summary>The whole product: the high half is returned.</summary>
    public static ulong BigMul(ulong a, ulong b, out ulong low)
    {
        // Schoolbook over 32-bit halves; no partial sum exceeds 64 bits.
        uint aLow = (uint)a, aHigh = (uint)(a >> 32), bLow = (uint)b, bHigh = (uint)(b >> 32);
        ulong lowLow = (ulong)aLow * bLow;
        ulong middle = (ulong)aHigh * bLow + (lowLow >> 32);
        ulong cross = (ulong)aLow * bHigh + (uint)middle;
        low = (cross << 32) | (uint)lowLow;
        return (ulong)aHigh * bHigh + (middle >> 32) + (cross >> 32);
    }

    /// <summary>The whole product: the high half is returned.</summary>
    public static long BigMul(long a, long b, out long low)
    {
        ulong high = BigMul((ulong)a, (ulong)b, out ulong unsignedLow);
        low = (long)unsignedLow;
        // A negative factor stands for itself plus 2^64: take that multiple of the other off again.
        return (long)high - ((a >> 63) & b) - ((b >> 63) & a);
    }

    private static void ThrowMinMax() => ThrowHelper.ThrowArgument("'min' cannot be greater than 'max'.");
}
