using System.Globalization;

namespace System;

public readonly partial struct Char
{
    /// <summary>The kind of a character.</summary>
    public static UnicodeCategory GetUnicodeCategory(char c) => UnicodeCategories.Of(c);

    /// <summary>Whether it is U+0000 to U+007F.</summary>
    public static bool IsAscii(char c) => c < 0x80;

    /// <summary>Whether it is 0 to 9.</summary>
    public static bool IsAsciiDigit(char c) => (uint)(c - '0') <= 9;

    /// <summary>Whether it is A to Z or a to z.</summary>
    public static bool IsAsciiLetter(char c) => (uint)((c | 0x20) - 'a') <= 25;

    /// <summary>Whether it is a to z.</summary>
    public static bool IsAsciiLetterLower(char c) => (uint)(c - 'a') <= 25;

    /// <summary>Whether it is A to Z.</summary>
    public static bool IsAsciiLetterUpper(char c) => (uint)(c - 'A') <= 25;

    /// <summary>Whether it is A to Z, a to z or 0 to 9.</summary>
    public static bool IsAsciiLetterOrDigit(char c) => IsAsciiLetter(c) || IsAsciiDigit(c);

    /// <summary>Whether it is a hexadecimal digit.</summary>
    public static bool IsAsciiHexDigit(char c) => Unit.HexDigit(c) < 16;

    /// <summary>Whether it is a hexadecimal digit, and no capital letter.</summary>
    public static bool IsAsciiHexDigitLower(char c) => IsAsciiDigit(c) || (uint)(c - 'a') <= 5;

    /// <summary>Whether it is a hexadecimal digit, and no small letter.</summary>
    public static bool IsAsciiHexDigitUpper(char c) => IsAsciiDigit(c) || (uint)(c - 'A') <= 5;

    /// <summary>Whether it lies between two bounds, which are within.</summary>
    public static bool IsBetween(char c, char minInclusive, char maxInclusive) =>
        (uint)(c - minInclusive) <= (uint)(maxInclusive - minInclusive);

    /// <summary>Whether it is a decimal digit of some script.</summary>
    public static bool IsDigit(char c) => c < 0x80 ? IsAsciiDigit(c) : UnicodeCategories.Of(c) == UnicodeCategory.DecimalDigitNumber;

    /// <summary>Whether it is a letter.</summary>
    public static bool IsLetter(char c) => c < 0x80 ? IsAsciiLetter(c) : UnicodeCategories.Of(c) <= UnicodeCategory.OtherLetter;

    /// <summary>Whether it is a letter or a decimal digit.</summary>
    public static bool IsLetterOrDigit(char c) => IsLetter(c) || IsDigit(c);

    /// <summary>Whether it is a capital letter.</summary>
    public static bool IsUpper(char c) => c < 0x80 ? IsAsciiLetterUpper(c) : UnicodeCategories.Of(c) == UnicodeCategory.UppercaseLetter;

    /// <summary>Whether it is a small letter.</summary>
    public static bool IsLower(char c) => c < 0x80 ? IsAsciiLetterLower(c) : UnicodeCategories.Of(c) == UnicodeCategory.LowercaseLetter;

    /// <summary>Whether it is a number of some kind.</summary>
    public static bool IsNumber(char c) =>
        c < 0x80 ? IsAsciiDigit(c) : UnicodeCategories.Of(c) is >= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber;

    /// <summary>Whether it is a punctuation mark.</summary>
    public static bool IsPunctuation(char c) =>
        UnicodeCategories.Of(c) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    /// <summary>Whether it is a symbol.</summary>
    public static bool IsSymbol(char c) => UnicodeCategories.Of(c) is >= UnicodeCategory.MathSymbol and <= UnicodeCategory.OtherSymbol;

    /// <summary>Whether it separates words, lines or paragraphs.</summary>
    public static bool IsSeparator(char c) =>
        UnicodeCategories.Of(c) is >= UnicodeCategory.SpaceSeparator and <= UnicodeCategory.ParagraphSeparator;

    /// <summary>Whether it is a control character.</summary>
    public static bool IsControl(char c) => ((c + 1) & ~0x80) <= 0x20;

    /// <summary>Whether it is white space.</summary>
    public static bool IsWhiteSpace(char c) => CharClass.IsWhiteSpace(c);

    /// <summary>Whether it is half of a surrogate pair.</summary>
    public static bool IsSurrogate(char c) => (c & 0xF800) == 0xD800;

    /// <summary>Whether it is the first half of a surrogate pair.</summary>
    public static bool IsHighSurrogate(char c) => (c & 0xFC00) == 0xD800;

    /// <summary>Whether it is the second half of a surrogate pair.</summary>
    public static bool IsLowSurrogate(char c) => (c & 0xFC00) == 0xDC00;

    /// <summary>Whether two characters make a surrogate pair.</summary>
    public static bool IsSurrogatePair(char highSurrogate, char lowSurrogate) =>
        IsHighSurrogate(highSurrogate) && IsLowSurrogate(lowSurrogate);

    /// <summary>The code point of a surrogate pair; other characters fail.</summary>
    public static int ConvertToUtf32(char highSurrogate, char lowSurrogate)
    {
        if (!IsHighSurrogate(highSurrogate))
            ThrowHelper.ThrowArgumentOutOfRange(nameof(highSurrogate));
        if (!IsLowSurrogate(lowSurrogate))
            ThrowHelper.ThrowArgumentOutOfRange(nameof(lowSurrogate));
        return ((highSurrogate - 0xD800) << 10) + (lowSurrogate - 0xDC00) + 0x10000;
    }

    /// <summary>The character or pair of a code point; a surrogate or a number too large fails.</summary>
    public static string ConvertFromUtf32(int utf32)
    {
        if ((uint)utf32 > 0x10FFFF || (utf32 & 0xFFFF_F800) == 0xD800)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(utf32));
        if (utf32 < 0x10000)
            return new string((char)utf32, 1);
        ReadOnlySpan<char> pair = [(char)(0xD7C0 + (utf32 >> 10)), (char)(0xDC00 + (utf32 & 0x3FF))];
        return new string(pair);
    }

    /// <summary>The capital letter, by the invariant culture.</summary>
    public static char ToUpperInvariant(char c) => CaseMapping.ToUpper(c);

    /// <summary>The small letter, by the invariant culture.</summary>
    public static char ToLowerInvariant(char c) => CaseMapping.ToLower(c);

    /// <summary>The capital letter, by the invariant culture.</summary>
    public static char ToUpper(char c) => CaseMapping.ToUpper(c);

    /// <summary>The small letter, by the invariant culture.</summary>
    public static char ToLower(char c) => CaseMapping.ToLower(c);

}
