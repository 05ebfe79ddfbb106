using System;
using System.Numerics;
using System.Runtime;

namespace Lithe.Runtime.Math;

// `left % right`: what is left after taking the right number away as often as it fits, with the sign of the left; always exact.
internal static class FloatingRemainder
{
    private const int MantissaBits = 52;
    private const ulong SignBit = 1UL << 63;
    private const ulong ImplicitBit = 1UL << MantissaBits;
    private const ulong Infinity = 0x7FFUL << MantissaBits;

    [RuntimeExport("fmod")]
    private static double Remainder(double left, double right)
    {
        ulong leftBits = BitConverter.DoubleToUInt64Bits(left), rightBits = BitConverter.DoubleToUInt64Bits(right);
        ulong sign = leftBits & SignBit;
        leftBits &= ~SignBit;
        rightBits &= ~SignBit;
        // No number, an infinite left or a zero right: no number comes out.
        if (leftBits >= Infinity || rightBits > Infinity || rightBits == 0)
            return left * right / (left * right);
        if (leftBits < rightBits)
            return left;
        if (leftBits == rightBits)
            return BitConverter.UInt64BitsToDouble(sign);
        ulong a = Split(leftBits, out int leftExponent), b = Split(rightBits, out int rightExponent);
        // Long division by shifting, eleven bits at a time: a mantissa has 53, so that many fit above it.
        int shift = leftExponent - rightExponent;
        a %= b;
        while (shift > 0 && a != 0)
        {
            int step = shift < 11 ? shift : 11;
            a = (a << step) % b;
            shift -= step;
        }
        if (a == 0)
            return BitConverter.UInt64BitsToDouble(sign);
        return BitConverter.UInt64BitsToDouble(sign | Join(a, rightExponent));
    }

    // Exact in double, and the exact result is a float.
    [RuntimeExport("fmodf")]
    private static float Remainder(float left, float right) => (float)Remainder((double)left, right);

    private static ulong Split(ulong bits, out int exponent)
    {
        exponent = (int)(bits >> MantissaBits);
        ulong mantissa = bits & (ImplicitBit - 1);
        if (exponent != 0)
            return mantissa | ImplicitBit;
        exponent = 1;
        return mantissa;
    }

    // The mantissa is below 2^53 and not 0.
    private static ulong Join(ulong mantissa, int exponent)
    {
        int up = BitOperations.LeadingZeroCount(mantissa) - (63 - MantissaBits);
        if (up >= exponent)
            return mantissa << (exponent - 1);
        return (mantissa << up) - ImplicitBit + ((ulong)(exponent - up) << MantissaBits);
    }
}
