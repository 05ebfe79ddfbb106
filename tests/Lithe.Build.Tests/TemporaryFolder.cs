namespace Lithe.Build.Tests;

/// <summary>A folder that lives as long as a test.</summary>
/// <param name="name">What its name begins with.</param>
internal sealed class TemporaryFolder(string name = "lithe-build-") : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory(name).FullName;

    public string Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void CopyFrom(string source, Func<string, bool>? take = null)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string name = System.IO.Path.GetRelativePath(source, file);
            if (take is not null && !take(name))
                continue;
            string target = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
