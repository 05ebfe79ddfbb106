using System;
using System.Globalization;
using Lithe.Testing;

namespace CoreTests;

public static class IntegerParseTests
{
    [GuestTest]
    public static void Limits()
    {
        Check.Equal(sbyte.MinValue, sbyte.Parse("-128"));
        Check.Equal(sbyte.MaxValue, sbyte.Parse("127"));
        Check.Equal(byte.MaxValue, byte.Parse("255"));
        Check.Equal(byte.MinValue, byte.Parse("0"));
        Check.Equal(short.MinValue, short.Parse("-32768"));
        Check.Equal(short.MaxValue, short.Parse("32767"));
        Check.Equal(ushort.MaxValue, ushort.Parse("65535"));
        Check.Equal(int.MinValue, int.Parse("-2147483648"));
        Check.Equal(int.MaxValue, int.Parse("2147483647"));
        Check.Equal(uint.MaxValue, uint.Parse("4294967295"));
        Check.Equal(long.MinValue, long.Parse("-9223372036854775808"));
        Check.Equal(long.MaxValue, long.Parse("9223372036854775807"));
        Check.Equal(ulong.MaxValue, ulong.Parse("18446744073709551615"));
        Check.Equal(nint.MaxValue, nint.Parse("9223372036854775807"));
        Check.Equal(nint.MinValue, nint.Parse("-9223372036854775808"));
        Check.Equal(nuint.MaxValue, nuint.Parse("18446744073709551615"));
    }

    [GuestTest]
    public static void JustPastTheLimits()
    {
        Check.False(sbyte.TryParse("128", out sbyte i8));
        Check.Equal((sbyte)0, i8);
        Check.False(sbyte.TryParse("-129", out _));
        Check.False(byte.TryParse("256", out _));
        Check.False(byte.TryParse("-1", out _));
        Check.False(short.TryParse("32768", out _));
        Check.False(short.TryParse("-32769", out _));
        Check.False(ushort.TryParse("65536", out _));
        Check.False(int.TryParse("2147483648", out _));
        Check.False(int.TryParse("-2147483649", out _));
        Check.False(uint.TryParse("4294967296", out _));
        Check.False(long.TryParse("9223372036854775808", out _));
        Check.False(long.TryParse("-9223372036854775809", out _));
        Check.False(ulong.TryParse("18446744073709551616", out _));
        Check.False(ulong.TryParse("99999999999999999999", out _));
        Check.False(ulong.TryParse("100000000000000000000000000000", out _));
        Check.False(uint.TryParse("-1", out _));
        Check.True(uint.TryParse("-0", out uint zero));
        Check.Equal(0u, zero);
    }

    [GuestTest]
    public static void Malformed()
    {
        string[] wrong = ["", " ", "-", "+", "--1", "+-1", "1-", "1 2", "1x", "x1", "0x10", "1.0", "1,000", "1e3", "\u2212" + "1", "12\0 ", "\u00A01"];
        foreach (string text in wrong)
        {
            Check.False(int.TryParse(text, out int value));
            Check.Equal(0, value);
            Check.False(ulong.TryParse(text, out _));
        }
        Check.False(int.TryParse((string?)null, out _));
        Check.False(int.TryParse(default(ReadOnlySpan<byte>), out _));
    }

    [GuestTest]
    public static void WhiteSpaceSignsAndNuls()
    {
        Check.Equal(12, int.Parse(" 12"));
        Check.Equal(12, int.Parse("12 "));
        Check.Equal(-12, int.Parse("\t\n\v\f\r -12 \r\n"));
        Check.Equal(12, int.Parse("+12"));
        Check.Equal(12, int.Parse("12\0\0"));
        Check.Equal(12, int.Parse("12 \0"));
        Check.Equal(7, int.Parse("0000000000000000000000000000007"));
        Check.Equal(-7, int.Parse("-0000000000000000000000000000007"));
        Check.False(int.TryParse(" 12", NumberStyles.None, null, out _));
        Check.False(int.TryParse("-12", NumberStyles.AllowLeadingWhite, null, out _));
        Check.False(int.TryParse("12 ", NumberStyles.AllowLeadingSign, null, out _));
        Check.True(int.TryParse("12\0", NumberStyles.None, null, out _));
    }

