using System;

namespace Lithe.Fs;

/// <summary>An object of a <see cref="NinePFileSystem"/>. It has a fid that stands for its name, and one that is open while somebody reads or writes.</summary>
public sealed class NinePInode : Inode
{
    private const uint ReadOnlyFlag = 0, ReadWriteFlag = 2, DirectoryFlag = 0x10000;

    private readonly NinePFileSystem _files;
    private NinePInode? _parent;
    private byte[] _name = [];
    private int _nameLength;
    private long _size, _blocks;

    // Open for reading, or for both.
    private uint _open = NinePClient.NoFid;
    private bool _isOpenForWriting;

    // A directory's entries as they were when a listing began, as the server writes them.
    private byte[] _listing = [];
    private int _listed;

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
        _listed = 0;
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
        // One whose last name was taken away here is what it was, as far as those that have it open can tell.
        if (!IsKnown && LinkCount == 0 && Number != 0)
            return Errno.None;
        Errno error = Client.GetAttributes(Fid, out NinePAttributes attributes);
        if (error != Errno.None)
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

    /// <inheritdoc/>
    public override Errno StoreAttributes(InodeAttributes which)
    {
        const uint Mode = 1, OwnerAndGroup = 6, Access = 0x90, Modify = 0x120;
        uint valid = ((which & InodeAttributes.Permissions) != 0 ? Mode : 0) | ((which & InodeAttributes.Owner) != 0 ? OwnerAndGroup : 0)
            | ((which & InodeAttributes.AccessTime) != 0 ? Access : 0) | ((which & InodeAttributes.ModifyTime) != 0 ? Modify : 0);
        return valid == 0
            ? Errno.None
            : Client.SetAttributes(Fid, valid, new NinePAttributes { Mode = Permissions, Owner = Owner, Group = Group, AccessTime = AccessTime, ModifyTime = ModifyTime });
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
        inode.LinkCount = inode.IsDirectory || inode.LinkCount == 0 ? 0 : inode.LinkCount - 1;
        _files.Forget(inode);
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
        {
            replaced.LinkCount = replaced.IsDirectory || replaced.LinkCount == 0 ? 0 : replaced.LinkCount - 1;
            _files.Forget(replaced);
        }

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
        Errno error = Client.SetAttributes(IsKnown || _open == NinePClient.NoFid ? Fid : _open, SizeValid, new NinePAttributes { Size = (ulong)size });
        if (error != Errno.None)
            return error;
        _size = size;
        Touch();
        return Errno.None;
    }

    /// <inheritdoc/>
    public override bool ReadDirectory(ref DirectoryEntry entry)
    {
        const ulong First = 2;
        // A listing that begins, or goes on in one that has made room for another's.
        if ((entry.Place <= First || _listed == 0) && !ReadListing())
            return false;
        ulong skipped = entry.Place <= First ? 0 : entry.Place - First, place = First;
        var reader = new NinePReader(_listing.AsSpan(0, _listed));
        while (reader.Left > 0)
        {
            Qid qid = NinePClient.ReadQid(ref reader);
            reader.Long();
            byte kind = reader.Byte();
            ReadOnlySpan<byte> name = reader.Text();
            if (reader.IsShort)
                return false;
            if (name.Length == 0 || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
                continue;
            place++;
            if (skipped-- > 0)
                continue;
            entry.Name = name;
            entry.Number = qid.Path;
            entry.Kind = (InodeKind)kind;
            entry.Place = place;
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    protected override void OnUnused()
    {
        CloseOpen();
        if (this != _files.Root)
            _files.OnUnused(this);
    }

    private bool ReadListing()
    {
        _listed = 0;
        uint fid = Client.TakeFid();
        bool isRead = Client.Walk(Fid, default, fid, out _) == Errno.None && Client.Open(fid, ReadOnlyFlag | DirectoryFlag) == Errno.None;
        ulong place = 0;
        while (isRead)
        {
            if (Client.ReadDirectory(fid, place, out ReadOnlySpan<byte> entries) != Errno.None)
                break;
            if (entries.Length == 0)
                break;
            var reader = new NinePReader(entries);
            ulong next = place;
            while (reader.Left > 0 && !reader.IsShort)
            {
                NinePClient.ReadQid(ref reader);
                next = reader.Long();
                reader.Byte();
                reader.Text();
            }

            if (reader.IsShort || next == place)
                break;
            place = next;
            if (_listing.Length < _listed + entries.Length)
            {
                byte[] larger = new byte[Math.Max(4096, (_listed + entries.Length) * 2)];
                _listing.AsSpan(0, _listed).CopyTo(larger);
                _listing = larger;
            }

            entries.CopyTo(_listing.AsSpan(_listed));
            _listed += entries.Length;
        }

        Client.Clunk(fid);
        return isRead;
    }

    private Errno OpenFor(bool isWriting)
    {
        if (_open != NinePClient.NoFid && (!isWriting || _isOpenForWriting))
            return Errno.None;
        uint fid = Client.TakeFid();
        Errno error = Client.Walk(Fid, default, fid, out _);
        // For both where that is allowed, so that a later writer finds it open.
        bool both = !IsDirectory;
        if (error == Errno.None)
        {
            Errno first = both ? Client.Open(fid, ReadWriteFlag) : Errno.EACCES;
            if (first != Errno.None)
            {
                both = false;
                error = isWriting ? first : Client.Open(fid, ReadOnlyFlag);
            }
        }

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
        Client.Clunk(_open);
        _open = NinePClient.NoFid;
        _isOpenForWriting = false;
    }
}
