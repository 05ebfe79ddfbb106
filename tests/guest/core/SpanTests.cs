using System;
using System.Collections.Generic;
using Lithe.Testing;

namespace CoreTests;

public static class SpanTests
{
    [GuestTest]
    public static void Searching()
    {
        ReadOnlySpan<byte> bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 3, 2];
        for (byte b = 1; b <= 17; b++)
            Check.Equal(b - 1, bytes.IndexOf(b));
        Check.Equal(-1, bytes.IndexOf((byte)0));
        Check.Equal(17, bytes.LastIndexOf((byte)3));
        Check.Equal(15, bytes.IndexOf((ReadOnlySpan<byte>)[16, 17, 3]));
        Check.Equal(-1, bytes.IndexOf((ReadOnlySpan<byte>)[16, 18]));
        Check.Equal(0, bytes.IndexOf(default(ReadOnlySpan<byte>)));
        Check.Equal(19, bytes.LastIndexOf(default(ReadOnlySpan<byte>)));
        Check.Equal(17, bytes.LastIndexOf((ReadOnlySpan<byte>)[3, 2]));
        Check.Equal(1, bytes.IndexOfAny((byte)3, (byte)2));
        Check.Equal(2, bytes.IndexOfAny((ReadOnlySpan<byte>)[9, 3, 4]));
        Check.Equal(18, bytes.LastIndexOfAny((byte)17, (byte)2, (byte)16));
        Check.Equal(2, bytes.IndexOfAnyExcept((ReadOnlySpan<byte>)[1, 2]));
        Check.Equal(1, bytes.IndexOfAnyExcept((byte)1));
        Check.Equal(16, bytes.LastIndexOfAnyExcept((ReadOnlySpan<byte>)[2, 3]));
        Check.Equal(4, bytes.IndexOfAnyInRange((byte)5, (byte)6));
        Check.Equal(5, bytes.IndexOfAnyExceptInRange((byte)1, (byte)5));
        Check.True(bytes.Contains((byte)17));
        Check.False(bytes.Contains((byte)18));
        Check.True(bytes.ContainsAny((ReadOnlySpan<byte>)[100, 5]));
        Check.False(bytes.ContainsAnyExceptInRange((byte)1, (byte)17));
        Check.Equal(2, bytes.Count((byte)3));
        Check.Equal(0, default(ReadOnlySpan<byte>).Count((byte)3));
        Check.Equal(2, "ababab".AsSpan().Count("aba") + "aaa".AsSpan().Count("aa"));
        ReadOnlySpan<int> ints = [5, -1, 7];
        Check.Equal(1, ints.IndexOf(-1));
        ReadOnlySpan<string?> strings = ["a", null, "b"];
        Check.Equal(1, strings.IndexOf((string?)null));
        Check.Equal(2, strings.IndexOf("b"));
        ReadOnlySpan<double> doubles = [0.5, double.NaN, -0.0];
        Check.Equal(1, doubles.IndexOf(double.NaN));
        Check.Equal(2, doubles.IndexOf(0.0));
        string long16 = new string('a', 33) + "\u1234" + new string('b', 7);
        Check.Equal(33, long16.AsSpan().IndexOf('\u1234'));
        Check.Equal(34, long16.AsSpan().IndexOf('b'));
    }

    [GuestTest]
    public static void EveryAlignment()
    {
        Span<byte> bytes = stackalloc byte[64];
        Span<char> chars = stackalloc char[64];
        int wrong = 0;
        for (int start = 0; start < 17; start++)
        {
            for (int length = 0; length < 40; length++)
            {
                for (int at = 0; at < length; at++)
                {
                    bytes.Fill(0x80);
                    bytes[start + at] = 0x81;
                    chars.Fill('\u8000');
                    chars[start + at] = '\u8001';
                    if (bytes.Slice(start, length).IndexOf((byte)0x81) != at || chars.Slice(start, length).IndexOf('\u8001') != at)
                        wrong++;
                }
                if (start + length < 64)
                {
                    bytes[..].Fill(1);
                    bytes[start + length] = 2;
                    if (bytes.Slice(start, length).IndexOf((byte)2) != -1)
                        wrong++;
                }
            }
        }
        Check.Equal(0, wrong);
    }

    [GuestTest]
    public static void Comparing()
    {
        Check.True("abc"u8.SequenceEqual("abc"u8));
        Check.False("abc"u8.SequenceEqual("abd"u8));
        Check.False("abc"u8.SequenceEqual("ab"u8));
        Check.True(default(ReadOnlySpan<byte>).SequenceEqual(""u8));
        Check.Equal(0, "abc"u8.SequenceCompareTo("abc"u8));
        Check.True("abc"u8.SequenceCompareTo("abd"u8) < 0);
        Check.True("ab"u8.SequenceCompareTo("abc"u8) < 0);
        Check.True("b".AsSpan().SequenceCompareTo("abc") > 0);
        Check.True(new[] { 0.0, double.NaN }.AsSpan().SequenceEqual([-0.0, double.NaN]));
        Check.True("abc"u8.StartsWith("ab"u8));
        Check.True("abc"u8.EndsWith("bc"u8));
        Check.False("abc"u8.StartsWith("abcd"u8));
        Check.True("abc".AsSpan().StartsWith("AB", StringComparison.OrdinalIgnoreCase));
        Check.True("abc".AsSpan().Equals("ABC", StringComparison.OrdinalIgnoreCase));
        Check.True("abc".AsSpan().CompareTo("ABD", StringComparison.OrdinalIgnoreCase) < 0);
        Check.Equal(2, "abc".AsSpan().CommonPrefixLength("abd"));
        Check.Equal(0, "abc".AsSpan().CommonPrefixLength(""));
        Check.Equal(1, "xAbc".AsSpan().IndexOf("aB", StringComparison.OrdinalIgnoreCase));
        byte[] left = new byte[100];
        byte[] right = new byte[100];
        int wrong = 0;
        for (int i = 0; i < 100; i++)
        {
            right[i] = 1;
            for (int length = 0; length <= 100; length++)
            {
                if (left.AsSpan(0, length).SequenceEqual(right.AsSpan(0, length)) != length <= i)
                    wrong++;
                if (left.AsSpan(0, length).SequenceCompareTo(right.AsSpan(0, length)) < 0 != length > i)
                    wrong++;
            }
            right[i] = 0;
        }
        Check.Equal(0, wrong);
    }

    [GuestTest]
    public static void Copying()
    {
        int[] array = [1, 2, 3, 4, 5, 6];
        array.AsSpan(0, 4).CopyTo(array.AsSpan(2));
        Seq.Equal([1, 2, 1, 2, 3, 4], array);
        array = [1, 2, 3, 4, 5, 6];
        array.AsSpan(2, 4).CopyTo(array);
        Seq.Equal([3, 4, 5, 6, 5, 6], array);
        Check.False(array.AsSpan().TryCopyTo(new int[5]));
        array.AsSpan(1, 2).Clear();
        Seq.Equal([3, 0, 0, 6, 5, 6], array);
        array.AsSpan(4).Fill(9);
        Seq.Equal([3, 0, 0, 6, 9, 9], array);
        array.AsSpan().Reverse();
        Seq.Equal([9, 9, 6, 0, 0, 3], array);
        array.AsSpan().Replace(9, 1);
        Seq.Equal([1, 1, 6, 0, 0, 3], array);
        Seq.Equal([6, 0], array.AsSpan(2, 2).ToArray());
        Check.True(array.AsSpan(0, 3).Overlaps(array.AsSpan(2, 2), out int offset));
        Check.Equal(2, offset);
        Check.False(array.AsSpan(0, 2).Overlaps(array.AsSpan(2, 2)));
        Check.True(array.AsSpan(2, 2).Overlaps(array, out offset));
        Check.Equal(-2, offset);
        Span<char> text = stackalloc char[4];
        "abc".CopyTo(text);
        Check.Equal("abc\0", text.ToString());
        Check.Equal(3, "aBc".AsSpan().ToUpperInvariant(text));
        Check.Equal("ABC\0", text.ToString());
        Check.Equal(-1, "abcde".AsSpan().ToLowerInvariant(text));
    }

    [GuestTest]
    public static void Trimming()
    {
        Check.Equal("ab", " ab\t".AsSpan().Trim().ToString());
        Check.Equal("ab\t", " ab\t".AsSpan().TrimStart().ToString());
        Check.Equal(" ab", " ab\t".AsSpan().TrimEnd().ToString());
        Check.Equal("b", "aba".AsSpan().Trim('a').ToString());
        Check.Equal("", "aaa".AsSpan().Trim('a').ToString());
        Check.Equal("c", "abcba".AsSpan().Trim("ab").ToString());
        Seq.Equal([2, 0, 2], new ReadOnlySpan<int>([0, 2, 0, 2, 0]).Trim(0));
        Check.True(" \t".AsSpan().IsWhiteSpace());
        Check.True("".AsSpan().IsWhiteSpace());
        Check.False(" x".AsSpan().IsWhiteSpace());
    }

    [GuestTest]
    public static void Sorting()
    {
        for (int n = 0; n < 200; n += 7)
        {
            int[] numbers = new int[n];
            uint state = (uint)n;
            long sum = 0;
            for (int i = 0; i < n; i++)
            {
                state = state * 1664525 + 1013904223;
                numbers[i] = (int)(state >> 20) - 2000;
                sum += numbers[i];
            }
            int[] down = (int[])numbers.Clone();
            numbers.AsSpan().Sort();
            down.AsSpan().Sort((x, y) => y.CompareTo(x));
            bool ordered = true;
            for (int i = 1; i < n; i++)
                ordered &= numbers[i - 1] <= numbers[i] && down[i - 1] >= down[i];
            foreach (int number in numbers)
                sum -= number;
            Check.True(ordered);
            Check.Equal(0L, sum);
        }
        string[] words = ["pear", "Apple", "fig", "apple"];
        words.AsSpan().Sort(StringComparer.OrdinalIgnoreCase.Compare);
        Check.Equal("fig", words[2]);
        words.AsSpan().Sort(StringComparer.Ordinal);
        Seq.Equal(["Apple", "apple", "fig", "pear"], words);
        int[] keys = [3, 1, 2];
        string[] items = ["c", "a", "b"];
        keys.AsSpan().Sort(items.AsSpan());
        Seq.Equal([1, 2, 3], keys);
        Seq.Equal(["a", "b", "c"], items);
        double[] doubles = [1.5, double.NaN, -1.0, 0.0];
        doubles.AsSpan().Sort();
        Check.True(double.IsNaN(doubles[0]));
        Check.Equal(-1.0, doubles[1]);
        DayOfWeek[] days = [DayOfWeek.Friday, DayOfWeek.Monday];
        days.AsSpan().Sort();
        Check.Equal(DayOfWeek.Monday, days[0]);
        Check.Equal(1, keys.AsSpan().BinarySearch(2));
        Check.Equal(~3, keys.AsSpan().BinarySearch(4));
        Check.Equal(~0, keys.AsSpan().BinarySearch(-4));
        Check.Equal(2, words.AsSpan().BinarySearch("fig", StringComparer.Ordinal));
    }
}
