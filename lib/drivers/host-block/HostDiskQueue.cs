using System;
using Lithe.Block;
using Lithe.Device;

namespace Lithe.Host;

/// <summary>A queue of a process's disk: requests are done when they are submitted and end when they are asked for. One owner; not to be copied.</summary>
public struct HostDiskQueue : IBlockQueue
{
    private const int ZeroesSize = 4096;

    private readonly BlockCompletion[] _done;
    private readonly int _file;
    private int _first, _count;

    internal HostDiskQueue(int file, BlockGeometry geometry, int depth)
    {
        _file = file;
        _done = new BlockCompletion[depth];
        Geometry = geometry;
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
        BlockStatus status = Geometry.IsReadOnly && request.Operation is not (BlockOperation.Read or BlockOperation.Flush)
            ? BlockStatus.Unsupported
            : Do(in request) ? BlockStatus.Done : BlockStatus.IoError;
        _done[(_first + _count++) % _done.Length] = new BlockCompletion(request.Tag, status);
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

    /// <summary>What was submitted has ended: true where there is any.</summary>
    public readonly bool EnableInterrupts() => _count > 0;

    /// <inheritdoc/>
    public readonly void DisableInterrupts()
    {
    }

    private readonly bool Do(in BlockRequest request)
    {
        ulong offset = request.Sector * (uint)Geometry.SectorSize, length = request.Sectors * (ulong)Geometry.SectorSize;
        return request.Operation switch
        {
            BlockOperation.Read => HostFiles.TryReadAt(_file, offset, request.Buffer.Bytes),
            BlockOperation.Write => HostFiles.TryWriteAt(_file, offset, request.Buffer.Bytes),
            BlockOperation.Flush => Geometry.IsReadOnly || HostFiles.TrySync(_file),
            BlockOperation.Discard => Discard(offset, length),
            _ => HostFiles.TryPunch(_file, offset, length) || WriteZeroes(offset, length),
        };
    }

    // A file system without holes keeps what is discarded, which is allowed.
    private readonly bool Discard(ulong offset, ulong length)
    {
        HostFiles.TryPunch(_file, offset, length);
        return true;
    }

    private readonly bool WriteZeroes(ulong offset, ulong length)
    {
        Span<byte> zeroes = stackalloc byte[ZeroesSize];
        zeroes.Clear();
        while (length > 0)
        {
            int piece = (int)Math.Min(length, (ulong)ZeroesSize);
            if (!HostFiles.TryWriteAt(_file, offset, zeroes.Slice(0, piece)))
                return false;
            offset += (uint)piece;
            length -= (uint)piece;
        }

        return true;
    }
}
