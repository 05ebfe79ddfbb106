using System;
using System.Buffers.Binary;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Names: directories, links, renaming, the working directory.</summary>
public static class Naming
{
    /// <summary>mkdir(2).</summary>
    [Syscall(83, -1)]
    public static long Mkdir(UserPointer path, uint mode) => Mkdirat(UserPath.WorkingDirectory, path, mode);

    /// <summary>mkdirat(2).</summary>
    [Syscall(258, 34)]
    public static long Mkdirat(int directory, UserPointer path, uint mode) => Make(directory, path, InodeKind.Directory, mode & 0x3ff, 0, default);

    /// <summary>mknod(2).</summary>
    [Syscall(133, -1)]
    public static long Mknod(UserPointer path, uint mode, ulong device) => Mknodat(UserPath.WorkingDirectory, path, mode, device);

    /// <summary>mknodat(2).</summary>
    [Syscall(259, 33)]
    public static long Mknodat(int directory, UserPointer path, uint mode, ulong device)
    {
        InodeKind kind = (InodeKind)(mode >> 12);
        if (kind == InodeKind.Unknown)
            kind = InodeKind.Regular;
        if (kind is InodeKind.Directory)
            return -(long)Errno.EPERM;
        if (kind is not (InodeKind.Regular or InodeKind.Fifo or InodeKind.CharacterDevice or InodeKind.BlockDevice or InodeKind.Socket))
            return -(long)Errno.EINVAL;
        return Make(directory, path, kind, mode & 0xfff, device, default);
    }

    /// <summary>symlink(2).</summary>
    [Syscall(88, -1)]
    public static long Symlink(UserPointer target, UserPointer path) => Symlinkat(target, UserPath.WorkingDirectory, path);

    /// <summary>symlinkat(2).</summary>
    [Syscall(266, 36)]
    public static long Symlinkat(UserPointer target, int directory, UserPointer path)
    {
        int length = UserMemory.TryGetText(target, PathWalk.MaxPath, out ReadOnlySpan<byte> text);
        if (length < 0)
            return -(long)Errno.EFAULT;
        if (length == 0)
            return -(long)Errno.ENOENT;
        return length == PathWalk.MaxPath ? -(long)Errno.ENAMETOOLONG : Make(directory, path, InodeKind.Link, 0, 0, text);
    }

    /// <summary>link(2).</summary>
    [Syscall(86, -1)]
    public static long Link(UserPointer old, UserPointer path) => Linkat(UserPath.WorkingDirectory, old, UserPath.WorkingDirectory, path, 0);

    /// <summary>linkat(2).</summary>
    [Syscall(265, 37)]
    public static long Linkat(int oldDirectory, UserPointer old, int directory, UserPointer path, int flags)
    {
        const int Follow = 0x400, EmptyPath = 0x1000;
        if ((flags & ~(Follow | EmptyPath)) != 0)
            return -(long)Errno.EINVAL;
        Span<byte> buffer = UserPath.Buffer;
        Process.FileLock.Enter();
        WalkOptions options = ((flags & Follow) != 0 ? WalkOptions.None : WalkOptions.NoFollow) | ((flags & EmptyPath) != 0 ? WalkOptions.AllowEmpty : WalkOptions.None);
        Errno error = UserPath.Walk(oldDirectory, old, options, buffer, out WalkResult result);
        if (error == Errno.None)
        {
            Inode inode = result.Inode!;
            error = FindPlace(directory, path, buffer, out result);
            if (error == Errno.None && result.HasSlash)
                error = Errno.ENOENT;
            if (error == Errno.None)
                error = inode.IsDirectory ? Errno.EPERM : inode.FileSystem != result.Directory!.FileSystem ? Errno.EXDEV : result.Directory.AddName(result.Name, inode);
            if (error == Errno.None)
            {
                FileEvents.RaiseSelf(inode, FileEvents.Attributes);
                FileEvents.RaiseName(result.Directory!, result.Name, FileEvents.Create, inode);
            }
        }

        Process.FileLock.Exit();
        return -(long)error;
    }

    /// <summary>unlink(2).</summary>
    [Syscall(87, -1)]
    public static long Unlink(UserPointer path) => Unlinkat(UserPath.WorkingDirectory, path, 0);

    /// <summary>rmdir(2).</summary>
    [Syscall(84, -1)]
    public static long Rmdir(UserPointer path) => Unlinkat(UserPath.WorkingDirectory, path, 0x200);

