using System;

namespace Lithe.Fs;

/// <summary>A file system in memory: what is written takes pages, names and inodes are objects that are used again.</summary>
public sealed class RamFileSystem : FileSystem
{
    /// <summary>Linux's number for it in <c>statfs</c>.</summary>
    private const uint TmpfsMagic = 0x0102_1994;

    private readonly string _name;
    private readonly RamInode _root;
    private ulong _lastNumber;
    private RamInode? _free;

    internal RamNames Names;

    /// <summary>Makes an empty one.</summary>
    /// <param name="name">What <c>/proc/mounts</c> shows.</param>
    /// <param name="limit">The most pages that files may take; a negative number for none.</param>
    /// <param name="magic">What <c>statfs</c> gives for the kind.</param>
    public RamFileSystem(string name, long limit = -1, uint magic = TmpfsMagic)
    {
        Magic = magic;
        _name = name;
        PageLimit = limit;
        Names = RamNames.Create();
        _root = Take(InodeKind.Directory, 0x1ed, 0);
        _root.SetParent(_root);
    }

    /// <inheritdoc/>
    public override string Name => _name;

    /// <inheritdoc/>
    public override uint Magic { get; }

    /// <inheritdoc/>
    public override Inode Root => _root;

    /// <summary>The most pages that files may take; a negative number for none.</summary>
    public long PageLimit { get; }

    /// <summary>How many pages files take.</summary>
    public long PageCount { get; internal set; }

    /// <inheritdoc/>
    public override ulong Capacity => PageLimit >= 0 ? (ulong)PageLimit * FilePages.PageSize : PageMemory.Current?.Capacity ?? 0;

    /// <inheritdoc/>
    public override ulong Free => PageLimit >= 0 ? (ulong)(PageLimit - PageCount) * FilePages.PageSize : PageMemory.Current?.Free ?? 0;

    /// <summary>Gives a node of another kind a name: a device, a directory that makes its entries up. It is not there yet.</summary>
    public void AddNode(Inode directory, ReadOnlySpan<byte> name, Inode node)
    {
        RamInode parent = (RamInode)directory;
        Names.Add(parent, name, node);
        node.PlaceIn(directory, name);
        node.Acquire();
    }

    internal bool MayTakePage => PageLimit < 0 || PageCount < PageLimit;

    internal RamInode Take(InodeKind kind, uint permissions, ulong device)
    {
        RamInode inode = _free ?? new RamInode(this);
        _free = inode.NextFree;
        inode.NextFree = null;
        inode.Begin(++_lastNumber, kind, permissions, device);
        return inode;
    }

    internal void Give(RamInode inode)
    {
        inode.NextFree = _free;
        _free = inode;
    }
}
