using System.Runtime.InteropServices;
using Lithe.Description;

namespace Lithe.Build.Output;

/// <summary>
/// The folder that a build writes to. It is filled beside its place and swapped in by one rename: who looks sees the earlier
/// output or the new one, whole. One build at a time holds it; others wait.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private const int AtCurrentFolder = -100;
    private const uint RenameExchange = 2;

    private readonly FileStream _lock;
    private readonly string _temporary;

    private OutputFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
        _temporary = Beside(path, "tmp");
    }

    /// <summary>Its place.</summary>
    public string Path { get; }

    /// <summary>Waits for the folder to be free and takes hold of it.</summary>
    /// <param name="path">The folder's place; it need not be there.</param>
    /// <param name="locks">Where the files that stand for held folders are: not in the application's own folder, since they stay.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<OutputFolder> TakeAsync(string path, string locks, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(locks);
            string file = System.IO.Path.Combine(locks, ContentHash.OfTexts([path])[..16]);
            while (true)
            {
                try
                {
                    var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                    var folder = new OutputFolder(path, held);
                    folder.RemoveTemporary();
                    return folder;
                }
                catch (IOException problem) when (problem is not (DirectoryNotFoundException or PathTooLongException))
                {
                    await Task.Delay(50, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1901", "the output folder cannot be made: " + problem.Message, null, path));
        }
    }

    /// <summary>An empty folder to fill.</summary>
    public string CreateTemporary()
    {
        RemoveTemporary();
        try
        {
            Directory.CreateDirectory(_temporary);
            return _temporary;
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1901", "the output folder cannot be made: " + problem.Message, null, Path));
        }
    }

    /// <summary>Puts what was filled into the folder's place.</summary>
    public void Commit()
    {
        if (!Directory.Exists(Path))
            Directory.Move(_temporary, Path);
        else if (renameat2(AtCurrentFolder, _temporary, AtCurrentFolder, Path, RenameExchange) != 0)
            Replace();
        RemoveTemporary();
    }

    public void Dispose()
    {
        RemoveTemporary();
        // A first build that failed leaves nothing, not even the folder made for it.
        string parent = System.IO.Path.GetDirectoryName(Path)!;
        if (Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any())
            Directory.Delete(parent);
        _lock.Dispose();
    }

    // For file systems that cannot exchange two folders: two renames, with an instant between them where there is none.
    private void Replace()
    {
        string old = Beside(Path, "old");
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);
        Directory.Move(Path, old);
        Directory.Move(_temporary, Path);
        Directory.Delete(old, recursive: true);
    }

    private void RemoveTemporary()
    {
        if (Directory.Exists(_temporary))
            Directory.Delete(_temporary, recursive: true);
    }

    private static string Beside(string path, string suffix) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, "." + System.IO.Path.GetFileName(path) + "." + suffix);

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi)]
    private static extern int renameat2(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);
}
