using System;
using Lithe.Testing;

namespace RuntimeTests;

public static class DelegateTests
{
    private static string s_log = "";

    private sealed class Counter
    {
        public int Value;

        public int Add(int amount) => Value += amount;

        public void Tick() => Value++;
    }

    private interface ISource
    {
        int Next();
    }

    private sealed class Source : ISource
    {
        private int _next = 10;

        public int Next() => _next++;
    }

    private struct Point
    {
        public int X;

        public readonly int Double() => X * 2;
    }

    private static int Twice(int value) => value * 2;

    private static T Same<T>(T value) => value;

    private static void Log(string text) => s_log += text;

    [GuestTest]
    public static void StaticInstanceAndClosure()
    {
        Func<int, int> twice = Twice;
        Check.Equal(14, twice(7));
        var counter = new Counter();
        Func<int, int> add = counter.Add;
        add(3);
        Check.Equal(8, add(5));
        int captured = 1;
        Action step = () => captured += 10;
        step();
        step();
        Check.Equal(21, captured);
        Func<int, Func<int, int>> curry = a => b => a * 100 + b;
        Check.Equal(304, curry(3)(4));
        Action tick = counter.Tick;
        tick();
        Check.Equal(9, counter.Value);
    }

    [GuestTest]
    public static void InterfaceStructAndGenericMethods()
    {
        ISource source = new Source();
        Func<int> next = source.Next;
        next();
        Check.Equal(11, next());
        Func<int> twice = new Point { X = 21 }.Double;
        Check.Equal(42, twice());
        Func<string, string> text = Same<string>;
        Func<long, long> number = Same<long>;
        Check.Equal("x", text("x"));
        Check.Equal(5L, number(5));
        Func<int> extension = "four".LengthOf;
        Check.Equal(4, extension());
    }

    private static int LengthOf(this string text) => text.Length;

    [GuestTest]
    public static void ManyAreCalledInOrder()
    {
        s_log = "";
        Action<string> a = text => Log("a" + text), b = text => Log("b" + text), c = Log;
        Action<string>? all = a + b;
        all += c;
        all("1");
        Check.Equal("a1b11", s_log);
        s_log = "";
        all -= b;
        all!("2");
        Check.Equal("a22", s_log);
        Check.Equal(2, all.GetInvocationList().Length);
        all -= a;
        Check.True(all == c);
        all -= c;
        Check.True(all is null);
        Check.True((c - a) == c);
    }

    [GuestTest]
    public static void RemoveTakesTheLastRun()
    {
        s_log = "";
        Action a = () => Log("a"), b = () => Log("b");
        Action list = a + b + a + b + a;
        Action? less = list - (a + b);
        less!();
        Check.Equal("aba", s_log);
        Check.True(list - (b + b) == list);
        Check.True((Action?)Delegate.RemoveAll(list, a) == b + b);
    }

    [GuestTest]
    public static void TheLastResultCounts()
    {
        Func<int> one = () => 1, two = () => 2;
        Func<int> both = one + two;
        Check.Equal(2, both());
        Check.Equal(1, (two + one)());
    }

    [GuestTest]
    public static void EqualityIsByMethodAndTarget()
    {
        var first = new Counter();
        var second = new Counter();
        Func<int, int> a = first.Add, b = first.Add, c = second.Add;
        Check.True(a == b);
        Check.True(a.Equals(b));
        Check.Equal(a.GetHashCode(), b.GetHashCode());
        Check.False(a == c);
        Check.True(ReferenceEquals(a.Target, first));
        Func<int, int> d = Twice, e = Twice;
        Check.True(d == e);
        Check.True(a + c == b + c);
    }

    [GuestTest]
    public static void VarianceOfDelegates()
    {
        Func<string> text = () => "covariant";
        Func<object> any = text;
        Check.Equal("covariant", (string)any());
        string seen = "";
        Action<object> take = o => seen = (string)o;
        Action<string> narrow = take;
        narrow("contravariant");
        Check.Equal("contravariant", seen);
        // The compiler takes a type of which no object is made for one that no cast can succeed to, variance or not.
        Func<object> made = () => "made";
        Check.Equal("made", (string)made());
        object boxed = text;
        Check.True(boxed is Func<object>);
        Check.False(boxed is Func<int>);
    }

    private sealed class Button
    {
        public event EventHandler? Pressed;

        public void Press() => Pressed?.Invoke(this, EventArgs.Empty);
    }

    [GuestTest]
    public static void EventsComeAndGo()
    {
        var button = new Button();
        int count = 0;
        EventHandler handler = (sender, _) => count += ReferenceEquals(sender, button) ? 1 : 100;
        button.Press();
        button.Pressed += handler;
        button.Pressed += handler;
        button.Press();
        Check.Equal(2, count);
        button.Pressed -= handler;
        button.Press();
        Check.Equal(3, count);
    }
}
