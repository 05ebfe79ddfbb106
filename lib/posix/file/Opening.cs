using System;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Opening, closing and doubling descriptors.</summary>
public static class Opening
{
    private const OpenFlags OnlyAtOpen = OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoTerminal | OpenFlags.Truncate | OpenFlags.CloseOnExec | OpenFlags.NoFollow;

    /// <summary>open(2).</summary>
    [Syscall(2, -1)]
    public static long Open(UserPointer path, int flags, uint mode) => Openat(UserPath.WorkingDirectory, path, flags, mode);

    /// <summary>creat(2).</summary>
    [Syscall(85, -1)]
    public static long Creat(UserPointer path, uint mode) =>
        Openat(UserPath.WorkingDirectory, path, (int)(OpenFlags.Create | OpenFlags.WriteOnly | OpenFlags.Truncate), mode);

    /// <summary>openat(2).</summary>
    [Syscall(257, 56)]
    public static long Openat(int directory, UserPointer path, int flags, uint mode)
    {
        OpenFlags wanted = (OpenFlags)flags;
        if ((wanted & OpenFlags.AccessMask) == OpenFlags.AccessMask)
            return -(long)Errno.EINVAL;
        Process.FileLock.Enter();
        Errno error = Find(directory, path, wanted, mode, out OpenFile? file);
        long result = -(long)error;
        if (error == Errno.None)
        {
            file!.Flags &= ~OnlyAtOpen;
            result = Descriptors.Add(file, (wanted & OpenFlags.CloseOnExec) != 0);
            if (result < 0)
                file.Release();
        }

        Process.FileLock.Exit();
        return result;
    }

    /// <summary>close(2).</summary>
    [Syscall(3, 57)]
    public static long Close(int number) => Descriptors.Close(number) ? 0 : -(long)Errno.EBADF;

    /// <summary>close_range(2).</summary>
    [Syscall(436, 436)]
    public static long CloseRange(uint first, uint last, uint flags)
    {
        const uint Unshare = 2, OnExec = 4;
        if (first > last || (flags & ~(Unshare | OnExec)) != 0)
            return -(long)Errno.EINVAL;
        for (uint number = first; number <= last && number < (uint)Descriptors.TableSize; number++)
        {
            if ((flags & OnExec) != 0)
                Descriptors.SetClosedOnExec((int)number, true);
            else
                Descriptors.Close((int)number);
        }

        return 0;
    }

    /// <summary>dup(2).</summary>
    [Syscall(32, 23)]
    public static long Dup(int number) => Double(number, 0, isClosedOnExec: false);

    /// <summary>dup2(2).</summary>
    [Syscall(33, -1)]
    public static long Dup2(int number, int to)
    {
        if (number != to)
            return Dup3(number, to, 0);
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        Descriptors.Put(file);
        return to;
    }

    /// <summary>dup3(2).</summary>
    [Syscall(292, 24)]
    public static long Dup3(int number, int to, int flags)
    {
        if (number == to || ((OpenFlags)flags & ~OpenFlags.CloseOnExec) != 0)
            return -(long)Errno.EINVAL;
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        int result = Descriptors.Set(to, file, flags != 0);
        if (result < 0)
            Descriptors.Put(file);
        return result;
    }

