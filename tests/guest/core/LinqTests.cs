using System;
using System.Collections.Generic;
using System.Linq;
using Lithe.Testing;

namespace CoreTests;

public static class LinqTests
{
    [GuestTest]
    public static void Queries()
    {
        int[] numbers = [5, 1, 4, 1, 3];
        Seq.Equal([5, 4, 3], numbers.Where(x => x > 2).ToArray());
        Seq.Equal(["5", "1"], numbers.Select(x => x.ToString()).Take(2).ToArray());
        Seq.Equal([1, 3], numbers.Skip(3).ToArray());
        Seq.Equal([5, 1, 4, 3], numbers.Distinct().ToArray());
        Seq.Equal([3, 1, 4, 1, 5], numbers.AsEnumerableOnly().Reverse().ToArray());
        Seq.Equal([1, 1, 3, 4, 5], numbers.OrderBy(x => x).ToArray());
        Seq.Equal([5, 4, 3, 1, 1], numbers.OrderByDescending(x => x).ToList().ToArray());
        Seq.Equal(["b", "a", "dd", "cc"], new[] { "cc", "b", "dd", "a" }.OrderBy(s => s.Length).ThenByDescending(s => s[0]).ToArray());
        Seq.Equal([0, 1, 0, 1, 2], new[] { 2, 3 }.SelectMany(n => Enumerable.Range(0, n)).ToArray());
        Seq.Equal([1, 2, 9, 9], Enumerable.Range(1, 2).Concat(Enumerable.Repeat(9, 2)).ToArray());
        Check.Equal(0, Enumerable.Empty<int>().Count());
    }

    [GuestTest]
    public static void Results()
    {
        List<int> numbers = [5, 1, 4, 1, 3];
        Check.Equal(14, numbers.Sum());
        Check.Equal(28, numbers.Sum(x => x * 2));
        Check.Equal(14L, numbers.Select(x => (long)x).Sum());
        Check.Equal(1, numbers.Min());
        Check.Equal(5, numbers.Max());
        Check.Equal(2, numbers.Count(x => x == 1));
        Check.True(numbers.Any());
        Check.True(numbers.Any(x => x == 4));
        Check.False(numbers.All(x => x > 1));
        Check.Equal(5, numbers.First());
        Check.Equal(4, numbers.First(x => x < 5 && x > 1));
        Check.Equal(0, numbers.FirstOrDefault(x => x > 9));
        Check.Equal(3, numbers.Last());
        Check.Equal(4, numbers.Where(x => x == 4).Single());
        Check.Equal("-5-1-4-1-3", numbers.Aggregate("", (text, x) => text + "-" + x));
        Check.True(numbers.SequenceEqual(new[] { 5, 1, 4, 1, 3 }));
        Check.True(numbers.Select(x => x).Contains(3));
        Dictionary<int, string> map = numbers.Distinct().ToDictionary(x => x, x => "v" + x);
        Check.Equal("v4", map[4]);
    }

    private static IEnumerable<int> AsEnumerableOnly(this int[] source)
    {
        foreach (int item in source)
            yield return item;
    }
}
