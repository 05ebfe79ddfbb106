using System.Text;
using Lithe.Fs;
using Lithe.IO;

namespace System.IO;

/// <summary>Files by their paths, under .NET's names. Those that .NET lets throw end the image, since a throw does; each has a sibling that answers with the error.</summary>
public static class File
{
    private const uint Permissions = 0x1a4;

    /// <summary>Whether there is a file of this name.</summary>
    public static bool Exists(string path)
    {
        FileRoot.Lock.Enter();
        bool exists = FileRoot.Walk(path, WalkOptions.None, out WalkResult found) == Errno.None && found.Inode!.Kind == InodeKind.Regular;
        FileRoot.Lock.Exit();
        return exists;
    }

    /// <summary>A file's bytes.</summary>
    public static byte[] ReadAllBytes(string path)
    {
        Check(TryReadAllBytes(path, out byte[] bytes), path);
        return bytes;
    }

    /// <summary>A file's text, UTF-8.</summary>
    public static string ReadAllText(string path) => Encoding.UTF8.GetString(ReadAllBytes(path));

    /// <summary>Writes a file, in place of what it held.</summary>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes) => Check(TryWrite(path, bytes, appends: false), path);

    /// <summary>Writes a text, UTF-8, in place of what the file held.</summary>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a text behind what the file holds.</summary>
    public static void AppendAllText(string path, string text) => Check(TryWrite(path, Encoding.UTF8.GetBytes(text), appends: true), path);

    /// <summary>Takes a file's name away; one that is not there is no error.</summary>
    public static void Delete(string path)
    {
        Errno error = TryDelete(path);
        Check(error == Errno.ENOENT ? Errno.None : error, path);
    }

    /// <summary>Gives a file another name; with <paramref name="overwrite"/> in place of the one that has it.</summary>
    public static void Move(string path, string newPath, bool overwrite = false) => Check(TryMove(path, newPath, overwrite), path);

    /// <summary>Copies a file; with <paramref name="overwrite"/> in place of the one that is there.</summary>
    public static void Copy(string path, string newPath, bool overwrite = false)
    {
        if (!overwrite && Exists(newPath))
            Check(Errno.EEXIST, newPath);
        WriteAllBytes(newPath, ReadAllBytes(path));
    }

    /// <summary>A file's bytes.</summary>
    public static Errno TryReadAllBytes(string path, out byte[] bytes)
    {
        bytes = [];
        FileRoot.Lock.Enter();
        Errno error = FileRoot.Walk(path, WalkOptions.None, out WalkResult found);
        if (error == Errno.None)
            error = found.Inode!.IsDirectory ? Errno.EISDIR : found.Inode.Refresh();
        if (error == Errno.None && found.Inode!.Size > int.MaxValue)
            error = Errno.EFBIG;
        if (error == Errno.None)
        {
            bytes = new byte[(int)found.Inode!.Size];
            long read = found.Inode.ReadAt(0, bytes);
            error = read < 0 ? (Errno)(-read) : read < bytes.Length ? Errno.EIO : Errno.None;
        }

        FileRoot.Lock.Exit();
        return error;
    }

    /// <summary>Writes a file; it is made where it is not there.</summary>
    public static Errno TryWrite(string path, ReadOnlySpan<byte> bytes, bool appends)
    {
        FileRoot.Lock.Enter();
        Errno error = FileRoot.Walk(path, WalkOptions.Parent, out WalkResult found);
        Inode? inode = found.Inode;
        if (error == Errno.None && inode is null)
            error = found.HasSlash ? Errno.EISDIR : found.Directory!.Create(found.Name, InodeKind.Regular, Permissions, 0, out inode);
        if (error == Errno.None && inode!.Kind != InodeKind.Regular)
            error = Errno.EISDIR;
        if (error == Errno.None && !appends)
            error = inode!.Resize(0);
        if (error == Errno.None)
        {
            long written = inode!.WriteAt(appends ? inode.Size : 0, bytes);
            error = written < 0 ? (Errno)(-written) : written < bytes.Length ? Errno.ENOSPC : Errno.None;
        }

        FileRoot.Lock.Exit();
        return error;
    }

    /// <summary>Takes a file's name away.</summary>
    public static Errno TryDelete(string path)
    {
        FileRoot.Lock.Enter();
        Errno error = FileRoot.Walk(path, WalkOptions.NoFollow, out WalkResult found);
        if (error == Errno.None)
            error = found.Directory is null || found.Inode!.IsDirectory ? Errno.EISDIR : found.Directory.RemoveName(found.Name);
        FileRoot.Lock.Exit();
        return error;
    }

    /// <summary>Gives a file or directory another name.</summary>
    public static Errno TryMove(string path, string newPath, bool overwrite)
    {
        FileRoot.Lock.Enter();
        Errno error = FileRoot.Walk(path, WalkOptions.NoFollow, out WalkResult from);
        WalkResult to = default;
        if (error == Errno.None)
            error = FileRoot.WalkSecond(newPath, WalkOptions.NoFollow | WalkOptions.Parent, out to);
        if (error == Errno.None)
            error = Move(from, to, overwrite);
        FileRoot.Lock.Exit();
        return error;
    }

    internal static void Check(Errno error, string path)
    {
        if (error != Errno.None)
            throw new InvalidOperationException($"{path}: {Describe(error)}");
    }

    private static Errno Move(scoped in WalkResult from, scoped in WalkResult to, bool overwrite)
    {
        if (from.Directory is null || to.Directory is null)
            return Errno.EBUSY;
        if (to.Inode is not null && (!overwrite || to.Inode.IsDirectory != from.Inode!.IsDirectory))
            return Errno.EEXIST;
        if (from.Directory.FileSystem != to.Directory.FileSystem || from.Inode!.FileSystem != to.Directory.FileSystem)
            return Errno.EXDEV;
        // No directory gets into itself.
        for (Inode at = to.Directory; at != at.Parent; at = at.Parent)
        {
            if (at == from.Inode)
                return Errno.EINVAL;
        }

        return from.Directory.MoveName(from.Name, to.Directory, to.Name);
    }

    private static string Describe(Errno error) => error switch
    {
        Errno.ENOENT => "no such file or directory",
        Errno.EEXIST => "it exists",
        Errno.ENOTDIR => "not a directory",
        Errno.EISDIR => "a directory",
        Errno.ENOSPC => "no space",
        Errno.ENOTEMPTY => "directory not empty",
        Errno.ENAMETOOLONG => "name too long",
        Errno.EXDEV => "on another file system",
        Errno.EROFS => "read-only file system",
        _ => "input/output error",
    };
}
