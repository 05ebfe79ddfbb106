using System;

namespace Lithe.Fs;

/// <summary>A file's content as it was when its file system was made, and is only read: bytes of an archive that is in memory, or on a disk, behind a <see cref="PageCache"/>.</summary>
public readonly struct StoredContent
{
    private const int PageSize = FilePages.PageSize;

    private readonly MemoryArea _memory;
    private readonly PageCache? _cache;
    private readonly long _offset;
    private readonly bool _ownsLastPage;

    /// <summary>Bytes in memory.</summary>
    public StoredContent(MemoryArea memory)
    {
        _memory = memory;
        Length = memory.Length;
    }

    /// <summary>Bytes of a source.</summary>
    /// <param name="cache">The source's pages.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="length">How many.</param>
    /// <param name="ownsLastPage">What lies behind them in the last one's page is nobody's.</param>
    public StoredContent(PageCache cache, long offset, long length, bool ownsLastPage)
    {
        _cache = cache;
        _offset = offset;
        _ownsLastPage = ownsLastPage;
        Length = length;
    }

    private StoredContent(PageCache? cache, MemoryArea memory, long offset, long length, bool ownsLastPage)
    {
        _cache = cache;
        _memory = memory;
        _offset = offset;
        _ownsLastPage = ownsLastPage;
        Length = length;
    }

    /// <summary>Number of bytes.</summary>
    public long Length { get; }

    /// <summary>The bytes, where they are in memory; else none.</summary>
    public MemoryArea Memory => _memory.Slice(0, Length);

    /// <summary>Whether pages that nobody uses may go.</summary>
    public bool IsReclaimable => _cache is not null;

    /// <summary>The front of it.</summary>
    public StoredContent Shorten(long length) => new(_cache, _memory, _offset, Math.Min(length, Length), _ownsLastPage && length >= Length);

    /// <summary>A part, which is within; <paramref name="ownsLastPage"/>: what lies behind it in its last page is nobody's.</summary>
    public StoredContent Slice(long offset, long length, bool ownsLastPage) =>
        offset < 0 || length < 0 || offset > Length || length > Length - offset ? default : new(_cache, _memory.Slice(offset, length), _offset + offset, length, ownsLastPage);

    /// <summary>Copies bytes from an offset on; zeros come behind the end.</summary>
    public PageResult TryCopy(long offset, Span<byte> to)
    {
        long left = offset < Length ? Length - offset : 0;
        int count = left < to.Length ? (int)left : to.Length;
        to.Slice(count).Clear();
        to = to.Slice(0, count);
        if (_cache is not null)
            return _cache.TryCopy(_offset + offset, to);
        while (to.Length > 0)
        {
            ReadOnlySpan<byte> from = _memory.From(offset);
            int part = Math.Min(from.Length, to.Length);
            from.Slice(0, part).CopyTo(to);
            to = to.Slice(part);
            offset += part;
        }

        return PageResult.Found;
    }

    /// <summary>Fills a page frame from an offset on, zeros behind the end.</summary>
    public unsafe PageResult TryFill(long offset, ulong frame) => TryCopy(offset, new Span<byte>((void*)frame, PageSize));

    /// <summary>The frame of the page at an offset, to be looked at in place until <see cref="ReturnPage"/>; 0 where it is not a frame by itself, or cannot be had.</summary>
    /// <param name="offset">A multiple of the page size.</param>
    /// <param name="isNear">What is not in memory is not brought there.</param>
    public ulong TakePage(long offset, bool isNear)
    {
        if (offset < 0 || offset >= Length)
            return 0;
        if (_cache is null)
        {
            ulong address = _memory.Address + (ulong)offset;
            return (address & (PageSize - 1)) == 0 && Length - offset >= PageSize ? address : 0;
        }

        bool isLast = Length - offset < PageSize;
        if ((_offset & (PageSize - 1)) != 0 || isLast && !_ownsLastPage)
            return 0;
        long number = (_offset + offset) / PageSize, pages = (Length - offset + PageSize - 1) / PageSize;
        if (_cache.Take(number, isNear ? 0 : (int)Math.Min(PageSource.MostPages, pages + 1), out ulong frame) != PageResult.Found)
            return 0;
        if (isLast)
            _cache.ClearFrom(number, (int)(Length - offset));
        return frame;
    }

    /// <summary>Starts to bring into memory what will be needed, while that is plentiful.</summary>
    public void Prefetch(long offset, long length)
    {
        if (_cache is null || offset < 0 || offset >= Length)
            return;
        length = Math.Min(length, Length - offset);
        _cache.Prefetch((_offset + offset) / PageSize, ((_offset + offset) % PageSize + length + PageSize - 1) / PageSize);
    }

    /// <summary>A frame of <see cref="TakePage"/> is in use once less.</summary>
    public void ReturnPage(long offset) => _cache?.Return((_offset + offset) / PageSize);

    /// <summary>Whether a frame that is in use at this offset is one of <see cref="TakePage"/>, of the whole content at any time.</summary>
    public bool IsOwnPage(long offset, ulong frame) =>
        _cache is not null ? _cache.IsFrame((_offset + offset) / PageSize, frame) : _memory.Length > 0 && frame == _memory.Address + (ulong)offset;
}
