using System;
using System.Globalization;
using Lithe.Testing;

namespace CoreTests;

public static class FloatTests
{
    [GuestTest]
    public static void Shortest()
    {
        Check.Equal("0", 0.0.ToString());
        Check.Equal("-0", (-0.0).ToString());
        Check.Equal("1", 1.0.ToString());
        Check.Equal("-1.5", (-1.5).ToString());
        Check.Equal("0.1", 0.1.ToString());
        Check.Equal("0.3", 0.3.ToString());
        Check.Equal("0.30000000000000004", (0.1 + 0.2).ToString());
        Check.Equal("3.141592653589793", Math.PI.ToString());
        Check.Equal("123456789012345", 123456789012345.0.ToString());
        Check.Equal("1.7976931348623157E+308", double.MaxValue.ToString());
        Check.Equal("-1.7976931348623157E+308", double.MinValue.ToString());
        Check.Equal("5E-324", double.Epsilon.ToString());
        Check.Equal("2.2250738585072014E-308", 2.2250738585072014E-308.ToString());
        Check.Equal("2.225073858507201E-308", 2.225073858507201E-308.ToString());
        Check.Equal("0.0001", 0.0001.ToString());
        Check.Equal("1E-05", 0.00001.ToString());
        Check.Equal("1.2345E-05", 0.000012345.ToString());
        Check.Equal("1E+20", 1e20.ToString());
        Check.Equal("1E+23", 1e23.ToString());
        Check.Equal("NaN", double.NaN.ToString());
        Check.Equal("Infinity", double.PositiveInfinity.ToString());
        Check.Equal("-Infinity", double.NegativeInfinity.ToString());
        Check.Equal("0.1", 0.1f.ToString());
        Check.Equal("16777216", 16777216f.ToString());
        Check.Equal("1E-45", float.Epsilon.ToString());
        Check.Equal("3.4028235E+38", float.MaxValue.ToString());
        Check.Equal("1.1754944E-38", 1.1754944E-38f.ToString());
        Check.Equal("0.33333334", (1f / 3).ToString());
        Check.Equal("123456.79", 123456.789f.ToString());
    }

    [GuestTest]
    public static void Formats()
    {
        Check.Equal("1234.57", 1234.5678.ToString("F2"));
        Check.Equal("1,234.57", 1234.5678.ToString("N"));
        Check.Equal("0.1", 0.05.ToString("F1"));
        Check.Equal("2", 2.5.ToString("F0"));
        Check.Equal("0.12", 0.125.ToString("F2"));
        Check.Equal("0.38", 0.375.ToString("F2"));
        Check.Equal("10", 9.5.ToString("F0"));
        Check.Equal("100", 99.5.ToString("F0"));
        Check.Equal("-0.00", (-0.001).ToString("F2"));
        Check.Equal("0.10000000000000000555", 0.1.ToString("F20"));
        Check.Equal("100000000000000000000", 1e20.ToString("F0"));
        Check.Equal("99999999999999991611392", 1e23.ToString("F0"));
        Check.Equal("1.23E+005", 123456.789.ToString("E2"));
        Check.Equal("1.000000E+000", 1.0.ToString("E"));
        Check.Equal("0.000000E+000", 0.0.ToString("E"));
        Check.Equal("4.94065645841246544177E-324", double.Epsilon.ToString("E20"));
        Check.Equal("1.23E+05", 123456.789.ToString("G3"));
        Check.Equal("0.10000000000000001", 0.1.ToString("G17"));
        Check.Equal("0.1", 0.1.ToString("G15"));
        Check.Equal("0.100000001", 0.1f.ToString("G9"));
        Check.Equal("0.10000000149011611938", 0.1f.ToString("F20"));
        Check.Equal("12.35 %", 0.12345.ToString("P"));
        Check.Equal("-12.3 %", (-0.12345).ToString("P1"));
        Check.Equal("\u00A41,234.57", 1234.5678.ToString("C"));
        Check.Equal("(\u00A41,234.57)", (-1234.5678).ToString("C"));
        Check.Equal("NaN", double.NaN.ToString("F2"));
        Check.Equal("0.1", 0.1.ToString("R"));
        Check.Equal("1e-05", 0.00001.ToString("g"));
    }

