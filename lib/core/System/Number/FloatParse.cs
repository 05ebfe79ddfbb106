using System.Numerics;
using System.Runtime.CompilerServices;

namespace System;

// Decimal digits to the nearest binary floating-point number, half to even, by exact arithmetic.
internal static class FloatParse
{
    // A number halfway between two doubles has at most 767 significant digits; more only say "a little above".
    internal const int MaxDigits = 768;

    // 10^(768 + 324) takes 3628 bits, and so does the numerator that is shifted up to it.
    private const int Words = 120;

    // The bits of the result: `mantissaBits` with the hidden one, biased exponent above them, no sign.
    [SkipLocalsInit]
    internal static ulong ToBits(scoped ref NumberBuffer number, int mantissaBits, int exponentBits)
    {
        int bias = (1 << (exponentBits - 1)) - 1;
        ulong infinity = ((1ul << exponentBits) - 1) << (mantissaBits - 1);
        // 1.8e308 is the largest double and 4.9e-324 the smallest; what is beyond a float is caught when rounding.
        if (number.Count == 0 || number.Scale < -330)
            return 0;
        if (number.Scale > 310)
            return infinity;

        int power = number.Scale - number.Count;
        BigNumber numerator = new(stackalloc uint[Words], 0);
        BigNumber denominator = new(stackalloc uint[Words], 1);
        for (int i = 0; i < number.Count; i++)
        {
            // A zero-length number times ten stays zero and takes the addend as its first word.
            numerator.MultiplyAdd(10, (uint)(number.Digits[i] - '0'));
        }
        if (power > 0)
            numerator.MultiplyPowerOf10(power);
        else if (power < 0)
            denominator.MultiplyPowerOf10(-power);

        // Align so that 1 <= numerator / denominator < 2: value = that * 2^exponent.
        int exponent = numerator.BitLength - denominator.BitLength;
        if (exponent > 0)
            denominator.ShiftLeft(exponent);
        else
            numerator.ShiftLeft(-exponent);
        if (BigNumber.Compare(numerator, denominator) < 0)
        {
            numerator.ShiftLeft(1);
            exponent--;
        }
        ulong quotient = 0;
        for (int i = 0; i < 64; i++)
        {
            quotient <<= 1;
            if (BigNumber.Compare(numerator, denominator) >= 0)
            {
                numerator.SubtractMultiple(denominator, 1);
                quotient |= 1;
            }
            numerator.ShiftLeft(1);
        }
        bool sticky = !numerator.IsZero || number.NonZeroTail;

        // quotient is 1.xxx with 63 bits after the point; a denormal keeps fewer of them.
        int drop = 64 - mantissaBits;
        int biased = exponent + bias;
        if (biased < 1)
        {
            drop += 1 - biased;
            biased = 1;
        }
        if (biased >= (1 << exponentBits) - 1)
            return infinity;
        if (drop > 64)
            return 0;
        ulong half = 1ul << (drop - 1);
        ulong mantissa = drop == 64 ? 0 : quotient >> drop;
        ulong rest = drop == 64 ? quotient : quotient & ((1ul << drop) - 1);
        if (rest > half || (rest == half && (sticky || (mantissa & 1) != 0)))
            mantissa++;
        // Adding carries a rounded-up mantissa into the exponent; a denormal has no hidden bit and so exponent 0.
        return ((ulong)(biased - 1) << (mantissaBits - 1)) + mantissa;
    }
}
