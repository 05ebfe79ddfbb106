using System;
using System.Runtime.CompilerServices;
using Lithe.Collections;
using Lithe.Testing;

namespace CoreTests;

public static class FixedCollectionTests
{
    [InlineArray(4)]
    private struct Four<T>
    {
        private T _first;
    }

    [GuestTest]
    public static void Lists()
    {
        FixedList<int, Four<int>> list = default;
        Check.Equal(4, FixedList<int, Four<int>>.Capacity);
        list.Add(1);
        list.Add(2);
        list.Add(3);
        Check.True(list.TryAdd(4));
        Check.True(list.IsFull);
        Check.False(list.TryAdd(5));
        list.RemoveAt(1);
        Seq.Equal([1, 3, 4], list.Items);
        list.RemoveAtSwap(0);
        Seq.Equal([4, 3], list.Items);
        list[0] = 8;
        FixedList<int, Four<int>> copy = list;
        copy[0] = 9;
        Check.Equal(8, list[0]);
        list.Clear();
        Check.Equal(0, list.Count);
        Check.Equal(2, copy.Count);
    }

    [GuestTest]
    public static void Rings()
    {
        RingBuffer<int> ring = new(stackalloc int[4]);
        int next = 0;
        int expected = 0;
        int wrong = 0;
        for (int round = 0; round < 20; round++)
        {
            while (ring.TryEnqueue(next))
                next++;
            if (!ring.IsFull)
                wrong++;
            for (int i = 0; i < round % 4 + 1; i++)
            {
                if (!ring.TryDequeue(out int value) || value != expected++)
                    wrong++;
            }
        }
        Check.Equal(0, wrong);
        Check.Equal(next - expected, ring.Count);
        while (ring.TryDequeue(out _))
        {
        }
        Check.True(ring.IsEmpty);
        Check.False(ring.TryPeek(out _));
        Check.Equal(4, ring.Capacity);
    }

    [GuestTest]
    public static void Bits()
    {
        Check.Equal(3, BitSet.WordsFor(129));
        BitSet bits = new(stackalloc ulong[3]);
        Check.Equal(192, bits.Length);
        Check.Equal(-1, bits.NextSet(0));
        Check.Equal(0, bits.NextClear(0));
        bits[0] = true;
        bits[63] = true;
        bits[64] = true;
        Check.False(bits.TrySet(64));
        Check.True(bits.TrySet(191));
        Check.Equal(4, bits.PopCount());
        Check.Equal(63, bits.NextSet(1));
        Check.Equal(191, bits.NextSet(65));
        Check.Equal(-1, bits.NextSet(192));
        Check.Equal(65, bits.NextClear(63));
        bits[63] = false;
        Check.False(bits[63]);
        for (int i = 0; i < 192; i++)
            bits[i] = true;
        Check.Equal(-1, bits.NextClear(0));
        bits.Clear();
        Check.Equal(0, bits.PopCount());
    }

    [GuestTest]
    public static void IntrusiveLists()
    {
        Node a = new("a");
        Node b = new("b");
        Node c = new("c");
        IntrusiveList<Node> list = default;
        list.AddLast(b);
        list.AddLast(c);
        list.AddFirst(a);
        Check.Equal("abc", Text(list));
        Check.Equal(3, list.Count);
        list.Remove(b);
        Check.Equal("ac", Text(list));
        Check.False(b.Link.IsLinked);
        list.AddFirst(b);
        Check.Equal("bac", Text(list));
        list.Remove(c);
        Check.Equal("a", list.Last!.Name);
        Check.Equal("b", list.RemoveFirst()!.Name);
        Check.Equal("a", list.RemoveFirst()!.Name);
        Check.True(list.RemoveFirst() is null);
        Check.True(list.Last is null);
    }

    private static string Text(IntrusiveList<Node> list)
    {
        string text = "";
        for (Node? node = list.First; node is not null; node = IntrusiveList<Node>.Next(node))
            text += node.Name;
        return text;
    }

    private sealed class Node(string name) : IIntrusive<Node>
    {
        private IntrusiveLink<Node> _link;

        internal string Name { get; } = name;

        public ref IntrusiveLink<Node> Link => ref _link;
    }
}
