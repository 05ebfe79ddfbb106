using System;
using System.Buffers.Binary;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>What files are like: stat and its kin, permissions, owners, times, sizes.</summary>
public static class Status
{
    private const int NoFollow = 0x100, NoAutomount = 0x800, EmptyPath = 0x1000, SyncMask = 0x6000, EffectiveAccess = 0x200, Follow = 0x400;

    /// <summary>stat(2).</summary>
    [Syscall(4, -1)]
    public static long Stat(UserPointer path, UserPointer to) => Newfstatat(UserPath.WorkingDirectory, path, to, 0);

    /// <summary>lstat(2).</summary>
    [Syscall(6, -1)]
    public static long Lstat(UserPointer path, UserPointer to) => Newfstatat(UserPath.WorkingDirectory, path, to, NoFollow);

    /// <summary>fstat(2).</summary>
    [Syscall(5, 80)]
    public static long Fstat(int number, UserPointer to)
    {
        Errno error = OfFile(number, out FileStatus status);
        return error == Errno.None ? StatLayout.Write(to, status) : -(long)error;
    }

    /// <summary>fstatat(2).</summary>
    [Syscall(262, 79)]
    public static long Newfstatat(int directory, UserPointer path, UserPointer to, int flags)
    {
        if ((flags & ~(NoFollow | NoAutomount | EmptyPath)) != 0)
            return -(long)Errno.EINVAL;
        Errno error = OfPath(directory, path, flags, out FileStatus status);
        return error == Errno.None ? StatLayout.Write(to, status) : -(long)error;
    }

