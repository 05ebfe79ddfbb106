using System;
using System.Runtime.CompilerServices;
using Lithe.Testing;

namespace RuntimeTests;

public static class StaticTests
{
    private static int s_order;

    private static class Lazy
    {
        public static readonly int When;

        public static readonly string Name;

        static Lazy()
        {
            When = ++s_order;
            Name = "lazy" + When switch { 1 => "1", 2 => "2", _ => "?" };
        }

        public static void Touch()
        {
        }
    }

    private static class First
    {
        public static readonly int Value = Second.Value + 1;
    }

    private static class Second
    {
        public static readonly int Value = Next();

        private static int Next() => 41;
    }

    private static class Circular
    {
        public static readonly int A;

        static Circular()
        {
            A = 5;
            // The type's own fields, while its constructor runs.
            B = Reader.Read() + 1;
        }

        public static readonly int B;

        private static class Reader
        {
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static int Read() => A;
        }
    }

    private static class Objects
    {
        public static readonly object Lock = new();
        public static readonly string[] Names = ["a", "b", "c"];
        public static readonly Func<int, int> Double = x => x * 2;
        public static int Counter = 3;
        public static string? Text;
        public static (int, string) Tuple = (1, "t");
    }

    private static class Tables
    {
        public static ReadOnlySpan<byte> Bytes => [1, 2, 3, 250];
        public static ReadOnlySpan<int> Numbers => [100000, -5, 7];
        public static ReadOnlySpan<char> Letters => ['x', 'y'];
        public static readonly ulong[] Powers = [1, 1UL << 32, 1UL << 63];
    }

    [GuestTest]
    public static void StaticConstructorsRunWhenNeeded()
    {
        Check.Equal(0, s_order);
        Check.Equal(1, Lazy.When);
        Check.Equal("lazy1", Lazy.Name);
        Lazy.Touch();
        Check.Equal(1, s_order);
    }

    [GuestTest]
    public static void InitializersDependOnEachOther()
    {
        Check.Equal(42, First.Value);
        Check.Equal(5, Circular.A);
        Check.Equal(6, Circular.B);
    }

    [GuestTest]
    public static void StaticObjects()
    {
        Check.True(Objects.Lock is not null);
        Check.Equal("c", Objects.Names[2]);
        Check.Equal(14, Objects.Double(7));
        Check.Equal(3, Objects.Counter);
        Objects.Counter++;
        Check.Equal(4, Objects.Counter);
        Check.True(Objects.Text is null);
        Objects.Text = "set";
        Check.Equal("set", Objects.Text);
        Check.Equal("t", Objects.Tuple.Item2);
    }

    [GuestTest]
    public static void DataInTheImage()
    {
        Check.Equal(4, Tables.Bytes.Length);
        Check.Equal((byte)250, Tables.Bytes[3]);
        Check.Equal(-5, Tables.Numbers[1]);
        Check.Equal('y', Tables.Letters[1]);
        Check.Equal(1UL << 63, Tables.Powers[2]);
        Check.Equal((byte)'h', "hello"u8[0]);
        Check.Equal(6, "grüß"u8.Length);
    }

    [GuestTest]
    public static void LiteralsAreOneObject()
    {
        string a = "same literal", b = "same literal";
        Check.True(ReferenceEquals(a, b));
        Check.Equal(12, a.Length);
        Check.Equal('s', a[0]);
        Check.Equal("", string.Empty);
    }
}
