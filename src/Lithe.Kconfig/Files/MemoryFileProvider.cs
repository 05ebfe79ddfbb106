namespace Lithe.Kconfig;

/// <summary>Serves files from memory: for tests, generated trees and fuzzing.</summary>
public sealed class MemoryFileProvider : IKconfigFileProvider
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Creates an empty provider.</summary>
    public MemoryFileProvider()
    {
    }

    /// <summary>Creates a provider with one file called <c>Kconfig</c>.</summary>
    public MemoryFileProvider(string kconfig) => _files["Kconfig"] = kconfig;

    /// <summary>Gets or sets the text of a file.</summary>
    public string this[string path]
    {
        get => _files[path];
        set => _files[path] = value;
    }

    /// <inheritdoc/>
    public string? TryRead(string path) => _files.GetValueOrDefault(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> Glob(string pattern)
    {
        string[] parts = pattern.Split('/');
        return [.. _files.Keys.Where(path => Matches(parts, path.Split('/')))];
    }

    private static bool Matches(string[] pattern, string[] path)
        => pattern.Length == path.Length && pattern.Zip(path).All(p => GlobPattern.IsMatch(p.First, p.Second));
}
