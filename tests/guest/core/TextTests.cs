using System;
using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Lithe.Testing;

namespace CoreTests;

public static class TextTests
{
    [GuestTest]
    public static void Encoding8()
    {
        Seq.Equal("a\u00E9\u20AC\U0001F600"u8, Encoding.UTF8.GetBytes("a\u00E9\u20AC\U0001F600"));
        Check.Equal("a\u00E9\u20AC\U0001F600", Encoding.UTF8.GetString("a\u00E9\u20AC\U0001F600"u8));
        Check.Equal(10, Encoding.UTF8.GetByteCount("a\u00E9\u20AC\U0001F600"));
        Check.Equal(5, Encoding.UTF8.GetCharCount("a\u00E9\u20AC\U0001F600"u8));
        Check.Equal("", Encoding.UTF8.GetString(default(ReadOnlySpan<byte>)));
        Check.Equal(0, Encoding.UTF8.GetBytes("").Length);
        Seq.Equal<byte>([0xEF, 0xBF, 0xBD], Encoding.UTF8.GetBytes("\uD800"));
        Seq.Equal<byte>([0xEF, 0xBF, 0xBD, 0x61], Encoding.UTF8.GetBytes("\uDC00a"));
        Seq.Equal<byte>([0xEF, 0xBF, 0xBD, 0xF0, 0x9F, 0x98, 0x80], Encoding.UTF8.GetBytes("\uD83D\uD83D\uDE00"));
        Span<byte> bytes = stackalloc byte[4];
        Check.Equal(4, Encoding.UTF8.GetBytes("\U0001F600", bytes));
        Check.False(Encoding.UTF8.TryGetBytes("\U0001F600x", bytes, out int written));
        Check.Equal(0, written);
        Span<char> chars = stackalloc char[2];
        Check.Equal(2, Encoding.UTF8.GetChars(bytes, chars));
        Seq.Equal("\U0001F600".AsSpan(), chars);
        Check.False(Encoding.UTF8.TryGetChars("abc"u8, chars, out written));
        Check.Equal("b", Encoding.UTF8.GetString([0x61, 0x62, 0x63], 1, 1));
        Check.Equal(33, Encoding.UTF8.GetMaxByteCount(10));
        Check.Equal(11, Encoding.UTF8.GetMaxCharCount(10));
    }

    [GuestTest]
    public static void Malformed8()
    {
        Replaced("\uFFFD", [0x80]);
        Replaced("\uFFFD\uFFFD", [0xC0, 0x80]);
        Replaced("\uFFFD", [0xC2]);
        Replaced("\uFFFDa", [0xC2, 0x61]);
        Replaced("\uFFFD\uFFFD\uFFFD", [0xE0, 0x80, 0x80]);
        Replaced("\uFFFD", [0xE2, 0x82]);
        Replaced("\uFFFD\uFFFD", [0xE2, 0x82, 0xE2, 0x82]);
        Replaced("\uFFFD\uFFFD\uFFFD", [0xED, 0xA0, 0x80]);
        Replaced("\uFFFD\uFFFD\uFFFD\uFFFD", [0xF4, 0x90, 0x80, 0x80]);
        Replaced("\uFFFD", [0xF0, 0x9F, 0x98]);
        Replaced("\uFFFDz", [0xF0, 0x9F, 0x98, 0x7A]);
        Replaced("\uFFFD\uFFFD\uFFFD\uFFFD", [0xF0, 0x80, 0x80, 0x80]);
        Replaced("\uFFFD\uFFFD", [0xF5, 0xFF]);
        Replaced("\uDBFF\uDFFF", [0xF4, 0x8F, 0xBF, 0xBF]);
    }

    private static void Replaced(string expected, ReadOnlySpan<byte> bytes)
    {
        Check.Equal(expected, Encoding.UTF8.GetString(bytes));
        Check.Equal(expected.Length, Encoding.UTF8.GetCharCount(bytes));
    }

