using Lithe.Virtio;

namespace Lithe.Devices.Tests;

/// <summary>
/// The device's side of a virtqueue, written from the specification (virtio 1.2, 2.7 and 2.8) and not from the driver: takes buffers that are published, returns them, and lies when it is told to.
/// </summary>
internal sealed unsafe class QueueDevice
{
    private readonly bool _isPacked, _isInOrder;
    private readonly int _size;
    private byte* _descriptors;
    private ushort* _driver, _device;
    private ushort _nextAvailable, _usedIndex;
    private bool _availableWrap = true, _usedWrap = true;

    public QueueDevice(in Virtqueue queue, bool isPacked, bool isInOrder)
    {
        (_isPacked, _isInOrder) = (isPacked, isInOrder);
        _size = queue.Size;
        Attach(in queue);
    }

    /// <summary>A buffer that the device has: its id, how much it may write, how many places of a packed ring it takes.</summary>
    public readonly record struct Taken(int Id, uint Capacity, int Places);

    /// <summary>Buffers taken and not returned, in the order in which they came.</summary>
    public List<Taken> Has { get; } = [];

    /// <summary>Starts over, as after a reset.</summary>
    public void Attach(in Virtqueue queue)
    {
        _descriptors = (byte*)queue.DescriptorAddress;
        _driver = (ushort*)queue.DriverAddress;
        _device = (ushort*)queue.DeviceAddress;
        _nextAvailable = _usedIndex = 0;
        _availableWrap = _usedWrap = true;
        Has.Clear();
    }

    /// <summary>Takes what is published.</summary>
    public void Take()
    {
        if (_isPacked)
            TakePacked();
        else
            TakeSplit();
    }

    /// <summary>
    /// Returns a buffer, in any order for split rings; a packed ring's device may too, since the driver counts by ids. A device that keeps to the order returns all before it as well, which go without
    /// an entry.
    /// </summary>
    public void Return(int index, uint length)
    {
        Taken taken = Has[index];
        int places = taken.Places, buffers = 1;
        if (_isInOrder)
        {
            for (int i = 0; i < index; i++)
                places += Has[i].Places;
            buffers = index + 1;
            Has.RemoveRange(0, buffers);
        }
        else
        {
            Has.RemoveAt(index);
        }

        WriteUsed((uint)taken.Id, length, _isPacked ? places : buffers);
    }

    /// <summary>Forgets a buffer that the driver believes to have got back.</summary>
    public void Forget(int id)
    {
        for (int i = Has.Count - 1; i >= 0; i--)
        {
            if (Has[i].Id == id)
                Has.RemoveAt(i);
        }
    }

    /// <summary>Writes a used entry, true or not, and goes on by so many: places of a packed ring, entries of a split one.</summary>
    public void WriteUsed(uint id, uint length, int places)
    {
        if (_isPacked)
        {
            byte* descriptor = _descriptors + _usedIndex * 16;
            *(uint*)(descriptor + 8) = length;
            *(ushort*)(descriptor + 12) = (ushort)id;
            *(ushort*)(descriptor + 14) = _usedWrap ? (ushort)0x8080 : (ushort)0;
            _usedIndex += (ushort)places;
            if (_usedIndex >= _size)
            {
                _usedIndex -= (ushort)_size;
                _usedWrap = !_usedWrap;
            }
        }
        else
        {
            uint* entry = (uint*)(_device + 2) + 2 * (_usedIndex & (_size - 1));
            entry[0] = id;
            entry[1] = length;
            _usedIndex += (ushort)places;
            _device[1] = _usedIndex;
        }
    }

    /// <summary>Writes any index, or any flags of the next place.</summary>
    public void WriteWildIndex(Random random)
    {
        if (_isPacked)
            *(ushort*)(_descriptors + random.Next(_size) * 16 + 14) = (ushort)random.Next(65536);
        else
            _device[1] = (ushort)random.Next(65536);
    }

    /// <summary>Writes any wish for notifications.</summary>
    public void WriteWildEvents(Random random)
    {
        _device[0] = (ushort)random.Next(65536);
        if (_isPacked)
            _device[1] = (ushort)random.Next(4);
        else
            _device[2 + _size * 4] = (ushort)random.Next(65536);
    }

    /// <summary>Writes over what only the driver writes: its table of descriptors.</summary>
    public void WriteWildDescriptor(Random random)
    {
        if (!_isPacked)
            random.NextBytes(new Span<byte>(_descriptors + random.Next(_size) * 16, 16));
    }

    private void TakeSplit()
    {
        for (; _nextAvailable != _driver[1]; _nextAvailable++)
        {
            int id = _driver[2 + (_nextAvailable & (_size - 1))];
            Has.Add(new Taken(id, Capacity(id), 1));
        }
    }

    // The bytes of a chain that the device may write.
    private uint Capacity(int index)
    {
        uint capacity = 0;
        byte* table = _descriptors;
        int limit = _size;
        for (int i = 0; i < limit; i++)
        {
            byte* descriptor = table + index * 16;
            ulong address = *(ulong*)descriptor;
            uint length = *(uint*)(descriptor + 8);
            ushort flags = *(ushort*)(descriptor + 12);
            if ((flags & 4) != 0)
            {
                if (!IsTable(address, length))
                    return capacity;
                table = (byte*)address;
                limit = (int)length / 16 + 1;
                index = 0;
                continue;
            }

            if ((flags & 2) != 0)
                capacity += length;
            if ((flags & 1) == 0)
                return capacity;
            index = *(ushort*)(descriptor + 14);
        }

        return capacity;
    }

    private void TakePacked()
    {
        while (IsAvailable(_nextAvailable))
        {
            int places = 0, id = 0;
            uint capacity = 0;
            bool more;
            do
            {
                byte* descriptor = _descriptors + _nextAvailable * 16;
                ulong address = *(ulong*)descriptor;
                uint length = *(uint*)(descriptor + 8);
                id = *(ushort*)(descriptor + 12);
                ushort flags = *(ushort*)(descriptor + 14);
                if ((flags & 4) != 0)
                {
                    for (uint i = 0; i < length / 16 && IsTable(address, length); i++)
                    {
                        byte* entry = (byte*)address + i * 16;
                        if ((*(ushort*)(entry + 14) & 2) != 0)
                            capacity += *(uint*)(entry + 8);
                    }
                }
                else if ((flags & 2) != 0)
                {
                    capacity += length;
                }

                more = (flags & 1) != 0;
                places++;
                if (++_nextAvailable == _size)
                {
                    _nextAvailable = 0;
                    _availableWrap = !_availableWrap;
                }
            }
            while (more && places < _size);
            Has.Add(new Taken(id, capacity, places));
        }
    }

    // What the model wrote over the ring itself, it does not follow: tables lie behind the slots, which lie behind the device's area.
    private bool IsTable(ulong address, uint length)
    {
        ulong start = (ulong)_device, end = start + 6 + (ulong)_size * (8 + 8 + 4 * 16);
        return address > start && address < end && length <= 4 * 16 && address + length <= end + 128;
    }

    private bool IsAvailable(int place)
    {
        ushort flags = *(ushort*)(_descriptors + place * 16 + 14);
        return (flags >> 7 & 1) == (_availableWrap ? 1 : 0) && (flags >> 15 & 1) != (_availableWrap ? 1 : 0);
    }
}
