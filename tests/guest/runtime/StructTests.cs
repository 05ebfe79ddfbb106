using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Lithe.Testing;

namespace RuntimeTests;

public static class StructTests
{
    private struct Plain
    {
        public int A;
        public long B;
        public byte C;
    }

    private struct WithText
    {
        public string? Text;
        public int Number;
    }

    private struct Point : IEquatable<Point>
    {
        public int X, Y;

        public readonly bool Equals(Point other) => X == other.X && Y == other.Y;

        public override readonly bool Equals(object? obj) => obj is Point other && Equals(other);

        public override readonly int GetHashCode() => X * 31 + Y;
    }

    [Flags]
    private enum Access
    {
        None = 0,
        Read = 1,
        Write = 2,
        All = 3,
    }

    private enum Big : ulong
    {
        Top = 1UL << 63,
    }

    [InlineArray(4)]
    private struct Four<T>
    {
        private T _first;
    }

    private ref struct Window
    {
        public Span<int> Items;
        public ref int Total;

        public readonly void Sum()
        {
            foreach (int item in Items)
                Total += item;
        }
    }

    [GuestTest]
    public static void BoxedStructsCompareByFields()
    {
        object a = new Plain { A = 1, B = 2, C = 3 }, b = new Plain { A = 1, B = 2, C = 3 }, c = new Plain { A = 1, B = 9, C = 3 };
        Check.True(a.Equals(b));
        Check.False(a.Equals(c));
        Check.Equal(a.GetHashCode(), b.GetHashCode());
        object s = new WithText { Text = "x" + Tail(), Number = 1 }, t = new WithText { Text = "x" + Tail(), Number = 1 };
        Check.True(s.Equals(t));
        Check.False(s.Equals(new WithText { Text = null, Number = 1 }));
        Check.False(s.Equals(a));
        Check.False(s.Equals(null));
        object p = new Point { X = 1, Y = 2 };
        Check.True(p.Equals(new Point { X = 1, Y = 2 }));
        Check.Equal(33, p.GetHashCode());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Tail() => "y" + "";

    [GuestTest]
    public static void Enums()
    {
        Access access = Access.Read | Access.Write;
        Check.True(access == Access.All);
        Check.True(access.HasFlag(Access.Write));
        Check.False(Access.Read.HasFlag(Access.All));
        object boxed = access;
        Check.True(boxed.Equals(Access.All));
        Check.False(boxed.Equals(3));
        Check.Equal(3, (int)access);
        Check.True(Access.Read.CompareTo(Access.Write) < 0);
        Check.True(Big.Top.CompareTo((Big)1) > 0);
        Check.Equal(1UL << 63, (ulong)Big.Top);
    }

    [GuestTest]
    public static void InlineArrays()
    {
        Four<int> four = default;
        for (int i = 0; i < 4; i++)
            four[i] = i * i;
        Check.Equal(9, four[3]);
        Span<int> span = four;
        Check.Equal(4, span.Length);
        span[0] = 77;
        Check.Equal(77, four[0]);
        ReadOnlySpan<int> middle = four[1..3];
        Check.Equal(2, middle.Length);
        Four<string> texts = default;
        texts[2] = "two";
        Check.Equal("two", texts[2]);
        int sum = 0;
        foreach (int value in four)
            sum += value;
        Check.Equal(77 + 1 + 4 + 9, sum);
    }

    [GuestTest]
    public static void RefStructsAndSpans()
    {
        int total = 5;
        Span<int> items = stackalloc int[4];
        for (int i = 0; i < items.Length; i++)
            items[i] = i;
        var window = new Window { Items = items[1..], Total = ref total };
        window.Sum();
        Check.Equal(11, total);
        Span<byte> bytes = MemoryMarshal.AsBytes(items);
        Check.Equal(16, bytes.Length);
        items.Fill(-1);
        Check.Equal((byte)255, bytes[7]);
        items.Clear();
        Check.Equal(0, items[2]);
        Span<byte> overlap = [1, 2, 3, 4, 5, 6, 7, 8];
        overlap[..6].CopyTo(overlap[2..]);
        Check.SequenceEqual<byte>([1, 2, 1, 2, 3, 4, 5, 6], overlap);
        Check.False(overlap.TryCopyTo(stackalloc byte[3]));
        Check.Equal(0x04030201, MemoryMarshal.Read<int>((ReadOnlySpan<byte>)[1, 2, 3, 4]));
        Check.Equal(2, MemoryMarshal.Cast<byte, int>(overlap).Length);
        Check.Equal(8, Unsafe.SizeOf<long>());
        Check.Equal(0x3F800000, Unsafe.BitCast<float, int>(1f));
    }

    [GuestTest]
    public static void CheckedAndWideArithmetic()
    {
        int large = int.MaxValue;
        Check.Equal(int.MinValue, unchecked(large + 1));
        Check.Equal(-1, unchecked((int)0xFFFFFFFF) >> 3);
        long product = (long)large * large;
        Check.Equal(4611686014132420609L, product);
        ulong top = ulong.MaxValue;
        Check.Equal(18446744073709551615.0, (double)top);
        Check.Equal(9007199254740993UL, (ulong)9007199254740993L);
        Check.Equal(3UL, (ulong)3.9);
        Check.Equal(-3, (int)-3.9);
        Check.Equal(1, 7 % 3);
        Check.Equal(-1, -7 % 3);
        Check.Equal(1.5, 7.5 % 3.0);
        Check.Equal(2u, 17u / 8u);
        Check.Equal(1L << 40, checked((1L << 20) * (1L << 20)));
    }

    private sealed class Node
    {
        public Node? Next;
        public volatile int Version;
    }

    [GuestTest]
    public static void InterlockedAndVolatile()
    {
        int number = 5;
        Check.Equal(6, Interlocked.Increment(ref number));
        Check.Equal(16, Interlocked.Add(ref number, 10));
        Check.Equal(16, Interlocked.Exchange(ref number, 3));
        Check.Equal(3, Interlocked.CompareExchange(ref number, 8, 3));
        Check.Equal(8, Interlocked.CompareExchange(ref number, 9, 3));
        Check.Equal(8, number);
        long wide = 1L << 40;
        Check.Equal((1L << 40) - 1, Interlocked.Decrement(ref wide));
        Check.Equal(0b1100, Interlocked.And(ref number, 0) + 4);
        uint bits = 0b0101;
        Interlocked.Or(ref bits, 0b1010u);
        Check.Equal(0b1111u, bits);
        var a = new Node();
        var b = new Node();
        Check.True(Interlocked.CompareExchange(ref a.Next, b, null) is null);
        Check.True(ReferenceEquals(Interlocked.Exchange(ref a.Next, a), b));
        a.Version = 7;
        Check.Equal(7, a.Version);
        Volatile.Write(ref number, 12);
        Check.Equal(12, Volatile.Read(ref number));
        lock (a)
            number++;
        Check.Equal(13, number);
    }
}
