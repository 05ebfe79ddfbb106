using System;
using Lithe.Fs;
using Lithe.Vmem;

namespace Lithe.Posix;

/// <summary>Fills pages of mappings from a file: pages that are read in place until they are written, or copies (private mappings), or the file's own pages (shared ones). A file that was mapped once is kept.</summary>
public sealed class InodePager : Pager
{
    private readonly bool _isShared;
    private InodePager? _other;

    private InodePager(Inode inode, bool isShared)
    {
        Inode = inode;
        _isShared = isShared;
    }

    /// <summary>The file.</summary>
    public Inode Inode { get; }

    /// <inheritdoc/>
    public override bool IsShared => _isShared;

    /// <summary>The pager of a file; with the files' lock held.</summary>
    public static InodePager Of(Inode inode, bool isShared)
    {
        if (inode.Pager is not InodePager pager)
        {
            inode.Acquire();
            inode.Pager = pager = new InodePager(inode, false);
        }

        return !isShared ? pager : pager._other ??= new InodePager(inode, true);
    }

    /// <inheritdoc/>
    public override bool Fill(ulong offset, Span<byte> page) => offset < (ulong)Inode.Size && Inode.ReadAt((long)offset, page) > 0;

    /// <inheritdoc/>
    public override ulong FindPage(ulong offset) => Inode.FindPage((long)offset, isWritten: true);

    /// <inheritdoc/>
    public override bool HasOwnPages => !_isShared;

    /// <inheritdoc/>
    public override ulong TakePage(ulong offset, bool isNear) => Inode.TakePage((long)offset, isNear);

    /// <inheritdoc/>
    public override void ReturnPage(ulong offset, ulong frame) => Inode.ReturnPage((long)offset, frame);

    /// <inheritdoc/>
    public override bool IsOwnPage(ulong offset, ulong frame) => Inode.IsOwnPage((long)offset, frame);

    /// <inheritdoc/>
    public override bool IsReclaimable => Inode.HasReclaimablePages;
}
