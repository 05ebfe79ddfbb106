using System;

namespace Lithe.Fs;

/// <summary>What an inode is; the values are those of directory entries (<c>DT_REG</c>...), and times 4,096 those of <c>st_mode</c>.</summary>
public enum InodeKind
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    /// <summary>A named pipe.</summary>
    Fifo = 1,

    /// <summary>A character device.</summary>
    CharacterDevice = 2,

    /// <summary>A directory.</summary>
    Directory = 4,

    /// <summary>A block device.</summary>
    BlockDevice = 6,

    /// <summary>A file.</summary>
    Regular = 8,

    /// <summary>A symbolic link.</summary>
    Link = 10,

    /// <summary>A socket.</summary>
    Socket = 12,
}

/// <summary>What <see cref="Inode.StoreAttributes"/> is about.</summary>
[Flags]
public enum InodeAttributes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><see cref="Inode.Permissions"/>.</summary>
    Permissions = 1,

    /// <summary><see cref="Inode.Owner"/> and <see cref="Inode.Group"/>.</summary>
    Owner = 2,

    /// <summary><see cref="Inode.AccessTime"/>.</summary>
    AccessTime = 4,

    /// <summary><see cref="Inode.ModifyTime"/>.</summary>
    ModifyTime = 8,
}

/// <summary>An entry that <see cref="Inode.ReadDirectory"/> has found.</summary>
public ref struct DirectoryEntry
{
    /// <summary>The name.</summary>
    public ReadOnlySpan<byte> Name;

    /// <summary>The inode's number.</summary>
    public ulong Number;

    /// <summary>The inode's kind.</summary>
    public InodeKind Kind;

    /// <summary>The place of the entry: a next call goes on behind it.</summary>
    public ulong Place;
}

/// <summary>A file of any kind: an object of its file system. One owner at a time: whoever has the file systems' lock.</summary>
public abstract class Inode
{
    /// <summary>The longest name, in bytes.</summary>
    public const int MaxName = 255;

    /// <summary>The file system that it belongs to.</summary>
    public FileSystem FileSystem { get; protected set; } = FileSystem.None;

    /// <summary>Its number in the file system.</summary>
    public ulong Number { get; protected set; }

    /// <summary>What it is.</summary>
    public InodeKind Kind { get; protected set; }

    /// <summary>Permissions: the lowest twelve bits of <c>st_mode</c>.</summary>
    public uint Permissions { get; set; }

    /// <summary>Who owns it.</summary>
    public uint Owner { get; set; }

    /// <summary>The group that owns it.</summary>
    public uint Group { get; set; }

    /// <summary>How many names it has.</summary>
    public uint LinkCount { get; protected set; }

    /// <summary>A device's number, as <c>st_rdev</c> has it.</summary>
    public ulong Device { get; protected set; }

    /// <summary>Number of bytes.</summary>
    public virtual long Size => 0;

    /// <summary>Memory that it takes, in blocks of 512 bytes.</summary>
    public virtual long Blocks => (Size + 511) / 512;

    /// <summary>When it was last read, written, and changed: nanoseconds since 1970.</summary>
    public ulong AccessTime { get; set; }

    /// <inheritdoc cref="AccessTime"/>
    public ulong ModifyTime { get; set; }

    /// <inheritdoc cref="AccessTime"/>
    public ulong ChangeTime { get; set; }

    /// <summary>How many open files, mounts and processes refer to it.</summary>
    public int References { get; private set; }

    /// <summary>Open files that hold a lock on the whole file; -1 for one that excludes all others.</summary>
    internal int WholeLocks { get; set; }

    /// <summary>Locks on ranges of it (<see cref="RecordLocks"/>).</summary>
    internal RecordLock? FirstRecordLock;

    /// <summary>A place for who maps it into memory: the pager.</summary>
    public object? Pager { get; set; }

    /// <summary>The first one who watches what happens to it.</summary>
    internal InodeWatch? FirstWatch;

    // The directory and name of a node that is no file of memory; a directory that was given a name there is one of its own kind.
    private Inode? _place;
    private byte[]? _placeName;

    /// <summary>The root of what is mounted on this directory.</summary>
    public Inode? Mounted { get; internal set; }

    /// <summary>The value of <c>st_mode</c>.</summary>
    public uint Mode => (uint)Kind << 12 | Permissions;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => Kind == InodeKind.Directory;

    /// <summary>Keeps it.</summary>
    public void Acquire() => References++;

    /// <summary>Gives it back: without names and references it is gone.</summary>
    public void Release()
    {
        if (--References == 0)
            OnUnused();
    }

    /// <summary>The directory's parent; itself for a root. A file's directory, where that is known: of one with several names the one where it got the last.</summary>
    public virtual Inode Parent => _place ?? this;

    /// <summary>The inode's own name in its <see cref="Parent"/>; empty for a root, and for what has no name any more.</summary>
    public virtual ReadOnlySpan<byte> NameInParent => _placeName;

    /// <summary>Says where a node is that does not know it itself.</summary>
    public void PlaceIn(Inode directory, ReadOnlySpan<byte> name)
    {
        _place = directory;
        _placeName = name.ToArray();
    }

    /// <summary>Finds a name in the directory. <c>.</c> and <c>..</c> are not asked for.</summary>
    public virtual Errno Lookup(ReadOnlySpan<byte> name, out Inode? inode)
    {
        inode = null;
        return IsDirectory ? Errno.ENOENT : Errno.ENOTDIR;
    }

    /// <summary>The next entry behind <see cref="DirectoryEntry.Place"/>, which counts from 3 on: 1 and 2 are <c>.</c> and <c>..</c>. False when there is none.</summary>
    public virtual bool ReadDirectory(ref DirectoryEntry entry) => false;

