using System.Text.Json;
using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Insight;
using Lithe.Insight.Graph;
using Lithe.Insight.Images;
using Lithe.Insight.Size;
using Lithe.Kconfig;

namespace Lithe.Cli.Menu;

/// <summary>
/// Guesses an image's size under other settings from the last build: libraries that the settings bring in or leave out, with the bytes that they had
/// in an image that was measured. What a setting changes inside a library only a build can tell.
/// </summary>
internal sealed class SizeEstimate
{
    private readonly Dictionary<string, ListedLibrary> _libraries;
    private readonly IReadOnlySet<string> _inImage;
    private readonly IReadOnlySet<string> _appReferences;
    private readonly IReadOnlyDictionary<string, ulong> _bytes;
    private readonly IReadOnlyDictionary<string, ulong> _known;
    private readonly ulong _total;

    /// <summary>Makes an estimate.</summary>
    /// <param name="libraries">All libraries for the image's processor.</param>
    /// <param name="inImage">Those that the image was linked from.</param>
    /// <param name="appReferences">Those that the application references itself.</param>
    /// <param name="bytes">The image's bytes by library; the names in parentheses are no libraries.</param>
    /// <param name="known">Bytes of libraries in this image, or in another that was measured.</param>
    internal SizeEstimate(
        IEnumerable<ListedLibrary> libraries, IReadOnlySet<string> inImage, IReadOnlySet<string> appReferences,
        IReadOnlyDictionary<string, ulong> bytes, IReadOnlyDictionary<string, ulong> known)
    {
        _libraries = libraries.ToDictionary(library => library.Name, StringComparer.Ordinal);
        (_inImage, _appReferences, _bytes, _known) = (inImage, appReferences, bytes, known);
        _total = bytes.Values.Aggregate(0UL, (sum, part) => sum + part);
    }

    /// <summary>Measures the last build of an application; its libraries' sizes are kept for estimates of others.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="folder">The build's output folder.</param>
    /// <param name="target">What it was built for.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="InsightException">There is no build, or it cannot be measured.</exception>
    public static async Task<SizeEstimate> FromBuildAsync(string root, string folder, Target target, CancellationToken cancel)
    {
        BuiltImage image = BuiltImage.Open(root, folder);
        ImageSize size = await ImageSize.MeasureAsync(image, cancel).ConfigureAwait(false);
        // What the image's file holds; memory that is zeroed at the start is left out.
        HashSet<string> inFile = [.. size.Sections.Where(section => section.InFile).Select(section => section.Name)];
        Dictionary<string, ulong> bytes = size.Items.Where(item => inFile.Contains(item.Section)).GroupBy(item => item.Library)
            .ToDictionary(group => group.Key, group => group.Aggregate(0UL, (sum, item) => sum + item.Size), StringComparer.Ordinal);
        IReadOnlySet<string> inImage = image.Libraries;
        Dictionary<string, ulong> known = Remember(root, target, inImage.ToDictionary(name => name, name => bytes.GetValueOrDefault(name), StringComparer.Ordinal));
        return new SizeEstimate(LibraryList.Read(root).Where(library => library.Arch is null || library.Arch == target.Arch), inImage, image.AppReferences, bytes, known);
    }

    /// <summary>One line about the size under some values.</summary>
    public string Describe(Configuration values)
    {
        (HashSet<string> gone, HashSet<string> added) = Difference(values);
        long change = added.Sum(name => (long)_known.GetValueOrDefault(name)) - gone.Sum(name => (long)_bytes.GetValueOrDefault(name));
        string[] unknown = [.. added.Where(name => !_known.ContainsKey(name)).Order(StringComparer.Ordinal)];
        string now = $"last build {TextTable.Number(_total)} bytes";
        if (change == 0 && unknown.Length == 0)
            return now;
        string missing = unknown.Length switch
        {
            0 => "",
            1 => $", and {unknown[0]}, not measured yet",
            _ => $", and {unknown.Length} libraries not measured yet",
        };
        return $"{now}; now about {TextTable.Number((ulong)Math.Max(0, (long)_total + change))} ({TextTable.Change(change)}{missing})";
    }

    /// <summary>The bytes of what a symbol alone brings in, where they are known.</summary>
    public ulong? BytesOf(Symbol symbol)
    {
        HashSet<string> own = [.. _libraries.Values.Where(library => library.Symbol == symbol.Name).Select(library => library.Name)];
        own.UnionWith(own.SelectMany(name => OnlyFor(name, own, _libraries.Keys.ToHashSet())).ToArray());
        return own.Count == 0 || !own.All(_known.ContainsKey) ? null : own.Aggregate(0UL, (sum, name) => sum + _known[name]);
    }

