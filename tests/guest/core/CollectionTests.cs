using System;
using System.Collections.Generic;
using Lithe.Testing;

namespace CoreTests;

public static class CollectionTests
{
    [GuestTest]
    public static void Lists()
    {
        List<int> list = [1, 2, 3];
        list.Add(4);
        list.Insert(0, 0);
        list.AddRange(new[] { 5, 6 });
        Seq.Equal([0, 1, 2, 3, 4, 5, 6], list.ToArray());
        Check.Equal(7, list.Count);
        Check.True(list.Remove(3));
        Check.False(list.Remove(33));
        list.RemoveAt(0);
        list.RemoveRange(1, 2);
        Seq.Equal([1, 5, 6], list.ToArray());
        list.InsertRange(1, list);
        Seq.Equal([1, 1, 5, 6, 5, 6], list.ToArray());
        Check.Equal(2, list.RemoveAll(x => x == 5));
        Seq.Equal([1, 1, 6, 6], list.ToArray());
        Check.Equal(2, list.IndexOf(6));
        Check.Equal(3, list.LastIndexOf(6));
        Check.True(list.Contains(1));
        list[0] = 9;
        list.Reverse();
        Seq.Equal([6, 6, 1, 9], list.ToArray());
        list.Sort();
        Seq.Equal([1, 6, 6, 9], list.ToArray());
        list.Sort((x, y) => y.CompareTo(x));
        Check.Equal(9, list[0]);
        Check.Equal(9, list.Find(x => x > 6));
        Check.Equal(3, list.FindIndex(x => x < 6));
        Check.True(list.Exists(x => x == 1));
        Seq.Equal([6, 6], list.GetRange(1, 2).ToArray());
        Seq.Equal(["9", "6", "6", "1"], list.ConvertAll(x => x.ToString()).ToArray());
        int sum = 0;
        foreach (int x in list)
            sum += x;
        foreach (int x in (IEnumerable<int>)list)
            sum += x;
        list.ForEach(x => sum += x);
        Check.Equal(66, sum);
        list.Clear();
        Check.Equal(0, list.Count);
        list.EnsureCapacity(100);
        Check.True(list.Capacity >= 100);
        List<string?> strings = ["b", null, "a"];
        Check.Equal(1, strings.IndexOf(null));
        strings.Sort();
        Check.True(strings[0] is null);
        Check.Equal("b", strings[2]);
        List<(int, string)> pairs = [(1, "a"), (2, "b")];
        Check.Equal(1, pairs.IndexOf((2, "b")));
        Check.Equal(~1, new List<int> { 1, 3 }.BinarySearch(2));
    }

    [GuestTest]
    public static void Dictionaries()
    {
        Dictionary<string, int> map = new() { ["one"] = 1, ["two"] = 2 };
        map.Add("three", 3);
        Check.Equal(3, map.Count);
        Check.Equal(2, map["two"]);
        map["two"] = 22;
        Check.Equal(22, map["two"]);
        Check.False(map.TryAdd("one", 11));
        Check.True(map.TryGetValue("one", out int one));
        Check.Equal(1, one);
        Check.False(map.TryGetValue("four", out int four));
        Check.Equal(0, four);
        Check.True(map.ContainsKey("three"));
        Check.True(map.ContainsValue(22));
        Check.True(map.Remove("two", out int removed));
        Check.Equal(22, removed);
        Check.False(map.Remove("two"));
        string keys = "";
        int sum = 0;
        foreach ((string key, int value) in map)
        {
            keys += key;
            sum += value;
        }
        Check.Equal("onethree", keys);
        Check.Equal(4, sum);
        Check.Equal("one,three", string.Join(",", map.Keys));
        Check.Equal("1,3", string.Join(",", map.Values));
        map["again"] = 5;
        Check.Equal("one,again,three", string.Join(",", map.Keys));
        map.Clear();
        Check.Equal(0, map.Count);
        Check.False(map.ContainsKey("one"));

        Dictionary<int, long> squares = new();
        for (int i = -500; i < 500; i++)
            squares[i * 1024] = (long)i * i;
        Check.Equal(1000, squares.Count);
        bool right = true;
        for (int i = -500; i < 500; i++)
            right &= squares[i * 1024] == (long)i * i && !squares.ContainsKey(i * 1024 + 1);
        Check.True(right);

        Dictionary<string, int> caseless = new(StringComparer.OrdinalIgnoreCase) { ["Key"] = 1 };
        Check.Equal(1, caseless["KEY"]);
        Dictionary<DayOfWeek, string> days = new() { [DayOfWeek.Monday] = "mon" };
        Check.Equal("mon", days[DayOfWeek.Monday]);
        Dictionary<(int, int), int> grid = new() { [(1, 2)] = 3 };
        Check.Equal(3, grid[(1, 2)]);
        Check.False(grid.ContainsKey((2, 1)));
        Check.Equal(7, new Dictionary<char, int>(100) { ['x'] = 7 }['x']);
        Check.Equal("[a, 1]", new KeyValuePair<string, int>("a", 1).ToString());
    }

