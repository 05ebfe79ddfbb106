using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using Lithe.Testing;

namespace CoreTests;

public static class QueueTests
{
    [GuestTest]
    public static void Queues()
    {
        Queue<int> queue = new();
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 7; i++)
                queue.Enqueue(round * 10 + i);
            Check.Equal(round * 10, round == 0 ? queue.Dequeue() : Drain(queue, 7));
        }
        Check.Equal(6, queue.Count);
        Seq.Equal([41, 42, 43, 44, 45, 46], queue.ToArray());
        Check.Equal(41, queue.Peek());
        Check.True(queue.Contains(44));
        Check.False(queue.Contains(40));
        int sum = 0;
        foreach (int x in queue)
            sum += x;
        Check.Equal(261, sum);
        Check.True(queue.TryDequeue(out int first));
        Check.Equal(41, first);
        Check.True(queue.TryPeek(out first));
        Check.Equal(42, first);
        queue.Clear();
        Check.False(queue.TryDequeue(out first));
        Check.Equal(0, first);
        Check.Equal(0, queue.Count);
        Check.Equal("a,b", string.Join(",", new Queue<string>(new[] { "a", "b" })));
    }

    // Takes all but the newest seven and returns the last taken's successor, the oldest left.
    private static int Drain(Queue<int> queue, int keep)
    {
        while (queue.Count > keep)
            queue.Dequeue();
        return queue.Dequeue();
    }

    [GuestTest]
    public static void Stacks()
    {
        Stack<string> stack = new();
        stack.Push("a");
        stack.Push("b");
        stack.Push("c");
        Check.Equal("c", stack.Peek());
        Seq.Equal(["c", "b", "a"], stack.ToArray());
        Check.Equal("c,b,a", string.Join(",", stack));
        Check.Equal("c", stack.Pop());
        Check.True(stack.Contains("a"));
        Check.True(stack.TryPop(out string? b));
        Check.Equal("b", b);
        Check.Equal(1, stack.Count);
        stack.Clear();
        Check.False(stack.TryPeek(out b));
        Check.True(b is null);
        Check.Equal(3, new Stack<int>(new[] { 1, 2, 3 }).Pop());
    }

    [GuestTest]
    public static void PriorityQueues()
    {
        PriorityQueue<string, int> queue = new();
        queue.Enqueue("five", 5);
        queue.Enqueue("one", 1);
        queue.Enqueue("three", 3);
        Check.Equal("one", queue.Peek());
        Check.Equal("one", queue.EnqueueDequeue("two", 2));
        Check.Equal("zero", queue.EnqueueDequeue("zero", 0));
        Check.Equal("two", queue.Dequeue());
        Check.True(queue.TryDequeue(out string? element, out int priority));
        Check.Equal("three", element);
        Check.Equal(3, priority);
        Check.Equal(1, queue.Count);
        PriorityQueue<int, int> numbers = new(Comparer<int>.Create((x, y) => y.CompareTo(x)));
        uint state = 1;
        for (int i = 0; i < 300; i++)
        {
            state = state * 1664525 + 1013904223;
            numbers.Enqueue((int)(state >> 16), (int)(state >> 16));
        }
        int last = int.MaxValue;
        bool ordered = true;
        while (numbers.TryDequeue(out int value, out _))
        {
            ordered &= value <= last;
            last = value;
        }
        Check.True(ordered);
        Check.False(numbers.TryPeek(out _, out _));
    }

    [GuestTest]
    public static void ReadOnlyViews()
    {
        List<int> list = [1, 2];
        ReadOnlyCollection<int> view = new(list);
        list.Add(3);
        Check.Equal(3, view.Count);
        Check.Equal(3, view[2]);
        Check.Equal(1, view.IndexOf(2));
        Check.True(view.Contains(1));
        Check.True(((ICollection<int>)view).IsReadOnly);
    }
}
