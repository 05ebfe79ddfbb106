namespace System;

/// <summary>Which way a number between two is rounded.</summary>
public enum MidpointRounding
{
    /// <summary>To the nearer one; halfway to the even one.</summary>
    ToEven = 0,
    /// <summary>To the nearer one; halfway to the one further from zero.</summary>
    AwayFromZero = 1,
    /// <summary>To the one nearer to zero.</summary>
    ToZero = 2,
    /// <summary>To the lower one.</summary>
    ToNegativeInfinity = 3,
    /// <summary>To the higher one.</summary>
    ToPositiveInfinity = 4,
}

public static partial class Math
{
    /// <summary>The nearest number of so many decimals, half to even.</summary>
    public static double Round(double value, int digits) => Round(value, digits, MidpointRounding.ToEven);

    /// <summary>A whole number beside this one.</summary>
    public static double Round(double value, MidpointRounding mode)
    {
        switch (mode)
        {
            case MidpointRounding.ToEven:
                return Round(value);
            case MidpointRounding.AwayFromZero:
                // The largest number below one half: it must not lift what lies just below a half.
                return Truncate(value + CopySign(0.49999999999999994, value));
            case MidpointRounding.ToZero:
                return Truncate(value);
            case MidpointRounding.ToNegativeInfinity:
                return Floor(value);
            case MidpointRounding.ToPositiveInfinity:
                return Ceiling(value);
            default:
                ThrowHelper.ThrowArgument("The value is not valid for this usage of the type MidpointRounding.");
                return 0;
        }
    }

    /// <summary>A number of so many decimals beside this one.</summary>
    public static double Round(double value, int digits, MidpointRounding mode)
    {
        if ((uint)digits > 15)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(digits));
        if ((uint)mode > (uint)MidpointRounding.ToPositiveInfinity)
            ThrowHelper.ThrowArgument("The value is not valid for this usage of the type MidpointRounding.");
        // From 1e16 on there are no decimals to round.
        if (!(Abs(value) < 1e16))
            return value;
        double power = 1;
        for (int i = 0; i < digits; i++)
            power *= 10;
        return Round(value * power, mode) / power;
    }
}
