using System.Runtime.CompilerServices;
using System.Threading;

namespace Lithe.Virtio;

// Devices that use buffers in the order in which they were made available (VIRTIO_F_IN_ORDER; 2.7.9, 2.8.11). One used entry may stand for a batch: it names the last buffer, the device
// goes on where the batch ends, and those before the last have been used completely. Ids go round in order, as descriptors must, and so need no list: each slot's next id is the one behind it.
public unsafe partial struct Virtqueue
{
    private void ClearInOrder()
    {
        _slots[_size - 1].Next = 0;
        _oldest = 0;
        _inBatch = false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryTakeInOrder(out UsedBuffer buffer)
    {
        buffer = default;
        if (!_inBatch && !SeeBatch())
            return false;
        // Of a split ring the index says how far the device is; an entry that names a buffer beyond has lied.
        if (!Packed && _nextUsed == _usedSeen && !SeeMoreUsed())
            return Break();
        ushort id = _oldest;
        Slot* slot = _slots + id;
        uint written = slot->Capacity;
        if (id == _batchEnd)
        {
            _inBatch = false;
            if (_batchLength > written)
                _errors++;
            else
                written = _batchLength;
        }

        int count = slot->Count;
        slot->Count = 0;
        _inFlight--;
        _freeDescriptors += count;
        buffer = new UsedBuffer(id, written);
        if (Packed)
        {
            _oldest = slot->Next;
            StepUsedPacked(count);
        }
        else
        {
            _oldest = (ushort)((id + count) & (_size - 1));
            _nextUsed++;
        }

        return true;
    }

    // Reads the next used entry. One that names no buffer that the device has leaves nothing to go on from.
    private bool SeeBatch()
    {
        uint id;
        if (Packed)
        {
            if (!HasUsedPacked())
                return false;
            Descriptor* descriptor = _descriptors + _nextUsed;
            id = Volatile.Read(ref ((ushort*)&descriptor->Tail)[0]);
            _batchLength = Volatile.Read(ref descriptor->Length);
        }
        else
        {
            if (_nextUsed == _usedSeen && !SeeMoreUsed())
                return false;
            uint* entry = (uint*)(_deviceArea + 2) + 2 * (_nextUsed & (_size - 1));
            id = Volatile.Read(ref entry[0]);
            _batchLength = Volatile.Read(ref entry[1]);
        }

        if (id >= (uint)_size || _slots[id].Count == 0)
            return Break();
        _batchEnd = (ushort)id;
        _inBatch = true;
        return true;
    }
}
