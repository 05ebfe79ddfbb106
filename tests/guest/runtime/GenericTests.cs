using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Lithe.Testing;

namespace RuntimeTests;

public static class GenericTests
{
    private sealed class Stack<T>
    {
        private T[] _items = new T[2];
        private int _count;

        public int Count => _count;

        public void Push(T item)
        {
            if (_count == _items.Length)
            {
                T[] larger = new T[_count * 2];
                for (int i = 0; i < _count; i++)
                    larger[i] = _items[i];
                _items = larger;
            }
            _items[_count++] = item;
        }

        public T Pop() => _items[--_count];

        public Stack<TOut> Map<TOut>(Func<T, TOut> map)
        {
            var result = new Stack<TOut>();
            for (int i = 0; i < _count; i++)
                result.Push(map(_items[i]));
            return result;
        }

        public IEnumerable<T> Items()
        {
            for (int i = 0; i < _count; i++)
                yield return _items[i];
        }
    }

    private static class PerType<T>
    {
        public static int Calls;

        public static readonly T[] Shared = new T[3];

        public static readonly Type Kind = typeof(T);
    }

    private struct Pair<TFirst, TSecond>(TFirst first, TSecond second)
    {
        public TFirst First = first;
        public TSecond Second = second;

        public readonly Pair<TSecond, TFirst> Swap() => new(Second, First);
    }

    [GuestTest]
    public static void OfStructsAndOfReferences()
    {
        var numbers = new Stack<int>();
        var texts = new Stack<string>();
        for (int i = 0; i < 10; i++)
        {
            numbers.Push(i);
            texts.Push("t");
        }
        Check.Equal(9, numbers.Pop());
        Check.Equal("t", texts.Pop());
        Check.Equal(9, numbers.Count);
        var lengths = texts.Map(t => t.Length);
        Check.Equal(1, lengths.Pop());
        var words = numbers.Map(n => n > 4 ? "big" : "small");
        Check.Equal("big", words.Pop());
        int sum = 0;
        foreach (int n in numbers.Items())
            sum += n;
        Check.Equal(36, sum);
    }

    [GuestTest]
    public static void StaticsArePerInstantiation()
    {
        PerType<int>.Calls++;
        PerType<string>.Calls += 2;
        PerType<object>.Calls += 3;
        Check.Equal(1, PerType<int>.Calls);
        Check.Equal(2, PerType<string>.Calls);
        Check.Equal(3, PerType<object>.Calls);
        Check.True(PerType<string>.Kind == typeof(string));
        Check.True(PerType<int>.Kind == typeof(int));
        Check.Equal(3, PerType<string>.Shared.Length);
        Check.False(ReferenceEquals(PerType<string>.Shared, PerType<object>.Shared));
        Check.Equal(5, CountCalls<string>() + CountCalls<object>());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CountCalls<T>() => PerType<T>.Calls;

    [GuestTest]
    public static void StructsOfArguments()
    {
        var pair = new Pair<int, string>(1, "one");
        var swapped = pair.Swap();
        Check.Equal("one", swapped.First);
        Check.Equal(1, swapped.Second);
        var nested = new Pair<Pair<byte, long>, double>(new(1, 2), 3.5);
        Check.Equal(2L, nested.First.Second);
        Check.Equal(3.5, nested.Second);
    }

    private static T Make<T>() where T : new() => new();

    private static bool IsDefault<T>(T value) => EqualityComparer<T>.Default.Equals(value, default!);

    private static T[] ArrayOf<T>(int length) => new T[length];

    private static bool Is<T>(object o) => o is T;

    private static T Cast<T>(object o) => (T)o;

    private sealed class Plain
    {
        public int Value = 3;
    }

    [GuestTest]
    public static void SharedCodeKnowsItsType()
    {
        Check.Equal(3, Make<Plain>().Value);
        Check.Equal(0, Make<int>());
        Check.True(IsDefault(0));
        Check.True(IsDefault<string?>(null));
        Check.False(IsDefault("x"));
        Check.True(ArrayOf<string>(2) is string[]);
        Check.True(ArrayOf<Plain>(2) is Plain[]);
        Check.False((object)ArrayOf<Plain>(2) is string[]);
        Check.True(Is<string>("x"));
        Check.False(Is<Plain>("x"));
        Check.True(Is<int>(5));
        Check.Equal("x", Cast<string>("x"));
        Check.Equal(5, Cast<int>(5));
        Check.True(Is<Stack<Plain>>(new Stack<Plain>()));
        Check.False(Is<Stack<Plain>>(new Stack<string>()));
    }

    [GuestTest]
    public static void TuplesAndNullables()
    {
        (int a, string b) = (1, "x");
        Check.Equal(1, a);
        Check.Equal("x", b);
        Check.True((1, "x", 2.5) == (1, "x", 2.5));
        Check.True((1, "x").Equals((1, "x")));
        Check.False((1, "x").Equals((2, "x")));
        int? none = null, some = 4;
        Check.Equal(5, some + 1);
        Check.True((none + 1) is null);
        Check.Equal(9, none ?? 9);
        Check.Equal(4, some.GetValueOrDefault());
        Check.True(some == 4);
        Check.False(none == some);
        Check.True(none.Equals(null));
        (int, int)? pair = (3, 4);
        Check.Equal(4, pair.Value.Item2);
        long? big = 1L << 40;
        object boxed = big;
        Check.Equal(1L << 40, (long)boxed);
        Check.Equal(1L << 40, (long?)boxed);
        byte? small = 7;
        object boxedSmall = small;
        Check.Equal((byte)7, (byte?)boxedSmall);
        Guid? wide = new Guid { A = 1, B = 2, C = 3 };
        object boxedWide = wide;
        Check.Equal(3, ((Guid?)boxedWide)!.Value.C);
    }

    private struct Guid
    {
        public long A, B;
        public int C;
    }
}
