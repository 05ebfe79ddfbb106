using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Lithe.Dma;

namespace Lithe.Virtio;

/// <summary>
/// The driver's side of a virtqueue (virtio 1.2, 2.6 to 2.8). Buffers are added, published, and come back in any order, each with the number that
/// it got: less than <see cref="Size"/>, and no other buffer's until it has come back, so that drivers keep what belongs to it in an array.
/// </summary>
/// <remarks>
/// One owner at a time: a queue has no lock. It is a value that must not be copied while it is in use. Nothing that the device writes is believed: see <see cref="Errors"/> and <see cref="IsBroken"/>.
/// </remarks>
public unsafe partial struct Virtqueue
{
    /// <summary>The largest queue that there can be.</summary>
    public const int MaxSize = 32768;

    private const ushort HasNext = 1, DeviceWrites = 2, IsIndirect = 4;

    // Shared with the device: the table (split) or ring (packed) of descriptors; what the driver writes, what the device writes.
    private Descriptor* _descriptors;
    private ushort* _driverArea;
    private ushort* _deviceArea;

    // The driver's own: a slot for each id, tables for buffers of several parts.
    private Slot* _slots;
    private Descriptor* _tables;
    private DmaMemory _memory;

    private int _size;
    private int _maxParts;

    // Free ids, as a list through the slots; free descriptors; buffers that the device has.
    private ushort _freeId;
    private int _freeDescriptors;
    private int _inFlight;

    // Split: free-running indices. Packed: positions in the ring.
    private ushort _nextAvailable;
    private ushort _nextUsed;
    private ushort _usedSeen;
    private ushort _lastKick;

    private bool _isPacked;
    private bool _isInOrder;
    private bool _usesEventIndex;
    private bool _usesIndirect;

    // Packed: how often the positions have gone round, modulo 2.
    private bool _availableWrap;
    private bool _usedWrap;

    // In order: the oldest buffer that the device has; the batch that is being handed out, if any: its last buffer, and what was written to that.
    private ushort _oldest;
    private ushort _batchEnd;
    private uint _batchLength;
    private bool _inBatch;

    private uint _errors;
    private bool _isBroken;

    /// <summary>Makes a queue with memory of its own. False when the options make no sense or there is no memory.</summary>
    public static bool TryCreate(VirtqueueOptions options, out Virtqueue queue)
    {
        queue = default;
        int size = options.Size, parts = options.MaxParts < 1 ? 1 : options.MaxParts;
        if (size < 2 || size > MaxSize || !BitOperations.IsPow2(size) || parts > size || (options.IsPacked && !Config.VIRTIO_PACKED)
            || (options.IsInOrder && !Config.VIRTIO_IN_ORDER))
            return false;
        bool hasTables = options.UsesIndirect && parts > 1;
        int driverAt = size * sizeof(Descriptor);
        int deviceAt = Align(driverAt + 6 + size * 2, 64);
        int slotsAt = Align(deviceAt + 6 + size * 8, 64);
        int tablesAt = Align(slotsAt + size * sizeof(Slot), 64);
        int length = tablesAt + (hasTables ? size * parts * sizeof(Descriptor) : 0);
        DmaMemory memory = DmaMemory.Allocate(length);
        if (!memory.Exists)
            return false;
        byte* start = (byte*)memory.Address;
        queue._memory = memory;
        queue._descriptors = (Descriptor*)start;
        queue._driverArea = (ushort*)(start + driverAt);
        queue._deviceArea = (ushort*)(start + deviceAt);
        queue._slots = (Slot*)(start + slotsAt);
        queue._tables = hasTables ? (Descriptor*)(start + tablesAt) : null;
        queue._size = size;
        queue._maxParts = parts;
        queue._isPacked = options.IsPacked;
        queue._isInOrder = options.IsInOrder;
        queue._usesEventIndex = options.UsesEventIndex;
        queue._usesIndirect = hasTables;
        queue.Clear();
        return true;
    }

    /// <summary>Gives its memory back; the device has been reset before.</summary>
    public void Free()
    {
        _memory.Free();
        this = default;
    }

