using System.Globalization;
using System.Runtime.CompilerServices;

namespace System;

internal enum ParseStatus
{
    Ok,
    Format,
    Overflow,
}

internal static partial class Number
{
    private const NumberStyles UnknownStyles = ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite
        | NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingSign | NumberStyles.AllowParentheses
        | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowExponent
        | NumberStyles.AllowCurrencySymbol | NumberStyles.AllowHexSpecifier | NumberStyles.AllowBinarySpecifier);

    private const NumberStyles RadixStyles = NumberStyles.AllowHexSpecifier | NumberStyles.AllowBinarySpecifier;

    // An integer of `width` bits. `largest` is the type's greatest magnitude for positive numbers; a signed type's smallest is one
    // more. `value` is the number's two's complement (the low `width` bits count), 0 when the status is not Ok.
    internal static ParseStatus ParseInteger<TUnit>(
        ReadOnlySpan<TUnit> text, NumberStyles styles, int width, bool signed, out ulong value) where TUnit : unmanaged
    {
        if ((styles & ~NumberStyles.Integer) == 0)
            return ParseDecimal(text, styles, Largest(width, signed), signed, out value);
        if ((styles & RadixStyles) != 0)
            return ParseRadix(text, styles, width, out value);
        return ParseGeneral(text, styles, Largest(width, signed), signed, out value);
    }

    // Wrong styles are the caller's fault, in a TryParse too.
    internal static void CheckIntegerStyles(NumberStyles styles)
    {
        if ((styles & UnknownStyles) != 0)
            ThrowHelper.ThrowArgument("An undefined NumberStyles value is being used.");
        if ((styles & RadixStyles) != 0
            && ((styles & RadixStyles) == RadixStyles
                || (styles & ~(RadixStyles | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite)) != 0))
        {
            ThrowHelper.ThrowArgument("With the AllowHexSpecifier or AllowBinarySpecifier bit set, only white space may be allowed besides.");
        }
    }

    internal static void CheckFloatStyles(NumberStyles styles)
    {
        if ((styles & UnknownStyles) != 0)
            ThrowHelper.ThrowArgument("An undefined NumberStyles value is being used.");
        if ((styles & RadixStyles) != 0)
            ThrowHelper.ThrowArgument("The number styles AllowHexSpecifier and AllowBinarySpecifier are not supported on floating point data types.");
    }

    internal static void ThrowStatus(ParseStatus status)
    {
        if (status == ParseStatus.Overflow)
            ThrowHelper.ThrowOverflow();
        ThrowHelper.ThrowFormat("The input string was not in a correct format.");
    }

    // Text may end in NULs.
    internal static bool OnlyNulls<TUnit>(ReadOnlySpan<TUnit> text, int from) where TUnit : unmanaged
    {
        for (int i = from; i < text.Length; i++)
        {
            if (Unit.Load(text[i]) != 0)
                return false;
        }
        return true;
    }

    private static ulong Largest(int width, bool signed) => ulong.MaxValue >> (64 - width + (signed ? 1 : 0));

    private static ParseStatus ParseDecimal<TUnit>(
        ReadOnlySpan<TUnit> text, NumberStyles styles, ulong largest, bool signed, out ulong value) where TUnit : unmanaged
    {
        value = 0;
        int i = 0;
        if ((styles & NumberStyles.AllowLeadingWhite) != 0)
            i = SkipWhite(text, 0);
        bool negative = false;
        if (i < text.Length && (styles & NumberStyles.AllowLeadingSign) != 0)
        {
            uint c = Unit.Load(text[i]);
            negative = c == '-';
            if (negative || c == '+')
                i++;
        }
        ulong magnitude = 0;
        bool overflow = false;
        int start = i;
        for (; i < text.Length; i++)
        {
            uint digit = Unit.Load(text[i]) - '0';
            if (digit > 9)
                break;
            // 2^64 / 10, rounded down, and what is left for the last digit.
            if (magnitude > ulong.MaxValue / 10 || (magnitude == ulong.MaxValue / 10 && digit > 5))
                overflow = true;
            magnitude = magnitude * 10 + digit;
        }
        if (i == start)
            return ParseStatus.Format;
        if (i < text.Length)
        {
            if ((styles & NumberStyles.AllowTrailingWhite) != 0)
                i = SkipWhite(text, i);
            // Malformed text is a format error even when the digits before it overflow.
            if (!OnlyNulls(text, i))
                return ParseStatus.Format;
        }
        return overflow ? ParseStatus.Overflow : ApplySign(magnitude, negative, largest, signed, out value);
    }

    private static int SkipWhite<TUnit>(ReadOnlySpan<TUnit> text, int i) where TUnit : unmanaged
    {
        while (i < text.Length && Unit.IsNumberWhite(Unit.Load(text[i])))
            i++;
        return i;
    }

    private static ParseStatus ApplySign(ulong magnitude, bool negative, ulong largest, bool signed, out ulong value)
    {
        ulong limit = !negative ? largest : signed ? largest + 1 : 0;
        if (magnitude > limit)
        {
            value = 0;
            return ParseStatus.Overflow;
        }
        value = negative ? 0 - magnitude : magnitude;
        return ParseStatus.Ok;
    }

    private static ParseStatus ParseRadix<TUnit>(ReadOnlySpan<TUnit> text, NumberStyles styles, int width, out ulong value)
        where TUnit : unmanaged
    {
        value = 0;
        bool hex = (styles & NumberStyles.AllowHexSpecifier) != 0;
        int bitsPerDigit = hex ? 4 : 1;
        int i = 0;
        if ((styles & NumberStyles.AllowLeadingWhite) != 0)
            i = SkipWhite(text, 0);
        int start = i;
        ulong bits = 0;
        int significant = 0;
        for (; i < text.Length; i++)
        {
            uint c = Unit.Load(text[i]);
            uint digit = hex ? Unit.HexDigit(c) : c - '0';
            if (digit >= (hex ? 16u : 2u))
                break;
            if (significant > 0 || digit != 0)
                significant++;
            bits = (bits << bitsPerDigit) | digit;
        }
        if (i == start)
            return ParseStatus.Format;
        if (i < text.Length)
        {
            if ((styles & NumberStyles.AllowTrailingWhite) != 0)
                i = SkipWhite(text, i);
            if (!OnlyNulls(text, i))
                return ParseStatus.Format;
        }
        if (significant * bitsPerDigit > width)
            return ParseStatus.Overflow;
        value = bits;
        return ParseStatus.Ok;
    }

    // Every style that the two above do not know: thousands, a decimal point, exponents, parentheses, currency.
    [SkipLocalsInit]
    private static ParseStatus ParseGeneral<TUnit>(
        ReadOnlySpan<TUnit> text, NumberStyles styles, ulong largest, bool signed, out ulong value) where TUnit : unmanaged
    {
        value = 0;
        NumberBuffer number = new(stackalloc byte[20], floating: false);
        if (!NumberParser<TUnit>.TryParse(text, styles, ref number))
            return ParseStatus.Format;
        // A fraction that is not zero, or more digits than 64 bits hold, overflows; so does -0.0 where there are no negative numbers.
        if ((number.Negative && !signed) || number.Scale > 20 || number.Scale < number.Count || number.NonZeroTail)
            return ParseStatus.Overflow;
        ulong magnitude = 0;
        for (int i = 0; i < number.Scale; i++)
        {
            uint digit = (uint)number.DigitOrZero(i) - '0';
            if (magnitude > ulong.MaxValue / 10 || (magnitude == ulong.MaxValue / 10 && digit > 5))
                return ParseStatus.Overflow;
            magnitude = magnitude * 10 + digit;
        }
        return ApplySign(magnitude, number.Negative, largest, signed, out value);
    }
}
