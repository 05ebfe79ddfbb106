using Xunit;

namespace Lithe.Alloc.Tests;

/// <summary>Faults planted over each heap are found, and named with the block's size, place and serial number.</summary>
public abstract unsafe class HardenedTests<THeap> : IDisposable where THeap : struct, IHeap
{
    private readonly Memory _memory = new(4 << 20, 16);
    private HardenedHeap<THeap, CollectedFaults> _heap;

    protected HardenedTests()
    {
        CollectedFaults.Reports.Clear();
        Assert.True(_heap.AddMemory(_memory.Start, (nuint)_memory.Size));
    }

    private static HeapReport Only(HeapFault fault)
    {
        HeapReport report = Assert.Single(CollectedFaults.Reports);
        Assert.Equal(fault, report.Fault);
        CollectedFaults.Reports.Clear();
        return report;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public void A_block_freed_twice(int size)
    {
        _heap.Free(_heap.Allocate(8, 8));
        nint block = _heap.Allocate((nuint)size, 8);
        _heap.Free(block);
        Assert.Empty(CollectedFaults.Reports);
        _heap.Free(block);
        HeapReport report = Only(HeapFault.FreedTwice);
        Assert.Equal((block, (nuint)size, 2UL), (report.Block, report.Size, report.Serial));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(100, 0)]
    [InlineData(100, 15)]
    [InlineData(40_000, 3)]
    public void A_block_written_behind_its_end(int size, int beyond)
    {
        nint block = _heap.Allocate((nuint)size, 16), other = _heap.Allocate(24, 8);
        ((byte*)block)[size + beyond] = 7;
        _heap.CheckAll();
        Assert.Equal(size + beyond, Only(HeapFault.Overrun).Offset);
        _heap.Free(block);
        HeapReport report = Only(HeapFault.Overrun);
        Assert.Equal((block, (nuint)size, (long)(size + beyond), 1UL), (report.Block, report.Size, report.Offset, report.Serial));
        _heap.Free(other);
        Assert.Empty(CollectedFaults.Reports);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void A_block_written_before_its_start(int before)
    {
        nint block = _heap.Allocate(64, 64);
        ((byte*)block)[-before] = 7;
        _heap.Free(block);
        Assert.Equal(before > 8 ? -16 : -8, Only(HeapFault.Underrun).Offset);
    }

    [Fact]
    public void A_block_written_after_it_was_freed()
    {
        nint block = _heap.Allocate(300, 8);
        _heap.Free(block);
        ((byte*)block)[123] = 7;
        _heap.CheckAll();
        Assert.Equal(123, Only(HeapFault.UsedAfterFree).Offset);
        _heap.EmptyQuarantine();
        HeapReport report = Only(HeapFault.UsedAfterFree);
        Assert.Equal((block, (nuint)300, 123L, 1UL), (report.Block, report.Size, report.Offset, report.Serial));
    }

    [Fact]
    public void What_is_no_block()
    {
        nint block = _heap.Allocate(300, 16);
        _heap.Free(block + 16);
        Assert.Equal(block + 16, Only(HeapFault.NoBlock).Block);
        _heap.Free(block + 3);
        Only(HeapFault.NoBlock);
        Assert.Equal((nuint)0, _heap.UsableSize(block + 32));
        Only(HeapFault.NoBlock);
        Assert.Equal(0, _heap.Reallocate(block + 48, 10, 8));
        Only(HeapFault.NoBlock);
        _heap.Free(block);
        Assert.Empty(CollectedFaults.Reports);
    }

    [Fact]
    public void Blocks_that_were_forgotten()
    {
        nint[] blocks = [.. Enumerable.Range(1, 20).Select(size => _heap.Allocate((nuint)size, 8))];
        for (int i = 0; i < blocks.Length; i++)
        {
            if (i is not (4 or 11))
                _heap.Free(blocks[i]);
        }

        Assert.Equal(2UL, _heap.ReportLeaks());
        Assert.Equal([(12, 12), (5, 5)], CollectedFaults.Reports.Select(r => ((int)r.Size, (int)r.Serial)));
        Assert.All(CollectedFaults.Reports, r => Assert.Equal(HeapFault.Leaked, r.Fault));
    }

    [Fact]
    public void Old_content_cannot_be_relied_on()
    {
        nint block = _heap.Allocate(64, 8);
        Assert.Equal(-1, new ReadOnlySpan<byte>((void*)block, 64).IndexOfAnyExcept((byte)0xa5));
        _heap.Free(block);
        Assert.Equal(-1, new ReadOnlySpan<byte>((void*)block, 64).IndexOfAnyExcept((byte)0xdd));
        // The quarantine keeps the next block away from it.
        Assert.NotEqual(block, _heap.Allocate(64, 8));
    }

    [Fact]
    public void Quarantine_gives_way_when_memory_is_short()
    {
        for (int i = 0; i < 200; i++)
        {
            nint block = _heap.Allocate(200_000, 8);
            // The region never gets memory back.
            if (typeof(THeap) != typeof(RegionHeap))
                Assert.NotEqual(0, block);
            _heap.Free(block);
        }

        Assert.Empty(CollectedFaults.Reports);
    }

    public void Dispose()
    {
        _memory.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class HardenedRegionTests : HardenedTests<RegionHeap>;

public sealed class HardenedBuddyTests : HardenedTests<BuddyHeap>;

public sealed class HardenedTlsfTests : HardenedTests<TlsfHeap>;

public sealed class HardenedSlabTests : HardenedTests<SlabHeap>;

public sealed class HardenedSizeClassTests : HardenedTests<SizeClassHeap<SingleOwner>>;
