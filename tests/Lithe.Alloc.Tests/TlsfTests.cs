using System.Runtime.InteropServices;
using CsCheck;
using Xunit;

namespace Lithe.Alloc.Tests;

public unsafe class TlsfTests
{
    private const int HeapSize = 1 << 18;

    private sealed class Memory(int size) : IDisposable
    {
        public nuint Start { get; } = (nuint)NativeMemory.AlignedAlloc((nuint)size, 4096);

        public void Dispose() => NativeMemory.AlignedFree((void*)Start);
    }

    private static readonly Gen<(int Operation, int Size, int Alignment)> Operations =
        Gen.Select(Gen.Int[0, 99], Gen.OneOf(Gen.Int[0, 64], Gen.Int[0, 4000], Gen.Int[0, 60000]), Gen.Int[0, 12]);

    [Fact]
    public void Blocks_keep_their_content_and_the_records_agree() => Operations.Array[1, 300].Sample(operations =>
    {
        using var memory = new Memory(HeapSize);
        var tlsf = default(Tlsf);
        Assert.True(tlsf.Initialize(memory.Start, HeapSize));
        Assert.True(tlsf.Verify(out int free) && free == 1);
        ulong empty = tlsf.Used;
        var live = new List<(nint Block, int Size, byte Fill)>();
        byte fill = 0;
        foreach ((int operation, int size, int power) in operations)
        {
            if (operation < 60 || live.Count == 0)
            {
                nuint alignment = operation < 40 ? 8 : (nuint)1 << power;
                nint block = tlsf.Allocate((nuint)size, alignment);
                if (block != 0)
                {
                    Assert.Equal(0u, (nuint)block % alignment);
                    Assert.Equal(0u, (nuint)block % 16);
                    Assert.True(Tlsf.UsableSize(block) >= (nuint)size);
                    Assert.True((nuint)block >= memory.Start && (nuint)block + (nuint)size <= memory.Start + HeapSize);
                    new Span<byte>((void*)block, (int)Tlsf.UsableSize(block)).Fill(++fill);
                    live.Add((block, size, fill));
                }
            }
            else
            {
                int index = operation % live.Count;
                (nint block, _, byte content) = live[index];
                Assert.Equal(-1, new Span<byte>((void*)block, (int)Tlsf.UsableSize(block)).IndexOfAnyExcept(content));
                tlsf.Free(block);
                live.RemoveAt(index);
            }
            Assert.True(tlsf.Verify(out _));
            Assert.Equal((ulong)live.Count, tlsf.Blocks);
        }
        foreach ((nint block, _, _) in live)
            tlsf.Free(block);
        Assert.True(tlsf.Verify(out free) && free == 1);
        Assert.Equal(empty, tlsf.Used);
    }, iter: 300);

    [Fact]
    public void Exhaustion_gives_zero_and_recovers()
    {
        using var memory = new Memory(HeapSize);
        var tlsf = default(Tlsf);
        Assert.True(tlsf.Initialize(memory.Start, HeapSize));
        var blocks = new List<nint>();
        for (nint block; (block = tlsf.Allocate(1000, 8)) != 0;)
            blocks.Add(block);
        Assert.True(blocks.Count > HeapSize / 1000 * 9 / 10);
        Assert.Equal(0, tlsf.Allocate(HeapSize, 8));
        Assert.Equal(0, tlsf.Allocate(nuint.MaxValue, 8));
        Assert.Equal(0, tlsf.Allocate(8, 3));
        Assert.Equal(0, tlsf.Allocate(8, 0));
        for (int i = 0; i < blocks.Count; i += 2)
            tlsf.Free(blocks[i]);
        Assert.True(tlsf.Verify(out _));
        Assert.NotEqual(0, tlsf.Allocate(900, 8));
        Assert.True(tlsf.Peak <= HeapSize);
    }

    [Fact]
    public void Freeing_twice_is_noticed()
    {
        using var memory = new Memory(HeapSize);
        var tlsf = default(Tlsf);
        Assert.True(tlsf.Initialize(memory.Start, HeapSize));
        nint block = tlsf.Allocate(100, 8);
        tlsf.Free(0);
        tlsf.Free(block);
        Assert.Throws<InvalidOperationException>(() => tlsf.Free(block));
    }

    [Fact]
    public void Too_little_memory_is_refused()
    {
        using var memory = new Memory(4096);
        for (nuint length = 0; length <= 4096; length += 8)
        {
            var tlsf = default(Tlsf);
            if (tlsf.Initialize(memory.Start, length))
                Assert.True(tlsf.Verify(out _));
            else
                Assert.True(length < 2048);
        }
    }
}
