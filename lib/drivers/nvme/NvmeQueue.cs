using System;
using System.Buffers.Binary;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Pci;

namespace Lithe.Nvme;

/// <summary>An I/O queue of an NVMe controller. One owner; not to be copied.</summary>
public struct NvmeQueue : IBlockQueue
{
    /// <summary>The most bytes of a request: what a list of a command's own has entries for.</summary>
    internal const int MaxTransfer = 128 << 10;

    private const byte FlushOperation = 0x00, WriteOperation = 0x01, ReadOperation = 0x02, WriteZeroesOperation = 0x08, DatasetManagement = 0x09;
    private const uint Deallocate = 4;
    private const int PageSize = 4096, ListSize = 256;

    private NvmeRing _ring;
    private NvmeController _controller;
    private DeviceRegisters _bells;
    private uint _completionBell;
    private MessageTable _messages;
    private int _vector;
    private ulong[] _tags;

    // For each command a list of pages, or the range of a discard.
    private DmaMemory _lists;
    private BlockGeometry _geometry;
    private int _toldTail;

    internal DeviceError Initialize(NvmeController controller, NvmeRing ring, DeviceRegisters bells, uint completionBell, MessageTable messages, int vector)
    {
        _controller = controller;
        _ring = ring;
        _bells = bells;
        _completionBell = completionBell;
        _messages = messages;
        _vector = vector;
        _geometry = controller.Geometry;
        _tags = new ulong[ring.Size];
        _lists = DmaMemory.Allocate(ring.Size * ListSize);
        return _lists.Exists ? DeviceError.None : DeviceError.NoMemory;
    }

    /// <inheritdoc/>
    public readonly BlockGeometry Geometry => _geometry;

    /// <inheritdoc/>
    public readonly DeviceError Error => _controller.HasFailed ? DeviceError.NeedsReset : DeviceError.None;

    /// <summary>How often the device wrote what cannot be.</summary>
    public readonly uint DeviceErrors => _ring.Errors;

    /// <inheritdoc/>
    public bool TrySubmit(in BlockRequest request)
    {
        if (!request.FitsInto(in _geometry) || (request.Operation == BlockOperation.Discard && !_geometry.CanDiscard) || (request.Operation == BlockOperation.WriteZeroes && !_geometry.CanWriteZeroes)
            || request.Sectors > 65536)
        {
            return false;
        }

        if (_geometry.IsReadOnly && request.Operation is not (BlockOperation.Read or BlockOperation.Flush))
            return false;
        byte operation = request.Operation switch
        {
            BlockOperation.Read => ReadOperation,
            BlockOperation.Write => WriteOperation,
            BlockOperation.Flush => FlushOperation,
            BlockOperation.Discard => DatasetManagement,
            _ => WriteZeroesOperation,
        };
        if (!_ring.TryAdd(operation, out Span<byte> command, out int id))
            return false;
        _tags[id] = request.Tag;
        BinaryPrimitives.WriteUInt32LittleEndian(command.Slice(4), _controller.Namespace);
        if (request.Operation is BlockOperation.Read or BlockOperation.Write)
        {
            WritePages(command, request.Buffer, id);
            BinaryPrimitives.WriteUInt64LittleEndian(command.Slice(40), request.Sector);
            // Counts of sectors are written less one.
            BinaryPrimitives.WriteUInt32LittleEndian(command.Slice(48), (uint)(request.Buffer.Length / _geometry.SectorSize) - 1);
        }
        else if (request.Operation == BlockOperation.WriteZeroes)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(command.Slice(40), request.Sector);
            BinaryPrimitives.WriteUInt32LittleEndian(command.Slice(48), request.Sectors - 1);
        }
        else if (request.Operation == BlockOperation.Discard)
        {
            DmaMemory range = _lists.Slice(id * ListSize, 16);
            BinaryPrimitives.WriteUInt32LittleEndian(range.Bytes, 0);
            BinaryPrimitives.WriteUInt32LittleEndian(range.Bytes.Slice(4), request.Sectors);
            BinaryPrimitives.WriteUInt64LittleEndian(range.Bytes.Slice(8), request.Sector);
            BinaryPrimitives.WriteUInt64LittleEndian(command.Slice(24), range.Address);
            BinaryPrimitives.WriteUInt32LittleEndian(command.Slice(44), Deallocate);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Kick()
    {
        if (_toldTail == _ring.Tail)
            return;
        _toldTail = _ring.Tail;
        // The store to the register comes after those to the queue: it releases.
        _bells.Write32(0, (uint)_toldTail);
    }

    /// <inheritdoc/>
    public int Complete(Span<BlockCompletion> completions)
    {
        int count = 0;
        while (count < completions.Length && _ring.TryTake(out NvmeCompletion completion))
            completions[count++] = new BlockCompletion(_tags[completion.Id], StatusOf(completion.Status));
        if (count > 0)
            _bells.Write32(_completionBell, (uint)_ring.Head);
        return count;
    }

    /// <inheritdoc/>
    public bool EnableInterrupts()
    {
        _messages.Mask(_vector, false);
        return _ring.HasCompletion;
    }

    /// <inheritdoc/>
    public readonly void DisableInterrupts() => _messages.Mask(_vector, true);

    /// <summary>Gives its memory back: the controller has forgotten it.</summary>
    internal readonly void Free()
    {
        _ring.Free();
        _lists.Free();
    }

    // The first page may start anywhere in it; the second entry is the second page, or a list of all further ones (4.1.1).
    private readonly void WritePages(Span<byte> command, DmaMemory buffer, int id)
    {
        ulong address = buffer.Address, end = address + (uint)buffer.Length;
        BinaryPrimitives.WriteUInt64LittleEndian(command.Slice(24), address);
        ulong next = (address & ~(PageSize - 1UL)) + PageSize;
        if (next >= end)
            return;
        if (next + PageSize >= end)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(command.Slice(32), next);
            return;
        }

        DmaMemory list = _lists.Slice(id * ListSize, ListSize);
        Span<byte> entries = list.Bytes;
        for (; next < end; next += PageSize, entries = entries.Slice(8))
            BinaryPrimitives.WriteUInt64LittleEndian(entries, next);
        BinaryPrimitives.WriteUInt64LittleEndian(command.Slice(32), list.Address);
    }

    // Type 0 holds generic codes: 1 is an invalid operation, 2 an invalid field.
    private static BlockStatus StatusOf(ushort status) => (status & 0x7ff) switch
    {
        0 => BlockStatus.Done,
        1 or 2 => BlockStatus.Unsupported,
        _ => BlockStatus.IoError,
    };
}