    /// <summary>fcntl(2).</summary>
    [Syscall(72, 25)]
    public static long Fcntl(int number, int command, ulong argument)
    {
        const int DupFd = 0, GetFd = 1, SetFd = 2, GetFl = 3, SetFl = 4, GetLk = RecordLocking.GetLk, SetLk = RecordLocking.SetLk, SetLkw = RecordLocking.SetLkw, SetOwn = 8, GetOwn = 9, GetSignal = 11;
        const int DupFdCloexec = 1030, SetPipeSize = 1031, GetPipeSize = 1032, AddSeals = 1033, GetSeals = 1034;
        const int OfdGetLk = RecordLocking.OfdGetLk, OfdSetLk = RecordLocking.OfdSetLk, OfdSetLkw = RecordLocking.OfdSetLkw;
        const OpenFlags Changeable = OpenFlags.Append | OpenFlags.NonBlocking | (OpenFlags)0x2000 | (OpenFlags)0x4000 | (OpenFlags)0x40000;
        if (command is DupFd or DupFdCloexec)
            return (int)argument < 0 || (int)argument >= Descriptors.Limit ? Missing(number) : Double(number, (int)argument, command == DupFdCloexec);
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        long result = 0;
        switch (command)
        {
            case GetFd:
                result = Descriptors.IsClosedOnExec(number) ? 1 : 0;
                break;
            case SetFd:
                Descriptors.SetClosedOnExec(number, (argument & 1) != 0);
                break;
            case GetFl:
                // O_LARGEFILE is set for every file of a 64-bit program.
                result = (uint)file.Flags | (file.IsInFileSystem ? 0x8000u : 0);
                break;
            case SetFl:
                file.Flags = file.Flags & ~Changeable | (OpenFlags)argument & Changeable;
                break;
            case GetLk or OfdGetLk or SetLk or SetLkw or OfdSetLk or OfdSetLkw:
                result = RecordLocking.Control(number, file, command, new UserPointer(argument));
                break;
            case SetOwn or GetOwn or GetSignal:
                break;
            case SetPipeSize or GetPipeSize:
                result = file.IsInFileSystem ? -(long)Errno.EBADF : 65536;
                break;
            case AddSeals or GetSeals:
                result = -(long)Errno.EINVAL;
                break;
            default:
                result = -(long)Errno.EINVAL;
                break;
        }

        Descriptors.Put(file);
        return result;
    }

    /// <summary>flock(2).</summary>
    [Syscall(73, 32)]
    public static long Flock(int number, int operation)
    {
        const int Shared = 1, Exclusive = 2, NonBlocking = 4, Unlock = 8;
        int kind = operation & ~NonBlocking;
        if (kind is not (Shared or Exclusive or Unlock))
            return -(long)Errno.EINVAL;
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        long result = 0;
        if (file is InodeFile lockable)
        {
            while (true)
            {
                Process.FileLock.Enter();
                bool done = lockable.TryLock(kind == Unlock ? 0 : kind);
                Process.FileLock.Exit();
                if (done)
                    break;
                result = (operation & NonBlocking) != 0 ? -(long)Errno.EAGAIN : 0;
                // Rare, and the holder is a thread of the same program: looked at again after a while.
                if (result != 0)
                    break;
                if (!Sched.Scheduler.SleepUntil(Plat.Clock.Nanoseconds + 1_000_000))
                {
                    result = -(long)Errno.EINTR;
                    break;
                }
            }
        }

        Descriptors.Put(file);
        return result;
    }

    /// <summary>ioctl(2).</summary>
    [Syscall(16, 29)]
    public static long Ioctl(int number, uint request, ulong argument)
    {
        const uint NonBlocking = 0x5421, CloseOnExec = 0x5451, KeepOnExec = 0x5450, Available = 0x541b;
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        long result = 0;
        switch (request)
        {
            case NonBlocking:
                if (UserMemory.TryRead(new UserPointer(argument), out int value))
                    file.Flags = value != 0 ? file.Flags | OpenFlags.NonBlocking : file.Flags & ~OpenFlags.NonBlocking;
                else
                    result = -(long)Errno.EFAULT;
                break;
            case CloseOnExec or KeepOnExec:
                Descriptors.SetClosedOnExec(number, request == CloseOnExec);
                break;
            case Available when file.IsInFileSystem && file.Inode is { Kind: InodeKind.Regular } inode:
                result = UserMemory.TryWrite(new UserPointer(argument), (int)Math.Min(Math.Max(inode.Size - file.Position, 0), int.MaxValue)) ? 0 : -(long)Errno.EFAULT;
                break;
            default:
                result = file.Control(request, argument);
                break;
        }

        Descriptors.Put(file);
        return result;
    }

    /// <summary>memfd_create(2).</summary>
    [Syscall(319, 279)]
    public static long MemfdCreate(UserPointer name, uint flags)
    {
        const uint CloseOnExec = 1, Known = 7;
        const int MaxName = 249;
        int length = UserMemory.TryGetText(name, MaxName + 1, out _);
        if (length < 0)
            return -(long)Errno.EFAULT;
        if (length > MaxName || (flags & ~Known) != 0)
            return -(long)Errno.EINVAL;
        Process.FileLock.Enter();
        long result = -(long)MakeNameless(Process.Root.FileSystem.Root, 0x1ff, OpenFlags.ReadWrite, out OpenFile? file);
        if (result == 0)
        {
            result = Descriptors.Add(file!, (flags & CloseOnExec) != 0);
            if (result < 0)
                file!.Release();
        }

        Process.FileLock.Exit();
        return result;
    }

