using System.Runtime.InteropServices;

namespace Lithe.Alloc.Tests;

/// <summary>Memory for heaps, at a multiple of a page plus an odd offset, so that nobody relies on more.</summary>
internal sealed unsafe class Memory(int size, int offset = 0) : IDisposable
{
    private readonly void* _memory = NativeMemory.AlignedAlloc((nuint)(size + offset), 4096);

    public nuint Start => (nuint)_memory + (nuint)offset;

    public int Size => size;

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
