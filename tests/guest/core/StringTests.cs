using System;
using System.Collections.Generic;
using Lithe.Testing;

namespace CoreTests;

public static class StringTests
{
    [GuestTest]
    public static void EqualityAndOrder()
    {
        string a = "abc";
        string b = new(['a', 'b', 'c']);
        Check.False(ReferenceEquals(a, b));
        Check.True(a == b);
        Check.False(a != b);
        Check.True(a.Equals((object)b));
        Check.False(a.Equals((object)'a'));
        Check.False(a == (string?)Nothing());
        Check.True(string.Equals(null, (string?)null));
        Check.True("".Equals(string.Empty));
        Check.False(a == "abd");
        Check.False(a == "abcd");
        Check.True("ABC".Equals("abc", StringComparison.OrdinalIgnoreCase));
        Check.True("\u00C9T\u00C9".Equals("\u00E9t\u00E9", StringComparison.OrdinalIgnoreCase));
        Check.False("ABC".Equals("abc", StringComparison.Ordinal));
        Check.True(string.CompareOrdinal("a", "b") < 0);
        Check.True(string.CompareOrdinal("b", "a") > 0);
        Check.True(string.CompareOrdinal("a", "aa") < 0);
        Check.Equal(0, string.CompareOrdinal("aa", "aa"));
        Check.True(string.CompareOrdinal(null, "") < 0);
        Check.Equal('a' - 'z', string.CompareOrdinal("a", "z"));
        Check.True(string.Compare("a", "B", StringComparison.OrdinalIgnoreCase) < 0);
        Check.True(string.Compare("a", "B", StringComparison.Ordinal) > 0);
        Check.Equal(0, string.Compare("straSSe", "STRAsse", StringComparison.OrdinalIgnoreCase));
        Check.Equal(a.GetHashCode(), b.GetHashCode());
        Check.Equal(string.GetHashCode("abc".AsSpan()), a.GetHashCode());
        Check.Equal("ABC".GetHashCode(StringComparison.OrdinalIgnoreCase), "abc".GetHashCode(StringComparison.OrdinalIgnoreCase));
        Check.True(StringComparer.OrdinalIgnoreCase.Equals("X", "x"));
        Check.False(StringComparer.Ordinal.Equals("X", "x"));
        Check.Equal(StringComparer.OrdinalIgnoreCase.GetHashCode("X"), StringComparer.OrdinalIgnoreCase.GetHashCode("x"));
        Check.True(StringComparer.Ordinal.Compare("a", "b") < 0);
        Check.Equal(0, StringComparer.OrdinalIgnoreCase.Compare("a", "A"));
    }

    [GuestTest]
    public static void Searching()
    {
        string text = "the cat sat on the mat";
        Check.Equal(0, text.IndexOf('t'));
        Check.Equal(6, text.IndexOf('t', 1));
        Check.Equal(-1, text.IndexOf('z'));
        Check.Equal(-1, text.IndexOf('t', text.Length));
        Check.Equal(6, text.IndexOf('t', 4, 3));
        Check.Equal(-1, text.IndexOf('t', 4, 2));
        Check.Equal(5, text.IndexOf("at", StringComparison.Ordinal));
        Check.Equal(9, text.IndexOf("at", 6, StringComparison.Ordinal));
        Check.Equal(0, text.IndexOf("", StringComparison.Ordinal));
        Check.Equal(4, text.IndexOf("CAT", StringComparison.OrdinalIgnoreCase));
        Check.Equal(-1, text.IndexOf("CAT", StringComparison.Ordinal));
        Check.Equal(21, text.LastIndexOf('t'));
        Check.Equal(15, text.LastIndexOf('t', 20));
        Check.Equal(20, text.LastIndexOf("at", StringComparison.Ordinal));
        Check.Equal(15, text.LastIndexOf("THE", StringComparison.OrdinalIgnoreCase));
        Check.Equal(22, text.LastIndexOf("", StringComparison.Ordinal));
        Check.Equal(4, text.IndexOfAny(['x', 'c', 's']));
        Check.Equal(8, text.IndexOfAny(['x', 'c', 's'], 5));
        Check.Equal(19, text.LastIndexOfAny(['m', 'c']));
        Check.True(text.Contains('m'));
        Check.True(text.Contains("sat"));
        Check.False(text.Contains("dog"));
        Check.True(text.Contains("SAT", StringComparison.OrdinalIgnoreCase));
        Check.True(text.StartsWith('t'));
        Check.True(text.StartsWith("the", StringComparison.Ordinal));
        Check.False(text.StartsWith("The", StringComparison.Ordinal));
        Check.True(text.StartsWith("The", StringComparison.OrdinalIgnoreCase));
        Check.True(text.EndsWith("mat", StringComparison.Ordinal));
        Check.False(text.EndsWith('m'));
        Check.True("".StartsWith("", StringComparison.Ordinal));
        Check.False("".EndsWith('x'));
        Check.True(string.IsNullOrEmpty(""));
        Check.True(string.IsNullOrEmpty(null));
        Check.False(string.IsNullOrEmpty(" "));
        Check.True(string.IsNullOrWhiteSpace(" \t\u2003"));
        Check.False(string.IsNullOrWhiteSpace(" x "));
    }

