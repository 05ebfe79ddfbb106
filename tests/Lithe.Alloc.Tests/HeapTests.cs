using System.Globalization;
using CsCheck;
using Xunit;

namespace Lithe.Alloc.Tests;

/// <summary>Every heap against a plain model, as it is and hardened; LITHE_ALLOC_OPERATIONS says how many operations for each.</summary>
public class HeapTests
{
    private const int Megabyte = 1 << 20;

    private static readonly int Operations =
        int.TryParse(Environment.GetEnvironmentVariable("LITHE_ALLOC_OPERATIONS"), CultureInfo.InvariantCulture, out int wanted) ? wanted : 100_000;

    private static void Run<THeap>(int operations, int seed, Verify<THeap> verify, bool keepsFigures = true, bool isSmall = false, int parts = 1) where THeap : struct, IHeap
    {
        // Odd places, and a second range that comes later.
        Memory[] memories = isSmall ? [new Memory(300_000, 24)] : [new Memory(4 * Megabyte, 40), new Memory(5 * Megabyte + 12_344, 4096)];
        try
        {
            HeapModel<THeap> model = new(seed, memories, verify, parts);
            model.Run(operations, keepsFigures);
            if (operations >= 50_000)
                Assert.True(model.Refused > 0, "the heap was never full");
        }
        finally
        {
            foreach (Memory memory in memories)
                memory.Dispose();
        }
    }

    [Fact]
    public void Region() => Run(Operations, 1, static (ref RegionHeap heap) => heap.Verify(), keepsFigures: false);

    [Fact]
    public void Buddy() => Run(Operations, 2, static (ref BuddyHeap heap) => heap.Verify());

    [Fact]
    public void Tlsf() => Run(Operations, 3, static (ref TlsfHeap heap) => heap.Verify(out _));

    [Fact]
    public void Slab() => Run(Operations, 4, static (ref SlabHeap heap) => heap.Verify());

    [Fact]
    public void Size_class() => Run(Operations, 5, static (ref SizeClassHeap<SingleOwner> heap) => heap.Verify());

    [Fact]
    public void Region_in_parts() => Run(Operations, 11, static (ref RegionHeap heap) => heap.Verify(), keepsFigures: false, parts: 4);

    [Fact]
    public void Tlsf_in_parts() => Run(Operations, 12, static (ref TlsfHeap heap) => heap.Verify(out _), parts: 4);

    [Fact]
    public void Hardened_region() => Run(Operations, 6, static (ref HardenedHeap<RegionHeap, ThrowingFaults> heap) => Check(ref heap) && heap.Inner.Verify());

    [Fact]
    public void Hardened_buddy() => Run(Operations, 7, static (ref HardenedHeap<BuddyHeap, ThrowingFaults> heap) => Check(ref heap) && heap.Inner.Verify());

    [Fact]
    public void Hardened_tlsf() => Run(Operations, 8, static (ref HardenedHeap<TlsfHeap, ThrowingFaults> heap) => Check(ref heap) && heap.Inner.Verify(out _));

    [Fact]
    public void Hardened_slab() => Run(Operations, 9, static (ref HardenedHeap<SlabHeap, ThrowingFaults> heap) => Check(ref heap) && heap.Inner.Verify());

    [Fact]
    public void Hardened_size_class() =>
        Run(Operations, 10, static (ref HardenedHeap<SizeClassHeap<SingleOwner>, ThrowingFaults> heap) => Check(ref heap) && heap.Inner.Verify());

    // Many short runs from random seeds in little memory; CsCheck shows the seed of one that fails.
    [Fact]
    public void Short_runs_in_little_memory() => Gen.Int.Sample(seed =>
    {
        Run(400, seed, static (ref RegionHeap heap) => heap.Verify(), isSmall: true);
        Run(400, seed, static (ref BuddyHeap heap) => heap.Verify(), isSmall: true);
        Run(400, seed, static (ref TlsfHeap heap) => heap.Verify(out _), isSmall: true);
        Run(400, seed, static (ref SlabHeap heap) => heap.Verify(), isSmall: true, keepsFigures: true);
    }, iter: 100);

    // What MemoryFor promises, at any place and for any block.
    [Fact]
    public void A_range_holds_what_it_was_asked_for() =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, 100_000], Gen.Int[0, 3_000_000]), Gen.Int[0, 18], Gen.Int[0, 8191]).Sample((size, power, offset) =>
        {
            Holds<RegionHeap>(size, power, offset);
            Holds<BuddyHeap>(size, power, offset);
            Holds<TlsfHeap>(size, power, offset);
            Holds<SlabHeap>(size, power, offset);
            Holds<SizeClassHeap<SingleOwner>>(size, power, offset);
            Holds<HardenedHeap<TlsfHeap, ThrowingFaults>>(size, power, offset);
        }, iter: 300);

    private static void Holds<THeap>(int size, int power, int offset) where THeap : struct, IHeap
    {
        nuint alignment = (nuint)1 << power, needed = THeap.MemoryFor((nuint)size, alignment);
        Assert.NotEqual((nuint)0, needed);
        using Memory memory = new((int)needed, offset);
        THeap heap = default;
        Assert.Equal(0, heap.Allocate((nuint)size, alignment));
        Assert.True(heap.AddMemory(memory.Start, needed));
        nint block = heap.Allocate((nuint)size, alignment);
        Assert.True(block != 0, $"{typeof(THeap)}: no block of {size} bytes aligned to {alignment} in {needed} bytes at offset {offset}");
        Assert.Equal((nuint)0, (nuint)block & (alignment - 1));
        heap.Free(block);
    }

    // Nothing is as it should be: no memory, sizes and alignments that cannot be.
    [Fact]
    public void Impossible_requests_give_zero()
    {
        Refuses<RegionHeap>();
        Refuses<BuddyHeap>();
        Refuses<TlsfHeap>();
        Refuses<SlabHeap>();
        Refuses<SizeClassHeap<SingleOwner>>();
        Refuses<HardenedHeap<SlabHeap, ThrowingFaults>>();
    }

    private static void Refuses<THeap>() where THeap : struct, IHeap
    {
        THeap heap = default;
        using Memory memory = new(4 * Megabyte);
        for (nuint length = 0; length <= 32; length++)
            Assert.False(heap.AddMemory(memory.Start + 4096, length));
        Assert.True(heap.AddMemory(memory.Start, (nuint)memory.Size));
        foreach (nuint size in new[] { (nuint)8 * Megabyte, nuint.MaxValue, nuint.MaxValue - 7, nuint.MaxValue / 2, (nuint)1 << 47 })
            Assert.Equal(0, heap.Allocate(size, 8));
        foreach (nuint alignment in new[] { (nuint)0, (nuint)3, (nuint)24, nuint.MaxValue, (nuint)1 << 47, (nuint)1 << 63 })
            Assert.Equal(0, heap.Allocate(8, alignment));
        nint block = heap.Allocate(100, 8);
        Assert.Equal(0, heap.Reallocate(block, nuint.MaxValue, 8));
        Assert.Equal(0, heap.Reallocate(block, (nuint)8 * Megabyte, 8));
        heap.Free(block);
        heap.Free(0);
        Assert.Equal(0UL, heap.Statistics.Blocks);
    }

    private static bool Check<THeap>(ref HardenedHeap<THeap, ThrowingFaults> heap) where THeap : struct, IHeap
    {
        heap.CheckAll();
        return true;
    }
}