    /// <summary>unlinkat(2).</summary>
    [Syscall(263, 35)]
    public static long Unlinkat(int directory, UserPointer path, int flags)
    {
        const int RemoveDirectory = 0x200;
        if ((flags & ~RemoveDirectory) != 0)
            return -(long)Errno.EINVAL;
        bool removesDirectory = flags != 0;
        Span<byte> buffer = UserPath.Buffer;
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(directory, path, WalkOptions.NoFollow, buffer, out WalkResult result);
        if (error == Errno.None)
        {
            if (result.Directory is null)
                error = !removesDirectory ? Errno.EISDIR : result.Name.Length == 1 ? Errno.EINVAL : result.Name.Length == 2 ? Errno.ENOTEMPTY : Errno.EBUSY;
            else if (result.Inode!.IsDirectory != removesDirectory)
                error = removesDirectory ? Errno.ENOTDIR : Errno.EISDIR;
            else if (result.Inode.FileSystem.MountPoint is not null && result.Inode.Parent == result.Inode)
                error = Errno.EBUSY;
            else
                error = Remove(result);
        }

        Process.FileLock.Exit();
        return -(long)error;
    }

    /// <summary>rename(2).</summary>
    [Syscall(82, -1)]
    public static long Rename(UserPointer old, UserPointer path) => Renameat2(UserPath.WorkingDirectory, old, UserPath.WorkingDirectory, path, 0);

    /// <summary>renameat(2).</summary>
    [Syscall(264, 38)]
    public static long Renameat(int oldDirectory, UserPointer old, int directory, UserPointer path) => Renameat2(oldDirectory, old, directory, path, 0);

    /// <summary>renameat2(2).</summary>
    [Syscall(316, 276)]
    public static long Renameat2(int oldDirectory, UserPointer old, int directory, UserPointer path, uint flags)
    {
        const uint NoReplace = 1, Exchange = 2;
        if (flags is not (0 or NoReplace or Exchange))
            return -(long)Errno.EINVAL;
        Span<byte> buffer = UserPath.Buffer, second = UserPath.SecondBuffer;
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(oldDirectory, old, WalkOptions.NoFollow, buffer, out WalkResult from);
        WalkResult to = default;
        if (error == Errno.None)
            error = UserPath.Walk(directory, path, WalkOptions.NoFollow | (flags == Exchange ? WalkOptions.None : WalkOptions.Parent), second, out to);
        if (error == Errno.None)
            error = flags == Exchange ? ExchangeNames(from, to) : Move(from, to, flags == NoReplace);
        Process.FileLock.Exit();
        return -(long)error;
    }

    /// <summary>readlink(2).</summary>
    [Syscall(89, -1)]
    public static long Readlink(UserPointer path, UserPointer to, int size) => Readlinkat(UserPath.WorkingDirectory, path, to, size);

