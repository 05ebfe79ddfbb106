using System;
using System.Runtime.CompilerServices;

namespace Lithe.Fs;

/// <summary>How a file was opened: the bits of <c>open</c>'s flags, which x86_64 and arm64 share but for the four that are renumbered at the edge.</summary>
[Flags]
public enum OpenFlags
{
    /// <summary>Reading only.</summary>
    ReadOnly = 0,

    /// <summary>Writing only.</summary>
    WriteOnly = 1,

    /// <summary>Both.</summary>
    ReadWrite = 2,

    /// <summary>The bits of these three.</summary>
    AccessMask = 3,

    /// <summary>Made when it is not there.</summary>
    Create = 0x40,

    /// <summary>It must not be there.</summary>
    Exclusive = 0x80,

    /// <summary>Does not become the controlling terminal.</summary>
    NoTerminal = 0x100,

    /// <summary>Emptied.</summary>
    Truncate = 0x200,

    /// <summary>Every write goes to the end.</summary>
    Append = 0x400,

    /// <summary>Nothing waits.</summary>
    NonBlocking = 0x800,

    /// <summary>A directory, or nothing.</summary>
    Directory = 0x10000,

    /// <summary>Not through a symbolic link at the end.</summary>
    NoFollow = 0x20000,

    /// <summary>Closed on exec.</summary>
    CloseOnExec = 0x80000,

    /// <summary>A place in the tree, not for reading or writing.</summary>
    Path = 0x200000,

    /// <summary>A file without a name.</summary>
    Temporary = 0x410000,
}

/// <summary>What a descriptor stands for.</summary>
/// <remarks>Counted by who refers to it: descriptors, and calls that are under way.</remarks>
public abstract class OpenFile
{
    // Changed with interlocked operations: descriptors of several threads.
    private int _references = 1;

    /// <summary>How it was opened, less what only mattered then.</summary>
    public OpenFlags Flags { get; set; }

    /// <summary>Its inode; null for what is in no file system.</summary>
    public Inode? Inode { get; protected set; }

    /// <summary>Where reading and writing go on.</summary>
    public long Position { get; set; }

    /// <summary>Whether calls are made with the file systems' lock held. Those that may wait are not, and have locks of their own.</summary>
    public virtual bool IsInFileSystem => false;

    /// <summary>Whether it may be read.</summary>
    public bool CanRead => (Flags & OpenFlags.AccessMask) != OpenFlags.WriteOnly && (Flags & OpenFlags.Path) == 0;

    /// <summary>Whether it may be written.</summary>
    public bool CanWrite => (Flags & OpenFlags.AccessMask) != OpenFlags.ReadOnly && (Flags & OpenFlags.Path) == 0;

    /// <summary>Whether nothing may wait.</summary>
    public bool IsNonBlocking => (Flags & OpenFlags.NonBlocking) != 0;

    /// <summary>What <c>st_mode</c> says for a file without an inode.</summary>
    public virtual uint Mode => 0x180;

    /// <summary>What a link of <c>/proc/self/fd</c> shows for a file without an inode.</summary>
    public virtual string Description => "anon_inode:[file]";

    /// <summary>Who watches it; null for one that is always ready.</summary>
    public virtual PollSource? Source => null;

    /// <summary>What it is ready for now: bits of <see cref="PollEvents"/>.</summary>
    public virtual uint Readiness => PollEvents.In | PollEvents.Out | PollEvents.ReadNormal | PollEvents.WriteNormal;

    /// <summary>Reads on: how many bytes, 0 at the end, or a negated error number.</summary>
    public virtual long Read(Span<byte> bytes) => -(long)Errno.EINVAL;

    /// <summary>Writes on: how many bytes, or a negated error number.</summary>
    public virtual long Write(ReadOnlySpan<byte> bytes) => -(long)Errno.EINVAL;

    /// <summary>The same for a piece of what a call writes: when more of it follows at once, what is sent somewhere may wait for that.</summary>
    public virtual long WritePart(ReadOnlySpan<byte> bytes, bool isMoreComing) => Write(bytes);

    /// <summary>Reads at an offset.</summary>
    public virtual long ReadAt(long offset, Span<byte> bytes) => -(long)Errno.ESPIPE;

    /// <summary>Writes at an offset.</summary>
    public virtual long WriteAt(long offset, ReadOnlySpan<byte> bytes) => -(long)Errno.ESPIPE;

    /// <summary>Moves the position (whence: 0 start, 1 here, 2 end, 3 data, 4 hole): where it is then, or a negated error number.</summary>
    public virtual long Seek(long offset, int whence) => -(long)Errno.ESPIPE;

    /// <summary>Answers an <c>ioctl</c>; the argument is the program's.</summary>
    public virtual long Control(uint request, ulong argument) => -(long)Errno.ENOTTY;

    /// <summary>Keeps it.</summary>
    public void Acquire() => System.Threading.Interlocked.Increment(ref _references);

    /// <summary>Gives it back; the last one closes it. With the file systems' lock held where it is in one.</summary>
    public void Release()
    {
        if (System.Threading.Interlocked.Decrement(ref _references) == 0)
            OnClose();
    }

