using System.Globalization;
using System.Runtime.CompilerServices;

namespace System;

internal static partial class Number
{
    internal static bool TryFormatFloat<TUnit>(double value, bool single, ReadOnlySpan<char> format, Span<TUnit> destination, out int written)
        where TUnit : unmanaged
    {
        NumberWriter<TUnit> writer = new(destination);
        FormatFloat(ref writer, value, single, format);
        return writer.Finish(out written);
    }

    internal static int MeasureFloat(double value, bool single, ReadOnlySpan<char> format)
    {
        NumberWriter<char> writer = new(default);
        FormatFloat(ref writer, value, single, format);
        return writer.Length;
    }

    // `single`: the value came from a float, whose neighbours decide what is shortest.
    [SkipLocalsInit]
    private static void FormatFloat<TUnit>(scoped ref NumberWriter<TUnit> writer, double value, bool single, ReadOnlySpan<char> format)
        where TUnit : unmanaged
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        if ((bits >> 52 & 0x7FF) == 0x7FF)
        {
            writer.Append((bits & 0xF_FFFF_FFFF_FFFF) != 0 ? "NaN" : (bits >> 63) != 0 ? "-Infinity" : "Infinity");
            return;
        }
        char letter = ParseFormat(format, out int precision);
        NumberBuffer number = new(stackalloc byte[FloatFormat.MaxDigits], floating: true);
        number.Negative = (bits >> 63) != 0;
        int shown = precision;
        bool shortest = false;
        switch (letter & ~0x20)
        {
            case 'R':
                letter = (char)(letter - ('R' - 'G'));
                shortest = true;
                break;
            case 'G' when precision < 1:
                shortest = true;
                break;
        }
        if (shortest)
        {
            Split(value, single, out ulong mantissa, out int exponent);
            if (mantissa != 0)
                FloatFormat.Shortest(mantissa, exponent, single ? 24 : 53, single ? -149 : -1074, ref number);
            int digits = single ? 9 : 17;
            if (number.Negative)
                writer.Append('-');
            FormatGeneralMagnitude(ref writer, number, number.Count > digits ? number.Count : digits, (char)(letter - 2));
            return;
        }
        if (bits << 1 != 0)
        {
            Split(value, single, out ulong mantissa, out int exponent);
            switch (letter & ~0x20)
            {
                case 'E':
                    FloatFormat.Exact(mantissa, exponent, precision < 0 ? 7 : precision + 1, significant: true, ref number);
                    break;
                case 'G':
                    FloatFormat.Exact(mantissa, exponent, precision, significant: true, ref number);
                    break;
                case 'P':
                    FloatFormat.Exact(mantissa, exponent, (precision < 0 ? 2 : precision) + 2, significant: false, ref number);
                    break;
                case 'C' or 'F' or 'N':
                    FloatFormat.Exact(mantissa, exponent, precision < 0 ? 2 : precision, significant: false, ref number);
                    break;
                case 0:
                    FloatFormat.Exact(mantissa, exponent, 15, significant: true, ref number);
                    break;
            }
        }
        if (letter == 0)
            FormatCustom(ref writer, number, format);
        else
            FormatBuffer(ref writer, number, letter, shown);
    }

    // value = mantissa * 2^exponent
    private static void Split(double value, bool single, out ulong mantissa, out int exponent)
    {
        int fraction = single ? 23 : 52;
        ulong bits = single ? BitConverter.SingleToUInt32Bits((float)value) : BitConverter.DoubleToUInt64Bits(value);
        int biased = (int)(bits >> fraction) & (single ? 0xFF : 0x7FF);
        mantissa = bits & ((1ul << fraction) - 1);
        exponent = 1;
        if (biased != 0)
        {
            mantissa |= 1ul << fraction;
            exponent = biased;
        }
        exponent -= (single ? 127 : 1023) + fraction;
    }

    internal static bool TryParseDouble<TUnit>(ReadOnlySpan<TUnit> text, NumberStyles styles, out double value) where TUnit : unmanaged
    {
        bool parsed = TryParseFloat(text, styles, 53, 11, out ulong bits);
        value = BitConverter.UInt64BitsToDouble(bits);
        return parsed;
    }

    internal static bool TryParseSingle<TUnit>(ReadOnlySpan<TUnit> text, NumberStyles styles, out float value) where TUnit : unmanaged
    {
        bool parsed = TryParseFloat(text, styles, 24, 8, out ulong bits);
        value = BitConverter.UInt32BitsToSingle((uint)bits);
        return parsed;
    }

    [SkipLocalsInit]
    private static bool TryParseFloat<TUnit>(ReadOnlySpan<TUnit> text, NumberStyles styles, int mantissaBits, int exponentBits, out ulong bits)
        where TUnit : unmanaged
    {
        NumberBuffer number = new(stackalloc byte[FloatParse.MaxDigits], floating: true);
        ulong sign = 1ul << (mantissaBits + exponentBits - 1);
        if (NumberParser<TUnit>.TryParse(text, styles, ref number))
        {
            bits = FloatParse.ToBits(ref number, mantissaBits, exponentBits);
            if (number.Negative)
                bits |= sign;
            return true;
        }
        return TryParseSymbol(text, mantissaBits, exponentBits, out bits);
    }

    // "Infinity" and "NaN" in any case, with or without a sign, between white space.
    private static bool TryParseSymbol<TUnit>(ReadOnlySpan<TUnit> text, int mantissaBits, int exponentBits, out ulong bits)
        where TUnit : unmanaged
    {
        ulong infinity = ((1ul << exponentBits) - 1) << (mantissaBits - 1);
        ulong sign = 1ul << (mantissaBits + exponentBits - 1);
        bits = 0;
        int start = 0;
        int end = text.Length;
        while (start < end && IsSymbolWhite(Unit.Load(text[start])))
            start++;
        while (end > start && IsSymbolWhite(Unit.Load(text[end - 1])))
            end--;
        bool negative = false;
        if (start < end && Unit.Load(text[start]) is uint c && (c == '-' || c == '+'))
        {
            negative = c == '-';
            start++;
        }
        text = text.Slice(start, end - start);
        if (EqualsIgnoreCase(text, "infinity"))
        {
            bits = infinity | (negative ? sign : 0);
            return true;
        }
        if (!EqualsIgnoreCase(text, "nan"))
            return false;
        // .NET's own NaN is the processor's: negative and quiet.
        bits = infinity | (1ul << (mantissaBits - 2)) | sign;
        return true;
    }

    // As char.IsWhiteSpace; text in UTF-8 is trimmed of the ASCII ones only.
    private static bool IsSymbolWhite(uint c) => c < 0x80 ? c == ' ' || c - 9 <= 4 : CharClass.IsWhiteSpace(c) && c > 0xFF;

    // `lower` is ASCII, lower case.
    private static bool EqualsIgnoreCase<TUnit>(ReadOnlySpan<TUnit> text, string lower) where TUnit : unmanaged
    {
        if (text.Length != lower.Length)
            return false;
        for (int i = 0; i < lower.Length; i++)
        {
            uint c = Unit.Load(text[i]);
            if (c - 'A' <= 25)
                c |= 0x20;
            if (c != lower[i])
                return false;
        }
        return true;
    }
}
