using System;
using System.Runtime.CompilerServices;

namespace Lithe.Alloc;

/// <summary>
/// A heap around another one that notices misuse: guard bytes behind each block and a checked record before it, blocks that are freed twice or were never
/// allocated, writes to freed blocks (they are filled with a pattern and kept in quarantine for a while), and blocks that were forgotten.
/// </summary>
/// <remarks>
/// 64 bytes of record and at least 16 guard bytes a block. New memory is filled with 0xA5 and freed memory with 0xDD, so that whoever relies on either
/// shows. Block sizes are exact: <see cref="UsableSize"/> is what was asked for.
/// </remarks>
public unsafe struct HardenedHeap<THeap, TFaults> : IHeap where THeap : struct, IHeap where TFaults : struct, IHeapFaults
{
    /// <summary>The most bytes and blocks that wait in quarantine; a larger block is freed at once.</summary>
    public const ulong QuarantineBytes = 256 * 1024, QuarantineBlocks = 1024;

    private const byte NewFill = 0xa5, FreedFill = 0xdd, GuardFill = 0xfd;
    private const int GuardSize = 16;
    private const ulong InUse = 0x6c69_7468_6521_a110, Freed = 0x6c69_7468_6521_dead;

    private struct Record
    {
        internal Record* Next;
        internal Record* Previous;
        internal nuint Size;
        internal ulong Serial;

        // From the start of the inner block to the payload.
        internal nuint Front;

        // Tells a block in use from a freed one and from anything else; and covers the fields above.
        internal ulong Seal;

        // 16 bytes just before the payload.
        internal ulong FarGuard;
        internal ulong Guard;
    }

    private THeap _heap;
    private Record* _live;
    private Record* _oldest;
    private Record* _newest;
    private ulong _serial;
    private ulong _blocks;
    private ulong _bytes;
    private ulong _waitingBytes;
    private ulong _waitingBlocks;

    /// <inheritdoc/>
    public static nuint MemoryFor(nuint size, nuint alignment)
    {
        nuint inner = InnerAlignment(alignment);
        return Blocks.IsValid(size, alignment) ? THeap.MemoryFor(FrontFor(inner) + size + GuardSize, inner) : 0;
    }

    /// <inheritdoc/>
    public bool AddMemory(nuint start, nuint length) => _heap.AddMemory(start, length);

    /// <inheritdoc/>
    public nint Allocate(nuint size, nuint alignment)
    {
        if (!Blocks.IsValid(size, alignment))
            return 0;
        nuint inner = InnerAlignment(alignment), front = FrontFor(inner);
        nint memory = _heap.Allocate(front + size + GuardSize, inner);
        while (memory == 0 && _oldest != null)
        {
            // Memory is short: what is in quarantine comes first.
            Evict();
            memory = _heap.Allocate(front + size + GuardSize, inner);
        }

        if (memory == 0)
            return 0;
        nint block = memory + (nint)front;
        Record* record = RecordOf(block);
        record->Size = size;
        record->Serial = ++_serial;
        record->Front = front;
        record->Seal = SealFor(record, InUse);
        record->FarGuard = record->Guard = GuardWord;
        record->Previous = null;
        record->Next = _live;
        if (_live != null)
            _live->Previous = record;
        _live = record;
        Fill(block, size, NewFill);
        Fill(block + (nint)size, GuardSize, GuardFill);
        _blocks++;
        _bytes += size;
        return block;
    }

    /// <inheritdoc/>
    public void Free(nint block)
    {
        if (block == 0 || !Check(block))
            return;
        Record* record = RecordOf(block);
        CheckGuards(block, record);
        if (record->Next != null)
            record->Next->Previous = record->Previous;
        if (record->Previous != null)
            record->Previous->Next = record->Next;
        else
            _live = record->Next;
        _blocks--;
        _bytes -= record->Size;
        record->Seal = SealFor(record, Freed);
        Fill(block, record->Size, FreedFill);

        record->Next = null;
        if (_newest != null)
            _newest->Next = record;
        else
            _oldest = record;
        _newest = record;
        _waitingBytes += record->Size;
        _waitingBlocks++;
        while (_waitingBytes > QuarantineBytes || _waitingBlocks > QuarantineBlocks)
            Evict();
    }

    /// <summary>Always moves the block, so that whoever keeps the old address is found out.</summary>
    public nint Reallocate(nint block, nuint size, nuint alignment)
    {
        if (block == 0)
            return Allocate(size, alignment);
        return Check(block) ? Blocks.Move(ref this, block, RecordOf(block)->Size, size, alignment) : 0;
    }

    /// <inheritdoc/>
    public nuint UsableSize(nint block) => Check(block) ? RecordOf(block)->Size : 0;

