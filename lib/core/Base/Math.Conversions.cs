namespace System;

// Checked conversions and products in compiled code, where the processor has no instruction; the compiler calls these by name.
public static partial class Math
{
    // Each bound is the first number that does not fit, so that fractions above the greatest integer are let through.
    private static int ConvertToInt32Checked(double value)
    {
        if (!(value > -2147483649.0 && value < 2147483648.0))
            ThrowHelper.ThrowOverflow();
        return (int)value;
    }

    private static uint ConvertToUInt32Checked(double value)
    {
        if (!(value > -1.0 && value < 4294967296.0))
            ThrowHelper.ThrowOverflow();
        return (uint)value;
    }

    private static long ConvertToInt64Checked(double value)
    {
        // -2^63 itself is a double, and the next one below is far away.
        if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0))
            ThrowHelper.ThrowOverflow();
        return (long)value;
    }

    private static ulong ConvertToUInt64Checked(double value)
    {
        if (!(value > -1.0 && value < 18446744073709551616.0))
            ThrowHelper.ThrowOverflow();
        return (ulong)value;
    }

    private static long MultiplyChecked(long left, long right) => checked(left * right);

    private static ulong MultiplyChecked(ulong left, ulong right) => checked(left * right);
}