    [GuestTest]
    public static void OtherEncodings()
    {
        Seq.Equal("a?b"u8, Encoding.ASCII.GetBytes("a\u00E9b"));
        Check.Equal("a?", Encoding.ASCII.GetString([0x61, 0xE9]));
        Seq.Equal<byte>([0x61, 0xE9, 0x3F], Encoding.Latin1.GetBytes("a\u00E9\u20AC"));
        Check.Equal("a\u00E9", Encoding.Latin1.GetString([0x61, 0xE9]));
        Check.True(Ascii.IsValid("abc"u8));
        Check.False(Ascii.IsValid("\u00E9"));
        Check.True(Ascii.EqualsIgnoreCase("aBc"u8, "AbC"));
        Check.False(Ascii.EqualsIgnoreCase("\u00E9", "\u00E9"));
        Check.True(Ascii.Equals("abc"u8, "abc"));
        Check.False(Ascii.Equals("abc"u8, "abC"u8));
        Span<byte> bytes = stackalloc byte[4];
        Check.Equal(OperationStatus.Done, Ascii.ToUpper("a1Z"u8, bytes, out int written));
        Seq.Equal("A1Z"u8, bytes[..written]);
        Check.Equal(OperationStatus.DestinationTooSmall, Ascii.FromUtf16("abcde", bytes, out written));
        Check.Equal(4, written);
        Check.Equal(OperationStatus.InvalidData, Ascii.FromUtf16("ab\u00E9", bytes, out written));
        Check.Equal(2, written);
        Check.Equal(1..3, Ascii.Trim(" ab\t"u8));
        Check.Equal(1..4, Ascii.TrimStart(" ab\t"));
        Check.Equal(0..3, Ascii.TrimEnd(" ab\t"));
    }

    [GuestTest]
    public static void Runes()
    {
        Rune smile = new(0x1F600);
        Check.Equal(0x1F600, smile.Value);
        Check.Equal(2, smile.Utf16SequenceLength);
        Check.Equal(4, smile.Utf8SequenceLength);
        Check.Equal("\U0001F600", smile.ToString());
        Check.True(new Rune('\uD83D', '\uDE00') == smile);
        Check.True(new Rune('a').IsAscii);
        Check.Equal(3, Rune.ReplacementChar.Utf8SequenceLength);
        Check.False(Rune.TryCreate('\uD800', out _));
        Check.False(Rune.TryCreate(0x110000, out _));
        Check.True(Rune.TryCreate(0x10FFFF, out Rune last));
        Check.Equal(16, last.Plane);
        Check.True(last > smile);
        Check.False(Rune.IsValid(0xDFFF));
        Check.Equal(OperationStatus.Done, Rune.DecodeFromUtf8("\u20ACx"u8, out Rune euro, out int used));
        Check.Equal(0x20AC, euro.Value);
        Check.Equal(3, used);
        Check.Equal(OperationStatus.NeedMoreData, Rune.DecodeFromUtf8([0xE2, 0x82], out Rune bad, out used));
        Check.Equal(2, used);
        Check.True(bad == Rune.ReplacementChar);
        Check.Equal(OperationStatus.InvalidData, Rune.DecodeFromUtf8([0xE2, 0x41], out _, out used));
        Check.Equal(1, used);
        Check.Equal(OperationStatus.NeedMoreData, Rune.DecodeFromUtf8(default, out _, out used));
        Check.Equal(0, used);
        Check.Equal(OperationStatus.NeedMoreData, Rune.DecodeFromUtf16("\uD83D", out _, out used));
        Check.Equal(1, used);
        Check.Equal(OperationStatus.InvalidData, Rune.DecodeFromUtf16("\uDE00", out _, out used));
        Span<byte> bytes = stackalloc byte[4];
        Check.Equal(4, smile.EncodeToUtf8(bytes));
        Seq.Equal("\U0001F600"u8, bytes);
        Check.False(smile.TryEncodeToUtf8(bytes[..3], out _));
    }