    /// <summary>Makes a file, directory, pipe or device of this name, which is not there.</summary>
    public virtual Errno Create(ReadOnlySpan<byte> name, InodeKind kind, uint permissions, ulong device, out Inode? inode)
    {
        inode = null;
        return Errno.EROFS;
    }

    /// <summary>Makes a symbolic link of this name, which is not there.</summary>
    public virtual Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, out Inode? inode)
    {
        inode = null;
        return Errno.EROFS;
    }

    /// <summary>Gives an inode of the same file system, no directory, one more name.</summary>
    public virtual Errno AddName(ReadOnlySpan<byte> name, Inode inode) => Errno.EROFS;

    /// <summary>Takes a name away; a directory must be empty.</summary>
    public virtual Errno RemoveName(ReadOnlySpan<byte> name) => Errno.EROFS;

    /// <summary>
    /// Moves a name to a directory of the same file system, in place of what has that name there; the caller has checked that kinds fit and that no directory gets into itself.
    /// </summary>
    public virtual Errno MoveName(ReadOnlySpan<byte> name, Inode directory, ReadOnlySpan<byte> newName) => Errno.EROFS;

    /// <summary>Has two names of the same file system lead to each other's object; the caller has checked that neither gets into itself. EINVAL where the file system cannot.</summary>
    public virtual Errno ExchangeNames(ReadOnlySpan<byte> name, Inode directory, ReadOnlySpan<byte> otherName) => Errno.EINVAL;

    /// <summary>Where a symbolic link leads: how many bytes were written, or a negated error number.</summary>
    public virtual int ReadLink(Span<byte> target) => -(int)Errno.EINVAL;

    /// <summary>Reads from an offset: how many bytes, 0 at the end, or a negated error number.</summary>
    public virtual long ReadAt(long offset, Span<byte> bytes) => -(long)Errno.EINVAL;

    /// <summary>Writes at an offset: how many bytes, or a negated error number.</summary>
    public virtual long WriteAt(long offset, ReadOnlySpan<byte> bytes) => -(long)Errno.EINVAL;

    /// <summary>Makes the file longer, with zeros, or shorter.</summary>
    public virtual Errno Resize(long size) => Errno.EINVAL;

    /// <summary>Takes memory for a range, so that writing there does not fail for want of it.</summary>
    public virtual Errno Allocate(long offset, long length) => Errno.EOPNOTSUPP;

    /// <summary>
    /// The file's own page at an offset, as the address of a page frame, for mappings that are shared; made when it is not there and <paramref name="isWritten"/>. 0 when there is
    /// none. Called in a fault handler: takes no lock and does not wait.
    /// </summary>
    public virtual ulong FindPage(long offset, bool isWritten) => 0;

    /// <summary>
    /// A page frame that holds what a private mapping shows at an offset, to be read in place: it stays as it is until <see cref="ReturnPage"/>, whatever happens to the file. 0 where the
    /// mapping needs a copy, or where the page is not in memory and <paramref name="isNear"/>. Called in a fault handler.
    /// </summary>
    public virtual ulong TakePage(long offset, bool isNear) => 0;

    /// <summary>A frame of <see cref="TakePage"/> is in use once less.</summary>
    public virtual void ReturnPage(long offset, ulong frame)
    {
    }

    /// <summary>Whether a frame that is in use at this offset is one of <see cref="TakePage"/>.</summary>
    public virtual bool IsOwnPage(long offset, ulong frame) => false;

    /// <summary>A part will be read soon: a file system that has to wait for it may begin. Nothing, where memory is short.</summary>
    public virtual void Prefetch(long offset, long length)
    {
    }

    /// <summary>Whether its pages that nobody uses may go, and are read once more when they are needed.</summary>
    public virtual bool HasReclaimablePages => false;

    /// <summary>Whether pages of memory may be filled from it. False where a read waits for somebody else: a fault handler cannot.</summary>
    public virtual bool CanBeMapped => true;

    /// <summary>What an <c>open</c> gives; the caller has checked permissions. The default is a file with a position.</summary>
    public virtual Errno Open(OpenFlags flags, out OpenFile? file)
    {
        file = InodeFile.Create(this, flags);
        return Errno.None;
    }

    /// <summary>Whether these permissions (4 read, 2 write, 1 execute) are given to somebody.</summary>
    public bool Allows(in Credentials who, uint wanted)
    {
        // Linux: root may do anything, but execute only what somebody may.
        if (who.User == 0)
            return (wanted & 1) == 0 || IsDirectory || (Permissions & 0x49) != 0;
        uint bits = who.User == Owner ? Permissions >> 6 : who.IsIn(Group) ? Permissions >> 3 : Permissions;
        return (bits & wanted) == wanted;
    }

    /// <summary>Before somebody looks at sizes, times and owners: a file system that is not the only one to change them reads them.</summary>
    public virtual Errno Refresh() => Errno.None;

    /// <summary>Some of the properties were set by the program: a file system that keeps them elsewhere writes them there.</summary>
    public virtual Errno StoreAttributes(InodeAttributes which) => Errno.None;

    /// <summary>What was written is to be where it lasts.</summary>
    public virtual Errno Synchronize() => Errno.None;

    /// <summary>Notes that the content was changed now.</summary>
    public void Touch() => ModifyTime = ChangeTime = VfsHost.Current.Now;

    /// <summary>Notes that something about it was changed now.</summary>
    public void TouchChange() => ChangeTime = VfsHost.Current.Now;

    /// <summary>Called when nobody refers to it any more.</summary>
    protected virtual void OnUnused()
    {
    }
}
