using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Dma;

namespace Lithe.Virtio;

// Split rings (2.7). The driver's area: flags, index, ids, the used index to be told at. The device's area: flags, index, pairs of id and length, the
// available index to be told at.
public unsafe partial struct Virtqueue
{
    private const ushort NoNotify = 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddSplit(ushort id, ulong address, uint length, ushort flags)
    {
        Descriptor* descriptor = _descriptors + id;
        descriptor->Address = address;
        descriptor->Length = length;
        descriptor->Tail = flags;
        _driverArea[2 + (_nextAvailable & (_size - 1))] = id;
        _nextAvailable++;
    }

    // A chain takes as many ids as it has parts; the first one names it.
    private void AddSplitChain(ushort head, ReadOnlySpan<DmaMemory> readable, ReadOnlySpan<DmaMemory> writable)
    {
        int parts = readable.Length + writable.Length;
        ushort id = head;
        for (int i = 0; i < parts; i++)
        {
            DmaMemory part = i < readable.Length ? readable[i] : writable[i - readable.Length];
            ushort next = _slots[id].Next;
            _descriptors[id].Address = part.Address;
            _descriptors[id].Length = (uint)part.Length;
            ushort flags = (ushort)((i + 1 < parts ? HasNext : 0) | (i < readable.Length ? 0 : DeviceWrites));
            _descriptors[id].Tail = flags | (uint)next << 16;
            id = next;
        }

        _freeId = id;
        _driverArea[2 + (_nextAvailable & (_size - 1))] = head;
        _nextAvailable++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ShouldKickSplit()
    {
        ushort before = _lastKick;
        _lastKick = _nextAvailable;
        if (!_usesEventIndex)
            return (Volatile.Read(ref _deviceArea[0]) & NoNotify) == 0;
        // Whether the index to be told at was passed since the last time (2.7.10.1).
        ushort at = Volatile.Read(ref _deviceArea[2 + _size * 4]);
        return (ushort)(_nextAvailable - at - 1) < (ushort)(_nextAvailable - before);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTakeSplit(out UsedBuffer buffer)
    {
        while (_nextUsed != _usedSeen || SeeMoreUsed())
        {
            uint* entry = (uint*)(_deviceArea + 2) + 2 * (_nextUsed & (_size - 1));
            uint id = Volatile.Read(ref entry[0]), length = Volatile.Read(ref entry[1]);
            _nextUsed++;
            if (TryRelease(id, length, out buffer))
            {
                GiveBackSplit((ushort)id);
                return true;
            }
        }

        buffer = default;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool SeeMoreUsed()
    {
        ushort index = Volatile.Read(ref _deviceArea[1]);
        if (index == _nextUsed || _isBroken)
            return false;
        if ((ushort)(index - _nextUsed) > _inFlight)
            return Break();
        _usedSeen = index;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Break()
    {
        _errors++;
        _isBroken = true;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void GiveBackSplit(ushort id)
    {
        Slot* slot = _slots + id;
        ushort last = id;
        if (slot->Count > 1)
        {
            for (int i = slot->Count; i > 1; i--)
                last = _slots[last].Next;
        }

        slot->Count = 0;
        _slots[last].Next = _freeId;
        _freeId = id;
    }
}
