using System;
using System.Threading;
using Lithe.Dma;

namespace Lithe.Virtio;

// Packed rings (2.8): one ring of descriptors that both write. The two areas hold event suppression: an offset with its wrap bit, and flags.
public unsafe partial struct Virtqueue
{
    private const ushort PackedAvailable = 1 << 7, PackedUsed = 1 << 15;
    private const ushort PackedEnable = 0, PackedDisable = 1, PackedAtDescriptor = 2;

    private void AddPacked(ushort id, ulong address, uint length, ushort flags)
    {
        Descriptor* descriptor = _descriptors + _nextAvailable;
        descriptor->Address = address;
        descriptor->Length = length;
        ((ushort*)&descriptor->Tail)[0] = id;
        // The flags come last: with them it is the device's.
        Volatile.Write(ref ((ushort*)&descriptor->Tail)[1], (ushort)(flags | AvailableMark));
        StepAvailable();
    }

    private void AddPackedChain(ushort id, ReadOnlySpan<DmaMemory> readable, ReadOnlySpan<DmaMemory> writable)
    {
        int parts = readable.Length + writable.Length;
        Descriptor* first = _descriptors + _nextAvailable;
        ushort firstFlags = 0;
        for (int i = 0; i < parts; i++)
        {
            DmaMemory part = i < readable.Length ? readable[i] : writable[i - readable.Length];
            Descriptor* descriptor = _descriptors + _nextAvailable;
            descriptor->Address = part.Address;
            descriptor->Length = (uint)part.Length;
            ((ushort*)&descriptor->Tail)[0] = id;
            ushort flags = (ushort)((i + 1 < parts ? HasNext : 0) | (i < readable.Length ? 0 : DeviceWrites) | AvailableMark);
            if (i == 0)
                firstFlags = flags;
            else
                ((ushort*)&descriptor->Tail)[1] = flags;
            StepAvailable();
        }

        Volatile.Write(ref ((ushort*)&first->Tail)[1], firstFlags);
    }

    private readonly ushort AvailableMark => _availableWrap ? PackedAvailable : PackedUsed;

    private void StepAvailable()
    {
        if (++_nextAvailable == _size)
        {
            _nextAvailable = 0;
            _availableWrap = !_availableWrap;
        }
    }

    private bool ShouldKickPacked()
    {
        ushort before = _lastKick;
        _lastKick = _nextAvailable;
        ushort flags = Volatile.Read(ref _deviceArea[1]);
        if (flags != PackedAtDescriptor)
            return flags != PackedDisable;
        ushort offset = Volatile.Read(ref _deviceArea[0]);
        int at = offset & 0x7fff;
        if (at >= _size)
            return true;
        // As for split rings, with positions counted back from now.
        int now = _nextAvailable;
        if ((offset >> 15 != 0) != _availableWrap)
            at -= _size;
        int last = before;
        if (last > now)
            last -= _size;
        return (ushort)(now - at - 1) < (ushort)(now - last);
    }

    private readonly bool HasUsedPacked()
    {
        ushort flags = Volatile.Read(ref ((ushort*)&_descriptors[_nextUsed].Tail)[1]);
        bool used = (flags & PackedUsed) != 0;
        return used == ((flags & PackedAvailable) != 0) && used == _usedWrap && _inFlight > 0 && !_isBroken;
    }

    private bool TryTakePacked(out UsedBuffer buffer)
    {
        buffer = default;
        if (!HasUsedPacked())
            return false;
        Descriptor* descriptor = _descriptors + _nextUsed;
        uint id = Volatile.Read(ref ((ushort*)&descriptor->Tail)[0]);
        // How far the ring goes on depends on the id: with a wrong one the place of the next is lost.
        if (!TryRelease(id, Volatile.Read(ref descriptor->Length), out buffer))
        {
            _isBroken = true;
            return false;
        }

        Slot* slot = _slots + id;
        StepUsedPacked(slot->Count);
        slot->Count = 0;
        slot->Next = _freeId;
        _freeId = (ushort)id;
        return true;
    }

    private void StepUsedPacked(int count)
    {
        int next = _nextUsed + count;
        if (next >= _size)
        {
            next -= _size;
            _usedWrap = !_usedWrap;
        }

        _nextUsed = (ushort)next;
    }
}