    /// <summary>statx(2).</summary>
    [Syscall(332, 291)]
    public static long Statx(int directory, UserPointer path, int flags, uint mask, UserPointer to)
    {
        const int Size = 256;
        const uint Basic = 0x7ff;
        if ((flags & ~(NoFollow | NoAutomount | EmptyPath | SyncMask)) != 0 || (flags & SyncMask) == SyncMask || (mask & 0x8000_0000) != 0)
            return -(long)Errno.EINVAL;
        Errno error = OfPath(directory, path, flags, out FileStatus status);
        if (error != Errno.None)
            return -(long)error;
        if (!UserMemory.TryGetSpan(to, Size, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        bytes.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Basic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(4), 4096);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(16), (uint)status.Links);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(20), status.Owner);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(24), status.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.Slice(28), (ushort)status.Mode);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(32), status.Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.Slice(40), status.Size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.Slice(48), status.Blocks);
        WriteTime(bytes.Slice(64), status.AccessTime);
        WriteTime(bytes.Slice(96), status.ChangeTime);
        WriteTime(bytes.Slice(112), status.ModifyTime);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(128), (uint)(status.NodeDevice >> 8) & 0xfff);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(132), (uint)(status.NodeDevice & 0xff | status.NodeDevice >> 12 & ~0xffUL));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(140), (uint)status.Device);
        return 0;
    }

    /// <summary>access(2).</summary>
    [Syscall(21, -1)]
    public static long Access(UserPointer path, int mode) => Faccessat2(UserPath.WorkingDirectory, path, mode, 0);

    /// <summary>faccessat(2).</summary>
    [Syscall(269, 48)]
    public static long Faccessat(int directory, UserPointer path, int mode) => Faccessat2(directory, path, mode, 0);

    /// <summary>faccessat2(2).</summary>
    [Syscall(439, 439)]
    public static long Faccessat2(int directory, UserPointer path, int mode, int flags)
    {
        if ((mode & ~7) != 0 || (flags & ~(NoFollow | EmptyPath | EffectiveAccess)) != 0)
            return -(long)Errno.EINVAL;
        Span<byte> buffer = UserPath.Buffer;
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(directory, path, OptionsFor(flags), buffer, out WalkResult result);
        if (error == Errno.None && !result.Inode!.Allows(Process.Credentials, (uint)mode))
            error = Errno.EACCES;
        Process.FileLock.Exit();
        return -(long)error;
    }

    /// <summary>chmod(2).</summary>
    [Syscall(90, -1)]
    public static long Chmod(UserPointer path, uint mode) => Fchmodat(UserPath.WorkingDirectory, path, mode);

    /// <summary>fchmodat(2).</summary>
    [Syscall(268, 53)]
    public static long Fchmodat(int directory, UserPointer path, uint mode) => Change(directory, path, 0, new Changing { Mode = mode & 0xfff, SetsMode = true });

    /// <summary>fchmod(2).</summary>
    [Syscall(91, 52)]
    public static long Fchmod(int number, uint mode) => Change(number, new Changing { Mode = mode & 0xfff, SetsMode = true });

    /// <summary>chown(2).</summary>
    [Syscall(92, -1)]
    public static long Chown(UserPointer path, uint owner, uint group) => Fchownat(UserPath.WorkingDirectory, path, owner, group, 0);

    /// <summary>lchown(2).</summary>
    [Syscall(94, -1)]
    public static long Lchown(UserPointer path, uint owner, uint group) => Fchownat(UserPath.WorkingDirectory, path, owner, group, NoFollow);

    /// <summary>fchownat(2).</summary>
    [Syscall(260, 54)]
    public static long Fchownat(int directory, UserPointer path, uint owner, uint group, int flags) =>
        (flags & ~(NoFollow | EmptyPath)) != 0 ? -(long)Errno.EINVAL : Change(directory, path, flags, new Changing { Owner = owner, Group = group, SetsOwner = true });

    /// <summary>fchown(2).</summary>
    [Syscall(93, 55)]
    public static long Fchown(int number, uint owner, uint group) => Change(number, new Changing { Owner = owner, Group = group, SetsOwner = true });

    /// <summary>utimensat(2).</summary>
    [Syscall(280, 88)]
    public static long Utimensat(int directory, UserPointer path, UserPointer times, int flags)
    {
        if ((flags & ~(NoFollow | EmptyPath)) != 0)
            return -(long)Errno.EINVAL;
        ulong now = VfsHost.Current.Now;
        var change = new Changing { SetsTimes = true, AccessTime = now, ModifyTime = now };
        if (!times.IsNull)
        {
            if (!UserMemory.TryGetSpan(times, 32, out ReadOnlySpan<byte> bytes))
                return -(long)Errno.EFAULT;
            if (!TryReadTime(bytes, now, out change.AccessTime, out change.KeepsAccess) || !TryReadTime(bytes.Slice(16), now, out change.ModifyTime, out change.KeepsModify))
                return -(long)Errno.EINVAL;
        }

        return path.IsNull ? Change(directory, change) : Change(directory, path, flags, change);
    }

    /// <summary>utimes(2).</summary>
    [Syscall(235, -1)]
    public static long Utimes(UserPointer path, UserPointer times)
    {
        ulong now = VfsHost.Current.Now;
        var change = new Changing { SetsTimes = true, AccessTime = now, ModifyTime = now };
        if (!times.IsNull)
        {
            if (!UserMemory.TryGetSpan(times, 32, out ReadOnlySpan<byte> bytes))
                return -(long)Errno.EFAULT;
            ulong accessed = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8)), modified = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(24));
            if (accessed >= 1_000_000 || modified >= 1_000_000)
                return -(long)Errno.EINVAL;
            change.AccessTime = BinaryPrimitives.ReadUInt64LittleEndian(bytes) * 1_000_000_000 + accessed * 1000;
            change.ModifyTime = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(16)) * 1_000_000_000 + modified * 1000;
        }

        return Change(UserPath.WorkingDirectory, path, 0, change);
    }

    /// <summary>truncate(2).</summary>
    [Syscall(76, 45)]
    public static long Truncate(UserPointer path, long size)
    {
        if (size < 0)
            return -(long)Errno.EINVAL;
        Span<byte> buffer = UserPath.Buffer;
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(UserPath.WorkingDirectory, path, WalkOptions.None, buffer, out WalkResult result);
        if (error == Errno.None)
            error = !result.Inode!.Allows(Process.Credentials, 2) ? Errno.EACCES : result.Inode.Resize(size);
        if (error == Errno.None)
            FileEvents.Raise(result.Inode!, FileEvents.Modify);
        Process.FileLock.Exit();
        return -(long)error;
    }

    /// <summary>ftruncate(2).</summary>
    [Syscall(77, 46)]
    public static long Ftruncate(int number, long size) => WithInode(number, size, 0, isAllocation: false);

    /// <summary>fallocate(2).</summary>
    [Syscall(285, 47)]
    public static long Fallocate(int number, int mode, long offset, long length)
    {
        const int KeepSize = 1;
        if (offset < 0 || length <= 0)
            return -(long)Errno.EINVAL;
        if ((mode & ~KeepSize) != 0)
            return -(long)Errno.EOPNOTSUPP;
        if (offset > long.MaxValue - length)
            return -(long)Errno.EFBIG;
        return WithInode(number, offset, length, isAllocation: true, keepsSize: mode == KeepSize);
    }

    /// <summary>fsync(2).</summary>
    [Syscall(74, 82)]
    public static long Fsync(int number) => Synchronize(number);

    /// <summary>fdatasync(2).</summary>
    [Syscall(75, 83)]
    public static long Fdatasync(int number) => Synchronize(number);

    /// <summary>sync(2).</summary>
    [Syscall(162, 81)]
    public static long Sync() => 0;

    /// <summary>syncfs(2).</summary>
    [Syscall(306, 267)]
    public static long Syncfs(int number) => Synchronize(number);

    /// <summary>sync_file_range(2).</summary>
    [Syscall(277, 84)]
    public static long SyncFileRange(int number, long offset, long length, uint flags) => offset < 0 || length < 0 || flags > 7 ? -(long)Errno.EINVAL : Synchronize(number);

    /// <summary>fadvise64(2).</summary>
    [Syscall(221, 223)]
    public static long Fadvise64(int number, long offset, long length, int advice)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        bool isFile = file.IsInFileSystem;
        Descriptors.Put(file);
        return !isFile ? -(long)Errno.ESPIPE : length < 0 || advice is < 0 or > 5 ? -(long)Errno.EINVAL : 0;
    }

    /// <summary>umask(2).</summary>
    [Syscall(95, 166)]
    public static long Umask(uint mask)
    {
        uint old = Process.Umask;
        Process.Umask = mask & 0x1ff;
        return old;
    }

    /// <summary>statfs(2).</summary>
    [Syscall(137, 43)]
    public static long Statfs(UserPointer path, UserPointer to)
    {
        Span<byte> buffer = UserPath.Buffer;
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(UserPath.WorkingDirectory, path, WalkOptions.None, buffer, out WalkResult result);
        long answer = error != Errno.None ? -(long)error : Describe(result.Inode!.FileSystem, to);
        Process.FileLock.Exit();
        return answer;
    }

    /// <summary>fstatfs(2).</summary>
    [Syscall(138, 44)]
    public static long Fstatfs(int number, UserPointer to)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        Process.FileLock.Enter();
        long answer = Describe(file.Inode?.FileSystem ?? FileSystem.None, to);
        Process.FileLock.Exit();
        Descriptors.Put(file);
        return answer;
    }

    private static long Describe(FileSystem files, UserPointer to)
    {
        if (!UserMemory.TryGetSpan(to, 120, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        bytes.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, files.Magic);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(8), 4096);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(16), files.Capacity / 4096);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(24), files.Free / 4096);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(32), files.Free / 4096);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(64), Inode.MaxName);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(72), 4096);
        return 0;
    }

    private static void WriteTime(Span<byte> to, ulong nanoseconds)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, nanoseconds / 1_000_000_000);
        BinaryPrimitives.WriteUInt32LittleEndian(to.Slice(8), (uint)(nanoseconds % 1_000_000_000));
    }

    // UTIME_NOW and UTIME_OMIT stand where nanoseconds would.
    private static bool TryReadTime(ReadOnlySpan<byte> bytes, ulong now, out ulong time, out bool isKept)
    {
        const ulong Now = 0x3fff_ffff, Omit = 0x3fff_fffe, Second = 1_000_000_000;
        ulong seconds = BinaryPrimitives.ReadUInt64LittleEndian(bytes), nanoseconds = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8));
        isKept = nanoseconds == Omit;
        time = nanoseconds == Now ? now : seconds * Second + nanoseconds;
        return isKept || nanoseconds is Now or < Second;
    }

    private static WalkOptions OptionsFor(int flags) =>
        ((flags & NoFollow) != 0 ? WalkOptions.NoFollow : WalkOptions.None) | ((flags & EmptyPath) != 0 ? WalkOptions.AllowEmpty : WalkOptions.None);

    private static Errno OfFile(int number, out FileStatus status)
    {
        status = default;
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return Errno.EBADF;
        // What is in no file system is not looked up anywhere.
        if (file.Inode is not null)
            Process.FileLock.Enter();
        status = FileStatus.Of(file);
        if (file.Inode is not null)
            Process.FileLock.Exit();
        Descriptors.Put(file);
        return Errno.None;
    }

    private static Errno OfPath(int directory, UserPointer path, int flags, out FileStatus status)
    {
        status = default;
        // What fstat is by another name, also for what is in no file system.
        if ((flags & EmptyPath) != 0 && directory != UserPath.WorkingDirectory && UserMemory.TryRead(path, out byte first) && first == 0)
            return OfFile(directory, out status);
        Span<byte> buffer = UserPath.Buffer;
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(directory, path, OptionsFor(flags), buffer, out WalkResult result);
        if (error == Errno.None)
            status = FileStatus.Of(result.Inode!);
        Process.FileLock.Exit();
        return error;
    }

    private static long Synchronize(int number)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        long result = -(long)Errno.EINVAL;
        if (file.IsInFileSystem)
        {
            Process.FileLock.Enter();
            result = -(long)file.Inode!.Synchronize();
            Process.FileLock.Exit();
        }

        Descriptors.Put(file);
        return result;
    }

    private static long WithInode(int number, long size, long length, bool isAllocation, bool keepsSize = false)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        Errno error;
        if (file.Inode is not { Kind: InodeKind.Regular } inode)
        {
            error = !isAllocation ? Errno.EINVAL : file.Inode is { IsDirectory: true } ? Errno.EBADF : file.IsInFileSystem ? Errno.ENODEV : Errno.ESPIPE;
        }
        else if (!file.CanWrite)
        {
            error = isAllocation ? Errno.EBADF : Errno.EINVAL;
        }
        else
        {
            Process.FileLock.Enter();
            error = isAllocation ? inode.Allocate(size, length) : inode.Resize(size);
            if (error == Errno.None && !isAllocation)
                FileEvents.Raise(inode, FileEvents.Modify);
            if (error == Errno.None && isAllocation && !keepsSize && inode.Size < size + length)
                error = inode.Resize(size + length);
            Process.FileLock.Exit();
        }

        Descriptors.Put(file);
        return -(long)error;
    }

    private static long Change(int number, in Changing change)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        Process.FileLock.Enter();
        Errno error = (file.Flags & OpenFlags.Path) != 0 ? Errno.EBADF : file.Inode is null ? Errno.None : change.Apply(file.Inode);
        Process.FileLock.Exit();
        Descriptors.Put(file);
        return -(long)error;
    }

    private static long Change(int directory, UserPointer path, int flags, in Changing change)
    {
        Span<byte> buffer = UserPath.Buffer;
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(directory, path, OptionsFor(flags), buffer, out WalkResult result);
        if (error == Errno.None)
            error = change.Apply(result.Inode!);
        Process.FileLock.Exit();
        return -(long)error;
    }

    private struct Changing
    {
        internal bool SetsMode, SetsOwner, SetsTimes, KeepsAccess, KeepsModify;
        internal uint Mode, Owner, Group;
        internal ulong AccessTime, ModifyTime;

        internal readonly Errno Apply(Inode inode)
        {
            if (Process.Credentials.User != 0 && Process.Credentials.User != inode.Owner)
                return Errno.EPERM;
            if (SetsMode)
                inode.Permissions = Mode;
            if (SetsOwner)
            {
                if (Process.Credentials.User != 0 && Owner != uint.MaxValue && Owner != inode.Owner)
                    return Errno.EPERM;
                inode.Owner = Owner == uint.MaxValue ? inode.Owner : Owner;
                inode.Group = Group == uint.MaxValue ? inode.Group : Group;
                if (inode.Kind == InodeKind.Regular)
                    inode.Permissions &= ~0xc00u;
            }

            if (SetsTimes)
            {
                inode.AccessTime = KeepsAccess ? inode.AccessTime : AccessTime;
                inode.ModifyTime = KeepsModify ? inode.ModifyTime : ModifyTime;
            }

            inode.TouchChange();
            FileEvents.Raise(inode, FileEvents.Attributes);
            return inode.StoreAttributes((SetsMode ? InodeAttributes.Permissions : 0) | (SetsOwner ? InodeAttributes.Owner : 0)
                | (SetsTimes && !KeepsAccess ? InodeAttributes.AccessTime : 0) | (SetsTimes && !KeepsModify ? InodeAttributes.ModifyTime : 0));
        }
    }
}
