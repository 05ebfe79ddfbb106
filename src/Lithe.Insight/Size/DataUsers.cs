using Lithe.Insight.Images;

namespace Lithe.Insight.Size;

/// <summary>Finds whose nameless data is: a string literal belongs to the library that alone refers to it.</summary>
internal sealed class DataUsers
{
    private readonly Dictionary<string, string?> _libraries = new(StringComparer.Ordinal);

    public DataUsers(BuiltImage image, DependencyLog log, MangledNames names)
    {
        foreach (DependencyEdge edge in log.Edges)
        {
            if (names.Find(log.Labels[edge.Source]) is not { } user)
                continue;
            string library = image.NameOf(user.Assembly);
            string data = log.Labels[edge.Target];
            if (!_libraries.TryAdd(data, library) && _libraries[data] != library)
                _libraries[data] = null;
        }
    }

    /// <summary>The only library that refers to a symbol; null when there are several, or none.</summary>
    public string? OnlyLibraryOf(string symbol) => _libraries.GetValueOrDefault(symbol);
}
