using System;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Paths that the program gives.</summary>
public static class UserPath
{
    /// <summary>The directory number that means the working directory.</summary>
    public const int WorkingDirectory = -100;

    /// <summary>Room for walks: the files' lock's.</summary>
    public static byte[] Buffer { get; } = new byte[2 * PathWalk.MaxPath];

    /// <summary>Room for a second walk of the same call.</summary>
    public static byte[] SecondBuffer { get; } = new byte[2 * PathWalk.MaxPath];

    /// <summary>Reads a path and walks it; with the files' lock held.</summary>
    public static Errno Walk(int directory, UserPointer path, WalkOptions options, Span<byte> buffer, out WalkResult result)
    {
        result = default;
        int length = UserMemory.TryGetText(path, PathWalk.MaxPath, out ReadOnlySpan<byte> text);
        if (length < 0)
            return Errno.EFAULT;
        if (length == PathWalk.MaxPath)
            return Errno.ENAMETOOLONG;
        return Walk(directory, text, options, buffer, out result);
    }

    /// <summary>Walks a path.</summary>
    public static Errno Walk(int directory, ReadOnlySpan<byte> text, WalkOptions options, Span<byte> buffer, out WalkResult result)
    {
        result = default;
        Inode start = Process.WorkingDirectory;
        if (directory != WorkingDirectory && (text.Length == 0 || text[0] != (byte)'/'))
        {
            OpenFile? file = Descriptors.Get(directory);
            if (file is null)
                return Errno.EBADF;
            Inode? inode = file.Inode;
            Descriptors.Put(file);
            if (inode is null)
                return text.Length == 0 ? Errno.EINVAL : Errno.ENOTDIR;
            if (text.Length > 0 && !inode.IsDirectory)
                return Errno.ENOTDIR;
            start = inode;
        }

        return PathWalk.Walk(Process.Root, start, text, options, Process.Credentials, buffer, out result);
    }
}