    /// <summary>readlinkat(2).</summary>
    [Syscall(267, 78)]
    public static long Readlinkat(int directory, UserPointer path, UserPointer to, int size)
    {
        if (size <= 0)
            return -(long)Errno.EINVAL;
        Span<byte> buffer = UserPath.Buffer, text = stackalloc byte[PathWalk.MaxPath];
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(directory, path, WalkOptions.NoFollow | WalkOptions.AllowEmpty, buffer, out WalkResult result);
        int length = error != Errno.None ? -(int)error : result.Inode!.ReadLink(text);
        Process.FileLock.Exit();
        if (length < 0)
            return length;
        if (length > size)
            length = size;
        if (!UserMemory.TryGetSpan(to, (ulong)length, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        text.Slice(0, length).CopyTo(bytes);
        return length;
    }

    /// <summary>getcwd(2).</summary>
    [Syscall(79, 17)]
    public static long Getcwd(UserPointer to, ulong size)
    {
        Span<byte> buffer = stackalloc byte[PathWalk.MaxPath];
        Process.FileLock.Enter();
        int length = PathWalk.PathOf(Process.Root, Process.WorkingDirectory, buffer.Slice(0, PathWalk.MaxPath - 1));
        Process.FileLock.Exit();
        if (length < 0)
            return -(long)Errno.ENAMETOOLONG;
        if ((ulong)length + 1 > size)
            return -(long)Errno.ERANGE;
        if (!UserMemory.TryGetSpan(to, (ulong)length + 1, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        buffer.Slice(PathWalk.MaxPath - 1 - length, length).CopyTo(bytes);
        bytes[length] = 0;
        return length + 1;
    }

    /// <summary>chdir(2).</summary>
    [Syscall(80, 49)]
    public static long Chdir(UserPointer path) => ChangeTo(path, isRoot: false);

    /// <summary>chroot(2).</summary>
    [Syscall(161, 51)]
    public static long Chroot(UserPointer path) => Process.Credentials.User != 0 ? -(long)Errno.EPERM : ChangeTo(path, isRoot: true);

    /// <summary>fchdir(2).</summary>
    [Syscall(81, 50)]
    public static long Fchdir(int number)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        Process.FileLock.Enter();
        Errno error = file.Inode is not { IsDirectory: true } ? Errno.ENOTDIR : file.Inode.Allows(Process.Credentials, 1) ? Errno.None : Errno.EACCES;
        if (error == Errno.None)
            Process.ChangeDirectory(file.Inode!);
        Process.FileLock.Exit();
        Descriptors.Put(file);
        return -(long)error;
    }

    /// <summary>getdents64(2).</summary>
    [Syscall(217, 61)]
    public static long Getdents64(int number, UserPointer to, uint size)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        long result;
        Process.FileLock.Enter();
        if (file.Inode is not { IsDirectory: true })
            result = -(long)Errno.ENOTDIR;
        else if (!UserMemory.TryGetSpan(to, size, out Span<byte> bytes))
            result = -(long)Errno.EFAULT;
        else
            result = List(file, bytes);
        Process.FileLock.Exit();
        Descriptors.Put(file);
        return result;
    }

    private static long List(OpenFile file, Span<byte> to)
    {
        const int Header = 19;
        Inode directory = file.Inode!;
        int used = 0;
        DirectoryEntry entry = default;
        while (true)
        {
            entry.Place = (ulong)file.Position;
            if (file.Position < 2)
            {
                entry.Name = file.Position == 0 ? "."u8 : ".."u8;
                entry.Number = (file.Position == 0 ? directory : PathWalk.ParentOf(Process.Root, directory)).Number;
                entry.Kind = InodeKind.Directory;
                entry.Place = (ulong)file.Position + 1;
            }
            else if (!directory.ReadDirectory(ref entry))
            {
                return used;
            }

            int length = Header + entry.Name.Length + 1 + 7 & ~7;
            if (length > to.Length - used)
                return used > 0 ? used : -(long)Errno.EINVAL;
            Span<byte> record = to.Slice(used, length);
            record.Clear();
            BinaryPrimitives.WriteUInt64LittleEndian(record, entry.Number);
            BinaryPrimitives.WriteUInt64LittleEndian(record.Slice(8), entry.Place);
            BinaryPrimitives.WriteUInt16LittleEndian(record.Slice(16), (ushort)length);
            record[18] = (byte)entry.Kind;
            entry.Name.CopyTo(record.Slice(Header));
            used += length;
            file.Position = (long)entry.Place;
        }
    }

    private static long ChangeTo(UserPointer path, bool isRoot)
    {
        Span<byte> buffer = UserPath.Buffer;
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(UserPath.WorkingDirectory, path, WalkOptions.None, buffer, out WalkResult result);
        if (error == Errno.None)
            error = !result.Inode!.IsDirectory ? Errno.ENOTDIR : result.Inode.Allows(Process.Credentials, 1) ? Errno.None : Errno.EACCES;
        if (error == Errno.None && isRoot)
            Process.ChangeRoot(result.Inode!);
        else if (error == Errno.None)
            Process.ChangeDirectory(result.Inode!);
        Process.FileLock.Exit();
        return -(long)error;
    }

    private static Errno FindPlace(int directory, UserPointer path, Span<byte> buffer, out WalkResult result)
    {
        Errno error = UserPath.Walk(directory, path, WalkOptions.NoFollow | WalkOptions.Parent, buffer, out result);
        if (error != Errno.None)
            return error;
        if (result.Inode is not null)
            return Errno.EEXIST;
        return result.Directory!.Allows(Process.Credentials, 3) ? Errno.None : Errno.EACCES;
    }

    private static Errno Remove(scoped in WalkResult what)
    {
        Inode inode = what.Inode!;
        Errno error = MayChange(what.Directory!, inode);
        if (error != Errno.None)
            return error;
        inode.Acquire();
        error = what.Directory!.RemoveName(what.Name);
        if (error == Errno.None)
        {
            if (inode.LinkCount == 0)
                FileEvents.RaiseSelf(inode, FileEvents.DeleteSelf);
            else
                FileEvents.RaiseSelf(inode, FileEvents.Attributes);
            FileEvents.RaiseName(what.Directory, what.Name, FileEvents.Delete, inode);
        }

        inode.Release();
        return error;
    }

    private static long Make(int directory, UserPointer path, InodeKind kind, uint mode, ulong device, ReadOnlySpan<byte> target)
    {
        Span<byte> buffer = UserPath.Buffer;
        Process.FileLock.Enter();
        Errno error = FindPlace(directory, path, buffer, out WalkResult result);
        if (error == Errno.None && result.HasSlash && kind != InodeKind.Directory)
            error = Errno.ENOENT;
        if (error == Errno.None)
        {
            error = kind == InodeKind.Link
                ? result.Directory!.CreateLink(result.Name, target, out Inode? made)
                : result.Directory!.Create(result.Name, kind, mode & ~Process.Umask, device, out made);
            if (made is not null)
            {
                made.Owner = Process.Credentials.User;
                made.Group = Process.Credentials.Group;
                FileEvents.RaiseName(result.Directory, result.Name, FileEvents.Create, made);
            }
        }

        Process.FileLock.Exit();
        return -(long)error;
    }

    // A directory with the sticky bit lets only owners take names away.
    private static Errno MayChange(Inode directory, Inode inode)
    {
        uint user = Process.Credentials.User;
        if (!directory.Allows(Process.Credentials, 3))
            return Errno.EACCES;
        return (directory.Permissions & 0x200) != 0 && user != 0 && user != inode.Owner && user != directory.Owner ? Errno.EPERM : Errno.None;
    }

    // RENAME_EXCHANGE: both are there, and each gets the other's place.
    private static Errno ExchangeNames(scoped in WalkResult from, scoped in WalkResult to)
    {
        if (from.Directory is null || to.Directory is null)
            return Errno.EBUSY;
        Inode one = from.Inode!, other = to.Inode!;
        if (one.FileSystem != from.Directory.FileSystem || other.FileSystem != to.Directory.FileSystem)
            return Errno.EBUSY;
        if (one.FileSystem != other.FileSystem)
            return Errno.EXDEV;
        // Neither gets into itself.
        if (IsWithin(to.Directory, one) || IsWithin(from.Directory, other))
            return Errno.EINVAL;
        Errno error = MayChange(from.Directory, one);
        if (error == Errno.None)
            error = MayChange(to.Directory, other);
        if (error != Errno.None || one == other)
            return error;
        error = from.Directory.ExchangeNames(from.Name, to.Directory, to.Name);
        if (error != Errno.None || !FileEvents.AreWatched)
            return error;
        uint cookie = FileEvents.NextCookie();
        FileEvents.RaiseName(from.Directory, from.Name, FileEvents.MovedFrom, one, cookie);
        FileEvents.RaiseName(to.Directory, to.Name, FileEvents.MovedTo, one, cookie);
        FileEvents.RaiseSelf(one, FileEvents.MoveSelf);
        cookie = FileEvents.NextCookie();
        FileEvents.RaiseName(to.Directory, to.Name, FileEvents.MovedFrom, other, cookie);
        FileEvents.RaiseName(from.Directory, from.Name, FileEvents.MovedTo, other, cookie);
        FileEvents.RaiseSelf(other, FileEvents.MoveSelf);
        return Errno.None;
    }

    private static bool IsWithin(Inode directory, Inode inode)
    {
        Inode at = directory;
        while (at != inode && at != at.Parent)
            at = at.Parent;
        return at == inode;
    }

    private static Errno Move(scoped in WalkResult from, scoped in WalkResult to, bool keepsOld)
    {
        if (from.Directory is null || to.Directory is null)
            return Errno.EBUSY;
        Inode inode = from.Inode!;
        if (to.Inode is not null && keepsOld)
            return Errno.EEXIST;
        if (inode.FileSystem != to.Directory.FileSystem || from.Directory.FileSystem != inode.FileSystem)
            return inode.FileSystem != from.Directory.FileSystem ? Errno.EBUSY : Errno.EXDEV;
        if (to.HasSlash && !inode.IsDirectory)
            return Errno.ENOTDIR;
        Errno error = MayChange(from.Directory, inode);
        if (error == Errno.None)
            error = MayChange(to.Directory, to.Inode ?? inode) is Errno.EPERM && to.Inode is null ? Errno.None : MayChange(to.Directory, to.Inode ?? inode);
        if (error != Errno.None)
            return error;
        if (to.Inode == inode)
            return Errno.None;
        if (inode.IsDirectory)
        {
            // No directory gets into itself.
            if (IsWithin(to.Directory, inode))
                return Errno.EINVAL;
            if (to.Inode is { IsDirectory: false })
                return Errno.ENOTDIR;
        }
        else if (to.Inode is { IsDirectory: true })
        {
            return Errno.EISDIR;
        }

        // What lies on the way to the thing that moves cannot give way to it.
        if (to.Inode is not null && IsWithin(from.Directory, to.Inode))
            return Errno.ENOTEMPTY;

        Inode? replaced = to.Inode;
        replaced?.Acquire();
        error = from.Directory.MoveName(from.Name, to.Directory, to.Name);
        if (error == Errno.None && FileEvents.AreWatched)
        {
            uint cookie = FileEvents.NextCookie();
            FileEvents.RaiseName(from.Directory, from.Name, FileEvents.MovedFrom, inode, cookie);
            FileEvents.RaiseName(to.Directory, to.Name, FileEvents.MovedTo, inode, cookie);
            FileEvents.RaiseSelf(inode, FileEvents.MoveSelf);
            if (replaced is { LinkCount: 0 })
                FileEvents.RaiseSelf(replaced, FileEvents.DeleteSelf);
        }

        replaced?.Release();
        return error;
    }
}