    [GuestTest]
    public static void Hexadecimal()
    {
        Check.Equal(255, int.Parse("FF", NumberStyles.HexNumber));
        Check.Equal(255, int.Parse("ff", NumberStyles.HexNumber));
        Check.Equal(-1, int.Parse("FFFFFFFF", NumberStyles.HexNumber));
        Check.Equal(-1, int.Parse("000FFFFFFFF", NumberStyles.HexNumber));
        Check.Equal(int.MinValue, int.Parse("80000000", NumberStyles.HexNumber));
        Check.False(int.TryParse("100000000", NumberStyles.HexNumber, null, out _));
        Check.Equal((sbyte)-1, sbyte.Parse("FF", NumberStyles.HexNumber));
        Check.False(byte.TryParse("100", NumberStyles.HexNumber, null, out _));
        Check.Equal(0xDEADBEEFCAFEF00DUL, ulong.Parse(" deadBEEFcafeF00D ", NumberStyles.HexNumber));
        Check.False(ulong.TryParse("1DEADBEEFCAFEF00D", NumberStyles.HexNumber, null, out _));
        Check.False(int.TryParse("0xFF", NumberStyles.HexNumber, null, out _));
        Check.False(int.TryParse("-1", NumberStyles.HexNumber, null, out _));
        Check.False(int.TryParse("G", NumberStyles.HexNumber, null, out _));
        Check.False(int.TryParse(" F", NumberStyles.AllowHexSpecifier, null, out _));
        Check.False(int.TryParse("", NumberStyles.HexNumber, null, out _));
        Check.Equal(10, int.Parse("1010", NumberStyles.BinaryNumber));
        Check.Equal((sbyte)-128, sbyte.Parse("10000000", NumberStyles.BinaryNumber));
        Check.False(byte.TryParse("100000000", NumberStyles.BinaryNumber, null, out _));
        Check.False(byte.TryParse("2", NumberStyles.BinaryNumber, null, out _));
    }

    [GuestTest]
    public static void RicherStyles()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        Check.Equal(1000, int.Parse("1,000", NumberStyles.Number, invariant));
        Check.Equal(1000, int.Parse("1,0,,0,0", NumberStyles.Number, invariant));
        Check.Equal(-5, int.Parse("5-", NumberStyles.Number, invariant));
        Check.Equal(5, int.Parse("5.000", NumberStyles.Number, invariant));
        Check.False(int.TryParse("5.001", NumberStyles.Number, invariant, out _));
        Check.Equal(1200, int.Parse("1.2e3", NumberStyles.Float, invariant));
        Check.Equal(12, int.Parse("1200E-2", NumberStyles.Float, invariant));
        Check.False(int.TryParse("1e", NumberStyles.Float, invariant, out _));
        Check.False(int.TryParse("1e10", NumberStyles.Float, invariant, out _));
        Check.False(int.TryParse("1e9999999999", NumberStyles.Float, invariant, out _));
        Check.Equal(0, int.Parse("0e9999999999", NumberStyles.Float, invariant));
        Check.Equal(-5, int.Parse("(5)", NumberStyles.Currency, invariant));
        Check.False(int.TryParse("(5", NumberStyles.Currency, invariant, out _));
        Check.False(int.TryParse("5)", NumberStyles.Currency, invariant, out _));
        Check.Equal(5, int.Parse("\u00A45", NumberStyles.Currency, invariant));
        Check.Equal(-5, int.Parse("-\u00A4 5", NumberStyles.Currency, invariant));
        Check.False(int.TryParse("-5-", NumberStyles.Any, invariant, out _));
        Check.False(int.TryParse(",5", NumberStyles.Any, invariant, out _));
    }

    [GuestTest]
    public static void Utf8Text()
    {
        Check.Equal(-12, int.Parse("-12"u8));
        Check.Equal(255, int.Parse("fF"u8, NumberStyles.HexNumber));
        Check.True(ulong.TryParse("18446744073709551615"u8, out ulong largest));
        Check.Equal(ulong.MaxValue, largest);
        Check.False(long.TryParse("12a"u8, out _));
        Check.False(sbyte.TryParse("\u0661"u8, out _));
        Check.Equal(5, int.Parse("\u00A45"u8, NumberStyles.Currency, CultureInfo.InvariantCulture));
        Check.True(short.TryParse(" 7 "u8, null, out short seven));
        Check.Equal((short)7, seven);
    }

    [GuestTest]
    public static void ThroughInterfaces()
    {
        Check.Equal(42, ParseAny<int>("42"));
        Check.Equal(42ul, ParseAny<ulong>("42"));
        Check.Equal(4.5, ParseAny<double>("4.5"));
        Check.Equal('x', ParseAny<char>("x"));
        Check.Equal(true, ParseAny<bool>("true"));
        Check.Equal((byte)9, ParseUtf8<byte>("9"u8));
        Check.Equal(-9L, ParseUtf8<long>("-9"u8));
    }

    private static T ParseAny<T>(string text) where T : ISpanParsable<T>
    {
        Check.True(T.TryParse(text, null, out T? value));
        Check.True(T.TryParse(text.AsSpan(), null, out _));
        return value!;
    }

    private static T ParseUtf8<T>(ReadOnlySpan<byte> text) where T : IUtf8SpanParsable<T> => T.Parse(text, null);
}
