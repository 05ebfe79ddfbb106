extern alias lithe;

using System;
using System.Linq;
using CsCheck;
using Xunit;
using Ours = lithe::System;

namespace Lithe.Core.Tests.Properties;

public class SpanProperties
{
    private static readonly Gen<byte[]> Bytes = Gen.OneOf(Gen.Byte[0, 3].Array[0, 80], Gen.Byte.Array[0, 80], Pick.From<byte>(0, 1, 0x7F, 0x80, 0x81, 0xFF).Array[0, 80]);
    private static readonly Gen<string> Chars = Gen.String[Pick.From('\0', '\u0001', 'a', '\u7FFF', '\u8000', '\u8001', '\uFFFF'), 0, 60];
    private static readonly Gen<int[]> Numbers = Gen.OneOf(
        Gen.Int[0, 4].Array[0, 20], Gen.Int.Array[0, 300], Gen.Int[0, 10].Array[0, 300],
        // Organ pipes and stairs, which lead quicksorts astray.
        Gen.Int[0, 400].Select(n => Enumerable.Range(0, n).Select(i => i < n / 2 ? i : n - i).ToArray()),
        Gen.Int[0, 400].Select(n => Enumerable.Range(0, n).ToArray()));

    [Fact]
    public void ByteSearchEqualsDotNet() => Gen.Select(Bytes, Gen.Byte, Bytes).Sample((span, value, other) =>
    {
        byte present = span.Length > 0 ? span[value % span.Length] : value;
        foreach (byte needle in new[] { value, present })
        {
            Assert.Equal(span.AsSpan().IndexOf(needle), Ours.MemoryExtensions.IndexOf(span, needle));
            Assert.Equal(span.AsSpan().LastIndexOf(needle), Ours.MemoryExtensions.LastIndexOf(span, needle));
            Assert.Equal(span.AsSpan().IndexOfAnyExcept(needle), Ours.MemoryExtensions.IndexOfAnyExcept(span, needle));
            Assert.Equal(span.AsSpan().LastIndexOfAnyExcept(needle), Ours.MemoryExtensions.LastIndexOfAnyExcept(span, needle));
            Assert.Equal(span.AsSpan().Count(needle), Ours.MemoryExtensions.Count(span, needle));
            Assert.Equal(span.AsSpan().IndexOfAny(needle, value), Ours.MemoryExtensions.IndexOfAny(span, needle, value));
        }
        Assert.Equal(span.AsSpan().IndexOfAny(other), Ours.MemoryExtensions.IndexOfAny<byte>(span, other));
        Assert.Equal(span.AsSpan().LastIndexOfAny(other), Ours.MemoryExtensions.LastIndexOfAny<byte>(span, other));
        Assert.Equal(span.AsSpan().IndexOfAnyExcept(other), Ours.MemoryExtensions.IndexOfAnyExcept<byte>(span, other));
        Assert.Equal(
            span.AsSpan().IndexOfAnyInRange(Math.Min(value, present), Math.Max(value, present)),
            Ours.MemoryExtensions.IndexOfAnyInRange(span, Math.Min(value, present), Math.Max(value, present)));
    }, iter: 20_000);

    [Fact]
    public void CharSearchEqualsDotNet() => Gen.Select(Chars, Pick.From('\0', '\u0001', 'a', '\u7FFF', '\u8000', '\u8001', '\uFFFF')).Sample((text, value) =>
    {
        Assert.Equal(text.IndexOf(value), Ours.MemoryExtensions.IndexOf(text.AsSpan(), value));
        Assert.Equal(text.LastIndexOf(value), Ours.MemoryExtensions.LastIndexOf(text.AsSpan(), value));
    }, iter: 20_000);

    [Fact]
    public void RunSearchEqualsDotNet() => Gen.Select(Gen.Byte[0, 2].Array[0, 30], Gen.Byte[0, 2].Array[0, 4]).Sample((span, run) =>
    {
        Assert.Equal(span.AsSpan().IndexOf(run), Ours.MemoryExtensions.IndexOf<byte>(span, run));
        Assert.Equal(span.AsSpan().LastIndexOf(run), Ours.MemoryExtensions.LastIndexOf<byte>(span, run));
        Assert.Equal(span.AsSpan().Count(run), Ours.MemoryExtensions.Count<byte>(span, run));
        Assert.Equal(span.AsSpan().StartsWith(run), Ours.MemoryExtensions.StartsWith<byte>(span, run));
        Assert.Equal(span.AsSpan().EndsWith(run), Ours.MemoryExtensions.EndsWith<byte>(span, run));
    }, iter: 50_000);

