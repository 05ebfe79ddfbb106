using System;

namespace Lithe.Fs;

/// <summary>An object of a <see cref="NinePFileSystem"/>. It has a fid that stands for its name, and one that is open while somebody reads or writes.</summary>
public sealed class NinePInode : Inode
{
    private const uint ReadOnlyFlag = 0, ReadWriteFlag = 2;

    private readonly NinePFileSystem _files;
    private NinePInode? _parent;
    private byte[] _name = [];
    private int _nameLength;
    private long _size, _blocks;

    // Open for reading, or for both.
    private uint _open = NinePClient.NoFid;
    private bool _isOpenForWriting;

    // Its name has gone, or leads to another object, while somebody has it open.
    private bool _isDetached;

    internal NinePInode? NextInBucket, NextUnused, PreviousUnused, NextFree;

    internal NinePInode(NinePFileSystem files)
    {
        _files = files;
        FileSystem = files;
    }

    internal uint Fid { get; private set; } = NinePClient.NoFid;

    /// <summary>Its name leads to it.</summary>
    internal bool IsKnown { get; set; }

    /// <summary>It is in the list of those that may make room.</summary>
    internal bool IsUnused { get; set; }

    /// <summary>How many objects have it as their directory.</summary>
    internal int Children { get; private set; }

    /// <inheritdoc/>
    public override Inode Parent => _parent ?? this;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> NameInParent => _name.AsSpan(0, _nameLength);

    /// <inheritdoc/>
    public override long Size => _size;

    /// <inheritdoc/>
    public override long Blocks => _blocks;

    /// <inheritdoc/>
    public override bool CanBeMapped => false;

    private NinePClient Client => _files.Client;

    internal void BeginRoot()
    {
        Fid = 0;
        Kind = InodeKind.Directory;
        LinkCount = 2;
    }

    internal void Begin(NinePInode directory, ReadOnlySpan<byte> name, uint fid)
    {
        Fid = fid;
        Number = 0;
        Kind = InodeKind.Unknown;
        Pager = null;
        _size = _blocks = 0;
        _isDetached = false;
        Rename(directory, name);
    }

    internal void Rename(NinePInode directory, ReadOnlySpan<byte> name)
    {
        if (_parent is not null)
            _parent.Children--;
        _parent = directory;
        directory.Children++;
        if (_name.Length < name.Length)
            _name = new byte[name.Length <= 32 ? 32 : MaxName + 1];
        name.CopyTo(_name);
        _nameLength = name.Length;
    }

    /// <summary>Gives back what it has at the server.</summary>
    internal void End()
    {
        CloseOpen();
        if (Fid != NinePClient.NoFid)
            Client.Clunk(Fid);
        Fid = NinePClient.NoFid;
        if (_parent is not null)
            _parent.Children--;
        _parent = null;
    }

    /// <inheritdoc/>
    public override Errno Refresh()
    {
        NinePAttributes attributes = default;
        Errno error = _isDetached ? Errno.ENOENT : Client.GetAttributes(Fid, out attributes);
        if (!_isDetached && IsOther(error, attributes))
        {
            if (_open == NinePClient.NoFid)
                return Errno.ENOENT;
            Detach();
        }

        // Servers that ask the open file, not its name, still know of it; to those that do not it is what it was, as far as those that have it open can tell.
        if (_isDetached && (Client.GetAttributes(_open, out attributes) != Errno.None || attributes.Qid.Path != Number))
            return Errno.None;
        if (!_isDetached && error != Errno.None)
            return error;
        Number = attributes.Qid.Path;
        Kind = (InodeKind)(attributes.Mode >> 12);
        Permissions = attributes.Mode & 0xfff;
        Owner = attributes.Owner;
        Group = attributes.Group;
        LinkCount = (uint)attributes.Links;
        Device = attributes.Device;
        _size = (long)Math.Min(attributes.Size, long.MaxValue);
        _blocks = (long)Math.Min(attributes.Blocks, long.MaxValue);
        AccessTime = attributes.AccessTime;
        ModifyTime = attributes.ModifyTime;
        ChangeTime = attributes.ChangeTime;
        return Errno.None;
    }

    /// <summary>Its name does not lead to it any more.</summary>
    internal void Detach()
    {
        _isDetached = true;
        LinkCount = IsDirectory || LinkCount == 0 ? 0 : LinkCount - 1;
        _files.Forget(this);
    }

    // Whether a name has gone or leads to another object. What the root is called is the server's affair.
    private bool IsOther(Errno error, in NinePAttributes attributes) =>
        Number != 0 && this != _files.Root && (error == Errno.ENOENT || error == Errno.None && attributes.Qid.Path != Number);

