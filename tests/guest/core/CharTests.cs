using System;
using System.Globalization;
using Lithe.Testing;

namespace CoreTests;

public static class CharTests
{
    [GuestTest]
    public static void Ascii()
    {
        for (char c = '\0'; c < 0x80; c++)
        {
            bool digit = c >= '0' && c <= '9';
            bool upper = c >= 'A' && c <= 'Z';
            bool lower = c >= 'a' && c <= 'z';
            if (char.IsDigit(c) != digit || char.IsAsciiDigit(c) != digit || char.IsUpper(c) != upper || char.IsLower(c) != lower
                || char.IsLetter(c) != (upper || lower) || char.IsLetterOrDigit(c) != (upper || lower || digit)
                || char.ToUpperInvariant(c) != (lower ? (char)(c - 32) : c) || char.ToLowerInvariant(c) != (upper ? (char)(c + 32) : c)
                || char.IsControl(c) != (c < ' ' || c == 0x7F) || char.IsWhiteSpace(c) != (c == ' ' || (c >= 9 && c <= 13)))
            {
                Check.Equal('\0', c);
            }
        }
        Check.True(char.IsAscii('\x7F'));
        Check.False(char.IsAscii('\x80'));
        Check.True(char.IsAsciiHexDigit('f'));
        Check.False(char.IsAsciiHexDigit('g'));
        Check.True(char.IsAsciiHexDigitLower('a'));
        Check.False(char.IsAsciiHexDigitLower('A'));
        Check.True(char.IsAsciiHexDigitUpper('F'));
        Check.True(char.IsBetween('b', 'a', 'c'));
        Check.False(char.IsBetween('d', 'a', 'c'));
        Check.True(char.IsAsciiLetterOrDigit('7'));
        Check.False(char.IsAsciiLetter('['));
        Check.False(char.IsAsciiLetter('\u0130'));
    }

    [GuestTest]
    public static void BeyondAscii()
    {
        Check.True(char.IsLetter('\u00E9'));
        Check.True(char.IsLetter('\u0436'));
        Check.True(char.IsLetter('\u4E2D'));
        Check.False(char.IsLetter('\u00D7'));
        Check.True(char.IsUpper('\u00C9'));
        Check.True(char.IsLower('\u00DF'));
        Check.False(char.IsUpper('\u00DF'));
        Check.True(char.IsDigit('\u0663'));
        Check.False(char.IsDigit('\u00B2'));
        Check.True(char.IsNumber('\u00B2'));
        Check.True(char.IsNumber('\u2167'));
        Check.True(char.IsPunctuation('\u2014'));
        Check.True(char.IsSymbol('\u20AC'));
        Check.True(char.IsSeparator('\u2028'));
        Check.True(char.IsControl('\u0085'));
        Check.False(char.IsControl('\u00A0'));
        Check.True(char.IsWhiteSpace('\u00A0'));
        Check.True(char.IsWhiteSpace('\u3000'));
        Check.False(char.IsWhiteSpace('\u200B'));
        Check.Equal('\u00C9', char.ToUpperInvariant('\u00E9'));
        Check.Equal('\u0178', char.ToUpperInvariant('\u00FF'));
        Check.Equal('\u039C', char.ToUpperInvariant('\u00B5'));
        Check.Equal('\u00DF', char.ToUpperInvariant('\u00DF'));
        Check.Equal('\u0416', char.ToUpperInvariant('\u0436'));
        Check.Equal('\u0131', char.ToUpperInvariant('\u0131'));
        Check.Equal('\u0430', char.ToLowerInvariant('\u0410'));
        Check.Equal('\u03C9', char.ToLowerInvariant('\u03A9'));
        Check.Equal('\u0101', char.ToLowerInvariant('\u0100'));
        Check.Equal('\u0101', char.ToLowerInvariant('\u0101'));
        Check.Equal(UnicodeCategory.Surrogate, char.GetUnicodeCategory('\uD800'));
        Check.Equal(UnicodeCategory.PrivateUse, char.GetUnicodeCategory('\uE000'));
        Check.Equal(UnicodeCategory.OtherNotAssigned, char.GetUnicodeCategory('\uFFFF'));
        Check.Equal(UnicodeCategory.NonSpacingMark, char.GetUnicodeCategory('\u0301'));
    }

    [GuestTest]
    public static void Surrogates()
    {
        Check.True(char.IsSurrogate('\uD800'));
        Check.True(char.IsSurrogate('\uDFFF'));
        Check.False(char.IsSurrogate('\uE000'));
        Check.True(char.IsHighSurrogate('\uDBFF'));
        Check.False(char.IsHighSurrogate('\uDC00'));
        Check.True(char.IsLowSurrogate('\uDC00'));
        Check.True(char.IsSurrogatePair('\uD83D', '\uDE00'));
        Check.False(char.IsSurrogatePair('\uDE00', '\uD83D'));
        Check.Equal(0x1F600, char.ConvertToUtf32('\uD83D', '\uDE00'));
        Check.Equal(0x10FFFF, char.ConvertToUtf32('\uDBFF', '\uDFFF'));
        Check.Equal("\uD83D\uDE00", char.ConvertFromUtf32(0x1F600));
        Check.Equal("\uFFFF", char.ConvertFromUtf32(0xFFFF));
    }

    [GuestTest]
    public static void Values()
    {
        Check.Equal("x", 'x'.ToString());
        Check.Equal("x", char.ToString('x'));
        Check.True('a'.CompareTo('b') < 0);
        Check.True('a'.Equals((object)'a'));
        Check.False('a'.Equals((object)"a"));
        Check.True(char.TryParse("x", out char c));
        Check.Equal('x', c);
        Check.False(char.TryParse("xy", out _));
        Check.False(char.TryParse("", out _));
        Check.Equal('a' | ('a' << 16), 'a'.GetHashCode());
        Check.Equal("True", true.ToString());
        Check.Equal("False", false.ToString());
        Check.True(bool.Parse(" tRUE\0"));
        Check.False(bool.Parse("FALSE"));
        Check.False(bool.TryParse("1", out _));
        Check.False(bool.TryParse("", out _));
        Check.False(bool.TryParse(null, out _));
        Check.Equal(1, true.CompareTo(false));
        Check.Equal(-1, false.CompareTo(true));
        Check.Equal(1, true.GetHashCode());
        Span<char> span = stackalloc char[4];
        Check.True(true.TryFormat(span, out int written));
        Check.Equal(4, written);
        Check.False(false.TryFormat(span, out written));
        Check.Equal(0, written);
    }
}
