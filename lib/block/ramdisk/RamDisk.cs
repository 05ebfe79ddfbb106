using System;
using Lithe.Device;
using Lithe.Dma;

namespace Lithe.Block;

/// <summary>A block device in memory: requests are done when they are submitted and end when they are asked for.</summary>
public struct RamDisk : IBlockQueue
{
    private readonly DmaMemory _memory;
    private readonly BlockCompletion[] _done;
    private int _first, _count;

    private RamDisk(DmaMemory memory, int sectorSize, int depth)
    {
        _memory = memory;
        _done = new BlockCompletion[depth];
        Geometry = new BlockGeometry
        {
            SectorSize = sectorSize,
            SectorCount = (ulong)(memory.Length / sectorSize),
            MaxTransfer = memory.Length,
            CanDiscard = true,
            CanWriteZeroes = true,
        };
    }

    /// <summary>Makes one of at least so many bytes, all zero.</summary>
    public static DeviceError TryCreate(int bytes, int sectorSize, out RamDisk disk)
    {
        disk = default;
        if (sectorSize < 512 || !System.Numerics.BitOperations.IsPow2(sectorSize))
            return DeviceError.Unsupported;
        DmaMemory memory = DmaMemory.Allocate(bytes);
        if (!memory.Exists)
            return DeviceError.NoMemory;
        disk = new RamDisk(memory, sectorSize, depth: 128);
        return DeviceError.None;
    }

    /// <inheritdoc/>
    public BlockGeometry Geometry { get; }

    /// <inheritdoc/>
    public readonly DeviceError Error => DeviceError.None;

    /// <inheritdoc/>
    public bool TrySubmit(in BlockRequest request)
    {
        if (_count == _done.Length || !request.FitsInto(Geometry))
            return false;
        if (request.Operation != BlockOperation.Flush)
        {
            int start = (int)(request.Sector * (uint)Geometry.SectorSize);
            Span<byte> buffer = request.Buffer.Bytes;
            if (request.Operation == BlockOperation.Read)
                _memory.Bytes.Slice(start, buffer.Length).CopyTo(buffer);
            else if (request.Operation == BlockOperation.Write)
                buffer.CopyTo(_memory.Bytes.Slice(start));
            else
                _memory.Bytes.Slice(start, (int)request.Sectors * Geometry.SectorSize).Clear();
        }

        _done[(_first + _count++) % _done.Length] = new BlockCompletion(request.Tag, BlockStatus.Done);
        return true;
    }

    /// <inheritdoc/>
    public readonly void Kick()
    {
    }

    /// <inheritdoc/>
    public int Complete(Span<BlockCompletion> completions)
    {
        int taken = 0;
        for (; taken < completions.Length && _count > 0; taken++)
        {
            completions[taken] = _done[_first];
            _first = (_first + 1) % _done.Length;
            _count--;
        }

        return taken;
    }

    /// <inheritdoc/>
    public readonly bool EnableInterrupts() => _count > 0;

    /// <inheritdoc/>
    public readonly void DisableInterrupts()
    {
    }
}