    /// <summary>Forgets all buffers, as after a reset of the device.</summary>
    public void Clear()
    {
        _memory.Bytes.Clear();
        for (int i = 0; i < _size; i++)
            _slots[i].Next = (ushort)(i + 1);
        _freeId = 0;
        _freeDescriptors = _size;
        _inFlight = 0;
        _nextAvailable = _nextUsed = _usedSeen = _lastKick = 0;
        _availableWrap = _usedWrap = true;
        _isBroken = false;
        if (InOrder)
            ClearInOrder();
        DisableInterrupts();
    }

    /// <summary>Number of descriptors.</summary>
    public readonly int Size => _size;

    /// <summary>Number of descriptors that are free: as many buffers of one part can be added.</summary>
    public readonly int FreeCount => _freeDescriptors;

    /// <summary>Number of buffers that the device has.</summary>
    public readonly int InFlight => _inFlight;

    /// <summary>Whether the device has the buffer with this number.</summary>
    public readonly bool IsInFlight(int number) => (uint)number < (uint)_size && _slots[number].Count != 0;

    /// <summary>How often the device wrote what cannot be: an id that it does not have, a length beyond the buffer, an index too far ahead.</summary>
    public readonly uint Errors => _errors;

    /// <summary>The device has lost its way and nothing more is taken from it; a reset and <see cref="Clear"/> mend it.</summary>
    public readonly bool IsBroken => _isBroken;

    /// <summary>Where the descriptors lie, for the device.</summary>
    public readonly ulong DescriptorAddress => (ulong)_descriptors;

    /// <summary>Where the driver's area lies: the available ring, or the driver's event suppression.</summary>
    public readonly ulong DriverAddress => (ulong)_driverArea;

    /// <summary>Where the device's area lies: the used ring, or the device's event suppression.</summary>
    public readonly ulong DeviceAddress => (ulong)_deviceArea;