    [Fact]
    public void ComparisonEqualsDotNet() => Gen.Select(Bytes, Bytes, Gen.Int[0, 80]).Sample((a, b, change) =>
    {
        byte[] c = a.ToArray();
        if (change < c.Length)
            c[change] ^= 1;
        foreach (byte[] other in new[] { b, c, a })
        {
            Assert.Equal(a.AsSpan().SequenceEqual(other), Ours.MemoryExtensions.SequenceEqual<byte>(a, other));
            Assert.Equal(
                Math.Sign(a.AsSpan().SequenceCompareTo(other)), Math.Sign(Ours.MemoryExtensions.SequenceCompareTo<byte>(a, other)));
            Assert.Equal(a.AsSpan().CommonPrefixLength(other), Ours.MemoryExtensions.CommonPrefixLength<byte>(a, other));
        }
    }, iter: 20_000);

    [Fact]
    public void OverlapsEqualsDotNet() => Gen.Select(Gen.Int[0, 10], Gen.Int[0, 10], Gen.Int[0, 10], Gen.Int[0, 10]).Sample((a, b, c, d) =>
    {
        Span<int> memory = new int[20];
        Span<int> first = memory.Slice(a, b);
        Span<int> second = memory.Slice(c, d);
        bool expected = first.Overlaps(second, out int theirOffset);
        Assert.Equal(expected, Ours.MemoryExtensions.Overlaps<int>(first, second, out int offset));
        Assert.Equal(theirOffset, offset);
    }, iter: 20_000);

    [Fact]
    public void SortingEqualsDotNet() => Numbers.Sample(numbers =>
    {
        int[] expected = numbers.ToArray();
        Array.Sort(expected);
        int[] actual = numbers.ToArray();
        Ours.MemoryExtensions.Sort(actual.AsSpan());
        Assert.Equal(expected, actual);
        actual = numbers.ToArray();
        Ours.MemoryExtensions.Sort(actual.AsSpan(), (x, y) => y.CompareTo(x));
        Array.Reverse(expected);
        Assert.Equal(expected, actual);
    }, iter: 5_000);

    [Fact]
    public void SortingTakesTheItemsAlong() => Numbers.Sample(numbers =>
    {
        int[] keys = numbers.ToArray();
        long[] items = numbers.Select(n => n * 3L).ToArray();
        Ours.MemoryExtensions.Sort(keys.AsSpan(), items.AsSpan());
        for (int i = 0; i < keys.Length; i++)
        {
            Assert.Equal(keys[i] * 3L, items[i]);
            Assert.True(i == 0 || keys[i - 1] <= keys[i]);
        }
    }, iter: 3_000);

    [Fact]
    public void SortingNeedsNoMoreThanNLogNComparisons() => Gen.Int[17, 3000].Sample(n =>
    {
        int comparisons = 0;
        int[] killer = Enumerable.Range(0, n).Select(i => (i % 2 == 0 ? i / 2 : n - i) * 7 % 1009).ToArray();
        Ours.MemoryExtensions.Sort(killer.AsSpan(), (x, y) =>
        {
            comparisons++;
            return x.CompareTo(y);
        });
        Assert.True(comparisons < 8 * n * Math.Log2(n), $"{comparisons} for {n}");
    }, iter: 300);

    [Fact]
    public void ASenselessOrderStaysInBounds() => Gen.Select(Gen.Int[0, 500], Gen.Int).Sample((n, seed) =>
    {
        Random random = new(seed);
        int[] numbers = Enumerable.Range(0, n).ToArray();
        Ours.MemoryExtensions.Sort(numbers.AsSpan(), (_, _) => random.Next(-1, 2));
        Array.Sort(numbers);
        Assert.Equal(Enumerable.Range(0, n), numbers);
    }, iter: 500);

    [Fact]
    public void BinarySearchEqualsDotNet() => Gen.Select(Gen.Int[0, 60].Array[0, 40], Gen.Int[-1, 61]).Sample((numbers, value) =>
    {
        Array.Sort(numbers);
        int expected = numbers.AsSpan().BinarySearch(value);
        int actual = Ours.MemoryExtensions.BinarySearch<int, int>(numbers, value);
        if (expected < 0)
            Assert.Equal(expected, actual);
        else
            Assert.Equal(value, numbers[actual]);
    }, iter: 10_000);
}
