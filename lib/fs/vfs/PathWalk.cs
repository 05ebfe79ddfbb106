using System;

namespace Lithe.Fs;

/// <summary>What a walk is to do at its end.</summary>
[Flags]
public enum WalkOptions
{
    /// <summary>Follows a symbolic link at the end, and the end must be there.</summary>
    None = 0,

    /// <summary>Does not follow a symbolic link at the end.</summary>
    NoFollow = 1,

    /// <summary>The end need not be there: what counts is its directory and name.</summary>
    Parent = 2,

    /// <summary>An empty path is the place where the walk starts.</summary>
    AllowEmpty = 4,
}

/// <summary>Where a walk came to.</summary>
public ref struct WalkResult
{
    /// <summary>The inode at the end; null when it is not there (<see cref="WalkOptions.Parent"/>).</summary>
    public Inode? Inode;

    /// <summary>The directory that holds the last name; null for an end that has none (a root, <c>.</c>, <c>..</c>).</summary>
    public Inode? Directory;

    /// <summary>The last name, in the caller's path or buffer.</summary>
    public ReadOnlySpan<byte> Name;

    /// <summary>Whether a slash came behind it: then it can only be a directory.</summary>
    public bool HasSlash;
}

/// <summary>From paths to inodes. What is found is kept by nobody: use it under the same hold of the file systems' lock.</summary>
public static class PathWalk
{
    /// <summary>The longest path, in bytes, its end included.</summary>
    public const int MaxPath = 4096;

    private const int MaxLinks = 40;

    /// <summary>Walks a path.</summary>
    /// <param name="root">Where paths with a slash in front start, which <c>..</c> does not leave.</param>
    /// <param name="start">Where others start.</param>
    /// <param name="path">The path.</param>
    /// <param name="options">What to do at the end.</param>
    /// <param name="who">Who must be allowed to pass the directories.</param>
    /// <param name="buffer">Room for what symbolic links put in place of their names: <see cref="MaxPath"/> bytes twice.</param>
    /// <param name="result">Where it came to.</param>
    public static Errno Walk(Inode root, Inode start, ReadOnlySpan<byte> path, WalkOptions options, in Credentials who, Span<byte> buffer, out WalkResult result)
    {
        result = default;
        if (path.Length >= MaxPath)
            return Errno.ENAMETOOLONG;
        if (path.Length == 0)
        {
            if ((options & WalkOptions.AllowEmpty) == 0)
                return Errno.ENOENT;
            result.Inode = start;
            return Errno.None;
        }

        Inode at = start;
        int links = 0;
        bool inFirstHalf = false;
        ReadOnlySpan<byte> rest = path;
        while (true)
        {
            if (rest.Length > 0 && rest[0] == (byte)'/')
            {
                // Only at the start of a path or a link's target are slashes in front left.
                at = root;
                rest = SkipSlashes(rest);
                result = default;
                result.Inode = at;
            }

            while (rest.Length > 0)
            {
                int end = rest.IndexOf((byte)'/');
                ReadOnlySpan<byte> name = end < 0 ? rest : rest.Slice(0, end);
                ReadOnlySpan<byte> behind = end < 0 ? default : SkipSlashes(rest.Slice(end));
                bool isLast = behind.Length == 0;
                if (!at.IsDirectory)
                    return Errno.ENOTDIR;
                if (!at.Allows(who, 1))
                    return Errno.EACCES;
                if (name.Length > Inode.MaxName)
                    return Errno.ENAMETOOLONG;
                result.HasSlash = isLast && end >= 0;
                if (name[0] == (byte)'.' && (name.Length == 1 || name.Length == 2 && name[1] == (byte)'.'))
                {
                    if (name.Length == 2)
                        at = ParentOf(root, at);
                    result.Inode = at;
                    result.Directory = null;
                    result.Name = name;
                    rest = behind;
                    continue;
                }

                Errno error = at.Lookup(name, out Inode? next);
                if (error != Errno.None)
                {
                    if (error != Errno.ENOENT || !isLast || (options & WalkOptions.Parent) == 0)
                        return error;
                    result.Inode = null;
                    result.Directory = at;
                    result.Name = name;
                    return Errno.None;
                }

                bool follows = next!.Kind == InodeKind.Link && (!isLast || (options & WalkOptions.NoFollow) == 0 || result.HasSlash);
                if (!follows)
                {
                    result.Directory = at;
                    result.Name = name;
                    at = next.Mounted ?? next;
                    while (at.Mounted is not null)
                        at = at.Mounted;
                    result.Inode = at;
                    rest = behind;
                    if (isLast && result.HasSlash && !at.IsDirectory)
                        return Errno.ENOTDIR;
                    continue;
                }

                if (++links > MaxLinks)
                    return Errno.ELOOP;
                if (next is IMagicLink magic && magic.Target is { } target)
                {
                    at = target;
                    result.Inode = at;
                    result.Directory = null;
                    rest = behind;
                    continue;
                }

                // The link's target, then what is left of the path, in the half of the buffer where that is not.
                Span<byte> half = inFirstHalf ? buffer.Slice(MaxPath, MaxPath) : buffer.Slice(0, MaxPath);
                int length = next.ReadLink(half);
                if (length < 0)
                    return (Errno)(-length);
                int tail = end < 0 ? 0 : behind.Length + 1;
                if (length == 0)
                    return Errno.ENOENT;
                if (length + tail >= MaxPath)
                    return Errno.ENAMETOOLONG;
                if (tail > 0)
                {
                    half[length] = (byte)'/';
                    behind.CopyTo(half.Slice(length + 1));
                }

                inFirstHalf = !inFirstHalf;
                rest = half.Slice(0, length + tail);
                if (rest[0] == (byte)'/')
                    break;
            }

            if (rest.Length == 0)
                return Errno.None;
        }
    }

    /// <summary>Writes an absolute path of a directory to the end of a buffer: how many bytes, or -1 when it does not fit.</summary>
    public static int PathOf(Inode root, Inode directory, Span<byte> buffer)
    {
        int at = buffer.Length;
        for (Inode inode = directory; inode != root;)
        {
            ReadOnlySpan<byte> name = inode.NameInParent;
            if (inode == inode.Parent)
            {
                // The root of something mounted has its mount point's name.
                if (inode.FileSystem.MountPoint is not { } point)
                    break;
                inode = point;
                continue;
            }

            if (at < name.Length + 1)
                return -1;
            at -= name.Length;
            name.CopyTo(buffer.Slice(at));
            buffer[--at] = (byte)'/';
            inode = inode.Parent;
        }

        if (at == buffer.Length)
        {
            if (at == 0)
                return -1;
            buffer[--at] = (byte)'/';
        }

        return buffer.Length - at;
    }

    /// <summary>What <c>..</c> leads to.</summary>
    public static Inode ParentOf(Inode root, Inode directory)
    {
        Inode at = directory;
        while (at != root && at.Parent == at && at.FileSystem.MountPoint is { } point)
            at = point;
        if (at == root)
            return at;
        at = at.Parent;
        while (at.Mounted is not null)
            at = at.Mounted;
        return at;
    }

    private static ReadOnlySpan<byte> SkipSlashes(ReadOnlySpan<byte> path)
    {
        int count = 0;
        while (count < path.Length && path[count] == (byte)'/')
            count++;
        return path.Slice(count);
    }
}

/// <summary>A symbolic link that leads to an inode whatever its text says: those of <c>/proc/self/fd</c>.</summary>
public interface IMagicLink
{
    /// <summary>The inode, or null to go by the text.</summary>
    Inode? Target { get; }
}