    // The libraries that the settings take out of the image, and those that they bring in.
    private (HashSet<string> Gone, HashSet<string> Added) Difference(Configuration values)
    {
        var gone = new HashSet<string>(StringComparer.Ordinal);
        var wanted = new Stack<ListedLibrary>();
        foreach (ListedLibrary library in _libraries.Values.Where(library => library.Symbol is not null))
        {
            bool isOn = IsOn(library, values), wasIn = _inImage.Contains(library.Name);
            if (wasIn && !isOn)
                gone.Add(library.Name);
            else if (!wasIn && isOn && IsReached(library))
                wanted.Push(library);
        }
        var added = new HashSet<string>(StringComparer.Ordinal);
        while (wanted.TryPop(out ListedLibrary? library))
        {
            if (library.Kind == LibraryNodeKind.Contract)
            {
                if (_libraries.Values.FirstOrDefault(other => other.Implements == library.Name && IsOn(other, values)) is { } implementation)
                    wanted.Push(implementation);
            }
            else if (_inImage.Contains(library.Name) || !added.Add(library.Name))
                continue;
            foreach (string name in library.Needs)
            {
                if (_libraries.TryGetValue(name, out ListedLibrary? needed) && !(needed.Kind == LibraryNodeKind.Contract && IsFilled(needed)))
                    wanted.Push(needed);
            }
        }
        // What only the leaving ones need leaves with them, unless those that come need it too.
        gone.UnionWith(gone.ToArray().SelectMany(name => OnlyFor(name, gone, _inImage)).Where(name => _inImage.Contains(name) && !NeededBy(name).Any(added.Contains)).ToArray());
        return (gone, added);
    }

    private static bool IsOn(ListedLibrary library, Configuration values) =>
        library.Symbol is null || (values.Tree.FindSymbol(library.Symbol) is { } symbol && values.GetTristate(symbol) != Tristate.No);

    private IEnumerable<string> NeededBy(string name) => _libraries.TryGetValue(name, out ListedLibrary? library) ? library.NeededBy : [];

    // What a library needs that nobody else needs but the members of a set, in any number of steps. Who does not count needs nothing.
    private IEnumerable<string> OnlyFor(string name, IEnumerable<string> users, IReadOnlySet<string> counting)
    {
        var set = users.Append(name).ToHashSet(StringComparer.Ordinal);
        var work = new Stack<string>([name]);
        while (work.TryPop(out string? at))
        {
            foreach (string needed in _libraries.TryGetValue(at, out ListedLibrary? library) ? library.Needs : [])
            {
                if (_libraries.TryGetValue(needed, out ListedLibrary? other) && other.Kind == LibraryNodeKind.Library && other.Symbol is null && !_appReferences.Contains(needed)
                    && NeededBy(needed).All(user => set.Contains(user) || !counting.Contains(user)) && NeededBy(needed).Any(set.Contains) && set.Add(needed))
                {
                    work.Push(needed);
                    yield return needed;
                }
            }
        }
    }

    // An implementation is in an image when something there asks for its role: then another one was.
    private bool IsReached(ListedLibrary library) => library.Kind != LibraryNodeKind.Implementation
        || _libraries.Values.Any(other => other.Role == library.Role && other.Kind == LibraryNodeKind.Implementation && _inImage.Contains(other.Name));

    private bool IsFilled(ListedLibrary contract) => _libraries.Values.Any(other => other.Implements == contract.Name && _inImage.Contains(other.Name));

    private static Dictionary<string, ulong> Remember(string root, Target target, Dictionary<string, ulong> measured)
    {
        string file = Path.Combine(root, "build", $"sizes-{target.Name}.json");
        var known = new Dictionary<string, ulong>(StringComparer.Ordinal);
        try
        {
            if (File.Exists(file))
                known = JsonSerializer.Deserialize<Dictionary<string, ulong>>(File.ReadAllText(file)) ?? known;
        }
        catch (JsonException)
        {
            // A broken cache is no cache.
        }
        foreach ((string name, ulong bytes) in measured)
            known[name] = bytes;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string temporary = $"{file}.{Environment.ProcessId}";
        File.WriteAllText(temporary, JsonSerializer.Serialize(known));
        File.Move(temporary, file, overwrite: true);
        return known;
    }
}
