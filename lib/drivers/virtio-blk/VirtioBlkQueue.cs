using System;
using System.Buffers.Binary;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;

namespace Lithe.Virtio;

/// <summary>A queue of a virtio block device. One owner; not to be copied.</summary>
public struct VirtioBlkQueue : IBlockQueue
{
    // A request is a header that the device reads, data, and a status byte that it writes (5.2.6).
    private const int HeaderSize = 16, SegmentSize = 16, StatusAt = 32, RecordSize = 64;
    private const uint In = 0, Out = 1, Flush = 4, Discard = 11, WriteZeroes = 13;
    private const byte Untouched = 0xff;

    private Virtqueue _queue;
    private Doorbell _bell;
    private VirtioTransport _transport;
    private BlockGeometry _geometry;

    // A record for each request, and which buffer in flight has which.
    private DmaMemory _records;
    private ulong[] _tags;
    private ushort[] _recordOf;
    private ushort[] _free;
    private int _freeCount;

    internal DeviceError Initialize(VirtioTransport transport, int index, int depth, in BlockGeometry geometry)
    {
        _transport = transport;
        _geometry = geometry;
        // Without tables a request takes three descriptors.
        int size = transport.Has(VirtioFeatures.IndirectDescriptors) ? depth : depth * 4;
        DeviceError error = transport.TryAddQueue(index, size, 3, out _queue);
        if (error != DeviceError.None)
            return error;
        depth = Math.Min(depth, _queue.Size);
        _records = DmaMemory.Allocate(depth * RecordSize);
        if (!_records.Exists)
            return DeviceError.NoMemory;
        _bell = transport.DoorbellOf(index);
        _tags = new ulong[depth];
        _recordOf = new ushort[_queue.Size];
        _free = new ushort[depth];
        for (int i = 0; i < depth; i++)
            _free[_freeCount++] = (ushort)(depth - 1 - i);
        return DeviceError.None;
    }

    /// <inheritdoc/>
    public readonly BlockGeometry Geometry => _geometry;

    /// <inheritdoc/>
    public readonly DeviceError Error => _queue.IsBroken || _transport.NeedsReset ? DeviceError.NeedsReset : DeviceError.None;

    /// <summary>How often the device wrote what cannot be.</summary>
    public readonly uint DeviceErrors => _queue.Errors;

    /// <inheritdoc/>
    public bool TrySubmit(in BlockRequest request)
    {
        if (_freeCount == 0 || !request.FitsInto(in _geometry))
            return false;
        ushort index = _free[_freeCount - 1];
        DmaMemory record = _records.Slice(index * RecordSize, RecordSize);
        Span<byte> bytes = record.Bytes;
        uint scale = (uint)_geometry.SectorSize / 512;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(8), request.Operation is BlockOperation.Read or BlockOperation.Write ? request.Sector * scale : 0);
        bytes[StatusAt] = Untouched;
        DmaMemory header = record.Slice(0, HeaderSize), status = record.Slice(StatusAt, 1);
        int number;
        bool isTaken;
        switch (request.Operation)
        {
            case BlockOperation.Read:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, In);
                isTaken = _queue.TryAdd([header], [request.Buffer, status], out number);
                break;
            case BlockOperation.Write when !_geometry.IsReadOnly:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, Out);
                isTaken = _queue.TryAdd([header, request.Buffer], [status], out number);
                break;
            case BlockOperation.Flush:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, Flush);
                isTaken = _queue.TryAdd([header], [status], out number);
                break;
            case BlockOperation.Discard when _geometry.CanDiscard:
            case BlockOperation.WriteZeroes when _geometry.CanWriteZeroes:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, request.Operation == BlockOperation.Discard ? Discard : WriteZeroes);
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(HeaderSize), request.Sector * scale);
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(HeaderSize + 8), request.Sectors * scale);
                isTaken = _queue.TryAdd([header, record.Slice(HeaderSize, SegmentSize)], [status], out number);
                break;
            default:
                return false;
        }

        if (!isTaken)
            return false;
        _freeCount--;
        _tags[index] = request.Tag;
        _recordOf[number] = index;
        return true;
    }

    /// <inheritdoc/>
    public void Kick()
    {
        _queue.Publish();
        if (_queue.ShouldKick())
            _bell.Ring();
    }

    /// <inheritdoc/>
    public int Complete(Span<BlockCompletion> completions)
    {
        int count = 0;
        while (count < completions.Length && _queue.TryTake(out UsedBuffer used))
        {
            ushort index = _recordOf[used.Id];
            BlockStatus status = _records.Bytes[index * RecordSize + StatusAt] switch
            {
                0 => BlockStatus.Done,
                1 => BlockStatus.IoError,
                2 => BlockStatus.Unsupported,
                _ => BlockStatus.Invalid,
            };
            completions[count++] = new BlockCompletion(_tags[index], status);
            _free[_freeCount++] = index;
        }

        return count;
    }

    /// <inheritdoc/>
    public bool EnableInterrupts() => _queue.EnableInterrupts();

    /// <inheritdoc/>
    public readonly void DisableInterrupts() => _queue.DisableInterrupts();

    internal void Stop()
    {
        _queue.Free();
        _records.Free();
    }
}