    [GuestTest]
    public static void Sets()
    {
        HashSet<int> set = [1, 2, 3, 2];
        Check.Equal(3, set.Count);
        Check.False(set.Add(1));
        Check.True(set.Add(4));
        Check.True(set.Contains(4));
        Check.True(set.Remove(1));
        Check.False(set.Contains(1));
        set.UnionWith(new[] { 7, 8 });
        set.ExceptWith(new[] { 2, 99 });
        set.IntersectWith(new[] { 3, 4, 7, 100 });
        Check.Equal(3, set.Count);
        Check.True(set.SetEquals(new[] { 7, 4, 3 }));
        Check.True(set.IsSubsetOf(new[] { 3, 4, 7, 8 }));
        Check.True(set.IsProperSubsetOf(new[] { 3, 4, 7, 8 }));
        Check.True(set.IsSupersetOf(new[] { 3 }));
        Check.False(set.IsProperSupersetOf(new[] { 3, 4, 7 }));
        Check.True(set.Overlaps(new[] { 7, 100 }));
        set.SymmetricExceptWith(new[] { 3, 5 });
        Check.True(set.SetEquals(new[] { 4, 5, 7 }));
        Check.Equal(1, set.RemoveWhere(x => x > 6));
        HashSet<string?> names = new(StringComparer.OrdinalIgnoreCase) { "A", "a", null };
        Check.Equal(2, names.Count);
        Check.True(names.Contains(null));
        Check.True(names.TryGetValue("a", out string? actual));
        Check.Equal("A", actual);
    }

    [GuestTest]
    public static void Comparers()
    {
        Check.True(EqualityComparer<int>.Default.Equals(1, 1));
        Check.True(EqualityComparer<string>.Default.Equals("a", new string('a', 1)));
        Check.False(EqualityComparer<string?>.Default.Equals("a", null));
        Check.True(EqualityComparer<int?>.Default.Equals(null, null));
        Check.False(EqualityComparer<int?>.Default.Equals(0, null));
        Check.True(EqualityComparer<DayOfWeek>.Default.Equals(DayOfWeek.Friday, DayOfWeek.Friday));
        Check.True(EqualityComparer<(int, string)>.Default.Equals((1, "a"), (1, "a")));
        Check.True(EqualityComparer<Version2>.Default.Equals(new(1), new(1)));
        Check.False(EqualityComparer<object>.Default.Equals(new object(), new object()));
        Check.True(EqualityComparer<object>.Default.Equals(5, 5));
        Check.Equal(5, EqualityComparer<int>.Default.GetHashCode(5));
        Check.Equal(5, EqualityComparer<DayOfWeek>.Default.GetHashCode(DayOfWeek.Friday));
        Check.True(Comparer<int>.Default.Compare(1, 2) < 0);
        Check.True(Comparer<string?>.Default.Compare(null, "a") < 0);
        Check.True(Comparer<int?>.Default.Compare(null, 1) < 0);
        Check.True(Comparer<DayOfWeek>.Default.Compare(DayOfWeek.Friday, DayOfWeek.Monday) > 0);
        Check.True(Comparer<Version2>.Default.Compare(new(1), new(2)) < 0);
        Check.Equal(-1, Comparer<int>.Create((x, y) => y.CompareTo(x)).Compare(2, 1));
        Check.Equal(HashCode.Combine(1, 2), HashCode.Combine(1, 2));
        Check.NotEqual(HashCode.Combine(1, 2), HashCode.Combine(2, 1));
        HashCode code = new();
        code.Add(1);
        code.Add("x");
        code.Add((object?)null);
        HashCode same = new();
        same.Add(1);
        same.Add("x");
        same.Add((object?)null);
        Check.Equal(code.ToHashCode(), same.ToHashCode());
    }

    private sealed class Version2(int number) : IEquatable<Version2>, IComparable<Version2>
    {
        private readonly int _number = number;

        public bool Equals(Version2? other) => other is not null && other._number == _number;

        public override bool Equals(object? obj) => Equals(obj as Version2);

        public override int GetHashCode() => _number;

        public int CompareTo(Version2? other) => other is null ? 1 : _number.CompareTo(other._number);
    }
}