    // The fid by which it can be changed. Servers do that by its name, by the open file, or by either for this and that: what others have given the name to must stay as it is.
    private Errno FindTarget(out uint fid)
    {
        fid = Fid;
        Errno error = Client.GetAttributes(Fid, out NinePAttributes attributes);
        if (error == Errno.ENOENT && _open != NinePClient.NoFid)
        {
            fid = _open;
            return Errno.None;
        }

        return error == Errno.None && IsOther(error, attributes) ? Errno.ESTALE : error;
    }

    /// <inheritdoc/>
    public override Errno StoreAttributes(InodeAttributes which)
    {
        const uint Mode = 1, OwnerAndGroup = 6, Access = 0x90, Modify = 0x120;
        uint valid = ((which & InodeAttributes.Permissions) != 0 ? Mode : 0) | ((which & InodeAttributes.Owner) != 0 ? OwnerAndGroup : 0)
            | ((which & InodeAttributes.AccessTime) != 0 ? Access : 0) | ((which & InodeAttributes.ModifyTime) != 0 ? Modify : 0);
        if (valid == 0)
            return Errno.None;
        Errno error = FindTarget(out uint fid);
        return error != Errno.None
            ? error
            : Client.SetAttributes(fid, valid, new NinePAttributes { Mode = Permissions, Owner = Owner, Group = Group, AccessTime = AccessTime, ModifyTime = ModifyTime });
    }

    /// <inheritdoc/>
    public override Errno Synchronize() => _open == NinePClient.NoFid ? Errno.None : Client.Synchronize(_open);

    /// <inheritdoc/>
    public override Errno Lookup(ReadOnlySpan<byte> name, out Inode? inode)
    {
        inode = null;
        if (!IsDirectory)
            return Errno.ENOTDIR;
        Errno error = _files.Find(this, name, out NinePInode? found);
        inode = found;
        return error;
    }

    /// <inheritdoc/>
    public override Errno Create(ReadOnlySpan<byte> name, InodeKind kind, uint permissions, ulong device, out Inode? inode)
    {
        inode = null;
        Errno error;
        uint opened = NinePClient.NoFid;
        if (kind == InodeKind.Directory)
        {
            error = Client.MakeDirectory(Fid, name, permissions, Group);
        }
        else if (kind == InodeKind.Regular)
        {
            // The new file comes open, by the fid that stood for the directory.
            const uint CreateFlag = 0x40, ExclusiveFlag = 0x80;
            opened = Client.TakeFid();
            error = Client.Walk(Fid, default, opened, out _);
            if (error == Errno.None)
                error = Client.Create(opened, name, ReadWriteFlag | CreateFlag | ExclusiveFlag, permissions, Group);
        }
        else
        {
            error = Client.MakeNode(Fid, name, (uint)kind << 12 | permissions, device, Group);
        }

        if (error == Errno.None)
            error = Lookup(name, out inode);
        if (opened == NinePClient.NoFid)
            return error;
        if (inode is NinePInode made && made._open == NinePClient.NoFid)
        {
            made._open = opened;
            made._isOpenForWriting = true;
        }
        else
        {
            Client.Clunk(opened);
        }

        return error;
    }

