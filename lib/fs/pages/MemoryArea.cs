using System;

namespace Lithe.Fs;

/// <summary>Bytes somewhere in memory that stay there, and are only read: an archive that the loader brought along.</summary>
public readonly unsafe struct MemoryArea
{
    private readonly byte* _start;
    private readonly long _length;

    private MemoryArea(byte* start, long length)
    {
        _start = start;
        _length = length;
    }

    /// <summary>Names an area, which the caller knows to be readable; for unsafe libraries.</summary>
    public static MemoryArea FromAddress(ulong start, long length) => new((byte*)start, length);

    /// <summary>Number of bytes.</summary>
    public long Length => _length;

    /// <summary>Where it is.</summary>
    public ulong Address => (ulong)_start;

    /// <summary>A part; empty when it is not within.</summary>
    public MemoryArea Slice(long offset, long length) =>
        offset < 0 || length < 0 || offset > _length || length > _length - offset ? default : new MemoryArea(_start + offset, length);

    /// <summary>The bytes from an offset on, as far as a span reaches (1 GiB at the most).</summary>
    public ReadOnlySpan<byte> From(long offset)
    {
        if (offset < 0 || offset >= _length)
            return default;
        long left = _length - offset;
        return new ReadOnlySpan<byte>(_start + offset, left > 1 << 30 ? 1 << 30 : (int)left);
    }
}
