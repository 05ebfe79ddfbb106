using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Lithe.Testing;

namespace CoreTests;

// What the compiler makes of tuples, anonymous types and collection expressions, as .NET orders and prints it.
public static class TupleTests
{
    [GuestTest]
    public static void TuplesAreOrderedByTheirElements()
    {
        List<(int, string)> pairs = [(2, "a"), (1, "b"), (1, "a")];
        pairs.Sort();
        Seq.Equal([(1, "a"), (1, "b"), (2, "a")], pairs.ToArray());
        Seq.Equal([2, 4, 1, 3, 5], new[] { 5, 4, 3, 2, 1 }.OrderBy(i => (i % 2, i)).ToArray());
        PriorityQueue<string, (int, int)> queue = new();
        queue.Enqueue("last", (2, 0));
        queue.Enqueue("second", (1, 7));
        queue.Enqueue("first", (1, -7));
        Check.Equal("first", queue.Dequeue());
        Check.Equal("second", queue.Dequeue());
        Check.True(Comparer<(int, int)?>.Default.Compare(null, (0, 0)) < 0);
    }

    [GuestTest]
    public static void TuplesOfEverySize()
    {
        Check.Equal(0, default(ValueTuple).CompareTo(default));
        Check.True(new ValueTuple<int>(1).CompareTo(new ValueTuple<int>(2)) < 0);
        Check.True((1, 2, 3).CompareTo((1, 2, 2)) > 0);
        Check.True((1, 2, 3, 4).CompareTo((1, 3, 0, 0)) < 0);
        Check.True((1, 2, 3, 4, 5).CompareTo((1, 2, 3, 4, 4)) > 0);
        Check.True((1, 2, 3, 4, 5, 6).CompareTo((1, 2, 3, 4, 5, 7)) < 0);
        Check.True((1, 2, 3, 4, 5, 6, 7).CompareTo((1, 2, 3, 4, 5, 6, 6)) > 0);
        Check.True((1, 2, 3, 4, 5, 6, 7, 8).CompareTo((1, 2, 3, 4, 5, 6, 7, 9)) < 0);
        Check.Equal(0, (1, 2, 3, 4, 5, 6, 7, 8, 9).CompareTo((1, 2, 3, 4, 5, 6, 7, 8, 9)));
        Check.True(((string?)null, 1).CompareTo(("", 0)) < 0);
    }

    [GuestTest]
    public static void TuplesAsObjects()
    {
        IComparable pair = (1, "x");
        Check.Equal(1, pair.CompareTo(null));
        Check.Equal(0, pair.CompareTo((1, "x")));
        Check.True(pair.CompareTo((1, "y")) < 0);
        IComparable old = Tuple.Create(3, "b");
        Check.True(old.CompareTo(Tuple.Create(3, "a")) > 0);
        Check.Equal(1, old.CompareTo(null));
        Check.True(((IComparable)Tuple.Create(1)).CompareTo(Tuple.Create(2)) < 0);
        Check.True(((IComparable)Tuple.Create(1, 2, 3, 4)).CompareTo(Tuple.Create(1, 2, 3, 3)) > 0);
    }

    [GuestTest]
    public static void AnonymousTypes()
    {
        var point = new { X = 1, Name = "p", None = (string?)null };
        Check.Equal("{ X = 1, Name = p, None =  }", point.ToString());
        Check.True(point.Equals(new { X = 1, Name = "p", None = (string?)null }));
        Check.Equal(point.GetHashCode(), new { X = 1, Name = "p", None = (string?)null }.GetHashCode());
        Check.False(point.Equals(new { X = 2, Name = "p", None = (string?)null }));
        int[] squares = (from i in new[] { 3, 1, 2 } let square = i * i where square > 1 orderby square select square).ToArray();
        Seq.Equal([4, 9], squares);
    }

    [GuestTest]
    public static void FormatWithAProvider()
    {
        Check.Equal("{ 1 } b", string.Format(null, "{{ {0} }} {1}", new object?[] { 1, "b" }));
        Check.Equal("1|  2|", string.Format(null, "{0}|{1,3}|{2}", 1, 2, null));
        Check.Equal("0f", string.Format(null, "{0:x2}", 15));
        Check.Equal("ab", string.Format(null, "{0}{1}", "a", "b"));
        Provider provider = new();
        Check.Equal("<!>", string.Format(provider, "<{0}>", new Marked()));
    }

    [GuestTest]
    public static void CollectionExpressionsAsInterfaces()
    {
        IEnumerable<int> numbers = [1, 2, 3];
        Check.Equal(6, numbers.Sum());
        IReadOnlyList<string> words = ["p", "q"];
        Check.Equal(2, words.Count);
        Check.Equal("q", words[1]);
        IReadOnlyCollection<int> one = [.. numbers.Take(1)];
        Seq.Equal([1], one.ToArray());
        IReadOnlyList<int> none = [];
        Check.Equal(0, none.Count);
        ICollection<int> open = [4, 5];
        open.Add(6);
        Check.Equal(3, open.Count);
        IList<int> list = [.. numbers, 9];
        Check.Equal(9, list[3]);
        IEnumerable<string> single = ["only"];
        Check.Equal("only", single.Single());
    }

    [GuestTest]
    public static void ArraysAreCollections()
    {
        ICollection array = new[] { 7, 8 };
        Check.False(array.IsSynchronized);
        Check.True(ReferenceEquals(array, array.SyncRoot));
        int[] target = new int[3];
        array.CopyTo(target, 1);
        Seq.Equal([0, 7, 8], target);
        IList objects = target;
        objects[0] = 6;
        Check.Equal(6, target[0]);
        Check.Equal(2, objects.IndexOf(8));
        Check.False(objects.Contains("8"));
        Check.True(objects.IsFixedSize);
        IList texts = new string?[] { "a", null };
        texts[0] = null;
        texts[1] = "b";
        Check.Equal(1, texts.IndexOf("b"));
        Check.Equal(0, texts.IndexOf(null));
        IList maybe = new int?[1];
        maybe[0] = 5;
        Check.Equal(5, (int)maybe[0]!);
    }

    [GuestTest]
    public static void ListsAreListsOfObjects()
    {
        IList list = new List<int> { 1, 2 };
        Check.Equal(2, list.Add(3));
        list[0] = 9;
        list.Remove("no number");
        list.Remove(2);
        Check.False(list.Contains(null));
        Check.Equal(1, list.IndexOf(3));
        int[] numbers = new int[3];
        list.CopyTo(numbers, 1);
        Seq.Equal([0, 9, 3], numbers);
        Check.False(list.IsReadOnly || list.IsFixedSize || list.IsSynchronized);
    }

    [GuestTest]
    public static void ReverseOfAnArray()
    {
        int[] numbers = [1, 2, 3];
        Seq.Equal([3, 2, 1], numbers.Reverse().ToArray());
        Seq.Equal([1, 2, 3], numbers);
        Seq.Equal(["b", "a"], new[] { "a", "b" }.Reverse().ToArray());
    }

    private sealed class Provider : IFormatProvider
    {
        public object? GetFormat(Type? formatType) => null;
    }

    private sealed class Marked : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => formatProvider is Provider ? "!" : "?";
    }
}
