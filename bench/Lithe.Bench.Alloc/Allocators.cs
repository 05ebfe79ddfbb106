using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lithe.Alloc;

namespace Lithe.Bench.Alloc;

/// <summary>Something that allocates, by the addresses of its functions: nothing of it is inlined into the loop that calls it, as in a program.</summary>
internal abstract unsafe class Allocator(string name)
{
    public string Name { get; } = name;

    /// <summary>Makes it as if nothing had been allocated; not timed.</summary>
    protected virtual void Reset()
    {
    }

    /// <summary>Does some steps of a trace.</summary>
    public abstract void Run(ReadOnlySpan<ulong> steps, nint[] blocks);

    /// <summary>Gives back what is left over at the end; not timed.</summary>
    public abstract void End(nint[] blocks);

    /// <summary>
    /// Does all steps, some at a time, and notes for each such piece its best time so far, in nanoseconds: a piece is shorter than what a busy machine
    /// gives a program in a row.
    /// </summary>
    public void Run(Trace trace, nint[] blocks, double[] best)
    {
        Reset();
        for (int piece = 0; piece < best.Length; piece++)
        {
            int first = piece * Trace.PieceSteps;
            ReadOnlySpan<ulong> steps = trace.Steps.AsSpan(first, Math.Min(Trace.PieceSteps, trace.Steps.Length - first));
            long start = Stopwatch.GetTimestamp();
            Run(steps, blocks);
            best[piece] = Math.Min(best[piece], Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        End(blocks);
    }
}

/// <summary>A heap of this project. Its record has a fixed place, as an image's static one has.</summary>
internal sealed unsafe class LitheAllocator<THeap>(string name, byte* memory, nuint length) : Allocator(name) where THeap : unmanaged, IHeap
{
    private readonly THeap* _heap = (THeap*)NativeMemory.AlignedAlloc((nuint)sizeof(THeap), 64);

    protected override void Reset()
    {
        *_heap = default;
        if (!_heap->AddMemory((nuint)memory, length))
            throw new InvalidOperationException($"{Name} takes no memory");
    }

    public override void Run(ReadOnlySpan<ulong> steps, nint[] blocks) => Replay.Managed(steps, blocks, _heap, &Allocate, &Free, &Reallocate);

    public override void End(nint[] blocks) => Array.Clear(blocks);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Allocate(void* heap, nuint size) => ((THeap*)heap)->Allocate(size, 16);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Free(void* heap, nint block) => ((THeap*)heap)->Free(block);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Reallocate(void* heap, nint block, nuint size) => ((THeap*)heap)->Reallocate(block, size, 16);
}

/// <summary>A C library's allocator.</summary>
internal sealed unsafe class NativeAllocator(string name, nint library, string prefix) : Allocator(name)
{
    private readonly nint _allocate = NativeLibrary.GetExport(library, prefix + "malloc");
    private readonly nint _free = NativeLibrary.GetExport(library, prefix + "free");
    private readonly nint _reallocate = NativeLibrary.GetExport(library, prefix + "realloc");

    public override void Run(ReadOnlySpan<ulong> steps, nint[] blocks) => Replay.Native(steps, blocks, _allocate, _free, _reallocate);

    public override void End(nint[] blocks)
    {
        foreach (ref nint block in blocks.AsSpan())
        {
            ((delegate* unmanaged[Cdecl]<nint, void>)_free)(block);
            block = 0;
        }
    }
}

/// <summary>The loop over some of a trace's steps: a new block's first word is written, as its program would.</summary>
internal static unsafe class Replay
{
    public static void Managed(
        ReadOnlySpan<ulong> steps,
        nint[] blocks,
        void* heap,
        delegate*<void*, nuint, nint> allocate,
        delegate*<void*, nint, void> free,
        delegate*<void*, nint, nuint, nint> reallocate)
    {
        foreach (ulong step in steps)
        {
            ref nint block = ref blocks[(int)(step >> 32) & 0x3fff_ffff];
            switch (step >> 62)
            {
                case (ulong)Step.Allocate:
                    block = allocate(heap, (uint)step);
                    *(ulong*)block = step;
                    break;
                case (ulong)Step.Free:
                    free(heap, block);
                    block = 0;
                    break;
                default:
                    block = reallocate(heap, block, (uint)step);
                    *(ulong*)block = step;
                    break;
            }
        }
    }

    public static void Native(ReadOnlySpan<ulong> steps, nint[] blocks, nint allocateAt, nint freeAt, nint reallocateAt)
    {
        var allocate = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nuint, nint>)allocateAt;
        var free = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void>)freeAt;
        var reallocate = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint, nint>)reallocateAt;
        foreach (ulong step in steps)
        {
            ref nint block = ref blocks[(int)(step >> 32) & 0x3fff_ffff];
            switch (step >> 62)
            {
                case (ulong)Step.Allocate:
                    block = allocate((uint)step);
                    *(ulong*)block = step;
                    break;
                case (ulong)Step.Free:
                    free(block);
                    block = 0;
                    break;
                default:
                    block = reallocate(block, (uint)step);
                    *(ulong*)block = step;
                    break;
            }
        }
    }
}