    private readonly bool Packed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Config.VIRTIO_PACKED && _isPacked;
    }

    private readonly bool InOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Config.VIRTIO_IN_ORDER && _isInOrder;
    }

    /// <summary>Adds a buffer of one part. False when no descriptor is free. The device may see it before <see cref="Publish"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(DmaMemory memory, bool deviceWrites, out int number)
    {
        number = _freeId;
        if (_freeDescriptors == 0)
            return false;
        ushort id = _freeId;
        Slot* slot = _slots + id;
        _freeId = slot->Next;
        _freeDescriptors--;
        _inFlight++;
        slot->Capacity = deviceWrites ? (uint)memory.Length : 0;
        slot->Count = 1;
        if (Packed)
            AddPacked(id, memory.Address, (uint)memory.Length, deviceWrites ? DeviceWrites : (ushort)0);
        else
            AddSplit(id, memory.Address, (uint)memory.Length, deviceWrites ? DeviceWrites : (ushort)0);
        return true;
    }

    /// <summary>Adds a buffer of several parts: first those that the device reads, then those that it writes. False when there is no room, no part or too many.</summary>
    public bool TryAdd(ReadOnlySpan<DmaMemory> readable, ReadOnlySpan<DmaMemory> writable, out int number)
    {
        int parts = readable.Length + writable.Length;
        number = _freeId;
        if (parts == 0 || parts > _maxParts)
            return false;
        if (parts == 1)
            return TryAdd(readable.Length == 1 ? readable[0] : writable[0], readable.Length == 0, out number);
        int count = _usesIndirect ? 1 : parts;
        if (_freeDescriptors < count)
            return false;
        uint capacity = 0;
        foreach (DmaMemory part in writable)
            capacity += (uint)part.Length;
        ushort id = _freeId;
        Slot* slot = _slots + id;
        slot->Capacity = capacity;
        slot->Count = (ushort)count;
        if (_usesIndirect)
        {
            _freeId = slot->Next;
            Descriptor* table = _tables + id * _maxParts;
            FillTable(table, readable, writable, Packed);
            if (Packed)
                AddPacked(id, (ulong)table, (uint)(parts * sizeof(Descriptor)), IsIndirect);
            else
                AddSplit(id, (ulong)table, (uint)(parts * sizeof(Descriptor)), IsIndirect);
        }
        else if (Packed)
        {
            _freeId = slot->Next;
            AddPackedChain(id, readable, writable);
        }
        else
        {
            AddSplitChain(id, readable, writable);
        }

        _freeDescriptors -= count;
        _inFlight++;
        return true;
    }

    /// <summary>Shows the device all that was added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish()
    {
        if (!Packed)
            Volatile.Write(ref _driverArea[1], _nextAvailable);
    }

    /// <summary>After <see cref="Publish"/>: whether the device wants to be told. Asking counts as telling.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ShouldKick()
    {
        // What was published must be seen before the device's wish is read.
        Interlocked.MemoryBarrier();
        return Packed ? ShouldKickPacked() : ShouldKickSplit();
    }

    /// <summary>Takes a buffer that the device has given back. False when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(out UsedBuffer buffer)
    {
        if (InOrder)
            return TryTakeInOrder(out buffer);
        return Packed ? TryTakePacked(out buffer) : TryTakeSplit(out buffer);
    }

    /// <summary>Whether a buffer is there to be taken.</summary>
    public readonly bool HasUsed => InOrder && _inBatch ? !_isBroken : Packed ? HasUsedPacked() : Volatile.Read(ref _deviceArea[1]) != _nextUsed && !_isBroken;

    /// <summary>How many buffers are there to be taken; of a packed ring only whether there are any.</summary>
    public readonly int UsedCount
    {
        get
        {
            if (Packed || _isBroken)
                return HasUsed ? 1 : 0;
            int count = (ushort)(Volatile.Read(ref _deviceArea[1]) - _nextUsed);
            return count > _inFlight ? _inFlight : count;
        }
    }

    /// <summary>
    /// Asks for an interrupt at the next buffer that comes back. True when one is there already: the interrupt for it may not come, so take it and ask again.
    /// </summary>
    public bool EnableInterrupts()
    {
        if (Packed)
            Volatile.Write(ref _driverArea[1], PackedEnable);
        else if (_usesEventIndex)
            Volatile.Write(ref _driverArea[2 + _size], _nextUsed);
        else
            Volatile.Write(ref _driverArea[0], (ushort)0);
        Interlocked.MemoryBarrier();
        return HasUsed;
    }

    /// <summary>Asks for no interrupts; some may still come.</summary>
    public readonly void DisableInterrupts()
    {
        if (Packed)
            Volatile.Write(ref _driverArea[1], PackedDisable);
        else if (_usesEventIndex)
            Volatile.Write(ref _driverArea[2 + _size], (ushort)(_nextUsed - 1));
        else
            Volatile.Write(ref _driverArea[0], (ushort)1);
    }

    // Judges what the device says of an id: whether the buffer is one that it has. A length is cut to what the buffer holds.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryRelease(uint id, uint length, out UsedBuffer buffer)
    {
        if (id >= (uint)_size || _slots[id].Count == 0)
        {
            _errors++;
            buffer = default;
            return false;
        }

        Slot* slot = _slots + id;
        if (length > slot->Capacity)
        {
            _errors++;
            length = slot->Capacity;
        }

        buffer = new UsedBuffer((int)id, length);
        _inFlight--;
        _freeDescriptors += slot->Count;
        return true;
    }

    private static void FillTable(Descriptor* table, ReadOnlySpan<DmaMemory> readable, ReadOnlySpan<DmaMemory> writable, bool isPacked)
    {
        int parts = readable.Length + writable.Length;
        for (int i = 0; i < parts; i++)
        {
            DmaMemory part = i < readable.Length ? readable[i] : writable[i - readable.Length];
            table[i].Address = part.Address;
            table[i].Length = (uint)part.Length;
            ushort flags = i < readable.Length ? (ushort)0 : DeviceWrites;
            // A packed ring's table is read in order (2.8.8); a split one's is a chain.
            if (isPacked)
                table[i].Tail = (uint)flags << 16;
            else
                table[i].Tail = i + 1 < parts ? (uint)(flags | HasNext) | (uint)(i + 1) << 16 : flags;
        }
    }

    private static int Align(int value, int to) => (value + to - 1) & -to;

    /// <summary>A descriptor. The tail's halves are flags and next (split), or id and flags (packed).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Descriptor
    {
        internal ulong Address;
        internal uint Length;
        internal uint Tail;
    }

    /// <summary>What the driver remembers of a buffer, by the id it has: never read back from what a device could write.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        internal uint Capacity;

        /// <summary>The next free id, or of a chain the next part.</summary>
        internal ushort Next;

        /// <summary>How many descriptors the buffer has; 0 when the id is free.</summary>
        internal ushort Count;
    }
}
