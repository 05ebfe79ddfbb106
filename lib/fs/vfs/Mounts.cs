namespace Lithe.Fs;

/// <summary>What is mounted where. The file systems' lock's.</summary>
public static class Mounts
{
    private static FileSystem? s_first, s_last;
    private static ulong s_devices;

    /// <summary>The file system that holds <c>/</c>; the others follow by <see cref="FileSystem.Next"/>, in the order that they were mounted.</summary>
    public static FileSystem? First => s_first;

    /// <summary>Mounts the root file system.</summary>
    public static void MountRoot(FileSystem fileSystem)
    {
        Add(fileSystem);
        fileSystem.Root.Acquire();
    }

    /// <summary>Mounts a file system on a directory.</summary>
    public static Errno Mount(FileSystem fileSystem, Inode directory)
    {
        if (!directory.IsDirectory)
            return Errno.ENOTDIR;
        if (directory.Mounted is not null || fileSystem.MountPoint is not null)
            return Errno.EBUSY;
        Add(fileSystem);
        directory.Acquire();
        fileSystem.Root.Acquire();
        directory.Mounted = fileSystem.Root;
        fileSystem.MountPoint = directory;
        return Errno.None;
    }

    /// <summary>Mounts a file system on a path from a root; directories that are missing are made.</summary>
    public static Errno MountAt(Inode root, System.ReadOnlySpan<byte> path, FileSystem fileSystem)
    {
        Inode at = root;
        while (path.Length > 0)
        {
            int end = System.MemoryExtensions.IndexOf(path, (byte)'/');
            System.ReadOnlySpan<byte> name = end < 0 ? path : path.Slice(0, end);
            path = end < 0 ? default : path.Slice(end + 1);
            if (name.Length == 0)
                continue;
            Errno error = at.Lookup(name, out Inode? next);
            if (error == Errno.ENOENT)
                error = at.Create(name, InodeKind.Directory, 0x1ed, 0, out next);
            if (error != Errno.None)
                return error;
            at = next!.Mounted ?? next;
        }

        return Mount(fileSystem, at);
    }

    private static void Add(FileSystem fileSystem)
    {
        // Minor numbers of major 0, as Linux numbers what is on no device.
        fileSystem.Device = ++s_devices;
        if (s_last is null)
            s_first = fileSystem;
        else
            s_last.NextMounted = fileSystem;
        s_last = fileSystem;
    }
}