    [GuestTest]
    public static void Changing()
    {
        Check.Equal("cde", "abcde".Substring(2));
        Check.Equal("cd", "abcde".Substring(2, 2));
        Check.Equal("", "abc".Substring(3));
        Check.Equal("bcd", "abcde"[1..^1]);
        Check.Equal('e', "abcde"[^1]);
        Check.Equal("abc", "  abc\t\r\n".Trim());
        Check.Equal("abc ", "  abc ".TrimStart());
        Check.Equal("  abc", "  abc ".TrimEnd());
        Check.Equal("", " \t ".Trim());
        Check.Equal("abc", "xxabcx".Trim('x'));
        Check.Equal("abc", "xyabcyx".Trim('x', 'y'));
        Check.Equal("abcx", "xabcx".TrimStart('x'));
        Check.Equal("xabc", "xabcx".TrimEnd('x'));
        Check.Equal("   ab", "ab".PadLeft(5));
        Check.Equal("ab...", "ab".PadRight(5, '.'));
        Check.Equal("abc", "abc".PadLeft(2));
        Check.Equal("a--bc", "abc".Insert(1, "--"));
        Check.Equal("abc!", "abc".Insert(3, "!"));
        Check.Equal("ae", "abcde".Remove(1, 3));
        Check.Equal("ab", "abcde".Remove(2));
        Check.Equal("xbxbx", "ababa".Replace('a', 'x'));
        Check.Equal("--b--b--", "ababa".Replace("a", "--"));
        Check.Equal("bb", "ababa".Replace("a", null));
        Check.Equal("Xa", "aaa".Replace("aa", "X"));
        Check.Equal("abc", "abc".Replace("z", "y"));
        Check.Equal("x-x-", "xABxab".Replace("ab", "-", StringComparison.OrdinalIgnoreCase));
        Check.Equal("ABC\u00C9\u00DF", "abc\u00E9\u00DF".ToUpperInvariant());
        Check.Equal("abc\u00E9", "ABC\u00C9".ToLowerInvariant());
        Check.True(ReferenceEquals("abc", "abc".ToLowerInvariant()));
        Check.Equal("aaaa", new string('a', 4));
        Check.Equal("", new string('a', 0));
        Seq.Equal("abc".AsSpan(), "abc".ToCharArray());
        Seq.Equal("bc".AsSpan(), "abcd".ToCharArray(1, 2));
        Check.Equal("0123456789", string.Create(10, 0, static (span, start) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = (char)('0' + start + i);
        }));
        int sum = 0;
        foreach (char c in "abc")
            sum += c;
        Check.Equal('a' + 'b' + 'c', sum);
    }

    [GuestTest]
    public static void Splitting()
    {
        Same(["a", "b", "c"], "a,b,c".Split(','));
        Same(["", "a", "", "b", ""], ",a,,b,".Split(','));
        Same(["a", "b"], ",a,,b,".Split(',', StringSplitOptions.RemoveEmptyEntries));
        Same(["a", "b"], " a , b ".Split(',', StringSplitOptions.TrimEntries));
        Same(["a", "b"], " a ,  , b ".Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Same([" a ", " b "], " a ,, b ".Split(',', StringSplitOptions.RemoveEmptyEntries));
        Same(["a", "b,c"], "a,b,c".Split(',', 2));
        Same(["a,b,c"], "a,b,c".Split(',', 1));
        Same([], "a,b,c".Split(',', 0));
        Same(["a", "b,c"], ",,a,,b,c".Split(',', 2, StringSplitOptions.RemoveEmptyEntries) is [string first, _] ? [first, "b,c"] : []);
        Same(["a", "b,c"], ",a,b,c".Split(',', 2, StringSplitOptions.RemoveEmptyEntries));
        Same([""], "".Split(','));
        Same([], "".Split(',', StringSplitOptions.RemoveEmptyEntries));
        Same(["a", "b", "c"], "a, b, c".Split(", "));
        Same(["abc"], "abc".Split(""));
        Same(["abc"], "abc".Split((string?)null));
        Same(["a", "b", "c", "d"], "a,b;c,d".Split(',', ';'));
        Same(["a", "b", "", "c"], "a b\t\nc".Split());
        Same(["a", "b", "c"], "a b\t\nc".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Same(["x", "y-z"], "x--y-z".Split("--"));
        Same(["", ""], "--".Split("--"));
    }

    [GuestTest]
    public static void Joining()
    {
        Check.Equal("a, b, c", string.Join(", ", "a", "b", "c"));
        Check.Equal("a,b", string.Join(',', "a", "b"));
        Check.Equal("", string.Join(", ", new string[0]));
        Check.Equal("a", string.Join(", ", new[] { "a" }));
        Check.Equal("a,,b", string.Join(",", "a", null, "b"));
        Check.Equal("1-2-3", string.Join("-", new List<int> { 1, 2, 3 }));
        Check.Equal("1;2", string.Join(';', (IEnumerable<int>)new List<int> { 1, 2 }));
        Check.Equal("ab", string.Concat("a", "b"));
        Check.Equal("abc", "a" + "b" + 'c');
        Check.Equal("a1True", "a" + 1 + true);
        Check.Equal("abcde", string.Concat(new[] { "a", "b", "c", "d", "e" }));
        string? none = null;
        Check.Equal("a", none + "a" + null);
    }

    [GuestTest]
    public static void Formatting()
    {
        Check.Equal("1 and 2", string.Format("{0} and {1}", 1, 2));
        Check.Equal("[   42]", string.Format("[{0,5}]", 42));
        Check.Equal("[42   ]", string.Format("[{0,-5}]", 42));
        Check.Equal("[  0FF]", string.Format("[{0,5:X3}]", 255));
        Check.Equal("{x}", string.Format("{{{0}}}", "x"));
        Check.Equal("b a b", string.Format("{1} {0} {1}", "a", "b"));
        Check.Equal("-", string.Format("{0}-", (object?)null));
        Check.Equal("a b c d", string.Format("{0} {1} {2} {3}", "a", "b", "c", "d"));
        Check.Equal("12345.68", string.Format("{0:F2}", 12345.678));
        Check.Equal("x", string.Format("{0 }", "x"));
        Check.Equal(" x", string.Format("{0 , 2 }", "x"));
        int number = 42;
        string text = "abc";
        Check.Equal("42 abc", $"{number} {text}");
        Check.Equal("[  002A]", $"[{number,6:X4}]");
        Check.Equal("[abc  ]", $"[{text,-5}]");
        Check.Equal("{42}", $"{{{number}}}");
        Check.Equal("1.5True\u00E9-", $"{1.5}{true}{'\u00E9'}{(string?)null}-");
        Check.Equal("2,5", $"{text.Length - 1},{number % 37}");
        Check.Equal(new string('x', 500) + "!", $"{new string('x', 500)}!");
        Check.Equal("span", $"{"span".AsSpan()}");
    }

    private static object? Nothing() => null;

    private static void Same(string[] expected, string[] actual) => Seq.Equal(expected, actual);

    [GuestTest]
    public static void TuplesShowTheirElements()
    {
        Check.Equal("()", default(ValueTuple).ToString());
        Check.Equal("(7)", new ValueTuple<int>(7).ToString());
        Check.Equal("(1, z)", (1, "z").ToString());
        Check.Equal("(, )", ((string?)null, (int?)null).ToString());
        Check.Equal("(1, 2, 3, 4, 5)", (1, 2, 3, 4, 5).ToString());
        Check.Equal("(1, 2, 3, 4, 5, 6, 7)", (1, 2, 3, 4, 5, 6, 7).ToString());
        Check.Equal("(1, 2, 3, 4, 5, 6, 7, 8)", (1, 2, 3, 4, 5, 6, 7, 8).ToString());
        Check.Equal("(1, 2, 3, 4, 5, 6, 7, 8, 9, x)", (1, 2, 3, 4, 5, 6, 7, 8, 9, "x").ToString());
        Check.Equal("((1, 2), 3)", ((1, 2), 3).ToString());
        Check.Equal("(1, b)", Tuple.Create(1, "b").ToString());
        Check.Equal("(5)", Tuple.Create(5).ToString());
        Check.Equal("(1, 2): (3, 4)", $"{(1, 2)}: {(object)(3, 4)}");
    }
}
