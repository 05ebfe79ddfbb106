namespace Lithe.Kconfig;

/// <summary>How values are written, and how the text of numbers is read and compared.</summary>
internal static class ValueSyntax
{
    /// <summary>Whether the text is a value of the type.</summary>
    public static bool IsValid(SymbolType type, ReadOnlySpan<char> text)
    {
        switch (type)
        {
            case SymbolType.String:
                return true;
            case SymbolType.Int:
                if (text.StartsWith('-'))
                    text = text[1..];
                return text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0 && (text.Length == 1 || text[0] != '0');
            case SymbolType.Hex:
                text = HexDigits(text);
                if (text.IsEmpty)
                    return false;
                foreach (char c in text)
                {
                    if (!char.IsAsciiHexDigit(c))
                        return false;
                }
                return true;
            case SymbolType.Bool or SymbolType.Tristate:
                return text.Length > 0 && text[0] is 'y' or 'Y' or 'm' or 'M' or 'n' or 'N';
            default:
                return false;
        }
    }

    public static bool HasHexPrefix(ReadOnlySpan<char> text) => text.Length > 1 && text[0] == '0' && text[1] is 'x' or 'X';

    /// <summary>Reads the longest number at the start of the text, as C's strtoll does: 0 if there is none.</summary>
    public static long ReadLong(ReadOnlySpan<char> text, int radix) => ReadLong(text, radix, out _, out _);

    public static long ReadLong(ReadOnlySpan<char> text, int radix, out int used, out bool overflow)
    {
        ulong magnitude = ReadMagnitude(text, radix, out used, out bool negative, out overflow);
        ulong limit = negative ? 1UL << 63 : long.MaxValue;
        if (overflow || magnitude > limit)
        {
            overflow = true;
            return negative ? long.MinValue : long.MaxValue;
        }
        return negative ? unchecked(-(long)magnitude) : (long)magnitude;
    }

    /// <summary>Reads like C's strtoull: a minus sign wraps around.</summary>
    public static ulong ReadUnsigned(ReadOnlySpan<char> text, int radix, out int used, out bool overflow)
    {
        ulong magnitude = ReadMagnitude(text, radix, out used, out bool negative, out overflow);
        return overflow ? ulong.MaxValue : negative ? unchecked(0 - magnitude) : magnitude;
    }

    private static ReadOnlySpan<char> HexDigits(ReadOnlySpan<char> text) => HasHexPrefix(text) ? text[2..] : text;

    private static ulong ReadMagnitude(ReadOnlySpan<char> text, int radix, out int used, out bool negative, out bool overflow)
    {
        used = 0;
        overflow = false;
        int p = 0;
        while (p < text.Length && text[p] is ' ' or (>= '\t' and <= '\r'))
            p++;
        negative = p < text.Length && text[p] == '-';
        if (p < text.Length && text[p] is '-' or '+')
            p++;
        bool prefixed = HasHexPrefix(text[p..]) && p + 2 < text.Length && char.IsAsciiHexDigit(text[p + 2]);
        if (radix == 0)
            radix = prefixed ? 16 : p < text.Length && text[p] == '0' ? 8 : 10;
        if (radix == 16 && prefixed)
            p += 2;
        ulong value = 0;
        for (; p < text.Length && Digit(text[p]) < radix; p++)
        {
            used = p + 1;
            ulong digit = (ulong)Digit(text[p]);
            if (value > (ulong.MaxValue - digit) / (ulong)radix)
                overflow = true;
            else
                value = (value * (ulong)radix) + digit;
        }
        return value;
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? (c | 0x20) - 'a' + 10 : 99;

    /// <summary>Compares two values as the operators &lt;, = and so on do: as numbers where both are, as text otherwise.</summary>
    public static int Compare(string a, SymbolType typeA, string b, SymbolType typeB)
    {
        if (typeA != SymbolType.String || typeB != SymbolType.String)
        {
            NumberKind kindA = ReadComparable(a, typeA, out ulong valueA);
            NumberKind kindB = ReadComparable(b, typeB, out ulong valueB);
            if (kindA != NumberKind.None && kindB != NumberKind.None)
            {
                return kindA == NumberKind.Unsigned || kindB == NumberKind.Unsigned
                    ? valueA.CompareTo(valueB)
                    : unchecked((long)valueA).CompareTo(unchecked((long)valueB));
            }
        }
        return string.CompareOrdinal(a, b);
    }

    private enum NumberKind
    {
        None,
        Signed,
        Unsigned,
    }

    private static NumberKind ReadComparable(string text, SymbolType type, out ulong value)
    {
        int used;
        bool overflow;
        NumberKind kind = NumberKind.Signed;
        switch (type)
        {
            case SymbolType.Bool or SymbolType.Tristate:
                value = unchecked((ulong)(text switch { "n" => 0, "m" => 1, "y" => 2, _ => -1 }));
                return NumberKind.Signed;
            case SymbolType.Int:
                value = unchecked((ulong)ReadLong(text, 10, out used, out overflow));
                break;
            case SymbolType.Hex:
                value = ReadUnsigned(text, 16, out used, out overflow);
                kind = NumberKind.Unsigned;
                break;
            default:
                value = unchecked((ulong)ReadLong(text, 0, out used, out overflow));
                break;
        }
        return !overflow && used > 0 && used == text.Length ? kind : NumberKind.None;
    }
}
