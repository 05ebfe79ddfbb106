using System;
using System.Collections.Generic;
using Lithe.Testing;

namespace CoreTests;

public static class ArrayMethodTests
{
    [GuestTest]
    public static void Searching()
    {
        int[] array = [3, 1, 4, 1, 5];
        Check.Equal(1, Array.IndexOf(array, 1));
        Check.Equal(3, Array.IndexOf(array, 1, 2));
        Check.Equal(-1, Array.IndexOf(array, 1, 4));
        Check.Equal(-1, Array.IndexOf(array, 3, 1, 3));
        Check.Equal(3, Array.LastIndexOf(array, 1));
        Check.Equal(-1, Array.LastIndexOf(array, 9));
        Check.Equal(1, Array.IndexOf(["a", "b"], "b"));
        Check.Equal(1, Array.IndexOf(["a", null], null));
        Check.Equal(1, Array.IndexOf(new[] { DayOfWeek.Friday, DayOfWeek.Monday }, DayOfWeek.Monday));
        Check.Equal(1, Array.IndexOf(new int?[] { 1, null, 2 }, null));
        Check.Equal(2, Array.IndexOf(new int?[] { 1, null, 2 }, 2));
        Check.Equal(1, Array.IndexOf(new[] { (1, "a"), (2, "b") }, (2, "b")));
        Check.True(Array.Exists(array, x => x > 4));
        Check.Equal(4, Array.Find(array, x => x > 3));
        Check.Equal(0, Array.Find(array, x => x > 9));
        Seq.Equal([3, 4, 5], Array.FindAll(array, x => x >= 3));
        Check.Equal(2, Array.FindIndex(array, x => x > 3));
        Check.Equal(4, Array.FindLastIndex(array, x => x > 3));
        Check.False(Array.TrueForAll(array, x => x > 1));
        Seq.Equal([6L, 2L, 8L, 2L, 10L], Array.ConvertAll(array, x => x * 2L));
        int sum = 0;
        Array.ForEach(array, x => sum += x);
        Check.Equal(14, sum);
    }

    [GuestTest]
    public static void Ordering()
    {
        int[] array = [3, 1, 4, 1, 5];
        Array.Sort(array);
        Seq.Equal([1, 1, 3, 4, 5], array);
        Check.Equal(2, Array.BinarySearch(array, 3));
        Check.Equal(~2, Array.BinarySearch(array, 2));
        Check.Equal(~5, Array.BinarySearch(array, 6));
        Array.Sort(array, (x, y) => y - x);
        Seq.Equal([5, 4, 3, 1, 1], array);
        Array.Reverse(array);
        Seq.Equal([1, 1, 3, 4, 5], array);
        Array.Reverse(array, 1, 3);
        Seq.Equal([1, 4, 3, 1, 5], array);
        Array.Sort(array, 1, 3);
        Seq.Equal([1, 1, 3, 4, 5], array);
        string[] names = ["b", "a"];
        Array.Sort(array, new int[] { 5, 4, 3, 2, 1 });
        Array.Sort(names, Comparer<string>.Create((x, y) => string.CompareOrdinal(y, x)));
        Seq.Equal(["b", "a"], names);
        Check.Equal(1, Array.BinarySearch(array, 1, 2, 1) is int at && at >= 1 ? 1 : at);
    }

    [GuestTest]
    public static void Changing()
    {
        int[]? array = [1, 2, 3];
        Array.Resize(ref array, 5);
        Seq.Equal([1, 2, 3, 0, 0], array);
        Array.Resize(ref array, 2);
        Seq.Equal([1, 2], array);
        int[]? none = null;
        Array.Resize(ref none, 1);
        Check.Equal(1, none!.Length);
        Array.Fill(array!, 7);
        Seq.Equal([7, 7], array!);
        int[] five = [1, 2, 3, 4, 5];
        Array.Fill(five, 0, 1, 2);
        Seq.Equal([1, 0, 0, 4, 5], five);
        Array.Copy(five, 3, five, 1, 2);
        Seq.Equal([1, 4, 5, 4, 5], five);
        Array.Clear(five, 0, 2);
        Seq.Equal([0, 0, 5, 4, 5], five);
        Check.Equal(0, Array.Empty<int>().Length);
        Buffer.BlockCopy(new byte[] { 1, 0, 0, 0, 2, 0, 0, 0 }, 0, five, 0, 8);
        Seq.Equal([1, 2, 5, 4, 5], five);
        Check.Equal(20, Buffer.ByteLength(five));
    }
}
