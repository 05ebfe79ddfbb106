using System;
using System.Collections;
using System.Collections.Generic;
using Lithe.Testing;

namespace RuntimeTests;

public static class IteratorTests
{
    private static string s_log = "";

    private static IEnumerable<int> Squares(int count)
    {
        for (int i = 0; i < count; i++)
            yield return i * i;
    }

    private static IEnumerable<T> Where<T>(IEnumerable<T> source, Predicate<T> test)
    {
        foreach (T item in source)
        {
            if (test(item))
                yield return item;
        }
    }

    private static IEnumerable<string> WithFinally()
    {
        try
        {
            yield return "one";
            yield return "two";
        }
        finally
        {
            s_log += "finally";
        }
    }

    private static IEnumerator<long> Fibonacci()
    {
        (long a, long b) = (0, 1);
        while (true)
        {
            yield return a;
            (a, b) = (b, a + b);
        }
    }

    private sealed class Tree(int value, Tree? left = null, Tree? right = null) : IEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator()
        {
            if (left is not null)
            {
                foreach (int v in left)
                    yield return v;
            }
            yield return value;
            if (right is not null)
            {
                foreach (int v in right)
                    yield return v;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private ref struct CountDown(int from)
    {
        private int _next = from;

        public readonly CountDown GetEnumerator() => this;

        public bool MoveNext() => _next-- > 0;

        public readonly int Current => _next;
    }

    private sealed class Resource(string name) : IDisposable
    {
        public void Dispose() => s_log += "-" + name;
    }

    [GuestTest]
    public static void YieldGoesOnWhereItWas()
    {
        int sum = 0;
        foreach (int square in Squares(5))
            sum += square;
        Check.Equal(30, sum);
        string seen = "";
        foreach (int square in Where(Squares(6), n => n % 2 == 0))
            seen += square == 0 ? "0," : square == 4 ? "4," : "16,";
        Check.Equal("0,4,16,", seen);
        IEnumerator<long> fibonacci = Fibonacci();
        for (int i = 0; i <= 50; i++)
            fibonacci.MoveNext();
        Check.Equal(12586269025L, fibonacci.Current);
    }

    [GuestTest]
    public static void AnEnumerableStartsAfresh()
    {
        IEnumerable<int> squares = Squares(3);
        int first = 0, second = 0;
        foreach (int s in squares)
            first += s;
        foreach (int s in squares)
            second += s;
        Check.Equal(first, second);
    }

    [GuestTest]
    public static void FinallyRunsWhenLeft()
    {
        s_log = "";
        foreach (string s in WithFinally())
        {
            if (s == "one")
                break;
        }
        Check.Equal("finally", s_log);
        foreach (string s in WithFinally())
            s_log += s;
        Check.Equal("finallyonetwofinally", s_log);
    }

    [GuestTest]
    public static void Recursion()
    {
        var tree = new Tree(4, new Tree(2, new Tree(1), new Tree(3)), new Tree(6, new Tree(5)));
        int expected = 1;
        foreach (int value in tree)
            Check.Equal(expected++, value);
        Check.Equal(7, expected);
    }

    [GuestTest]
    public static void PatternsInsteadOfInterfaces()
    {
        int sum = 0;
        foreach (int n in new CountDown(5))
            sum += n;
        Check.Equal(10, sum);
        foreach (char c in "abc")
            sum += c;
        Check.Equal(10 + 'a' + 'b' + 'c', sum);
    }

    [GuestTest]
    public static void UsingAndFinallyInOrder()
    {
        s_log = "";
        Leave(1);
        Check.Equal("-b-af", s_log);
        s_log = "";
        Leave(2);
        Check.Equal("early-b-af", s_log);
    }

    private static void Leave(int how)
    {
        try
        {
            using var a = new Resource("a");
            using var b = new Resource("b");
            if (how == 2)
            {
                s_log += "early";
                return;
            }
        }
        finally
        {
            s_log += "f";
        }
    }
}
