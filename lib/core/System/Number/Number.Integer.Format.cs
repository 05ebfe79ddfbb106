using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace System;

internal static partial class Number
{
    // Decimal digits of `value`; 1 for zero.
    internal static int CountDigits(ulong value)
    {
        int digits = 1;
        while (value >= 10_000)
        {
            value /= 10_000;
            digits += 4;
        }
        if (value >= 1000)
            return digits + 3;
        if (value >= 100)
            return digits + 2;
        return value >= 10 ? digits + 1 : digits;
    }

    // `bits` is the number's two's complement in its own width, for X and B.
    internal static bool TryFormatInteger<TUnit>(
        ulong magnitude, bool negative, ulong bits, ReadOnlySpan<char> format, Span<TUnit> destination, out int written)
        where TUnit : unmanaged
    {
        if (format.Length == 0)
            return TryFormatDecimal(magnitude, negative, 1, destination, out written);
        NumberWriter<TUnit> writer = new(destination);
        FormatInteger(ref writer, magnitude, negative, bits, format);
        return writer.Finish(out written);
    }

    // The number of units that the text of an integer takes.
    internal static int MeasureInteger(ulong magnitude, bool negative, ulong bits, ReadOnlySpan<char> format)
    {
        if (format.Length == 0)
            return CountDigits(magnitude) + (negative ? 1 : 0);
        NumberWriter<char> writer = new(default);
        FormatInteger(ref writer, magnitude, negative, bits, format);
        return writer.Length;
    }

    internal static bool TryFormatDecimal<TUnit>(
        ulong magnitude, bool negative, int minimum, Span<TUnit> destination, out int written) where TUnit : unmanaged
    {
        int digits = CountDigits(magnitude);
        if (digits < minimum)
            digits = minimum;
        int length = negative ? digits + 1 : digits;
        if (length > destination.Length)
        {
            written = 0;
            return false;
        }
        for (int i = length - 1; digits > 0; i--, digits--)
        {
            ulong rest = magnitude / 10;
            destination[i] = Unit.Of<TUnit>('0' + (uint)(magnitude - rest * 10));
            magnitude = rest;
        }
        if (negative)
            destination[0] = Unit.Of<TUnit>('-');
        written = length;
        return true;
    }

    // Decimal digits, zeros before them up to a minimum.
    internal static void AppendDecimal<TUnit>(scoped ref NumberWriter<TUnit> writer, ulong magnitude, int minimum) where TUnit : unmanaged
    {
        int digits = CountDigits(magnitude);
        writer.Repeat('0', minimum > digits ? minimum - digits : 0);
        Span<byte> text = stackalloc byte[20];
        TryFormatDecimal(magnitude, negative: false, 1, text, out int count);
        for (int i = 0; i < count; i++)
            writer.Append(text[i]);
    }

    [SkipLocalsInit]
    private static void FormatInteger<TUnit>(
        scoped ref NumberWriter<TUnit> writer, ulong magnitude, bool negative, ulong bits, ReadOnlySpan<char> format)
        where TUnit : unmanaged
    {
        char letter = ParseFormat(format, out int precision);
        switch (letter & ~0x20)
        {
            case 'G' when precision < 1:
            case 'D':
                if (negative)
                    writer.Append('-');
                AppendDecimal(ref writer, magnitude, precision);
                break;
            case 'X':
                FormatBits(ref writer, bits, 4, precision, (uint)(letter - 'X' + 'A'));
                break;
            case 'B':
                FormatBits(ref writer, bits, 1, precision, 0);
                break;
            default:
                NumberBuffer number = new(stackalloc byte[20], floating: false);
                number.SetInteger(magnitude, negative);
                if (letter == 0)
                    FormatCustom(ref writer, number, format);
                else
                    FormatBuffer(ref writer, number, letter, precision);
                break;
        }
    }

    // `ten` is the letter for the digit ten.
    private static void FormatBits<TUnit>(
        ref NumberWriter<TUnit> writer, ulong bits, int bitsPerDigit, int precision, uint ten) where TUnit : unmanaged
    {
        int significant = 64 - BitOperations.LeadingZeroCount(bits | 1);
        int digits = (significant + bitsPerDigit - 1) / bitsPerDigit;
        writer.Repeat('0', precision > digits ? precision - digits : 0);
        uint mask = (1u << bitsPerDigit) - 1;
        for (int i = digits - 1; i >= 0; i--)
        {
            uint digit = (uint)(bits >> (i * bitsPerDigit)) & mask;
            writer.Append(digit < 10 ? '0' + digit : ten + digit - 10);
        }
    }
}
