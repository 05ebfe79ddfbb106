namespace System;

// Standard numeric formats, invariant culture. What each means is .NET's documentation of "Standard numeric format strings".
internal static partial class Number
{
    private const int MaxPrecision = 999_999_999;

    // The letter of a standard format ('G' for an empty one) and its precision, -1 when absent; '\0' for a custom format.
    internal static char ParseFormat(ReadOnlySpan<char> format, out int precision)
    {
        precision = -1;
        if (format.Length == 0)
            return 'G';
        char letter = format[0];
        if ((uint)((letter | 0x20) - 'a') > 25)
            return letter == '\0' ? 'G' : '\0';
        int value = 0;
        int i = 1;
        while (i < format.Length && Unit.IsDigit(format[i]))
        {
            if (value > MaxPrecision / 10)
                ThrowHelper.ThrowFormat("Format specifier was invalid.");
            value = value * 10 + (format[i] - '0');
            i++;
        }
        // A NUL ends a format, as everywhere in .NET's number formatting.
        if (i < format.Length && format[i] != '\0')
            return '\0';
        if (i > 1)
            precision = value;
        return letter;
    }

    // Writes a number by one of C, E, F, G, N, P, R. `precision` below 0 is the format's default.
    internal static void FormatBuffer<TUnit>(
        ref NumberWriter<TUnit> writer, scoped NumberBuffer number, char format, int precision) where TUnit : unmanaged
    {
        switch ((char)(format & ~0x20))
        {
            case 'C':
                precision = precision < 0 ? 2 : precision;
                number.Round(number.Scale + precision);
                if (number.Negative)
                    writer.Append('(');
                writer.AppendCurrencySymbol();
                FormatFixed(ref writer, number, precision, grouped: true);
                if (number.Negative)
                    writer.Append(')');
                break;
            case 'F':
                precision = precision < 0 ? 2 : precision;
                number.Round(number.Scale + precision);
                FormatSign(ref writer, number);
                FormatFixed(ref writer, number, precision, grouped: false);
                break;
            case 'N':
                precision = precision < 0 ? 2 : precision;
                number.Round(number.Scale + precision);
                FormatSign(ref writer, number);
                FormatFixed(ref writer, number, precision, grouped: true);
                break;
            case 'P':
                precision = precision < 0 ? 2 : precision;
                number.Scale += 2;
                number.Round(number.Scale + precision);
                FormatSign(ref writer, number);
                FormatFixed(ref writer, number, precision, grouped: true);
                writer.Append(" %");
                break;
            case 'E':
                precision = precision < 0 ? 6 : precision;
                number.Round(precision + 1);
                FormatSign(ref writer, number);
                FormatScientific(ref writer, number, precision + 1, format);
                break;
            case 'G':
                FormatGeneral(ref writer, number, precision, (char)(format - 2));
                break;
            case 'R':
                FormatGeneral(ref writer, number, precision, (char)(format - ('R' - 'E')));
                break;
            default:
                ThrowHelper.ThrowFormat("Format specifier was invalid.");
                break;
        }
    }

    private static void FormatSign<TUnit>(ref NumberWriter<TUnit> writer, scoped NumberBuffer number) where TUnit : unmanaged
    {
        if (number.Negative)
            writer.Append('-');
    }

    private static void FormatGeneral<TUnit>(
        ref NumberWriter<TUnit> writer, scoped NumberBuffer number, int precision, char exponentLetter) where TUnit : unmanaged
    {
        if (precision < 1)
            precision = number.Count;
        else
            number.Round(precision);
        FormatSign(ref writer, number);
        FormatGeneralMagnitude(ref writer, number, precision, exponentLetter);
    }

    // Positional where the number needs no more than `precision` integral digits and no more than four leading zeros.
    internal static void FormatGeneralMagnitude<TUnit>(
        ref NumberWriter<TUnit> writer, scoped NumberBuffer number, int precision, char exponentLetter) where TUnit : unmanaged
    {
        int position = number.Scale;
        bool scientific = position > precision || position < -3;
        if (scientific)
            position = 1;
        int used = 0;
        if (position > 0)
        {
            for (; used < position; used++)
                writer.Append(number.DigitOrZero(used));
        }
        else
        {
            writer.Append('0');
        }
        if (used < number.Count || position < 0)
        {
            writer.Append('.');
            writer.Repeat('0', position < 0 ? -position : 0);
            for (; used < number.Count; used++)
                writer.Append(number.Digits[used]);
        }
        if (scientific)
            FormatExponent(ref writer, number.Scale - 1, 2, exponentLetter);
    }

    private static void FormatFixed<TUnit>(
        ref NumberWriter<TUnit> writer, scoped NumberBuffer number, int decimals, bool grouped) where TUnit : unmanaged
    {
        int whole = number.Scale;
        if (whole <= 0)
        {
            writer.Append('0');
        }
        else
        {
            for (int i = 0; i < whole; i++)
            {
                if (grouped && i > 0 && (whole - i) % 3 == 0)
                    writer.Append(',');
                writer.Append(number.DigitOrZero(i));
            }
        }
        if (decimals <= 0)
            return;
        writer.Append('.');
        int zeros = whole < 0 ? (-whole < decimals ? -whole : decimals) : 0;
        writer.Repeat('0', zeros);
        decimals -= zeros;
        for (int i = whole < 0 ? 0 : whole; i < number.Count && decimals > 0; i++, decimals--)
            writer.Append(number.Digits[i]);
        writer.Repeat('0', decimals);
    }

    private static void FormatScientific<TUnit>(
        ref NumberWriter<TUnit> writer, scoped NumberBuffer number, int digits, char exponentLetter) where TUnit : unmanaged
    {
        writer.Append(number.DigitOrZero(0));
        if (digits > 1)
        {
            writer.Append('.');
            int present = number.Count < digits ? number.Count : digits;
            for (int i = 1; i < present; i++)
                writer.Append(number.Digits[i]);
            writer.Repeat('0', digits - (present < 1 ? 1 : present));
        }
        FormatExponent(ref writer, number.Count == 0 ? 0 : number.Scale - 1, 3, exponentLetter);
    }

    private static void FormatExponent<TUnit>(
        ref NumberWriter<TUnit> writer, int exponent, int minimum, char letter) where TUnit : unmanaged
    {
        writer.Append(letter);
        writer.Append(exponent < 0 ? '-' : '+');
        uint magnitude = (uint)(exponent < 0 ? -exponent : exponent);
        int digits = CountDigits(magnitude);
        writer.Repeat('0', digits < minimum ? minimum - digits : 0);
        uint power = 1;
        for (int i = 1; i < digits; i++)
            power *= 10;
        for (; power > 0; power /= 10)
            writer.Append('0' + magnitude / power % 10);
    }
}
