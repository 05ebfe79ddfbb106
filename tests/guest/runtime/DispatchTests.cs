using System;
using Lithe.Testing;

namespace RuntimeTests;

public static class DispatchTests
{
    private interface IShape
    {
        int Sides { get; }

        int Area(int scale);

        int Twice(int scale) => 2 * Area(scale);

        int Corners() => Sides;
    }

    private class Square : IShape
    {
        public int Sides => 4;

        public virtual int Area(int scale) => scale * scale;
    }

    private sealed class Room : Square
    {
        public override int Area(int scale) => base.Area(scale) + 1;
    }

    private sealed class Odd : Square, IShape
    {
        // Implements the interface again, below a base that does.
        int IShape.Area(int scale) => -scale;

        int IShape.Twice(int scale) => 1000 + scale;
    }

    private struct Dot(int weight) : IShape
    {
        public readonly int Sides => 0;

        public readonly int Area(int scale) => weight;
    }

    private abstract class Base
    {
        public abstract string Name();

        public virtual string Kind() => "base";

        public string Both() => Name() + "/" + Kind();
    }

    private class Middle : Base
    {
        public override string Name() => "middle";

        public new virtual string Kind() => "new kind";
    }

    private sealed class Leaf : Middle
    {
        public override string Name() => "leaf";

        public override string Kind() => "leaf kind";
    }

    private interface ILeft
    {
        string Who() => "left";
    }

    private interface IRight
    {
        string Who() => "right";
    }

    private interface IMore : ILeft
    {
        string ILeft.Who() => "more";
    }

    private sealed class Two : ILeft, IRight;

    private sealed class Deeper : IMore;

    private interface IGeneric<T>
    {
        string Show(T value);
    }

    private sealed class Shower : IGeneric<int>, IGeneric<string>, IGeneric<long>
    {
        public string Show(int value) => "int";

        public string Show(string value) => "string " + value;

        string IGeneric<long>.Show(long value) => "long";
    }

    private static IShape Shape(int kind) => kind switch
    {
        0 => new Square(),
        1 => new Room(),
        2 => new Odd(),
        _ => new Dot(77),
    };

    [GuestTest]
    public static void InterfaceCallsFindTheMostDerived()
    {
        Check.Equal(9, Shape(0).Area(3));
        Check.Equal(10, Shape(1).Area(3));
        Check.Equal(-3, Shape(2).Area(3));
        Check.Equal(77, Shape(3).Area(3));
        Check.Equal(4, Shape(1).Sides);
        Check.Equal(0, Shape(3).Sides);
    }

    [GuestTest]
    public static void DefaultMethodsCallTheTypesOwn()
    {
        Check.Equal(18, Shape(0).Twice(3));
        Check.Equal(20, Shape(1).Twice(3));
        Check.Equal(1003, Shape(2).Twice(3));
        Check.Equal(154, Shape(3).Twice(3));
        Check.Equal(4, Shape(2).Corners());
        Check.Equal("left", ((ILeft)new Two()).Who());
        Check.Equal("right", ((IRight)new Two()).Who());
        Check.Equal("more", ((ILeft)new Deeper()).Who());
    }

    [GuestTest]
    public static void OneCallSiteSeesManyTypes()
    {
        int sum = 0;
        for (int i = 0; i < 40; i++)
            sum += Shape(i & 3).Area(2);
        Check.Equal(10 * (4 + 5 - 2 + 77), sum);
    }

    [GuestTest]
    public static void VirtualCallsFindTheMostDerived()
    {
        Base middle = new Middle(), leaf = new Leaf();
        Check.Equal("middle/base", middle.Both());
        Check.Equal("leaf/base", leaf.Both());
        Check.Equal("new kind", ((Middle)middle).Kind());
        Check.Equal("leaf kind", ((Middle)leaf).Kind());
    }

    [GuestTest]
    public static void GenericInterfacesByArgument()
    {
        object shower = new Shower();
        Check.Equal("int", ((IGeneric<int>)shower).Show(1));
        Check.Equal("string x", ((IGeneric<string>)shower).Show("x"));
        Check.Equal("long", ((IGeneric<long>)shower).Show(1));
    }

    private interface IManyArguments
    {
        double Sum(int a, long b, byte c, double d, float e, double f, int g, long h, int i, double j, in Wide wide);
    }

    private struct Wide
    {
        public long A, B, C;
    }

    private sealed class Adder : IManyArguments
    {
        public double Sum(int a, long b, byte c, double d, float e, double f, int g, long h, int i, double j, in Wide wide) =>
            a + b + c + d + e + f + g + h + i + j + wide.A + wide.B + wide.C;
    }

    [GuestTest]
    public static void AllArgumentsArrive()
    {
        IManyArguments adder = new Adder();
        double sum = adder.Sum(1, 2, 3, 4.5, 5.25f, 6, 7, 8, 9, 10, new Wide { A = 100, B = 200, C = 300 });
        Check.Equal(655.75, sum);
    }

    [GuestTest]
    public static void ConstrainedCallsNeedNoBox()
    {
        var dot = new Dot(5);
        Check.Equal(5, AreaOf(dot));
        Check.Equal(16, AreaOf(new Square(), 4));
        Check.Equal(10, TwiceOf(dot));
    }

    private static int AreaOf<T>(T shape, int scale = 1) where T : IShape => shape.Area(scale);

    private static int TwiceOf<T>(T shape) where T : IShape => shape.Twice(1);

    private interface IZero<T> where T : IZero<T>
    {
        static abstract T Zero { get; }

        static abstract T operator +(T left, T right);

        static virtual string Title => "untitled";
    }

    private readonly struct Money(int cents) : IZero<Money>
    {
        public int Cents => cents;

        public static Money Zero => new(0);

        public static Money operator +(Money left, Money right) => new(left.Cents + right.Cents);

        public static string Title => "money";
    }

    private sealed class Words(string text) : IZero<Words>
    {
        public string Text => text;

        public static Words Zero => new("");

        public static Words operator +(Words left, Words right) => new(left.Text + right.Text);
    }

    private static T Total<T>(ReadOnlySpan<T> values) where T : IZero<T>
    {
        T sum = T.Zero;
        foreach (T value in values)
            sum += value;
        return sum;
    }

    private static string TitleOf<T>() where T : IZero<T> => T.Title;

    [GuestTest]
    public static void StaticAbstractMembersCompose()
    {
        Check.Equal(60, Total<Money>([new(10), new(20), new(30)]).Cents);
        Check.Equal("abc", Total<Words>([new("a"), new("b"), new("c")]).Text);
        Check.Equal("money", TitleOf<Money>());
        Check.Equal("untitled", TitleOf<Words>());
    }
}