    /// <summary>What is in use, as it was asked for; the capacity and the peak are those of the heap below, quarantine and records included.</summary>
    public readonly HeapStatistics Statistics
    {
        get
        {
            HeapStatistics inner = _heap.Statistics;
            return new HeapStatistics(inner.Capacity, _bytes, inner.Peak, _blocks);
        }
    }

    /// <summary>Looks at every block that is in use or in quarantine and reports what has been written to that should not have been.</summary>
    public readonly void CheckAll()
    {
        for (Record* record = _live; record != null; record = record->Next)
        {
            if (record->Seal != SealFor(record, InUse))
            {
                TFaults.Report(new HeapReport(HeapFault.Underrun, BlockOf(record), 0, -(long)sizeof(Record), 0));
                return;
            }

            CheckGuards(BlockOf(record), record);
        }

        for (Record* record = _oldest; record != null; record = record->Next)
            CheckFreed(record);
    }

    /// <summary>Reports every block that is in use as leaked, the newest first; returns how many there are.</summary>
    public readonly ulong ReportLeaks()
    {
        for (Record* record = _live; record != null; record = record->Next)
            TFaults.Report(new HeapReport(HeapFault.Leaked, BlockOf(record), record->Size, 0, record->Serial));
        return _blocks;
    }

    /// <summary>Ends the quarantine of every block.</summary>
    public void EmptyQuarantine()
    {
        while (_oldest != null)
            Evict();
    }

    private void Evict()
    {
        Record* record = _oldest;
        _oldest = record->Next;
        if (_oldest == null)
            _newest = null;
        _waitingBytes -= record->Size;
        _waitingBlocks--;
        CheckFreed(record);
        nint memory = BlockOf(record) - (nint)record->Front;
        record->Seal = 0;
        _heap.Free(memory);
    }

    // Whether a block that is in use starts here.
    private static bool Check(nint block)
    {
        Record* record = RecordOf(block);
        if ((block & 15) == 0 && record->Seal == SealFor(record, InUse))
            return true;
        bool wasBlock = (block & 15) == 0 && record->Seal == SealFor(record, Freed);
        TFaults.Report(wasBlock
            ? new HeapReport(HeapFault.FreedTwice, block, record->Size, 0, record->Serial)
            : new HeapReport(HeapFault.NoBlock, block, 0, 0, 0));
        return false;
    }

    private static void CheckGuards(nint block, Record* record)
    {
        if (record->Guard != GuardWord || record->FarGuard != GuardWord)
            TFaults.Report(new HeapReport(HeapFault.Underrun, block, record->Size, record->Guard != GuardWord ? -8 : -16, record->Serial));
        int wrong = new ReadOnlySpan<byte>((void*)(block + (nint)record->Size), GuardSize).IndexOfAnyExcept(GuardFill);
        if (wrong >= 0)
            TFaults.Report(new HeapReport(HeapFault.Overrun, block, record->Size, (long)record->Size + wrong, record->Serial));
    }

    private static void CheckFreed(Record* record)
    {
        nint block = BlockOf(record);
        if (record->Seal != SealFor(record, Freed))
        {
            TFaults.Report(new HeapReport(HeapFault.UsedAfterFree, block, 0, -(long)sizeof(Record), 0));
            return;
        }

        for (nuint done = 0; done < record->Size;)
        {
            nuint part = record->Size - done;
            int length = part > 1 << 30 ? 1 << 30 : (int)part;
            int wrong = new ReadOnlySpan<byte>((void*)(block + (nint)done), length).IndexOfAnyExcept(FreedFill);
            if (wrong >= 0)
            {
                TFaults.Report(new HeapReport(HeapFault.UsedAfterFree, block, record->Size, (long)done + wrong, record->Serial));
                return;
            }

            done += (nuint)length;
        }
    }

    private static Record* RecordOf(nint block) => (Record*)block - 1;

    private static nint BlockOf(Record* record) => (nint)(record + 1);

    private static ulong GuardWord => 0xfdfd_fdfd_fdfd_fdfd;

    private static ulong SealFor(Record* record, ulong state) =>
        state ^ (ulong)record ^ ((ulong)record->Size * 0x9e37_79b9_7f4a_7c15) ^ (record->Serial << 32) ^ record->Front;

    private static nuint InnerAlignment(nuint alignment) => alignment < 16 ? 16 : alignment;

    private static nuint FrontFor(nuint alignment) => Blocks.RoundUp((nuint)sizeof(Record), alignment);

    private static void Fill(nint address, nuint length, byte value)
    {
        while (length > 0)
        {
            int part = length > 1 << 30 ? 1 << 30 : (int)length;
            new Span<byte>((void*)address, part).Fill(value);
            address += part;
            length -= (nuint)part;
        }
    }

    /// <summary>The heap below, for tests.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal ref THeap Inner => ref _heap;
}