    [GuestTest]
    public static void IntoSpans()
    {
        Span<char> chars = stackalloc char[24];
        Check.True(Math.PI.TryFormat(chars, out int written));
        Check.Equal(17, written);
        Check.SequenceEqual("3.141592653589793".AsSpan(), chars[..written]);
        Check.False(Math.PI.TryFormat(chars[..16], out written));
        Check.Equal(0, written);
        Span<byte> bytes = stackalloc byte[24];
        Check.True((-2.5f).TryFormat(bytes, out written, "F1"));
        Check.SequenceEqual("-2.5"u8, bytes[..written]);
        Check.True(double.NegativeInfinity.TryFormat(bytes, out written));
        Check.SequenceEqual("-Infinity"u8, bytes[..written]);
    }

    [GuestTest]
    public static void Parsing()
    {
        Check.Equal(1.5, double.Parse("1.5"));
        Check.Equal(0.5, double.Parse(".5"));
        Check.Equal(5.0, double.Parse("5."));
        Check.Equal(-1234.5, double.Parse(" -1,234.5 "));
        Check.Equal(1e22, double.Parse("1e22"));
        Check.Equal(1e23, double.Parse("1E+23"));
        Check.Equal(8.41e21, double.Parse("8.41E+21"));
        Check.Equal(9007199254740992.0, double.Parse("9007199254740993"));
        Check.Equal(9007199254740994.0, double.Parse("9007199254740993.0000000000000000000000000001"));
        Check.Equal(9007199254740996.0, double.Parse("9007199254740995"));
        Check.Equal(2.2250738585072011e-308, double.Parse("2.2250738585072011e-308"));
        Check.Equal(double.Epsilon, double.Parse("4.9406564584124654E-324"));
        Check.Equal(double.Epsilon, double.Parse("2.4703282292062328E-324"));
        Check.Equal(0.0, double.Parse("2.4703282292062327E-324"));
        Check.Equal(double.MaxValue, double.Parse("1.7976931348623157E+308"));
        Check.Equal(double.MaxValue, double.Parse("1.7976931348623158E+308"));
        Check.Equal(double.PositiveInfinity, double.Parse("1.7976931348623159E+308"));
        Check.Equal(double.PositiveInfinity, double.Parse("1e400"));
        Check.Equal(double.NegativeInfinity, double.Parse("-1e99999999999"));
        Check.Equal(0.0, double.Parse("1e-99999999999"));
        Check.Equal(0.0, double.Parse("0e99999999999"));
        Check.True(double.IsNegative(double.Parse("-0")));
        Check.True(double.IsNegative(double.Parse("-1e-400")));
        Check.True(double.IsNaN(double.Parse("nan")));
        Check.True(double.IsNaN(double.Parse("-NaN")));
        Check.Equal(double.PositiveInfinity, double.Parse(" +infinity "));
        Check.Equal(double.NegativeInfinity, double.Parse("-INFINITY"));
        Check.Equal(0.1f, float.Parse("0.1"));
        Check.Equal(16777216f, float.Parse("16777217"));
        Check.Equal(float.MaxValue, float.Parse("3.4028235E+38"));
        Check.Equal(float.PositiveInfinity, float.Parse("3.4028236E+38"));
        Check.Equal(float.Epsilon, float.Parse("1e-45"));
        Check.Equal(0f, float.Parse("7e-46"));
        Check.Equal(2.5, double.Parse("2.5"u8));
        Check.Equal(2.5f, float.Parse("2.5"u8, CultureInfo.InvariantCulture));
    }

    [GuestTest]
    public static void Malformed()
    {
        string[] wrong = ["", " ", ".", "-", "e5", "1e", "1e+", "1.2.3", "inf", "\u221E", "0x1", "1 2", "1_0", "(5)", "- 1", "nanx", "1\0 "];
        foreach (string text in wrong)
        {
            Check.False(double.TryParse(text, out double value));
            Check.Equal(0.0, value);
            Check.False(float.TryParse(text, out _));
        }
        Check.False(double.TryParse("1e5", NumberStyles.AllowDecimalPoint, null, out _));
        Check.False(double.TryParse("1,0", NumberStyles.Float, null, out _));
        Check.True(double.TryParse("(1)", NumberStyles.Any, CultureInfo.InvariantCulture, out double minusOne));
        Check.Equal(-1.0, minusOne);
    }

