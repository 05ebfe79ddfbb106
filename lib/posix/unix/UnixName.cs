using System;
using System.Buffers.Binary;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Addresses of AF_UNIX: paths, and names that are in no file system.</summary>
internal static class UnixName
{
    /// <summary>Bytes of an address: the family and 108 bytes of name.</summary>
    internal const int MaxSize = 110, MaxName = 108;

    /// <summary>Takes the name out of an address; a path without what is behind its end. 0, or a negated error number.</summary>
    internal static long Read(ReadOnlySpan<byte> address, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (address.Length < 2 || address.Length > MaxSize || BinaryPrimitives.ReadUInt16LittleEndian(address) != SocketFamily.Unix)
            return -(long)Errno.EINVAL;
        name = address.Slice(2);
        if (name.Length > 0 && name[0] != 0)
        {
            int end = name.IndexOf((byte)0);
            name = end < 0 ? name : name.Slice(0, end);
        }

        return 0;
    }

    /// <summary>Writes an address; how long it is.</summary>
    internal static int Write(ReadOnlySpan<byte> name, Span<byte> to)
    {
        Span<byte> bytes = stackalloc byte[MaxSize + 1];
        bytes.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, SocketFamily.Unix);
        name.CopyTo(bytes.Slice(2));
        // A path has its zero behind it.
        int size = 2 + name.Length + (name.Length > 0 && name[0] != 0 ? 1 : 0);
        bytes.Slice(0, Math.Min(size, to.Length)).CopyTo(to);
        return size;
    }

    /// <summary>Makes the path's file.</summary>
    internal static long Create(ReadOnlySpan<byte> path, out Inode? inode)
    {
        inode = null;
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(UserPath.WorkingDirectory, path, WalkOptions.Parent | WalkOptions.NoFollow, UserPath.Buffer, out WalkResult result);
        if (error == Errno.None && result.Inode is not null)
            error = Errno.EADDRINUSE;
        if (error == Errno.None && !result.Directory!.Allows(Process.Credentials, 3))
            error = Errno.EACCES;
        if (error == Errno.None)
            error = result.Directory!.Create(result.Name, InodeKind.Socket, 0x1ff & ~Process.Umask, 0, out inode);
        if (error == Errno.None)
        {
            inode!.Owner = Process.Credentials.User;
            inode.Group = Process.Credentials.Group;
            inode.Acquire();
        }

        Process.FileLock.Exit();
        return -(long)error;
    }

    /// <summary>Finds the path's file, for sending there.</summary>
    internal static long Find(ReadOnlySpan<byte> path, out Inode? inode)
    {
        Process.FileLock.Enter();
        Errno error = UserPath.Walk(UserPath.WorkingDirectory, path, WalkOptions.None, UserPath.Buffer, out WalkResult result);
        inode = error == Errno.None ? result.Inode : null;
        if (inode is not null && !inode.Allows(Process.Credentials, 2))
            error = Errno.EACCES;
        if (inode is { Kind: not InodeKind.Socket } && error == Errno.None)
            error = Errno.ECONNREFUSED;
        Process.FileLock.Exit();
        return -(long)error;
    }

    /// <summary>Gives the file back.</summary>
    internal static void Release(Inode inode)
    {
        Process.FileLock.Enter();
        inode.Release();
        Process.FileLock.Exit();
    }
}
