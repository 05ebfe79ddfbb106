using System;
using System.Text;
using Lithe.Testing;

namespace CoreTests;

public static class IntegerFormatTests
{
    [GuestTest]
    public static void Plain()
    {
        Check.Equal("0", 0.ToString());
        Check.Equal("-1", (-1).ToString());
        Check.Equal("10", 10.ToString());
        Check.Equal("99", 99.ToString());
        Check.Equal("100", 100.ToString());
        Check.Equal("-128", sbyte.MinValue.ToString());
        Check.Equal("255", byte.MaxValue.ToString());
        Check.Equal("-32768", short.MinValue.ToString());
        Check.Equal("65535", ushort.MaxValue.ToString());
        Check.Equal("-2147483648", int.MinValue.ToString());
        Check.Equal("4294967295", uint.MaxValue.ToString());
        Check.Equal("-9223372036854775808", long.MinValue.ToString());
        Check.Equal("9223372036854775807", long.MaxValue.ToString());
        Check.Equal("18446744073709551615", ulong.MaxValue.ToString());
        Check.Equal("-9223372036854775808", nint.MinValue.ToString());
        Check.Equal("18446744073709551615", nuint.MaxValue.ToString());
        ulong power = 1;
        for (int digits = 1; digits <= 20; digits++)
        {
            Check.Equal(digits, power.ToString().Length);
            Check.Equal(digits == 1 ? 1 : digits - 1, (power - 1).ToString().Length);
            power *= 10;
        }
    }

    [GuestTest]
    public static void Decimal()
    {
        Check.Equal("00042", 42.ToString("D5"));
        Check.Equal("-00042", (-42).ToString("D5"));
        Check.Equal("42", 42.ToString("d"));
        Check.Equal("42", 42.ToString("D1"));
        Check.Equal("0", 0.ToString("D0"));
        Check.Equal("000", 0.ToString("D3"));
        Check.Equal("-128", sbyte.MinValue.ToString("D2"));
        Check.Equal("000000000000000000000000000018446744073709551615", ulong.MaxValue.ToString("D48"));
        Check.Equal("0000000001", 1L.ToString("D10\0"));
        Check.Equal("42", 42.ToString(""));
        Check.Equal("42", 42.ToString((string?)null));
    }

    [GuestTest]
    public static void Hexadecimal()
    {
        Check.Equal("FF", 255.ToString("X"));
        Check.Equal("ff", 255.ToString("x"));
        Check.Equal("000000ff", 255.ToString("x8"));
        Check.Equal("0", 0.ToString("X"));
        Check.Equal("00", 0.ToString("X2"));
        Check.Equal("FFFFFFFF", (-1).ToString("X"));
        Check.Equal("FF", ((sbyte)-1).ToString("X"));
        Check.Equal("00ff", ((sbyte)-1).ToString("x4"));
        Check.Equal("8000", short.MinValue.ToString("X"));
        Check.Equal("8000000000000000", long.MinValue.ToString("X"));
        Check.Equal("DEADBEEFCAFEF00D", 0xDEADBEEFCAFEF00DUL.ToString("X"));
        Check.Equal("123456789ABCDEF", 0x0123456789ABCDEF.ToString("X"));
        Check.Equal("101", 5.ToString("B"));
        Check.Equal("00000101", 5.ToString("b8"));
        Check.Equal("11111011", ((sbyte)-5).ToString("B"));
        Check.Equal("0", 0.ToString("B"));
    }

    [GuestTest]
    public static void OtherFormats()
    {
        Check.Equal("12,345", 12345.ToString("N0"));
        Check.Equal("12,345.00", 12345.ToString("N"));
        Check.Equal("-1,234,567.0", (-1234567).ToString("N1"));
        Check.Equal("999", 999.ToString("n0"));
        Check.Equal("1,000", 1000.ToString("n0"));
        Check.Equal("12345.00", 12345.ToString("F"));
        Check.Equal("12345", 12345.ToString("F0"));
        Check.Equal("1.234500E+004", 12345.ToString("E"));
        Check.Equal("1.23e+004", 12345.ToString("e2"));
        Check.Equal("1.24E+004", 12350.ToString("E2"));
        Check.Equal("0.000E+000", 0.ToString("E3"));
        Check.Equal("9E+000", 9.ToString("E0"));
        Check.Equal("1.23E+04", 12345.ToString("G3"));
        Check.Equal("12345", 12345.ToString("G5"));
        Check.Equal("12345", 12345.ToString("G"));
        Check.Equal("1.2e+04", 12450.ToString("g2"));
        Check.Equal("1E+05", 99999.ToString("G2"));
        Check.Equal("1,234,500.00 %", 12345.ToString("P"));
        Check.Equal("-500 %", (-5).ToString("P0"));
        Check.Equal("\u00A412,345.00", 12345.ToString("C"));
        Check.Equal("(\u00A412,345.0)", (-12345).ToString("C1"));
        Check.Equal("5", 5.ToString("R"));
    }

    [GuestTest]
    public static void IntoSpans()
    {
        Span<char> chars = stackalloc char[8];
        Check.True((-12345).TryFormat(chars, out int written));
        Check.Equal(6, written);
        Check.SequenceEqual("-12345".AsSpan(), chars[..written]);
        Check.False((-12345).TryFormat(chars[..5], out written));
        Check.Equal(0, written);
        Check.True(12345.TryFormat(chars[..5], out written));
        Check.Equal(5, written);
        Check.False(1.TryFormat(chars[..0], out written));
        Check.Equal(0, written);
        Check.True(255.TryFormat(chars, out written, "x8"));
        Check.SequenceEqual("000000ff".AsSpan(), chars);
        Check.False(255.TryFormat(chars, out written, "x9"));
        Check.Equal(0, written);
        Span<byte> bytes = stackalloc byte[20];
        Check.True(ulong.MaxValue.TryFormat(bytes, out written));
        Check.SequenceEqual("18446744073709551615"u8, bytes[..written]);
        Check.True(1234567.TryFormat(bytes, out written, "N0"));
        Check.SequenceEqual("1,234,567"u8, bytes[..written]);
        Check.True(5.TryFormat(bytes, out written, "C0"));
        Check.SequenceEqual("\u00A45"u8, bytes[..written]);
        Check.True(((byte)7).TryFormat(bytes, out written, "D3"));
        Check.SequenceEqual("007"u8, bytes[..written]);
        Check.True(((nint)(-7)).TryFormat(chars, out written));
        Check.SequenceEqual("-7".AsSpan(), chars[..written]);
    }

    [GuestTest]
    public static void RoundTrip()
    {
        long value = 1;
        for (int i = 0; i < 64; i++)
        {
            Check.Equal(value, long.Parse(value.ToString()));
            Check.Equal(value, long.Parse(value.ToString("X"), System.Globalization.NumberStyles.HexNumber));
            value = value * 3 + (value >> 7) * -5 + i;
        }
    }
}
