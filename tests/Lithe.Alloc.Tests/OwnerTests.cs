using System.Globalization;
using Xunit;

namespace Lithe.Alloc.Tests;

/// <summary>The size-class heap with several owners: threads that hand blocks to one another, each freeing what others allocated.</summary>
public unsafe class OwnerTests
{
    private const int Threads = 4;

    private static readonly int Operations =
        int.TryParse(Environment.GetEnvironmentVariable("LITHE_ALLOC_OPERATIONS"), CultureInfo.InvariantCulture, out int wanted) ? wanted : 100_000;

    private readonly struct ThreadOwner : IHeapOwner
    {
        private static readonly Lock s_lock = new();

        [ThreadStatic]
        internal static int Number;

        public static int Count => Threads + 1;

        public static int Current => Number;

        public static void Lock() => s_lock.Enter();

        public static void Unlock() => s_lock.Exit();
    }

    private sealed class Shared
    {
        internal SizeClassHeap<ThreadOwner> Heap;
        internal nint[] Slots = new nint[2048];
        internal string? Wrong;
    }

    [Fact]
    public void Blocks_go_from_thread_to_thread()
    {
        using Memory memory = new(48 << 20);
        Shared shared = new();
        Assert.True(shared.Heap.AddMemory(memory.Start, (nuint)memory.Size));
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() => Work(shared, number)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Null(shared.Wrong);

        ThreadOwner.Number = Threads;
        foreach (nint block in shared.Slots)
            CheckAndFree(shared, block);
        Assert.Null(shared.Wrong);
        // Each owner takes back what others freed when it needs a page.
        for (int owner = 0; owner < Threads; owner++)
        {
            ThreadOwner.Number = owner;
            shared.Heap.Collect();
        }

        ThreadOwner.Number = Threads;
        Assert.Equal(0UL, shared.Heap.Statistics.Blocks);
        Assert.Equal(0UL, shared.Heap.Statistics.Used);
        Assert.True(shared.Heap.Verify());
    }

    // Every block holds its size and, everywhere else, a byte that follows from its address.
    private static void Work(Shared shared, int number)
    {
        ThreadOwner.Number = number;
        Random random = new(number);
        for (int i = 0; i < Operations && shared.Wrong is null; i++)
        {
            int size = random.Next(100) switch { < 80 => random.Next(16, 500), < 98 => random.Next(16, 20_000), _ => random.Next(16, 300_000) };
            nint block = shared.Heap.Allocate((nuint)size, 8);
            if (block != 0)
            {
                new Span<byte>((void*)block, size).Fill((byte)(block >> 4));
                *(int*)block = size;
            }

            CheckAndFree(shared, Interlocked.Exchange(ref shared.Slots[random.Next(shared.Slots.Length)], block));
        }
    }

    private static void CheckAndFree(Shared shared, nint block)
    {
        if (block == 0)
            return;
        int size = *(int*)block;
        if (size is < 16 or > 300_000 || new ReadOnlySpan<byte>((void*)(block + 4), size - 4).IndexOfAnyExcept((byte)(block >> 4)) >= 0)
            shared.Wrong = $"block {block:x} does not hold what was written ({size})";
        else
            shared.Heap.Free(block);
    }
}
