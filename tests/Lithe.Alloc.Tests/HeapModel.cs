using Xunit;

namespace Lithe.Alloc.Tests;

/// <summary>Says what is wrong with a heap's own records.</summary>
internal delegate bool Verify<THeap>(ref THeap heap);

/// <summary>
/// A heap and a plain model of it: a list of the live blocks and, for every 8 bytes of memory, whose they are. Each operation is done on both, and whatever
/// can be seen of them is compared.
/// </summary>
internal sealed unsafe class HeapModel<THeap>(int seed, Memory[] memories, Verify<THeap> verify, int parts = 1) where THeap : struct, IHeap
{
    private sealed record Block(nint Address, nuint Size, byte Fill, int Number);

    private readonly Random _random = new(seed);
    private readonly List<Block> _live = [];
    private readonly int[][] _owners = [.. memories.Select(m => new int[m.Size / 8 + 2])];
    private THeap _heap;
    private int _added;
    private ulong _sizes;
    private int _number;

    public int Refused { get; private set; }

    public ref THeap Heap => ref _heap;

    public void Run(int operations, bool keepsFigures)
    {
        AddMemory();
        ulong empty = _heap.Statistics.Used;
        for (int i = 0; i < operations; i++)
        {
            // Later ranges come while blocks of the first are in use.
            if (_added < memories.Length * parts && i >= operations / (memories.Length * parts) * _added)
                empty += AddMemory();
            Step(i, operations);
            if (i % 1024 == 0)
                Assert.True(verify(ref _heap), $"seed {seed}, operation {i}: the heap's records contradict one another");
        }

        while (_live.Count > 0)
            Free(_random.Next(_live.Count));
        Assert.True(verify(ref _heap), $"seed {seed}: the heap's records contradict one another at the end");
        Assert.Equal(0UL, _heap.Statistics.Blocks);
        if (keepsFigures)
            Assert.Equal(empty, _heap.Statistics.Used);
    }

    private ulong AddMemory()
    {
        ulong before = _heap.Statistics.Used;
        // The parts of one memory follow one another.
        Memory memory = memories[_added / parts];
        nuint length = (nuint)memory.Size / (nuint)parts & ~(nuint)4095, first = memory.Start + (nuint)(_added % parts) * length;
        _added++;
        Assert.True(_heap.AddMemory(first, _added % parts == 0 ? memory.Start + (nuint)memory.Size - first : length));
        return _heap.Statistics.Used - before;
    }

    private void Step(int i, int operations)
    {
        // Waves: mostly allocating, then mostly freeing, so that the heap is full and empty again and again.
        int wave = i % (operations / 8 + 1) < operations / 16 ? 60 : 40;
        int choice = _random.Next(100);
        if (choice < 12 && _live.Count > 0)
            Reallocate(_random.Next(_live.Count));
        else if (choice < 12 + wave * 88 / 100 || _live.Count == 0)
            Allocate();
        else
            Free(_random.Next(_live.Count));
        HeapStatistics statistics = _heap.Statistics;
        Assert.Equal((ulong)_live.Count, statistics.Blocks);
        Assert.True(statistics.Used >= _sizes && statistics.Used <= statistics.Capacity && statistics.Peak >= statistics.Used,
            $"seed {seed}, operation {i}: used {statistics.Used} of {statistics.Capacity}, peak {statistics.Peak}, blocks hold {_sizes}");
    }

    private nuint NextSize() => (nuint)(_random.Next(100) switch
    {
        < 70 => _random.Next(257),
        < 92 => _random.Next(4097),
        < 99 => _random.Next(40_000),
        _ => _random.Next(700_000),
    });

    private nuint NextAlignment() => (nuint)1 << (_random.Next(10) == 0 ? _random.Next(15) : _random.Next(5));

    private void Allocate()
    {
        nuint size = NextSize(), alignment = NextAlignment();
        nint address = _heap.Allocate(size, alignment);
        if (address == 0)
            Refused++;
        else
            Enter(address, size, alignment);
    }

    private void Free(int index)
    {
        Block block = _live[index];
        CheckContent(block, block.Size);
        Leave(index);
        _heap.Free(block.Address);
    }

    private void Reallocate(int index)
    {
        Block block = _live[index];
        nuint size = NextSize(), alignment = (nuint)1 << _random.Next(4);
        nint address = _heap.Reallocate(block.Address, size, alignment);
        if (address == 0)
        {
            Refused++;
            CheckContent(block, block.Size);
            return;
        }

        CheckContent(block with { Address = address }, block.Size < size ? block.Size : size);
        Leave(index);
        Enter(address, size, alignment);
    }

    private void Enter(nint address, nuint size, nuint alignment)
    {
        Assert.True((nuint)address % alignment == 0, $"seed {seed}: {address:x} is not aligned to {alignment}");
        nuint usable = _heap.UsableSize(address);
        Assert.True(usable >= size, $"seed {seed}: {usable} bytes for {size}");
        _number++;
        Block block = new(address, size, (byte)_number, _number);
        Mark(address, size, _number, 0);
        // All of it may be used; what is marked is what was asked for, since a shrunk block may say more.
        new Span<byte>((void*)address, (int)size).Fill(block.Fill);
        _live.Add(block);
        _sizes += size;
    }

    private void Leave(int index)
    {
        Block block = _live[index];
        Mark(block.Address, block.Size, 0, block.Number);
        _live[index] = _live[^1];
        _live.RemoveAt(_live.Count - 1);
        _sizes -= block.Size;
    }

    private void Mark(nint address, nuint size, int number, int expected)
    {
        int range = 0;
        while (range < memories.Length && (nuint)address - memories[range].Start >= (nuint)memories[range].Size)
            range++;
        Assert.True(range < memories.Length && (nuint)address - memories[range].Start + size <= (nuint)memories[range].Size,
            $"seed {seed}: block {address:x} of {size} bytes lies in no range");
        nuint first = ((nuint)address - memories[range].Start) / 8;
        Span<int> owners = _owners[range].AsSpan((int)first, (int)((size + 7) / 8));
        Assert.True(owners.IndexOfAnyExcept(expected) < 0, $"seed {seed}: block {address:x} of {size} bytes overlaps another one");
        owners.Fill(number);
    }

    private void CheckContent(Block block, nuint length)
    {
        int wrong = new ReadOnlySpan<byte>((void*)block.Address, (int)length).IndexOfAnyExcept(block.Fill);
        Assert.True(wrong < 0, $"seed {seed}: byte {wrong} of block {block.Address:x} ({block.Size} bytes) has changed");
    }
}
