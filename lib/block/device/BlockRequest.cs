using System;
using Lithe.Device;
using Lithe.Dma;

namespace Lithe.Block;

/// <summary>What a request does.</summary>
public enum BlockOperation : byte
{
    /// <summary>Fills the buffer from the device.</summary>
    Read,

    /// <summary>Writes the buffer to the device.</summary>
    Write,

    /// <summary>Makes all writes that have completed last through a loss of power.</summary>
    Flush,

    /// <summary>Says that sectors are no longer needed; what they read as is not defined.</summary>
    Discard,

    /// <summary>Has sectors read as zeroes.</summary>
    WriteZeroes,
}

/// <summary>How a request ended.</summary>
public enum BlockStatus : byte
{
    /// <summary>As asked.</summary>
    Done,

    /// <summary>The device met an error: nothing is known of the sectors or the buffer.</summary>
    IoError,

    /// <summary>The device does not do this.</summary>
    Unsupported,

    /// <summary>The device answered what makes no sense.</summary>
    Invalid,
}

/// <summary>A request: sectors, and the buffer that they come from or go to.</summary>
public readonly struct BlockRequest
{
    private BlockRequest(BlockOperation operation, ulong sector, uint sectors, DmaMemory buffer, ulong tag)
    {
        Operation = operation;
        Sector = sector;
        Sectors = sectors;
        Buffer = buffer;
        Tag = tag;
    }

    /// <summary>Reads the buffer's length, a multiple of the device's sector size, from a sector on.</summary>
    public static BlockRequest Read(ulong sector, DmaMemory buffer, ulong tag) => new(BlockOperation.Read, sector, 0, buffer, tag);

    /// <summary>Writes the buffer's length, a multiple of the device's sector size, from a sector on.</summary>
    public static BlockRequest Write(ulong sector, DmaMemory buffer, ulong tag) => new(BlockOperation.Write, sector, 0, buffer, tag);

    /// <summary>Flushes.</summary>
    public static BlockRequest Flush(ulong tag) => new(BlockOperation.Flush, 0, 0, default, tag);

    /// <summary>Discards sectors.</summary>
    public static BlockRequest Discard(ulong sector, uint sectors, ulong tag) => new(BlockOperation.Discard, sector, sectors, default, tag);

    /// <summary>Zeroes sectors.</summary>
    public static BlockRequest WriteZeroes(ulong sector, uint sectors, ulong tag) => new(BlockOperation.WriteZeroes, sector, sectors, default, tag);

    /// <summary>What it does.</summary>
    public BlockOperation Operation { get; }

    /// <summary>The first sector, in units of the device's sector size.</summary>
    public ulong Sector { get; }

    /// <summary>How many sectors, where no buffer says it.</summary>
    public uint Sectors { get; }

    /// <summary>The buffer. The device's until the request has completed.</summary>
    public DmaMemory Buffer { get; }

    /// <summary>What the caller calls it.</summary>
    public ulong Tag { get; }

    /// <summary>Whether a device of this size can do it: the sectors exist, the buffer is whole sectors.</summary>
    public bool FitsInto(in BlockGeometry geometry)
    {
        if (Operation == BlockOperation.Flush)
            return true;
        ulong sectors = Sectors;
        if (Operation is BlockOperation.Read or BlockOperation.Write)
        {
            if (Buffer.Length == 0 || Buffer.Length > geometry.MaxTransfer || Buffer.Length % geometry.SectorSize != 0)
                return false;
            sectors = (uint)(Buffer.Length / geometry.SectorSize);
        }

        return sectors > 0 && Sector < geometry.SectorCount && sectors <= geometry.SectorCount - Sector;
    }
}

/// <summary>A request that has ended.</summary>
/// <param name="Tag">What the caller called it.</param>
/// <param name="Status">How it ended.</param>
public readonly record struct BlockCompletion(ulong Tag, BlockStatus Status);

/// <summary>What a block device is like.</summary>
public readonly record struct BlockGeometry
{
    /// <summary>Number of bytes of a sector: a power of two, 512 at least.</summary>
    public int SectorSize { get; init; }

    /// <summary>Number of sectors.</summary>
    public ulong SectorCount { get; init; }

    /// <summary>The most bytes of a request.</summary>
    public int MaxTransfer { get; init; }

    /// <summary>It cannot be written.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>It has a cache that a flush empties.</summary>
    public bool HasCache { get; init; }

    /// <summary>It knows discarding.</summary>
    public bool CanDiscard { get; init; }

    /// <summary>It can write zeroes without a buffer of them.</summary>
    public bool CanWriteZeroes { get; init; }
}

/// <summary>
/// A queue of a block device: the raw block interface. Requests end in any order; who needs an order waits. A flush covers the writes that had completed when it was submitted.
/// </summary>
/// <remarks>Implemented by structs, for code that is generic over them. A queue has one owner and no lock.</remarks>
public interface IBlockQueue
{
    /// <summary>The device's.</summary>
    BlockGeometry Geometry { get; }

    /// <summary>Takes a request. False when the queue is full or broken, or the request leaves the device: see <see cref="BlockRequest.FitsInto"/>.</summary>
    bool TrySubmit(in BlockRequest request);

    /// <summary>Tells the device of what was submitted: once for a batch.</summary>
    void Kick();

    /// <summary>Takes what has ended, at the front of <paramref name="completions"/>; returns how many.</summary>
    int Complete(Span<BlockCompletion> completions);

    /// <summary>Asks for an interrupt at the next completion. True when one is there already: then take it first.</summary>
    bool EnableInterrupts();

    /// <summary>Asks for none: the state in which a queue starts.</summary>
    void DisableInterrupts();

    /// <summary>What is wrong with the queue.</summary>
    DeviceError Error { get; }
}
