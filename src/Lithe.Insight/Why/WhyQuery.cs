using Lithe.Description;
using Lithe.Insight.Images;
using Lithe.Insight.Size;

namespace Lithe.Insight.Why;

/// <summary>Answers why methods, types, link symbols and libraries are in an image.</summary>
public sealed class WhyQuery
{
    private const int MaximumNearest = 5;

    private readonly BuiltImage _image;
    private readonly MangledNames _names;
    private readonly CompilerLogs _logs;
    private readonly AssembledReferences _assembled;
    private readonly ImageSize _size;

    private WhyQuery(BuiltImage image, CompilerLogs logs)
    {
        (_image, _logs, _names) = (image, logs, MangledNames.Read(image));
        _assembled = AssembledReferences.Read(image);
        _size = ImageSize.Measure(image, logs);
    }

    /// <summary>Collects what is needed for answers.</summary>
    /// <exception cref="InsightException">The compiler's logs cannot be had.</exception>
    public static async Task<WhyQuery> OpenAsync(BuiltImage image, CancellationToken cancellation) =>
        new(image, await CompilerLogs.CollectAsync(image, cancellation).ConfigureAwait(false));

    /// <summary>Answers.</summary>
    /// <param name="asked">A library, a type, a method (with or without namespace, parameters, type arguments), or a link symbol.</param>
    /// <param name="all">Several chains: by each of those that ask for it directly.</param>
    public WhyAnswer Ask(string asked, bool all)
    {
        // An exported link symbol stands for its method.
        bool isExport = Exports.Read(_image, _names, _assembled).TryGetValue(asked, out string? exported);
        var target = new WhyTarget(isExport ? _names.Find(exported!)!.Display : asked, _image);
        SizeItem[] items = [.. _size.Items.Where(target.Matches)];
        if (items.Length == 0)
            items = Alias(asked);
        if (items.Length > 0)
        {
            ReferenceGraph compiled = ReferenceGraph.Build(_image, _names, _assembled, _logs.Compiled);
            string[] matches = target.Library is { } library ? [library] : [.. items.Where(item => item.Within != asked).Select(Name).Distinct().Order(StringComparer.Ordinal)];
            ulong bytes = items.Aggregate(0UL, (sum, item) => sum + item.Size);
            return new WhyAnswer(asked, WhyPresence.InImage, matches, bytes, ChainSearch.Find(compiled, Find(compiled, target), all), []);
        }

        ReferenceGraph scanned = ReferenceGraph.Build(_image, _names, _assembled, _logs.Scanned);
        HashSet<int> written = Find(scanned, target);
        if (ChainSearch.Find(scanned, written, all) is { Count: > 0 } chains)
            return new WhyAnswer(asked, WhyPresence.WithoutOwnCode, [.. written.Select(node => scanned.Nodes[node].Display).Distinct().Order(StringComparer.Ordinal)], 0, chains, []);
        string[] known = target.Library is null ? [.. _names.All.Where(target.Matches).Select(owner => owner.Display).Distinct().Order(StringComparer.Ordinal)] : [];
        return known.Length > 0 || target.Library is not null
            ? new WhyAnswer(asked, WhyPresence.NotAskedFor, known, 0, [], [])
            : new WhyAnswer(asked, WhyPresence.Unknown, [], 0, [], Nearest(asked));
    }

    // A link symbol that tables have under another name: what it stands for in C#, or the first of several names ("memcpy", "memmove").
    private SizeItem[] Alias(string asked) => _image.Debug.Symbols.FirstOrDefault(symbol => symbol.Name == asked && !symbol.IsUndefined && !symbol.IsAbsolute) is not { } alias ? []
        : _size.Items.FirstOrDefault(item => item.Address == alias.Value && item.Kind != "padding") is not { } named ? []
        : [.. _size.Items.Where(item => item == named || (item.Within is not null && item.Within == named.Member))];

    private static string Name(SizeItem item) => item.Kind is "assembly" or "assembly data" ? $"{item.Member} ({item.Type})"
        : item.Member.StartsWith('(') ? item.Type
        : item.Type == item.Kind ? item.Member : $"{item.Type}.{item.Member}";

    private static HashSet<int> Find(ReferenceGraph graph, WhyTarget target) =>
        [.. Enumerable.Range(0, graph.Nodes.Count).Where(node => target.Matches(graph.Nodes[node]))];

    private string[] Nearest(string asked)
    {
        string last = asked.Split('(')[0];
        int dots = last.Count(c => c == '.');
        IEnumerable<string> names = _names.All
            .SelectMany(owner => (string[])[WhyTarget.Plain(owner.Display), WhyTarget.Plain(owner.Type)])
            .Concat(_image.Record.Libraries.Select(library => library.Name))
            .Concat(_assembled.Definitions.Keys)
            .Distinct();
        // Compared by as many parts as were given: "Consle.WriteLine" with "Console.WriteLine".
        ILookup<string, string> tails = names.ToLookup(name => string.Join('.', name.Split('.').TakeLast(dots + 1)));
        return NearMatch.Find(last, tails.Select(group => group.Key)) is { } tail ? [.. tails[tail].Order(StringComparer.Ordinal).Take(MaximumNearest)] : [];
    }
}
