extern alias lithe;

using System;
using System.Buffers;
using System.Text;
using System.Text.Unicode;
using CsCheck;
using Xunit;
using Ours = lithe::System;

namespace Lithe.Core.Tests.Properties;

public class TextProperties
{
    // Bytes that begin, go on and break sequences are as likely as ASCII.
    private static readonly Gen<byte[]> Utf8Bytes = Gen.OneOf(
        Gen.Byte.Array[0, 40],
        Pick.From<byte>(0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF).Array[0, 16],
        Gen.String.Select(Encoding.UTF8.GetBytes));

    private static readonly Gen<string> Utf16Text = Gen.OneOf(
        Gen.String[Gen.Char, 0, 30],
        Gen.String[Pick.From('a', '\u007F', '\u0080', '\u07FF', '\u0800', '\uD7FF', '\uD800', '\uDBFF', '\uDC00', '\uDFFF', '\uE000', '\uFFFF'), 0, 16]);

    [Fact]
    public void DecodingReplacesLikeDotNet() => Utf8Bytes.Sample(bytes =>
    {
        string expected = Encoding.UTF8.GetString(bytes);
        Assert.Equal(expected.Length, Ours.Text.Utf8Transcoding.CountChars(bytes));
        char[] chars = new char[expected.Length];
        Ours.Text.Utf8Transcoding.ToUtf16(bytes, chars, out int read, out int written, replace: true, final: true);
        Assert.Equal((bytes.Length, expected.Length), (read, written));
        Assert.Equal(expected, new string(chars));
    }, iter: 50_000);

    [Fact]
    public void EncodingReplacesLikeDotNet() => Utf16Text.Sample(text =>
    {
        byte[] expected = Encoding.UTF8.GetBytes(text);
        Assert.Equal(expected.Length, Ours.Text.Utf8Transcoding.CountBytes(text));
        byte[] bytes = new byte[expected.Length];
        Ours.Text.Utf8Transcoding.FromUtf16(text, bytes, out int read, out int written, replace: true, final: true);
        Assert.Equal((text.Length, expected.Length), (read, written));
        Assert.Equal(expected, bytes);
    }, iter: 50_000);

    [Fact]
    public void DecodingStopsWhereDotNetStops() => Gen.Select(Utf8Bytes, Gen.Int[0, 30], Gen.Bool, Gen.Bool).Sample((bytes, room, replace, final) =>
    {
        char[] theirs = new char[room];
        char[] ours = new char[room];
        OperationStatus expected = Utf8.ToUtf16(bytes, theirs, out int theyRead, out int theyWrote, replace, final);
        OperationStatus actual = Ours.Text.Utf8Transcoding.ToUtf16(bytes, ours, out int weRead, out int weWrote, replace, final);
        Assert.Equal((expected, theyRead, theyWrote), (actual, weRead, weWrote));
        Assert.Equal(new string(theirs, 0, theyWrote), new string(ours, 0, weWrote));
    }, iter: 50_000);

    [Fact]
    public void EncodingStopsWhereDotNetStops() => Gen.Select(Utf16Text, Gen.Int[0, 40], Gen.Bool, Gen.Bool).Sample((text, room, replace, final) =>
    {
        byte[] theirs = new byte[room];
        byte[] ours = new byte[room];
        OperationStatus expected = Utf8.FromUtf16(text, theirs, out int theyRead, out int theyWrote, replace, final);
        OperationStatus actual = Ours.Text.Utf8Transcoding.FromUtf16(text, ours, out int weRead, out int weWrote, replace, final);
        Assert.Equal((expected, theyRead, theyWrote), (actual, weRead, weWrote));
        Assert.Equal(theirs[..theyWrote], ours[..weWrote]);
    }, iter: 50_000);

    [Fact]
    public void RunesDecodeLikeDotNet() => Gen.Select(Utf8Bytes, Utf16Text).Sample((bytes, text) =>
    {
        OperationStatus expected = Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed);
        OperationStatus actual = Ours.Text.Utf8Transcoding.Decode(bytes, out uint scalar, out int weConsumed);
        Assert.Equal((expected, rune.Value, consumed), (actual, (int)scalar, weConsumed));
        expected = Rune.DecodeFromUtf16(text, out rune, out consumed);
        actual = Ours.Text.Utf8Transcoding.Decode(text, out scalar, out weConsumed);
        Assert.Equal((expected, rune.Value, consumed), (actual, (int)scalar, weConsumed));
    }, iter: 50_000);

    [Fact]
    public void EveryCharacterHasDotNetsCaseAndCategory()
    {
        for (int i = 0; i <= char.MaxValue; i++)
        {
            char c = (char)i;
            Assert.Equal(char.ToUpperInvariant(c), Ours.Globalization.CaseMapping.ToUpper(c));
            Assert.Equal(char.ToLowerInvariant(c), Ours.Globalization.CaseMapping.ToLower(c));
            Assert.Equal(char.GetUnicodeCategory(c), Ours.Globalization.UnicodeCategories.Of(c));
            Assert.Equal(char.IsWhiteSpace(c), Ours.CharClass.IsWhiteSpace(c));
        }
    }

    [Fact]
    public void CaseIsIgnoredLikeDotNet() => Gen.Select(
        Gen.String[Gen.Char["aAbBzZ@[`{éÉµÿŸıİßΣσς"], 0, 6], Gen.String[Gen.Char["aAbBzZ@[`{éÉµÿŸıİßΣσς"], 0, 6]).Sample((a, b) =>
    {
        Assert.Equal(Math.Sign(string.Compare(a, b, StringComparison.OrdinalIgnoreCase)), Math.Sign(Ours.OrdinalIgnoreCase.Compare(a, b)));
        Assert.Equal(a.Equals(b, StringComparison.OrdinalIgnoreCase), Ours.OrdinalIgnoreCase.Equal(a, b));
        Assert.Equal(a.IndexOf(b, StringComparison.OrdinalIgnoreCase), Ours.OrdinalIgnoreCase.IndexOf(a, b));
        Assert.Equal(a.LastIndexOf(b, StringComparison.OrdinalIgnoreCase), Ours.OrdinalIgnoreCase.LastIndexOf(a, b));
    }, iter: 20_000);

    [Fact]
    public void TrimmingEqualsDotNet() => Gen.Select(
        Gen.String[Gen.Char[" \t\u0085\u2003\u3000ab"], 0, 8], Gen.String[Gen.Char[" ab"], 0, 3]).Sample((text, set) =>
    {
        Assert.Equal(text.Trim(), Ours.MemoryExtensions.Trim(text.AsSpan()).ToString());
        Assert.Equal(text.TrimStart(), Ours.MemoryExtensions.TrimStart(text.AsSpan()).ToString());
        Assert.Equal(text.TrimEnd(), Ours.MemoryExtensions.TrimEnd(text.AsSpan()).ToString());
        Assert.Equal(text.AsSpan().Trim(set).ToString(), Ours.MemoryExtensions.Trim(text.AsSpan(), set.AsSpan()).ToString());
        Assert.Equal(text.AsSpan().TrimStart('a').ToString(), Ours.MemoryExtensions.TrimStart(text.AsSpan(), 'a').ToString());
        Assert.Equal(text.AsSpan().TrimEnd('a').ToString(), Ours.MemoryExtensions.TrimEnd(text.AsSpan(), 'a').ToString());
    }, iter: 10_000);
}
