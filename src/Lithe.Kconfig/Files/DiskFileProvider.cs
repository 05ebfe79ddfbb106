using System.Text;

namespace Lithe.Kconfig;

/// <summary>Reads files from disk, relative to a base directory.</summary>
public sealed class DiskFileProvider : IKconfigFileProvider
{
    private readonly string _root;

    /// <summary>Relative paths start at <paramref name="root"/>; null means the current directory.</summary>
    public DiskFileProvider(string? root = null) => _root = root ?? Directory.GetCurrentDirectory();

    /// <inheritdoc/>
    public string? TryRead(string path)
    {
        string full = Path.Combine(_root, path);
        try
        {
            return File.Exists(full) ? Encoding.UTF8.GetString(File.ReadAllBytes(full)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Glob(string pattern)
    {
        // Directories are walked one pattern part at a time, so that "*" never crosses a '/'.
        List<string> found = [pattern.StartsWith('/') ? "/" : ""];
        string[] parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            bool last = i == parts.Length - 1;
            List<string> next = [];
            foreach (string directory in found)
                Expand(directory, parts[i], last, next);
            found = next;
        }
        found.Sort(string.CompareOrdinal);
        return found;
    }

    private void Expand(string directory, string part, bool last, List<string> found)
    {
        string full = Path.Combine(_root, directory);
        if (!GlobPattern.IsPattern(part))
        {
            string path = Path.Combine(directory, part);
            string fullPath = Path.Combine(_root, path);
            if (last ? File.Exists(fullPath) : Directory.Exists(fullPath))
                found.Add(path);
            return;
        }
        if (!Directory.Exists(full))
            return;
        foreach (string entry in last ? Directory.EnumerateFiles(full) : Directory.EnumerateDirectories(full))
        {
            string name = Path.GetFileName(entry);
            if (GlobPattern.IsMatch(part, name))
                found.Add(Path.Combine(directory, name));
        }
    }
}
