using System.Collections.Generic;
using System.Text;
using Lithe.Fs;
using Lithe.IO;

namespace System.IO;

/// <summary>Directories by their paths, under .NET's names; what .NET lets throw ends the image.</summary>
public static class Directory
{
    private const uint Permissions = 0x1ed;

    /// <summary>Whether there is a directory of this name.</summary>
    public static bool Exists(string path)
    {
        FileRoot.Lock.Enter();
        bool exists = FileRoot.Walk(path, WalkOptions.None, out WalkResult found) == Errno.None && found.Inode!.IsDirectory;
        FileRoot.Lock.Exit();
        return exists;
    }

    /// <summary>Makes a directory, and those above it, where they are not there.</summary>
    public static void CreateDirectory(string path)
    {
        for (int i = 1; i <= path.Length; i++)
        {
            if (i == path.Length ? path[i - 1] != '/' : path[i] == '/' && path[i - 1] != '/')
                File.Check(TryCreate(path.Substring(0, i)), path);
        }
    }

    /// <summary>Takes an empty directory away.</summary>
    public static void Delete(string path)
    {
        FileRoot.Lock.Enter();
        Errno error = FileRoot.Walk(path, WalkOptions.NoFollow, out WalkResult found);
        if (error == Errno.None)
            error = found.Directory is null ? Errno.EBUSY : !found.Inode!.IsDirectory ? Errno.ENOTDIR : found.Directory.RemoveName(found.Name);
        FileRoot.Lock.Exit();
        File.Check(error, path);
    }

    /// <summary>The paths of a directory's files.</summary>
    public static string[] GetFiles(string path) => List(path, directories: false);

    /// <summary>The paths of a directory's directories.</summary>
    public static string[] GetDirectories(string path) => List(path, directories: true);

    private static Errno TryCreate(string path)
    {
        FileRoot.Lock.Enter();
        Errno error = FileRoot.Walk(path, WalkOptions.Parent, out WalkResult found);
        if (error == Errno.None)
            error = found.Inode is null ? found.Directory!.Create(found.Name, InodeKind.Directory, Permissions, 0, out _) : found.Inode.IsDirectory ? Errno.None : Errno.EEXIST;
        FileRoot.Lock.Exit();
        return error;
    }

    private static string[] List(string path, bool directories)
    {
        var names = new List<string>();
        FileRoot.Lock.Enter();
        Errno error = FileRoot.Walk(path, WalkOptions.None, out WalkResult found);
        if (error == Errno.None && !found.Inode!.IsDirectory)
            error = Errno.ENOTDIR;
        var entry = new DirectoryEntry { Place = 2 };
        while (error == Errno.None && found.Inode!.ReadDirectory(ref entry))
        {
            if ((entry.Kind == InodeKind.Directory) == directories)
                names.Add((path.Length > 0 && path[path.Length - 1] == '/' ? path : path + "/") + Encoding.UTF8.GetString(entry.Name));
        }

        FileRoot.Lock.Exit();
        File.Check(error, path);
        return names.ToArray();
    }
}
