namespace Lithe.Tests.Shared;

/// <summary>A repository of its own for a test: this one's libraries, to which the test adds what it needs.</summary>
internal sealed class LibraryCopy : IDisposable
{
    public LibraryCopy()
    {
        string lib = Path.Combine(Tool.Repository, "lib");
        foreach (string file in Directory.EnumerateFiles(lib, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(Tool.Repository, file);
            if (relative.Split('/').Any(part => part is "bin" or "obj" or "build"))
                continue;
            string target = Path.Combine(Root, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        Directory.CreateDirectory(Path.Combine(Root, "docs"));
        Directory.CreateDirectory(Path.Combine(Root, "build"));
        File.Copy(Path.Combine(Tool.Repository, "docs", "composition.md"), Path.Combine(Root, "docs", "composition.md"));
        // What other builds compiled serves this one.
        string cache = Path.Combine(Tool.Repository, "build", "cache");
        Directory.CreateDirectory(cache);
        Directory.CreateSymbolicLink(Path.Combine(Root, "build", "cache"), cache);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("lithe-copy-").FullName;

    /// <summary>Writes a file, by its path in the repository.</summary>
    public void Write(string name, string text)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
