using System;

namespace Lithe.Fs;

// What a file holds: pages that were written, and below them, as far as the file was made from an archive, the archive's own bytes, read in place.
public sealed partial class RamInode
{
    private const int PageSize = FilePages.PageSize;

    // The largest that an offset of a mapping can name.
    private const long MaxSize = 1L << 47;

    private FilePages _pages;
    private long _size;
    private StoredContent _base;

    /// <summary>Gives a new, empty file this content, without a copy.</summary>
    public void SetBase(in StoredContent content)
    {
        _base = content;
        _size = content.Length;
    }

    /// <summary>The file's bytes where they lie in one piece and nothing was written; else an area of length 0.</summary>
    public MemoryArea Base => _pages.Count == 0 && _size == _base.Length ? _base.Memory : default;

    /// <inheritdoc/>
    public override long Size => IsDirectory ? PageSize : _size;

    /// <inheritdoc/>
    public override long Blocks => IsDirectory ? 0 : _base.Length > 0 ? (_size + 511) / 512 : _pages.Count * (PageSize / 512);

    /// <inheritdoc/>
    public override int ReadLink(Span<byte> target) => Kind == InodeKind.Link ? (int)ReadContent(0, target) : -(int)Errno.EINVAL;

    /// <inheritdoc/>
    public override long ReadAt(long offset, Span<byte> bytes) => Kind == InodeKind.Regular ? ReadContent(offset, bytes) : -(long)Errno.EINVAL;

    private long ReadContent(long offset, Span<byte> bytes)
    {
        if (offset < 0)
            return -(long)Errno.EINVAL;
        if (offset >= _size)
            return 0;
        if (bytes.Length > _size - offset)
            bytes = bytes.Slice(0, (int)(_size - offset));
        if (_pages.Count == 0)
        {
            // Without pages of its own the whole piece is the archive's.
            PageResult whole = _base.TryCopy(offset, bytes);
            return whole == PageResult.Found ? bytes.Length : -(long)ErrorOf(whole);
        }

        int done = 0;
        while (done < bytes.Length)
        {
            long at = offset + done;
            int inPage = (int)(at & (PageSize - 1)), count = Math.Min(PageSize - inPage, bytes.Length - done);
            Span<byte> part = bytes.Slice(done, count), page = _pages.Bytes(at / PageSize);
            if (page.Length > 0)
            {
                page.Slice(inPage, count).CopyTo(part);
            }
            else if (_base.TryCopy(at, part) is var result and not PageResult.Found)
            {
                return done > 0 ? done : -(long)ErrorOf(result);
            }

            done += count;
        }

        return bytes.Length;
    }

    private static Errno ErrorOf(PageResult result) => result == PageResult.NoMemory ? Errno.ENOMEM : Errno.EIO;

    /// <inheritdoc/>
    public override long WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        if (IsDirectory || offset < 0)
            return -(long)(IsDirectory ? Errno.EISDIR : Errno.EINVAL);
        if (offset > MaxSize - bytes.Length)
            return -(long)Errno.EFBIG;
        int done = 0;
        Errno error = Errno.None;
        while (done < bytes.Length)
        {
            long at = offset + done;
            int inPage = (int)(at & (PageSize - 1)), count = Math.Min(PageSize - inPage, bytes.Length - done);
            Span<byte> page = PageForWriting(at / PageSize, out error);
            if (page.Length == 0)
                break;
            bytes.Slice(done, count).CopyTo(page.Slice(inPage));
            done += count;
        }

        if (offset + done > _size && done > 0)
            _size = offset + done;
        if (done > 0)
            Touch();
        return done > 0 || bytes.Length == 0 ? done : -(long)error;
    }

    /// <inheritdoc/>
    public override Errno Resize(long size)
    {
        if (Kind != InodeKind.Regular)
            return IsDirectory ? Errno.EISDIR : Errno.EINVAL;
        if (size < 0)
            return Errno.EINVAL;
        if (size > MaxSize)
            return Errno.EFBIG;
        if (size < _size)
        {
            // What comes behind the new end is zeros when the file grows again.
            int inPage = (int)(size & (PageSize - 1));
            if (inPage != 0)
            {
                if (size < _base.Length && PageForWriting(size / PageSize, out Errno error).Length == 0)
                    return error;
                Span<byte> last = _pages.Bytes(size / PageSize);
                if (last.Length > 0)
                    last.Slice(inPage).Clear();
            }

            if (size < _base.Length)
                _base = _base.Shorten(size);
            RemovePages((size + PageSize - 1) / PageSize);
        }

        _size = size;
        Touch();
        return Errno.None;
    }

    /// <inheritdoc/>
    public override Errno Allocate(long offset, long length)
    {
        if (Kind != InodeKind.Regular)
            return Errno.ENODEV;
        if (offset > MaxSize - length)
            return Errno.EFBIG;
        for (long page = offset / PageSize; page <= (offset + length - 1) / PageSize; page++)
        {
            if (PageForWriting(page, out Errno error).Length == 0)
                return error;
        }

        return Errno.None;
    }

    /// <inheritdoc/>
    public override ulong FindPage(long offset, bool isWritten)
    {
        if (Kind != InodeKind.Regular || offset >= (_size + PageSize - 1 & -PageSize))
            return 0;
        ulong page = _pages.Find(offset / PageSize);
        if (page != 0 || !isWritten)
            return page;
        return PageForWriting(offset / PageSize, out _).Length == 0 ? 0 : _pages.Find(offset / PageSize);
    }

    // The page as the file's own: empty when there is no memory, the file system is full, or what it was made from cannot be read.
    private Span<byte> PageForWriting(long number, out Errno error)
    {
        error = Errno.ENOSPC;
        Span<byte> page = _pages.Bytes(number);
        if (page.Length > 0 || !_files.MayTakePage || !PageMemory.Current!.HasRoom)
            return page;
        ulong made = PageMemory.Current.Take();
        if (made == 0)
            return default;
        PageResult filled = _base.TryFill(number * PageSize, made);
        if (filled != PageResult.Found || !_pages.TryAdd(number, made))
        {
            if (filled == PageResult.Failed)
                error = Errno.EIO;
            PageMemory.Current.Give(made);
            return default;
        }

        _files.PageCount++;
        return _pages.Bytes(number);
    }

    /// <inheritdoc/>
    public override ulong TakePage(long offset, bool isNear) =>
        Kind == InodeKind.Regular && (_pages.Count == 0 || _pages.Find(offset / PageSize) == 0) && offset < _size ? _base.TakePage(offset, isNear) : 0;

    /// <inheritdoc/>
    public override void ReturnPage(long offset, ulong frame) => _base.ReturnPage(offset);

    /// <inheritdoc/>
    public override bool IsOwnPage(long offset, ulong frame) => _base.IsOwnPage(offset, frame);

    /// <inheritdoc/>
    public override void Prefetch(long offset, long length) => _base.Prefetch(offset, length);

    /// <inheritdoc/>
    public override bool HasReclaimablePages => _base.IsReclaimable;

    private void RemovePages(long from)
    {
        long before = _pages.Count;
        _pages.RemoveFrom(from);
        _files.PageCount -= before - _pages.Count;
    }
}