    [GuestTest]
    public static void Utf8Conversion()
    {
        Span<byte> bytes = stackalloc byte[5];
        Check.Equal(OperationStatus.DestinationTooSmall, Utf8.FromUtf16("abc\u20ACd", bytes, out int read, out int written));
        Check.Equal(3, read);
        Check.Equal(3, written);
        Check.Equal(OperationStatus.NeedMoreData, Utf8.FromUtf16("a\uD83D", bytes, out read, out written, isFinalBlock: false));
        Check.Equal(1, read);
        Check.Equal(OperationStatus.Done, Utf8.FromUtf16("a\uD83D", bytes, out read, out written));
        Check.Equal(4, written);
        Check.Equal(OperationStatus.InvalidData, Utf8.FromUtf16("a\uDE00b", bytes, out read, out written, replaceInvalidSequences: false));
        Check.Equal(1, read);
        Span<char> chars = stackalloc char[2];
        Check.Equal(OperationStatus.DestinationTooSmall, Utf8.ToUtf16("a\U0001F600"u8, chars, out read, out written));
        Check.Equal(1, read);
        Check.Equal(OperationStatus.Done, Utf8.ToUtf16("\U0001F600"u8, chars, out read, out written));
        Check.Equal(2, written);
        Check.Equal(OperationStatus.InvalidData, Utf8.ToUtf16([0x41, 0xFF], chars, out read, out written, replaceInvalidSequences: false));
        Check.Equal(1, read);
        Check.True(Utf8.IsValid("\U0001F600\u00E9"u8));
        Check.False(Utf8.IsValid([0xED, 0xA0, 0x80]));
    }

    [GuestTest]
    public static void InterpolationIntoSpans()
    {
        Span<char> chars = stackalloc char[20];
        int number = -42;
        Check.True(chars.TryWrite($"{number}:{255:X4}|{"ab",4}|{1.5}", out int written));
        Seq.Equal("-42:00FF|  ab|1.5".AsSpan(), chars[..written]);
        Check.False(chars[..10].TryWrite($"{number}:{255:X4}|{"ab",4}|{1.5}", out written));
        Check.Equal(0, written);
        Check.False(chars[..3].TryWrite($"literal", out written));
        Check.True(chars.TryWrite($"", out written));
        Check.Equal(0, written);
        Check.True(chars.TryWrite($"{true} {'x'} {"s".AsSpan()}", out written));
        Seq.Equal("True x s".AsSpan(), chars[..written]);
        Check.True(chars.TryWrite($"{number,-6}|", out written));
        Seq.Equal("-42   |".AsSpan(), chars[..written]);
        Span<byte> bytes = stackalloc byte[20];
        Check.True(Utf8.TryWrite(bytes, $"{number}:{255:x}|\u00E9{"\u20AC"}|{"u8"u8}", out written));
        Seq.Equal("-42:ff|\u00E9\u20AC|u8"u8, bytes[..written]);
        Check.True(Utf8.TryWrite(bytes, $"[{7,3}][{"x",-3}]{true}", out written));
        Seq.Equal("[  7][x  ]True"u8, bytes[..written]);
        Check.False(Utf8.TryWrite(bytes[..2], $"{number}", out written));
        Check.Equal(0, written);
        Check.True(Utf8.TryWrite(bytes, $"{'\u00E9'}{0.25f}", out written));
        Seq.Equal("\u00E90.25"u8, bytes[..written]);
    }

    [GuestTest]
    public static void Builder()
    {
        StringBuilder builder = new();
        builder.Append("abc").Append('d').Append(5).Append('-', 3).Append(1.5).Append(true).Append((string?)null).Append(-7L);
        Check.Equal("abcd5---1.5True-7", builder.ToString());
        Check.Equal(17, builder.Length);
        Check.Equal('c', builder[2]);
        builder[2] = 'C';
        builder.Length = 4;
        Check.Equal("abCd", builder.ToString());
        builder.Insert(1, "--").Insert(0, 'x').Insert(7, "end");
        Check.Equal("xa--bCdend", builder.ToString());
        builder.Remove(2, 2).Replace('d', 'D').Replace("enD", "fin");
        Check.Equal("xabCDfin", builder.ToString());
        Check.Equal("bCD", builder.ToString(2, 3));
        Check.True(builder.Equals("xabCDfin".AsSpan()));
        builder.Clear();
        Check.Equal(0, builder.Length);
        for (int i = 0; i < 1000; i++)
            builder.Append(i % 10);
        Check.Equal(1000, builder.Length);
        Check.Equal('9', builder[999]);
        builder.Clear().AppendFormat("{0}-{1:X}", 1, 255).AppendLine("!").AppendJoin(',', "a", "b");
        Check.Equal("1-FF!\na,b", builder.ToString());
        builder.Length = 12;
        Check.Equal('\0', builder[11]);
        Check.Equal("start", new StringBuilder("start").ToString());
        Check.Equal("ab12", new StringBuilder().Append("xabx", 1, 2).Append((ushort)12).ToString());
    }
}