    /// <inheritdoc/>
    public override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, out Inode? inode)
    {
        inode = null;
        Errno error = Client.MakeLink(Fid, name, target, Group);
        return error == Errno.None ? Lookup(name, out inode) : error;
    }

    /// <inheritdoc/>
    public override Errno AddName(ReadOnlySpan<byte> name, Inode inode) => inode is NinePInode target ? Client.AddName(Fid, target.Fid, name) : Errno.EXDEV;

    /// <inheritdoc/>
    public override Errno RemoveName(ReadOnlySpan<byte> name)
    {
        Errno error = _files.Find(this, name, out NinePInode? inode);
        if (error != Errno.None)
            return error;
        // Who has it open goes on reading and writing: by a fid that does not need the name.
        if (inode!.References > 1 && inode.Kind == InodeKind.Regular)
            inode.OpenFor(isWriting: true);
        error = Client.Unlink(Fid, name, inode.IsDirectory);
        if (error != Errno.None)
            return error;
        inode.Detach();
        return Errno.None;
    }

    /// <inheritdoc/>
    public override Errno MoveName(ReadOnlySpan<byte> name, Inode directory, ReadOnlySpan<byte> newName)
    {
        if (directory is not NinePInode to)
            return Errno.EXDEV;
        Errno error = _files.Find(this, name, out NinePInode? inode);
        if (error != Errno.None)
            return error;
        NinePInode? replaced = _files.Known(to, newName);
        if (replaced is { References: > 1, Kind: InodeKind.Regular })
            replaced.OpenFor(isWriting: true);
        error = Client.Rename(Fid, name, to.Fid, newName);
        if (error != Errno.None)
            return error;
        if (replaced is not null && replaced != inode)
            replaced.Detach();
        _files.Move(inode!, to, newName);
        return Errno.None;
    }

    /// <inheritdoc/>
    public override int ReadLink(Span<byte> target) => Kind == InodeKind.Link ? Client.ReadLink(Fid, target) : -(int)Errno.EINVAL;

    /// <inheritdoc/>
    public override Errno Open(OpenFlags flags, out OpenFile? file)
    {
        file = null;
        if (Kind is InodeKind.Fifo or InodeKind.Socket or InodeKind.CharacterDevice or InodeKind.BlockDevice)
            return Errno.ENXIO;
        Errno error = OpenFor((flags & OpenFlags.AccessMask) != OpenFlags.ReadOnly);
        if (error == Errno.None)
            file = InodeFile.Create(this, flags);
        return error;
    }

    /// <inheritdoc/>
    public override long ReadAt(long offset, Span<byte> bytes)
    {
        if (IsDirectory)
            return -(long)Errno.EISDIR;
        Errno error = OpenFor(isWriting: false);
        if (error != Errno.None)
            return -(long)error;
        int done = 0;
        while (done < bytes.Length)
        {
            long count = Client.Read(_open, offset + done, bytes.Slice(done));
            if (count < 0)
                return done > 0 ? done : count;
            done += (int)count;
            if (count == 0)
                break;
        }

        return done;
    }

    /// <inheritdoc/>
    public override long WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        if (IsDirectory)
            return -(long)Errno.EISDIR;
        Errno error = OpenFor(isWriting: true);
        if (error != Errno.None)
            return -(long)error;
        int done = 0;
        while (done < bytes.Length)
        {
            long count = Client.Write(_open, offset + done, bytes.Slice(done));
            if (count <= 0)
            {
                if (done > 0)
                    break;
                return count;
            }

            done += (int)count;
        }

        if (offset + done > _size)
            _size = offset + done;
        Touch();
        return done;
    }

    /// <inheritdoc/>
    public override Errno Resize(long size)
    {
        const uint SizeValid = 8;
        if (Kind != InodeKind.Regular)
            return IsDirectory ? Errno.EISDIR : Errno.EINVAL;
        if (size < 0)
            return Errno.EINVAL;
        Errno error = FindTarget(out uint fid);
        if (error == Errno.None)
            error = Client.SetAttributes(fid, SizeValid, new NinePAttributes { Size = (ulong)size });
        if (error != Errno.None)
            return error;
        _size = size;
        Touch();
        return Errno.None;
    }

    /// <inheritdoc/>
    public override bool ReadDirectory(ref DirectoryEntry entry) => OpenFor(isWriting: false) == Errno.None && _files.Listing.TryNext(this, _open, ref entry);

    /// <inheritdoc/>
    protected override void OnUnused()
    {
        CloseOpen();
        if (this != _files.Root)
            _files.OnUnused(this);
    }

    private Errno OpenFor(bool isWriting)
    {
        if (_open != NinePClient.NoFid && (!isWriting || _isOpenForWriting))
            return Errno.None;
        uint fid = Client.TakeFid();
        Qid qid = default;
        Errno error = Client.Walk(Fid, default, fid, out _);
        // For both where that is allowed, so that a later writer finds it open.
        bool both = !IsDirectory;
        if (error == Errno.None)
        {
            Errno first = both ? Client.Open(fid, ReadWriteFlag, out qid) : Errno.EACCES;
            if (first != Errno.None)
            {
                both = false;
                error = isWriting ? first : Client.Open(fid, ReadOnlyFlag, out qid);
            }
        }

        // The name leads to another object by now.
        if (error == Errno.None && Number != 0 && qid.Path != Number && this != _files.Root)
            error = Errno.ESTALE;
        if (error != Errno.None)
        {
            Client.Clunk(fid);
            return error;
        }

        CloseOpen();
        _open = fid;
        _isOpenForWriting = both;
        return Errno.None;
    }

    private void CloseOpen()
    {
        if (_open == NinePClient.NoFid)
            return;
        _files.Listing.Forget(this);
        Client.Clunk(_open);
        _open = NinePClient.NoFid;
        _isOpenForWriting = false;
    }
}
