namespace System;

// A decimal number: 0.d1 d2 d3 ... * 10^Scale, digits as ASCII, without trailing zeros where the maker could avoid them.
internal ref struct NumberBuffer
{
    internal readonly Span<byte> Digits;
    internal int Count;
    internal int Scale;
    internal bool Negative;

    // From a floating-point number: a zero keeps its sign, and the digits are already rounded to what was asked for.
    internal readonly bool Floating;

    // More digits followed than the buffer holds, and one of them was not zero (parsing only).
    internal bool NonZeroTail;

    internal NumberBuffer(Span<byte> digits, bool floating)
    {
        Digits = digits;
        Floating = floating;
        Count = 0;
        Scale = 0;
        Negative = false;
        NonZeroTail = false;
    }

    internal readonly byte DigitOrZero(int index) => index < Count ? Digits[index] : (byte)'0';

    internal void SetInteger(ulong magnitude, bool negative)
    {
        int count = magnitude == 0 ? 0 : Number.CountDigits(magnitude);
        Scale = count;
        Count = count;
        Negative = negative;
        for (int i = count - 1; i >= 0; i--)
        {
            ulong rest = magnitude / 10;
            Digits[i] = (byte)('0' + (uint)(magnitude - rest * 10));
            magnitude = rest;
        }
    }

    // Keeps `position` digits. Integers round half away from zero; floating-point digits were rounded when they were made.
    internal void Round(int position)
    {
        int keep = position < Count ? (position < 0 ? 0 : position) : Count;
        if (position >= 0 && keep == position && keep < Count && !Floating && Digits[keep] >= '5')
        {
            while (keep > 0 && Digits[keep - 1] == '9')
                keep--;
            if (keep > 0)
            {
                Digits[keep - 1]++;
            }
            else
            {
                Scale++;
                Digits[0] = (byte)'1';
                keep = 1;
            }
        }
        else
        {
            while (keep > 0 && Digits[keep - 1] == '0')
                keep--;
        }
        if (keep == 0)
        {
            if (!Floating)
                Negative = false;
            Scale = 0;
        }
        Count = keep;
    }
}
