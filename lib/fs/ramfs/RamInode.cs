using System;

namespace Lithe.Fs;

/// <summary>An inode of a <see cref="RamFileSystem"/>.</summary>
public sealed partial class RamInode : Inode
{
    private readonly RamFileSystem _files;
    private RamInode _parent;

    internal RamInode? NextFree;

    // A directory's names, in the order that they came.
    internal RamEntry? FirstEntry, LastEntry;

    // Its name, and the last one of a file that has several.
    private RamEntry? _entry;

    internal RamInode(RamFileSystem files)
    {
        _files = files;
        FileSystem = files;
        _parent = this;
    }

    internal void Begin(ulong number, InodeKind kind, uint permissions, ulong device)
    {
        Number = number;
        Kind = kind;
        Permissions = permissions & 0xfff;
        Device = device;
        Owner = Group = 0;
        LinkCount = kind == InodeKind.Directory ? 2u : 1u;
        AccessTime = ModifyTime = ChangeTime = VfsHost.Current.Now;
        _size = 0;
        _base = default;
        _entry = null;
        _parent = this;
    }

    internal void SetParent(RamInode parent) => _parent = parent;

    /// <inheritdoc/>
    public override Inode Parent => _parent;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> NameInParent => _entry is null ? default : _entry.Name;

    /// <inheritdoc/>
    public override Errno Lookup(ReadOnlySpan<byte> name, out Inode? inode)
    {
        inode = IsDirectory ? _files.Names.Find(this, name)?.Target : null;
        return inode is not null ? Errno.None : IsDirectory ? Errno.ENOENT : Errno.ENOTDIR;
    }

    /// <inheritdoc/>
    public override bool ReadDirectory(ref DirectoryEntry entry)
    {
        RamEntry? at = FirstEntry;
        // From the end backwards where that is nearer: listings mostly go on where they were.
        while (at is not null && at.Place <= entry.Place)
            at = at.Next;
        if (at is null)
            return false;
        entry.Name = at.Name;
        entry.Number = at.Target!.Number;
        entry.Kind = at.Target.Kind;
        entry.Place = at.Place;
        return true;
    }

    /// <inheritdoc/>
    public override Errno Create(ReadOnlySpan<byte> name, InodeKind kind, uint permissions, ulong device, out Inode? inode)
    {
        inode = null;
        if (IsRemoved)
            return Errno.ENOENT;
        RamInode made = _files.Take(kind, permissions, device);
        AddEntry(name, made);
        inode = made;
        return Errno.None;
    }

    /// <inheritdoc/>
    public override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, out Inode? inode)
    {
        inode = null;
        if (IsRemoved)
            return Errno.ENOENT;
        RamInode made = _files.Take(InodeKind.Link, 0x1ff, 0);
        if (made.WriteAt(0, target) != target.Length)
        {
            made.LinkCount = 0;
            made.OnUnused();
            return Errno.ENOSPC;
        }

        AddEntry(name, made);
        inode = made;
        return Errno.None;
    }

    /// <inheritdoc/>
    public override Errno AddName(ReadOnlySpan<byte> name, Inode inode)
    {
        if (inode is not RamInode target || target.IsDirectory)
            return Errno.EPERM;
        if (IsRemoved)
            return Errno.ENOENT;
        target.LinkCount++;
        target.TouchChange();
        AddEntry(name, target);
        return Errno.None;
    }

    /// <inheritdoc/>
    public override Errno RemoveName(ReadOnlySpan<byte> name)
    {
        RamEntry? entry = _files.Names.Find(this, name);
        if (entry is null)
            return Errno.ENOENT;
        if (entry.Target is not RamInode target || target.Mounted is not null)
            return Errno.EBUSY;
        if (target.IsDirectory && target.FirstEntry is not null)
            return Errno.ENOTEMPTY;
        RemoveEntry(entry, target);
        Touch();
        target.DropName();
        return Errno.None;
    }

    /// <inheritdoc/>
    public override Errno MoveName(ReadOnlySpan<byte> name, Inode directory, ReadOnlySpan<byte> newName)
    {
        RamEntry? entry = _files.Names.Find(this, name);
        if (entry is null)
            return Errno.ENOENT;
        if (directory is not RamInode to || to._files != _files)
            return Errno.EXDEV;
        if (entry.Target is not RamInode target || target.Mounted is not null)
            return Errno.EBUSY;
        if (to.IsRemoved)
            return Errno.ENOENT;
        if (_files.Names.Find(to, newName) is { } present)
        {
            if (present.Target == target)
                return Errno.None;
            Errno error = to.RemoveName(present.Name);
            if (error != Errno.None)
                return error;
        }

        RemoveEntry(entry, target);
        to.AddEntry(newName, target);
        Touch();
        target.TouchChange();
        return Errno.None;
    }

    /// <inheritdoc/>
    public override Errno ExchangeNames(ReadOnlySpan<byte> name, Inode directory, ReadOnlySpan<byte> otherName)
    {
        if (directory is not RamInode to || to._files != _files)
            return Errno.EXDEV;
        if (_files.Names.Find(this, name) is not { } first || _files.Names.Find(to, otherName) is not { } second)
            return Errno.ENOENT;
        if (first.Target is not RamInode one || second.Target is not RamInode other || one.Mounted is not null || other.Mounted is not null)
            return Errno.EBUSY;
        if (one == other)
            return Errno.None;
        // Of a file with several names the last one counts as its place.
        bool isAtFirst = one._entry == first, isAtSecond = other._entry == second;
        first.Target = other;
        second.Target = one;
        if (isAtFirst)
            (one._entry, one._parent) = (second, to);
        if (isAtSecond)
            (other._entry, other._parent) = (first, this);
        // Directories count the links of those in them.
        if (one.IsDirectory != other.IsDirectory)
        {
            LinkCount += other.IsDirectory ? 1u : uint.MaxValue;
            to.LinkCount += one.IsDirectory ? 1u : uint.MaxValue;
        }

        Touch();
        to.Touch();
        one.TouchChange();
        other.TouchChange();
        return Errno.None;
    }

    // A directory without a name holds nothing and takes nothing any more.
    private bool IsRemoved => IsDirectory && _entry is null && this != _files.Root;

    private void AddEntry(ReadOnlySpan<byte> name, RamInode target)
    {
        RamEntry entry = _files.Names.Add(this, name, target);
        target._entry = entry;
        target._parent = this;
        if (target.IsDirectory)
            LinkCount++;

        Touch();
    }

    private void RemoveEntry(RamEntry entry, RamInode target)
    {
        _files.Names.Remove(entry);
        if (target._entry == entry)
            target._entry = null;
        if (target.IsDirectory)
            LinkCount--;
        else if (target._entry is null)
            target._parent = target;
    }

    private void DropName()
    {
        LinkCount -= IsDirectory ? 2u : 1u;
        TouchChange();
        if (LinkCount == 0 && References == 0)
            OnUnused();
    }

    /// <inheritdoc/>
    protected override void OnUnused()
    {
        if (LinkCount > 0)
            return;
        RemovePages(0);
        _files.Give(this);
    }
}
