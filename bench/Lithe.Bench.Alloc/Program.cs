using System.Globalization;
using System.Runtime.InteropServices;
using Lithe.Alloc;
using Lithe.Bench.Alloc;

// alloc-bench hello: starts and ends, to be recorded. alloc-bench CACHE PRELOAD [ROUNDS]: records what is missing, then replays; prints "steps TRACE COUNT BYTES",
// then "time TRACE ALLOCATOR NANOSECONDS" a step: of each piece of
// the trace the best of all rounds.
if (args is ["hello"])
{
    Console.WriteLine($"Hello, it is {DateTime.UtcNow:O}, {string.Join(' ', Enumerable.Range(0, 10).Select(i => (i * i).ToString(CultureInfo.InvariantCulture)))}");
    return 0;
}

var recorder = new Recorder(args[0], args[1]);
IReadOnlyList<Trace> traces = recorder.Traces();
int rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 15;
// mimalloc gives memory back to the host by the clock: on a busy machine between any two steps, which then counts as its time. Without that it is at its best.
_ = Memory.SetVariable("MIMALLOC_ALLOW_DECOMMIT", "0", 1);
_ = Memory.SetVariable("MIMALLOC_PAGE_RESET", "0", 1);
// Large pages for all.
_ = Memory.SetVariable("MIMALLOC_LARGE_OS_PAGES", "1", 1);
unsafe
{
    nuint length = (nuint)1 << 32;
    byte* memory = Memory.Reserve(length);
    Allocator[] allocators =
    [
        new LitheAllocator<RegionHeap>("region", memory, length),
        new LitheAllocator<BuddyHeap>("buddy", memory, length),
        new LitheAllocator<TlsfHeap>("tlsf", memory, length),
        new LitheAllocator<SlabHeap>("slab", memory, length),
        new LitheAllocator<SizeClassHeap<SingleOwner>>("sizeclass", memory, length),
        new NativeAllocator("glibc", NativeLibrary.Load("libc.so.6"), ""),
        new NativeAllocator("mimalloc", NativeLibrary.Load(recorder.Mimalloc), "mi_"),
    ];
    foreach (Trace trace in traces)
    {
        ulong bytes = (ulong)trace.Steps.Sum(step => (long)(uint)step);
        Console.WriteLine($"steps {trace.Name} {trace.Steps.Length} {bytes}");
        double[][] best = [.. allocators.Select(_ => Enumerable.Repeat(double.MaxValue, trace.Pieces).ToArray())];
        nint[] blocks = new nint[trace.Blocks];
        // Taking turns, so that a busy machine slows all of them; more of them where a round is short.
        int turns = Math.Max(rounds, Math.Min(100, 2_000_000 / trace.Steps.Length));
        for (int round = 0; round < turns; round++)
        {
            for (int i = 0; i < allocators.Length; i++)
                allocators[i].Run(trace, blocks, best[i]);
        }

        for (int i = 0; i < allocators.Length; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"time {trace.Name} {allocators[i].Name} {best[i].Sum() / trace.Steps.Length:0.000}"));
    }
}

return 0;
