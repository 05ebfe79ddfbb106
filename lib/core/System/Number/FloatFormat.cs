using System.Numerics;
using System.Runtime.CompilerServices;

namespace System;

// A binary floating-point number, mantissa * 2^exponent, as decimal digits, by exact arithmetic (Steele and White; Burger and
// Dybvig, "Printing Floating-Point Numbers Quickly and Accurately"). No tables; a few microseconds for a number that is no integer.
internal static class FloatFormat
{
    // The largest numerator is 2^1024 * 4 * 10, the largest denominator 2^1076 (for 2^-1074), and 10^324 below 2^1077 multiplies
    // mantissas of 53 bits and margins: 1140 bits and the shift of up to 31 fit 38 words.
    private const int Words = 40;

    // Digits that the exact value of a double has at most.
    internal const int MaxDigits = 770;

    // The shortest digits that read back as the same number, and of those the closest to it. `mantissaBits` counts the hidden
    // bit; `lowest` is the exponent of denormals.
    [SkipLocalsInit]
    internal static void Shortest(ulong mantissa, int exponent, int mantissaBits, int lowest, scoped ref NumberBuffer number)
    {
        if (exponent <= 0 && exponent > -mantissaBits && (mantissa & ((1ul << -exponent) - 1)) == 0)
        {
            // An integer below 2^53: its neighbours are at most 1 away, so no shorter text than its own digits reads back as it.
            number.SetInteger(mantissa >> -exponent, number.Negative);
            number.Round(number.Count);
            return;
        }

        bool even = (mantissa & 1) == 0;
        // At a power of two the gap below is half the gap above.
        int unequal = mantissa == 1ul << (mantissaBits - 1) && exponent > lowest ? 1 : 0;
        int up = exponent > 0 ? exponent : 0;
        int down = exponent < 0 ? -exponent : 0;
        // value = numerator / denominator; it may grow by high and shrink by low, all over the denominator.
        BigNumber numerator = new(stackalloc uint[Words], mantissa);
        BigNumber denominator = new(stackalloc uint[Words], 1);
        BigNumber low = new(stackalloc uint[Words], 1);
        BigNumber high = new(stackalloc uint[Words], 1);
        numerator.ShiftLeft(up + 1 + unequal);
        denominator.ShiftLeft(down + 1 + unequal);
        low.ShiftLeft(up);
        high.ShiftLeft(up + unequal);

        int scale = EstimateScale(mantissa, exponent);
        if (scale > 0)
        {
            denominator.MultiplyPowerOf10(scale);
        }
        else if (scale < 0)
        {
            numerator.MultiplyPowerOf10(-scale);
            low.MultiplyPowerOf10(-scale);
            high.MultiplyPowerOf10(-scale);
        }
        // The estimate is never too large. The number is 0.d1d2... * 10^scale once even its upper bound is below 1.
        while (true)
        {
            int reach = BigNumber.CompareSum(numerator, high, denominator);
            if (reach < 0 || (reach == 0 && !even))
                break;
            denominator.MultiplyAdd(10, 0);
            scale++;
        }
        int shift = denominator.DivisorShift;
        denominator.ShiftLeft(shift);
        numerator.ShiftLeft(shift);
        low.ShiftLeft(shift);
        high.ShiftLeft(shift);

        int count = 0;
        while (true)
        {
            numerator.MultiplyAdd(10, 0);
            low.MultiplyAdd(10, 0);
            high.MultiplyAdd(10, 0);
            uint digit = numerator.DivideDigit(denominator);
            int toLow = BigNumber.Compare(numerator, low);
            int toHigh = BigNumber.CompareSum(numerator, high, denominator);
            bool downFits = toLow < 0 || (toLow == 0 && even);
            bool upFits = toHigh > 0 || (toHigh == 0 && even);
            if (downFits || upFits)
            {
                if (upFits && (!downFits || RoundsUp(numerator, denominator, digit)))
                    digit++;
                number.Digits[count++] = (byte)('0' + digit);
                break;
            }
            number.Digits[count++] = (byte)('0' + digit);
        }
        number.Count = count;
        number.Scale = scale;
        Carry(ref number);
    }

    // The exact value rounded, half to even: to `precision` significant digits, or to that many after the decimal point.
    [SkipLocalsInit]
    internal static void Exact(ulong mantissa, int exponent, int precision, bool significant, scoped ref NumberBuffer number)
    {
        BigNumber numerator = new(stackalloc uint[Words], mantissa);
        BigNumber denominator = new(stackalloc uint[Words], 1);
        if (exponent > 0)
            numerator.ShiftLeft(exponent);
        else
            denominator.ShiftLeft(-exponent);
        int scale = EstimateScale(mantissa, exponent);
        if (scale > 0)
            denominator.MultiplyPowerOf10(scale);
        else if (scale < 0)
            numerator.MultiplyPowerOf10(-scale);
        while (BigNumber.Compare(numerator, denominator) >= 0)
        {
            denominator.MultiplyAdd(10, 0);
            scale++;
        }
        int shift = denominator.DivisorShift;
        denominator.ShiftLeft(shift);
        numerator.ShiftLeft(shift);

        long wanted = significant ? precision : (long)scale + precision;
        number.Scale = scale;
        number.Count = 0;
        if (wanted < 0)
            return;
        int limit = wanted < number.Digits.Length ? (int)wanted : number.Digits.Length;
        int count = 0;
        while (count < limit && !numerator.IsZero)
        {
            numerator.MultiplyAdd(10, 0);
            number.Digits[count++] = (byte)('0' + numerator.DivideDigit(denominator));
        }
        number.Count = count;
        uint last = count > 0 ? (uint)(number.Digits[count - 1] - '0') : 0;
        if (!numerator.IsZero && RoundsUp(numerator, denominator, last))
        {
            if (count == 0)
            {
                number.Digits[0] = (byte)'1';
                number.Count = 1;
                number.Scale = scale + 1;
                return;
            }
            number.Digits[count - 1]++;
        }
        Carry(ref number);
    }

    // Whether remainder / denominator is over one half, or is one half and the digit before it odd.
    private static bool RoundsUp(scoped in BigNumber remainder, scoped in BigNumber denominator, uint digit)
    {
        int half = BigNumber.CompareSum(remainder, remainder, denominator);
        return half > 0 || (half == 0 && (digit & 1) != 0);
    }

    // Resolves a last digit of ten and drops trailing zeros.
    private static void Carry(ref NumberBuffer number)
    {
        int i = number.Count;
        while (i > 0 && number.Digits[i - 1] > '9')
        {
            i--;
            if (i == 0)
            {
                number.Digits[0] = (byte)'1';
                number.Scale++;
                i = 1;
                break;
            }
            number.Digits[i - 1]++;
        }
        while (i > 0 && number.Digits[i - 1] == '0')
            i--;
        number.Count = i;
    }

    // floor(log10(value)) + 1 or one less: 78913 / 2^18 is just below log10(2), and 78914 / 2^18 just above.
    private static int EstimateScale(ulong mantissa, int exponent)
    {
        int log2 = 63 - BitOperations.LeadingZeroCount(mantissa) + exponent;
        return ((log2 * (log2 < 0 ? 78914 : 78913)) >> 18) + 1;
    }
}
