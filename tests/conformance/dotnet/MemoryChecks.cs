using System.Buffers;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace DotnetWide;

/// <summary>The collector with threads, large objects, finalizers, weak and pinned references.</summary>
internal static class MemoryChecks
{
    private static int s_finalized;

    public static void Add(Checks checks)
    {
        checks.Add("memory: lists of several threads survive collections", ListsSurvive);
        checks.Add("memory: large objects come and go", LargeObjects);
        checks.Add("memory: finalizers run", Finalizers);
        checks.Add("memory: weak references and conditional tables", Weak);
        checks.Add("memory: pinned objects do not move", Pinned);
        checks.Add("memory: too much is an exception", TooMuch);
        checks.Add("memory: a deep recursion", () => Checks.Equal(50_000, Depth(50_000)));
        checks.Add("memory: what the collector knows of the machine", Info);
        checks.Add("memory: pools", Pools);
    }

    private static void ListsSurvive()
    {
        bool stop = false;
        Exception? error = null;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            try
            {
                var random = new Random(number);
                var kept = new Dictionary<int, Node>();
                while (!Volatile.Read(ref stop))
                {
                    int key = random.Next(500);
                    if (kept.TryGetValue(key, out Node? node))
                    {
                        Checks.Equal(key * node.Length, node.Sum());
                        kept.Remove(key);
                    }
                    else
                    {
                        kept.Add(key, Node.Make(key, random.Next(1, 60)));
                    }
                }
            }
            catch (Exception problem)
            {
                error = problem;
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        for (int i = 0; i < 20; i++)
        {
            GC.Collect(i % 3);
            Thread.Sleep(2);
        }

        Volatile.Write(ref stop, true);
        foreach (Thread thread in threads)
            thread.Join();
        Checks.True(error is null, $"{error}");
    }

    private static void LargeObjects()
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 40; i++)
        {
            byte[] large = new byte[1_000_000 + i];
            large[^1] = (byte)i;
            Checks.Equal((byte)i, large[999_999 + i]);
        }

        Checks.True(GC.GetTotalAllocatedBytes(precise: true) - before > 40_000_000, "allocated bytes are not counted");
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Checks.True(GC.GetTotalMemory(false) < 60_000_000, $"{GC.GetTotalMemory(false)} bytes are still held");
    }

    private static void Finalizers()
    {
        int before = Volatile.Read(ref s_finalized);
        MakeGarbage();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Checks.True(Volatile.Read(ref s_finalized) - before >= 99, $"{s_finalized - before} of 100 were finalized");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeGarbage()
    {
        for (int i = 0; i < 100; i++)
            _ = new Finalized();
    }

    private static void Weak()
    {
        object kept = new();
        var table = new ConditionalWeakTable<object, string> { { kept, "value" } };
        WeakReference gone = MakeWeak();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Checks.True(!gone.IsAlive, "an object that nothing refers to is alive");
        Checks.True(table.TryGetValue(kept, out string? value) && value == "value", "the table lost its value");
        GC.KeepAlive(kept);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference MakeWeak() => new(new object());

    private static unsafe void Pinned()
    {
        byte[] bytes = new byte[100];
        fixed (byte* place = bytes)
        {
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < 1000; k++)
                    GC.KeepAlive(new byte[100]);
                GC.Collect();
                place[i] = 7;
                Checks.Equal((byte)7, bytes[i]);
            }
        }
    }

    private static void TooMuch()
    {
        int size = int.MaxValue - 1000;
        Checks.Throws<OutOfMemoryException>(() =>
        {
            var kept = new List<long[]>();
            while (kept.Count < 10_000)
                kept.Add(new long[size]);
        });
        GC.Collect();
    }

    private static int Depth(int levels) => levels == 0 ? 0 : 1 + Depth(levels - 1);

    private static void Info()
    {
        GCMemoryInfo info = GC.GetGCMemoryInfo();
        Checks.True(info.TotalAvailableMemoryBytes is > 10_000_000 and < 1L << 46, $"{info.TotalAvailableMemoryBytes} bytes available");
        Checks.True(!GCSettings.IsServerGC, "a server's collector");
        Checks.True(Environment.ProcessorCount is >= 1 and <= 64, $"{Environment.ProcessorCount} processors");
        Checks.True(Environment.WorkingSet > 1_000_000, $"a working set of {Environment.WorkingSet}");
    }

    private static void Pools()
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(5000);
        ArrayPool<byte>.Shared.Return(rented);
        Checks.True(ReferenceEquals(rented, ArrayPool<byte>.Shared.Rent(5000)), "the pool gave another array");
    }

    private sealed class Node(int value, Node? next)
    {
        public int Length => 1 + (next?.Length ?? 0);

        public static Node Make(int value, int length)
        {
            Node node = new(value, null);
            for (int i = 1; i < length; i++)
                node = new Node(value, node);
            return node;
        }

        public int Sum() => value + (next?.Sum() ?? 0);
    }

    private sealed class Finalized
    {
        ~Finalized() => Interlocked.Increment(ref s_finalized);
    }
}
