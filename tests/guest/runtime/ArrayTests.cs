using System;
using System.Collections;
using System.Collections.Generic;
using Lithe.Testing;

namespace RuntimeTests;

public static class ArrayTests
{
    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19];

    [GuestTest]
    public static void LiteralsAndLengths()
    {
        Check.Equal(8, Primes.Length);
        Check.Equal(19, Primes[^1]);
        Check.SequenceEqual(new int[] { 5, 7, 11 }, Primes[2..5]);
        long[] zeros = new long[5];
        foreach (long zero in zeros)
            Check.Equal(0L, zero);
        string?[] strings = new string?[2];
        Check.True(strings[1] is null);
        Check.Equal(0, Array.Empty<string>().Length);
        Check.True(ReferenceEquals(Array.Empty<int>(), Array.Empty<int>()));
        double[] halves = { 0.5, 1.5, 2.5 };
        Check.Equal(4.5, halves[0] + halves[1] + halves[2]);
        (int, string)[] pairs = [(1, "one"), (2, "two")];
        Check.Equal("two", pairs[1].Item2);
    }

    [GuestTest]
    public static void SeveralDimensions()
    {
        int[,] grid = new int[3, 4];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 4; j++)
                grid[i, j] = i * 10 + j;
        }
        Check.Equal(12, grid.Length);
        Check.Equal(2, grid.Rank);
        Check.Equal(3, grid.GetLength(0));
        Check.Equal(4, grid.GetLength(1));
        Check.Equal(3, grid.GetUpperBound(1));
        Check.Equal(23, grid[2, 3]);
        grid[1, 2]++;
        Check.Equal(13, grid[1, 2]);
        string[,,] cube = new string[2, 2, 2];
        cube[1, 1, 1] = "corner";
        Check.Equal("corner", cube[1, 1, 1]);
        Check.True(cube[0, 1, 1] is null);
        int[,] literal = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
        Check.Equal(6, literal[2, 1]);
        int[][] jagged = [[1], [2, 3], []];
        Check.Equal(3, jagged[1][1]);
        ref int cell = ref literal[0, 1];
        cell = 99;
        Check.Equal(99, literal[0, 1]);
    }

    [GuestTest]
    public static void InterfacesOfArrays()
    {
        IList<int> list = new int[] { 4, 5, 6 };
        Check.Equal(3, list.Count);
        Check.Equal(6, list[2]);
        list[0] = 9;
        Check.Equal(9, list[0]);
        Check.Equal(1, list.IndexOf(5));
        Check.Equal(-1, list.IndexOf(77));
        Check.True(list.Contains(6));
        Check.True(list.IsReadOnly);
        int[] copy = new int[5];
        list.CopyTo(copy, 1);
        Check.SequenceEqual(new int[] { 0, 9, 5, 6, 0 }, copy);
        IReadOnlyList<int> read = (int[])list;
        Check.Equal(5, read[1]);
        int sum = 0;
        foreach (int value in (IEnumerable<int>)list)
            sum += value;
        Check.Equal(20, sum);
        foreach (object? value in (IEnumerable)list)
            sum += (int)value!;
        Check.Equal(40, sum);
        IList<string> names = new string[] { "a", "b" };
        Check.Equal(1, names.IndexOf("b"));
        Check.Equal("ab", Join(new string[] { "a", "b" }));
    }

    private static string Join(IEnumerable<object> parts)
    {
        string text = "";
        foreach (object part in parts)
            text += (string)part;
        return text;
    }

    [GuestTest]
    public static void StoresToCovariantArrays()
    {
        object[] objects = new object[3];
        objects[0] = "text";
        objects[1] = 5;
        objects[2] = objects;
        Check.Equal(5, (int)objects[1]);
        object?[] strings = new string?[2];
        strings[0] = "fits";
        strings[1] = null;
        Check.Equal("fits", (string?)strings[0]);
        IComparable[] comparables = new IComparable[1];
        comparables[0] = 5;
        Check.True(comparables[0].CompareTo(4) > 0);
    }

    [GuestTest]
    public static void CopyClearResizeClone()
    {
        int[] numbers = [1, 2, 3, 4, 5, 6];
        Array.Copy(numbers, 0, numbers, 2, 4);
        Check.SequenceEqual(new int[] { 1, 2, 1, 2, 3, 4 }, numbers);
        Array.Copy(numbers, 2, numbers, 0, 4);
        Check.SequenceEqual(new int[] { 1, 2, 3, 4, 3, 4 }, numbers);
        Array.Clear(numbers, 1, 2);
        Check.SequenceEqual(new int[] { 1, 0, 0, 4, 3, 4 }, numbers);
        int[]? resized = numbers;
        Array.Resize(ref resized, 8);
        Check.SequenceEqual(new int[] { 1, 0, 0, 4, 3, 4, 0, 0 }, resized!);
        Array.Resize(ref resized, 2);
        Check.SequenceEqual(new int[] { 1, 0 }, resized!);
        int[] clone = (int[])numbers.Clone();
        clone[0] = 7;
        Check.Equal(1, numbers[0]);
        Check.Equal(4, clone[5]);
        string[] texts = ["x", "y"];
        object[] wide = new object[2];
        Array.Copy(texts, wide, 2);
        Check.Equal("y", (string)wide[1]);
    }

    [GuestTest]
    public static void RefsIntoArrays()
    {
        int[] numbers = [1, 2, 3];
        ref int second = ref numbers[1];
        second = 20;
        Check.Equal(20, numbers[1]);
        string[] texts = ["a", "b"];
        ref string first = ref texts[0];
        first = "z";
        Check.Equal("z", texts[0]);
        Span<string> span = texts;
        span[1] = "y";
        Check.Equal("y", texts[1]);
    }
}