    /// <summary>Gives it back if somebody else still refers to it; needs no lock. False, and nothing is changed, when the caller is the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReleaseShared()
    {
        int references = _references;
        return references > 1 && System.Threading.Interlocked.CompareExchange(ref _references, references - 1, references) == references;
    }

    /// <summary>How many refer to it.</summary>
    public int References => _references;

    /// <summary>Called once when nobody refers to it any more.</summary>
    protected virtual void OnClose()
    {
    }

    /// <summary>For an object that is used again: as new.</summary>
    protected void Reuse()
    {
        _references = 1;
        Position = 0;
        Flags = default;
        Inode = null;
    }
}

/// <summary>An open file or directory of a file system.</summary>
public class InodeFile : OpenFile
{
    // Free objects; the file systems' lock's.
    private static InodeFile? s_free;

    private InodeFile? _nextFree;

    /// <summary>Opens an inode.</summary>
    public static InodeFile Create(Inode inode, OpenFlags flags)
    {
        InodeFile file = s_free ?? new InodeFile();
        s_free = file._nextFree;
        file._nextFree = null;
        file.Reuse();
        file.Set(inode, flags);
        return file;
    }

    /// <summary>For derived types.</summary>
    protected void Set(Inode inode, OpenFlags flags)
    {
        Inode = inode;
        Flags = flags;
        inode.Acquire();
    }

    /// <inheritdoc/>
    public override bool IsInFileSystem => true;

    /// <inheritdoc/>
    public override long Read(Span<byte> bytes)
    {
        long count = ReadAt(Position, bytes);
        if (count > 0)
            Position += count;
        return count;
    }

    /// <inheritdoc/>
    public override long Write(ReadOnlySpan<byte> bytes)
    {
        if ((Flags & OpenFlags.Append) != 0)
            Position = FindEnd();
        long count = Inode!.WriteAt(Position, bytes);
        if (count <= 0)
            return count;
        Position += count;
        FileEvents.Raise(Inode, FileEvents.Modify);
        return count;
    }

    /// <inheritdoc/>
    public override long ReadAt(long offset, Span<byte> bytes)
    {
        if (Inode!.IsDirectory)
            return -(long)Errno.EISDIR;
        long count = Inode.ReadAt(offset, bytes);
        if (count > 0)
            FileEvents.Raise(Inode, FileEvents.Access);
        return count;
    }

    /// <inheritdoc/>
    public override long WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        long count = Inode!.WriteAt((Flags & OpenFlags.Append) != 0 ? FindEnd() : offset, bytes);
        if (count > 0)
            FileEvents.Raise(Inode, FileEvents.Modify);
        return count;
    }

    /// <inheritdoc/>
    public override long Seek(long offset, int whence)
    {
        long size = whence is >= 2 and <= 4 ? FindEnd() : 0, from;
        switch (whence)
        {
            case 0:
                from = 0;
                break;
            case 1:
                from = Position;
                break;
            case 2:
                from = size;
                break;
            case 3 or 4:
                // Files are shown as one piece of data: a hole is at the end.
                if (offset < 0 || offset >= size)
                    return -(long)Errno.ENXIO;
                return Position = whence == 3 ? offset : size;
            default:
                return -(long)Errno.EINVAL;
        }

        if (offset > long.MaxValue - from)
            return -(long)Errno.EOVERFLOW;
        return from + offset < 0 ? -(long)Errno.EINVAL : Position = from + offset;
    }

    // Others may have written to it where it lies: on a host.
    private long FindEnd()
    {
        Inode!.Refresh();
        return Inode.Size;
    }

    /// <summary>The lock that it holds on the whole file (<c>flock</c>): 0 none, 1 shared, 2 exclusive.</summary>
    public int WholeLock { get; private set; }

    /// <summary>Takes, changes or (0) gives back the lock. False when somebody else's does not allow it.</summary>
    public bool TryLock(int kind)
    {
        Inode inode = Inode!;
        int others = inode.WholeLocks - (WholeLock == 1 ? 1 : 0);
        bool isOthers = inode.WholeLocks < 0 && WholeLock != 2;
        if (kind != 0 && (isOthers || kind == 2 && others > 0))
            return false;
        inode.WholeLocks = WholeLock == 2 ? 0 : others;
        if (kind == 1)
            inode.WholeLocks++;
        else if (kind == 2)
            inode.WholeLocks = -1;
        WholeLock = kind;
        return true;
    }

    /// <inheritdoc/>
    protected override void OnClose()
    {
        if (WholeLock != 0)
            TryLock(0);
        if (RecordLocks.AreOn(Inode!))
            RecordLocks.GiveBackAll(Inode!, this);
        if ((Flags & OpenFlags.Path) == 0)
            FileEvents.Raise(Inode!, CanWrite ? FileEvents.CloseWritten : FileEvents.CloseOther);
        Inode!.Release();
        Inode = null;
        if (GetType() != typeof(InodeFile))
            return;
        _nextFree = s_free;
        s_free = this;
    }
}
