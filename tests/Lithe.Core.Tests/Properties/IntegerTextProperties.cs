extern alias lithe;

using System;
using System.Globalization;
using System.Text;
using CsCheck;
using Xunit;
using Ours = lithe::System;

namespace Lithe.Core.Tests.Properties;

public class IntegerTextProperties
{
    // Numbers of every length, and those near the bounds of types.
    private static readonly Gen<long> Numbers = Gen.OneOf(
        Gen.Long,
        Gen.Select(Gen.Long, Gen.Int[0, 63], (value, shift) => value >> shift),
        Pick.From(0L, 1L, -1L, 9L, 10L, 99L, 100L, long.MinValue, long.MaxValue, int.MinValue, int.MaxValue, 1L + int.MaxValue));

    private static readonly Gen<string> Formats = Gen.Select(
        Pick.From("", "D", "d", "X", "x", "B", "b", "N", "n", "F", "f", "E", "e", "G", "g", "P", "p", "C", "c", "R", "r"),
        Gen.OneOf(Gen.Const(""), Gen.Int[0, 40].Select(n => n.ToString())),
        (letter, precision) => letter.Length == 0 ? "" : letter + precision);

    // Texts that are numbers, nearly numbers, and anything made of the characters that matter.
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Select(
            Pick.From("", " ", "\t\n", "-", "+", " -", "(", "\u00A4", "-\u00A4 ", "--", "\0"), Gen.String[Gen.Char["0123456789"], 0, 24],
            Pick.From("", ".", ".0", ".00", ".5", "e2", "E+1", "e-1", ",000", ",", "x", "e", "e+", "e99999999999"),
            Pick.From("", " ", "-", "+", ")", "\0\0", " \0", "\u00A4", " x", ") "),
            (a, b, c, d) => a + b + c + d),
        Gen.String[Gen.Char["0123456789abcdefABCDEFx+-(). ,eE\0\u00A4"], 0, 12]);

    private static readonly Gen<NumberStyles> Styles = Gen.OneOf(
        Pick.From(NumberStyles.Integer, NumberStyles.HexNumber, NumberStyles.BinaryNumber, NumberStyles.None, NumberStyles.Any,
            NumberStyles.Number, NumberStyles.Currency, NumberStyles.Float, NumberStyles.AllowLeadingSign, NumberStyles.AllowTrailingWhite),
        Gen.Int[0, 511].Select(bits => (NumberStyles)bits));

    [Fact]
    public void FormattingEqualsDotNet() => Gen.Select(Numbers, Formats).Sample((number, format) =>
    {
        ulong magnitude = number < 0 ? 0 - (ulong)number : (ulong)number;
        Assert.Equal(number.ToString(format, CultureInfo.InvariantCulture), Format(magnitude, number < 0, (ulong)number, format));
        Assert.Equal(((ulong)number).ToString(format, CultureInfo.InvariantCulture), Format((ulong)number, false, (ulong)number, format));
        short narrow = (short)number;
        Assert.Equal(
            narrow.ToString(format, CultureInfo.InvariantCulture),
            Format((ulong)Math.Abs((int)narrow), narrow < 0, (ushort)narrow, format));
    }, iter: 20_000);

    [Fact]
    public void FormattingIntoAShortSpanFails() => Gen.Select(Numbers, Formats, Gen.Int[0, 30]).Sample((number, format, room) =>
    {
        Span<char> theirs = new char[room];
        Span<byte> ours = new byte[room];
        bool theyFit = ((ulong)number).TryFormat(theirs, out int theyWrote, format, CultureInfo.InvariantCulture);
        if (format.StartsWith('C') || format.StartsWith('c'))
            return;
        bool weFit = Ours.Number.TryFormatInteger((ulong)number, false, (ulong)number, format, ours, out int weWrote);
        Assert.Equal((theyFit, theyWrote), (weFit, weWrote));
    }, iter: 20_000);

    [Fact]
    public void ParsingEqualsDotNet() => Gen.Select(Texts, Styles).Sample((text, styles) =>
    {
        Same(long.TryParse(text, styles, CultureInfo.InvariantCulture, out long int64), (ulong)int64, text, styles, 64, true, ulong.MaxValue);
        Same(ulong.TryParse(text, styles, CultureInfo.InvariantCulture, out ulong uint64), uint64, text, styles, 64, false, ulong.MaxValue);
        Same(int.TryParse(text, styles, CultureInfo.InvariantCulture, out int int32), (ulong)int32, text, styles, 32, true, uint.MaxValue);
        Same(byte.TryParse(text, styles, CultureInfo.InvariantCulture, out byte uint8), uint8, text, styles, 8, false, byte.MaxValue);
        Same(sbyte.TryParse(text, styles, CultureInfo.InvariantCulture, out sbyte int8), (ulong)int8, text, styles, 8, true, byte.MaxValue);
    }, iter: 50_000);

    [Fact]
    public void FailuresAreOfTheSameKind() => Gen.Select(Texts, Styles).Sample((text, styles) =>
    {
        Ours.ParseStatus expected = Ours.ParseStatus.Ok;
        try
        {
            int.Parse(text, styles, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            expected = Ours.ParseStatus.Format;
        }
        catch (OverflowException)
        {
            expected = Ours.ParseStatus.Overflow;
        }
        Assert.Equal(expected, Ours.Number.ParseInteger<char>(text, styles, 32, true, out _));
    }, iter: 3_000);

    private static void Same(bool parsed, ulong value, string text, NumberStyles styles, int width, bool signed, ulong mask)
    {
        Ours.ParseStatus status = Ours.Number.ParseInteger<char>(text, styles, width, signed, out ulong ours);
        Assert.Equal(parsed, status == Ours.ParseStatus.Ok);
        Assert.Equal(value & mask, ours & mask);
        Assert.Equal(status, Ours.Number.ParseInteger<byte>(Encoding.UTF8.GetBytes(text), styles, width, signed, out ulong again));
        Assert.Equal(ours, again);
    }

    private static string Format(ulong magnitude, bool negative, ulong bits, string format)
    {
        Span<char> chars = new char[Ours.Number.MeasureInteger(magnitude, negative, bits, format)];
        Assert.True(Ours.Number.TryFormatInteger(magnitude, negative, bits, format, chars, out int written));
        Assert.Equal(chars.Length, written);
        Span<byte> bytes = new byte[written * 3];
        Assert.True(Ours.Number.TryFormatInteger(magnitude, negative, bits, format, bytes, out int bytesWritten));
        Assert.Equal(chars.ToString(), Encoding.UTF8.GetString(bytes[..bytesWritten]));
        return chars.ToString();
    }
}