    private static long Missing(int number)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        Descriptors.Put(file);
        return -(long)Errno.EINVAL;
    }

    private static long Double(int number, int from, bool isClosedOnExec)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        int result = Descriptors.Add(file, isClosedOnExec, from);
        if (result < 0)
            Descriptors.Put(file);
        return result;
    }

    private static Errno Find(int directory, UserPointer path, OpenFlags flags, uint mode, out OpenFile? file)
    {
        file = null;
        bool creates = (flags & OpenFlags.Create) != 0;
        WalkOptions options = creates ? WalkOptions.Parent : WalkOptions.None;
        if ((flags & OpenFlags.NoFollow) != 0 || creates && (flags & OpenFlags.Exclusive) != 0)
            options |= WalkOptions.NoFollow;
        Span<byte> buffer = UserPath.Buffer;
        Errno error = UserPath.Walk(directory, path, options, buffer, out WalkResult result);
        if (error != Errno.None)
            return error;
        if (result.Inode is null)
        {
            if (result.HasSlash)
                return Errno.EISDIR;
            if (!result.Directory!.Allows(Process.Credentials, 3))
                return Errno.EACCES;
            error = result.Directory.Create(result.Name, InodeKind.Regular, mode & ~Process.Umask & 0xfff, 0, out Inode? made);
            if (error != Errno.None)
                return error;
            made!.Owner = Process.Credentials.User;
            made.Group = Process.Credentials.Group;
            FileEvents.RaiseName(result.Directory, result.Name, FileEvents.Create, made);
            FileEvents.Raise(made, FileEvents.Open);
            return made.Open(flags, out file);
        }

        Inode inode = result.Inode;
        if (creates && (flags & OpenFlags.Exclusive) != 0)
            return Errno.EEXIST;
        if ((flags & OpenFlags.Path) != 0)
        {
            file = InodeFile.Create(inode, flags);
            return (flags & OpenFlags.Directory) != 0 && !inode.IsDirectory ? Close(ref file, Errno.ENOTDIR) : Errno.None;
        }

        if (inode.Kind == InodeKind.Link)
            return Errno.ELOOP;
        if (inode.Kind == InodeKind.Socket)
            return Errno.ENXIO;
        OpenFlags access = flags & OpenFlags.AccessMask;
        uint wanted = access == OpenFlags.ReadOnly ? 4u : access == OpenFlags.WriteOnly ? 2u : 6u;
        if ((flags & OpenFlags.Temporary) == OpenFlags.Temporary)
            return access == OpenFlags.ReadOnly ? Errno.EINVAL : !inode.IsDirectory ? Errno.ENOTDIR : MakeNameless(inode, mode & ~Process.Umask, flags, out file);
        if (inode.IsDirectory && (access != OpenFlags.ReadOnly || creates))
            return Errno.EISDIR;
        if ((flags & OpenFlags.Directory) != 0 && !inode.IsDirectory)
            return Errno.ENOTDIR;
        if (!inode.Allows(Process.Credentials, wanted))
            return Errno.EACCES;
        if ((flags & OpenFlags.Truncate) != 0 && access != OpenFlags.ReadOnly && inode.Kind == InodeKind.Regular)
        {
            error = inode.Resize(0);
            if (error != Errno.None)
                return error;
            FileEvents.Raise(inode, FileEvents.Modify);
        }

        FileEvents.Raise(inode, FileEvents.Open);
        return inode.Open(flags, out file);
    }

    private static Errno Close(ref OpenFile? file, Errno error)
    {
        file!.Release();
        file = null;
        return error;
    }

    // Under a name that is taken away at once: the open file keeps it.
    private static Errno MakeNameless(Inode directory, uint mode, OpenFlags flags, out OpenFile? file)
    {
        file = null;
        ReadOnlySpan<byte> name = ".\u0001nameless"u8;
        Errno error = directory.Create(name, InodeKind.Regular, mode & 0xfff, 0, out Inode? made);
        if (error != Errno.None)
            return error;
        made!.Owner = Process.Credentials.User;
        made.Group = Process.Credentials.Group;
        error = made.Open(flags & ~OpenFlags.Temporary, out file);
        directory.RemoveName(name);
        return error;
    }
}
