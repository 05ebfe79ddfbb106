using System;
using System.Numerics;
using Lithe.Mem;

namespace Lithe.Dma;

/// <summary>
/// Memory that a device may read and write while the processor does: page frames, at an address that is the same for both, never moved. A value is a view:
/// it has an owner who frees the whole, and parts are cut with <see cref="Slice"/>. What a device has been given must not be freed before it gives it back.
/// </summary>
public readonly unsafe struct DmaMemory
{
    private const int PageSize = 4096;

    private readonly byte* _start;
    private readonly int _length;

    private DmaMemory(byte* start, int length)
    {
        _start = start;
        _length = length;
    }

    /// <summary>Takes at least so many bytes, page-aligned and zeroed; one that does not exist when there is no memory.</summary>
    public static DmaMemory Allocate(int length)
    {
        int order = OrderOf(length);
        byte* start = order < 0 ? null : (byte*)Frames.Allocate(order);
        if (start == null)
            return default;
        int size = PageSize << order;
        new Span<byte>(start, size).Clear();
        return new DmaMemory(start, size);
    }

    /// <summary>Frames that the caller owns already: for libraries that keep records in them, which are unsafe ones.</summary>
    public static DmaMemory FromPointer(void* start, int length) => new((byte*)start, length);

    /// <summary>Whether there is any.</summary>
    public bool Exists => _start != null;

    /// <summary>Number of bytes.</summary>
    public int Length => _length;

    /// <summary>Where it is, for unsafe libraries.</summary>
    public void* Pointer => _start;

    /// <summary>The address that a device is told.</summary>
    public ulong Address => (ulong)_start;

    /// <summary>The bytes.</summary>
    public Span<byte> Bytes => new(_start, _length);

    /// <summary>A part.</summary>
    public DmaMemory Slice(int start, int length)
    {
        if ((uint)start > (uint)_length || (uint)length > (uint)(_length - start))
            Fail.Stop(FailReason.ArgumentOutOfRange, "length");
        return new DmaMemory(_start + start, length);
    }

    /// <summary>The part from <paramref name="start"/> on.</summary>
    public DmaMemory Slice(int start) => Slice(start, _length - start);

    /// <summary>Gives back what <see cref="Allocate"/> returned, whole.</summary>
    public void Free()
    {
        if (_start != null)
            Frames.Free((ulong)_start, OrderOf(_length));
    }

    private static int OrderOf(int length) =>
        length <= 0 || length > PageSize << 18 ? -1 : BitOperations.Log2((uint)(length - 1) / PageSize) + (length > PageSize ? 1 : 0);
}