    [GuestTest]
    public static void ComparingAndClassifying()
    {
        Check.Equal(-1, double.NaN.CompareTo(1.0));
        Check.Equal(1, 1.0.CompareTo(double.NaN));
        Check.Equal(0, double.NaN.CompareTo(double.NaN));
        Check.Equal(0, 0.0.CompareTo(-0.0));
        Check.True(double.NaN.Equals(double.NaN));
        Check.True(0.0.Equals(-0.0));
        Check.Equal(0.0.GetHashCode(), (-0.0).GetHashCode());
        Check.Equal(double.NaN.GetHashCode(), (-double.NaN).GetHashCode());
        Check.Equal(0f.GetHashCode(), (-0f).GetHashCode());
        Check.True(double.IsFinite(double.MaxValue));
        Check.False(double.IsFinite(double.NaN));
        Check.True(double.IsInfinity(double.NegativeInfinity));
        Check.True(double.IsSubnormal(double.Epsilon));
        Check.False(double.IsSubnormal(0));
        Check.True(double.IsNormal(1));
        Check.False(double.IsNormal(0));
        Check.True(double.IsInteger(1e300));
        Check.False(double.IsInteger(0.5));
        Check.True(float.IsNegative(-0f));
        Check.True(float.IsPositiveInfinity(1f / Zero()));
        Check.True(float.IsNaN(Zero() / Zero()));
    }

    [GuestTest]
    public static void Rounding()
    {
        Check.Equal(2.0, Math.Floor(2.9));
        Check.Equal(-3.0, Math.Floor(-2.1));
        Check.Equal(3.0, Math.Ceiling(2.1));
        Check.Equal(-2.0, Math.Ceiling(-2.9));
        Check.True(double.IsNegative(Math.Ceiling(-0.5)));
        Check.Equal(2.0, Math.Truncate(2.9));
        Check.Equal(-2.0, Math.Truncate(-2.9));
        Check.Equal(2.0, Math.Round(2.5));
        Check.Equal(4.0, Math.Round(3.5));
        Check.Equal(-2.0, Math.Round(-2.5));
        Check.Equal(0.0, Math.Round(0.49999999999999994));
        Check.Equal(4503599627370498.0, Math.Round(4503599627370497.5));
        Check.True(double.IsNaN(Math.Floor(double.NaN)));
        Check.Equal(double.PositiveInfinity, Math.Round(double.PositiveInfinity));
        Check.Equal(2f, MathF.Floor(2.9f));
        Check.Equal(-2f, MathF.Ceiling(-2.9f));
        Check.Equal(2f, MathF.Round(2.5f));
        Check.Equal(-7f, MathF.Truncate(-7.9f));
        Check.Equal(3.0, Math.Sqrt(9.0));
        Check.Equal(1.4142135623730951, Math.Sqrt(2.0));
        Check.True(double.IsNaN(Math.Sqrt(-1.0)));
        Check.True(double.IsNegative(Math.Sqrt(-0.0)));
        Check.Equal(1.4142135f, MathF.Sqrt(2f));
        Check.Equal(3.0, Math.Round(2.5, MidpointRounding.AwayFromZero));
        Check.Equal(0.0, Math.Round(0.49999999999999994, MidpointRounding.AwayFromZero));
        Check.Equal(-3.0, Math.Round(-2.1, MidpointRounding.ToNegativeInfinity));
        Check.Equal(1.23, Math.Round(1.2345, 2));
        Check.Equal(1.24, Math.Round(1.235, 2, MidpointRounding.ToPositiveInfinity));
        Check.Equal(0.5, Math.Abs(-0.5));
        Check.True(double.IsPositive(Math.Abs(-0.0)));
        Check.Equal(-1, Math.Sign(-0.5));
        Check.Equal(-2.0, Math.CopySign(2.0, -0.0));
        Check.True(double.IsNaN(Math.Max(double.NaN, 1)));
        Check.True(double.IsNaN(Math.Min(1, double.NaN)));
        Check.True(double.IsPositive(Math.Max(-0.0, 0.0)));
        Check.True(double.IsNegative(Math.Min(0.0, -0.0)));
        Check.Equal(2.5, Math.Clamp(7.5, 1.5, 2.5));
        Check.Equal(1.0000000000000002, Math.BitIncrement(1.0));
        Check.Equal(0.9999999999999999, Math.BitDecrement(1.0));
        Check.Equal(double.Epsilon, Math.BitIncrement(-0.0));
    }

    // A zero that the compiler does not fold.
    private static float Zero() => float.Parse("0");
}
