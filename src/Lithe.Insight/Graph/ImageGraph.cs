using Lithe.Build.Output;
using Lithe.Description;
using Lithe.Insight.Images;
using Lithe.Insight.Size;

namespace Lithe.Insight.Graph;

/// <summary>Makes the graph of an image's libraries.</summary>
public static class ImageGraph
{
    /// <summary>Builds it.</summary>
    /// <returns>The graph, and an error for each call between libraries that the projects do not declare.</returns>
    /// <exception cref="InsightException">The compiler's logs cannot be had.</exception>
    public static async Task<(LibraryGraph Graph, IReadOnlyList<Diagnostic> Undeclared)> BuildAsync(BuiltImage image, string title, CancellationToken cancellation)
    {
        CompilerLogs logs = await CompilerLogs.CollectAsync(image, cancellation).ConfigureAwait(false);
        MangledNames names = MangledNames.Read(image);
        // Values of the configuration are properties that are folded away, and every library may read them.
        CallPairs found = CallPairs.Find(image, names, logs.Scanned);
        CallPair[] calls = [.. found.Calls.Where(pair => pair.ToAssembly != BuiltImage.ConfigAssembly && pair.FromAssembly != BuiltImage.ConfigAssembly)];
        var edges = new List<LibraryEdge>();
        edges.AddRange(Count(image, LibraryEdgeKind.Calls, calls));
        edges.AddRange(Count(image, LibraryEdgeKind.Links, LinkPairs.Find(image, names, logs.Compiled, found)));

        ImageSize size = ImageSize.Measure(image, logs);
        LibraryNode[] nodes = Nodes(image, size, edges);
        var graph = new LibraryGraph(
            title,
            "Numbers on edges: distinct calls (method to method) as written in C#. Dashed: references by link symbol. Squares: bytes in the image file.",
            "bytes", nodes, [.. edges.OrderBy(edge => edge.From, StringComparer.Ordinal).ThenBy(edge => edge.To, StringComparer.Ordinal).ThenBy(edge => edge.Kind)]);
        return (graph, Undeclared(image, calls));
    }

    private static LibraryNode[] Nodes(BuiltImage image, ImageSize size, List<LibraryEdge> edges)
    {
        HashSet<string> inFile = [.. size.Sections.Where(section => section.InFile).Select(section => section.Name)];
        ILookup<string, SizeItem> items = size.Items.ToLookup(item => item.Library);
        HashSet<string> used = [.. edges.SelectMany(edge => (string[])[edge.From, edge.To]), .. items.Select(group => group.Key)];
        var nodes = new List<LibraryNode>();
        foreach (IGrouping<string, RecordedLibrary> group in image.Record.Libraries.GroupBy(library => image.NameOf(library.Assembly)).Where(group => used.Contains(group.Key)))
        {
            RecordedLibrary library = group.First();
            ulong stored = Sum(items[group.Key].Where(item => inFile.Contains(item.Section))), zeroed = Sum(items[group.Key]) - stored;
            nodes.Add(new LibraryNode(
                group.Key,
                library.Kind switch
                {
                    LibraryKind.Application => LibraryNodeKind.Application,
                    LibraryKind.Generated => LibraryNodeKind.Generated,
                    _ => library.Role is null ? LibraryNodeKind.Library : LibraryNodeKind.Implementation,
                },
                library.Folder, library.Role, stored, zeroed > 0 ? $"and {zeroed:N0} bytes of zeroed memory" : string.Empty));
        }
        return [.. nodes.OrderBy(node => node.Name, StringComparer.Ordinal)];
    }

    private static IEnumerable<LibraryEdge> Count(BuiltImage image, LibraryEdgeKind kind, IEnumerable<CallPair> pairs) => pairs
        .Select(pair => (From: image.NameOf(pair.FromAssembly), To: image.NameOf(pair.ToAssembly), Detail: $"{pair.Caller} -> {pair.Callee}"))
        .Where(pair => pair.From != pair.To)
        .Distinct()
        .GroupBy(pair => (pair.From, pair.To))
        .Select(group => new LibraryEdge(group.Key.From, group.Key.To, kind, group.Count(), [.. group.Select(pair => pair.Detail).Order(StringComparer.Ordinal)]));

    private static IReadOnlyList<Diagnostic> Undeclared(BuiltImage image, IEnumerable<CallPair> calls)
    {
        Dictionary<string, RecordedLibrary> libraries = image.Record.Libraries.ToDictionary(library => library.Assembly, StringComparer.Ordinal);
        return [.. calls
            .GroupBy(pair => (pair.FromAssembly, pair.ToAssembly))
            .Where(group => libraries.TryGetValue(group.Key.FromAssembly, out RecordedLibrary? library)
                && library.Kind != LibraryKind.Generated && image.NameOf(group.Key.FromAssembly) != image.NameOf(group.Key.ToAssembly)
                && !library.Declared.Contains(group.Key.ToAssembly))
            .Select(group => Diagnostic.Error(
                InsightCodes.Undeclared,
                $"{image.NameOf(group.Key.FromAssembly)} calls {image.NameOf(group.Key.ToAssembly)} and its project does not declare it: {group.First().Caller} -> {group.First().Callee}",
                $"add a <ProjectReference> to {libraries[group.Key.FromAssembly].Folder}"))];
    }

    private static ulong Sum(IEnumerable<SizeItem> items) => items.Aggregate(0UL, (sum, item) => sum + item.Size);
}
