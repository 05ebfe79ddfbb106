using Lithe.Build.Output;
using Lithe.Image;
using Lithe.Insight.Images;

namespace Lithe.Insight.Why;

/// <summary>A thing in an image.</summary>
/// <param name="Symbol">Its link symbol, or the compiler's name for it.</param>
/// <param name="Owner">The type or method that it was made for; null for assembly and for the compiler's own.</param>
/// <param name="Display">What people read.</param>
/// <param name="Library">The library.</param>
internal sealed record ReferenceNode(string Symbol, SymbolOwner? Owner, string Display, string Library);

/// <summary>A step of a chain: how one thing asks for another.</summary>
internal readonly record struct Reference(int From, int To, string Reason);

/// <summary>
/// Who asks for what in an image: the compiler's dependency log, and the relocations of assembly. The two meet at link symbols: what
/// assembly calls is an export of C#, and what the compiler calls by symbol is assembly or an export.
/// </summary>
internal sealed class ReferenceGraph
{
    private const string Extern = "ExternSymbol ";
    private const string RuntimeExport = "Runtime export";

    /// <summary>The reason of a step between labels of one section.</summary>
    public const string Neighbour = "neighbour";

    private readonly BuiltImage _image;
    private readonly MangledNames _names;
    private readonly AssembledReferences _assembled;
    private readonly Dictionary<string, string> _exports;
    private readonly List<ReferenceNode> _nodes = [];
    private readonly Dictionary<string, int> _bySymbol = new(StringComparer.Ordinal);
    private readonly HashSet<Reference> _references = [];

    private ReferenceGraph(BuiltImage image, MangledNames names, AssembledReferences assembled) =>
        (_image, _names, _assembled, _exports) = (image, names, assembled, Exports.Read(image, names, assembled));

    public IReadOnlyList<ReferenceNode> Nodes => _nodes;

    /// <summary>What a node asks for.</summary>
    public ILookup<int, Reference> Outgoing { get; private set; } = Array.Empty<Reference>().ToLookup(reference => reference.From);

    /// <summary>Where the image starts.</summary>
    public IReadOnlyList<int> Entries { get; private set; } = [];

    /// <summary>What nothing in the image asks for: what the compiler always makes, what the linker script keeps.</summary>
    public IReadOnlyList<int> Roots { get; private set; } = [];

    public static ReferenceGraph Build(BuiltImage image, MangledNames names, AssembledReferences assembled, DependencyLog log)
    {
        var graph = new ReferenceGraph(image, names, assembled);
        graph.Build(log);
        return graph;
    }

    private void Build(DependencyLog log)
    {
        foreach (string label in _assembled.Definitions.Keys)
            Node(label);
        foreach (AssembledReference reference in _assembled.References)
        {
            if (Target(reference.To) is { } target)
                Add(Node(reference.From), target, reference.IsNeighbour ? Neighbour : "assembly");
        }
        int[] ids = [.. log.Labels.Select(LabelNode)];
        foreach (DependencyEdge edge in log.Edges)
        {
            if (ids[edge.Source] >= 0 && ids[edge.Target] >= 0)
                Add(ids[edge.Source], ids[edge.Target], edge.Reason);
        }

        // An export that something in the image calls is there for that, not for being an export.
        HashSet<int> asked = [.. _references.Where(reference => _nodes[reference.From].Symbol != RuntimeExport).Select(reference => reference.To)];
        _references.RemoveWhere(reference => _nodes[reference.From].Symbol == RuntimeExport && asked.Contains(reference.To));
        Outgoing = _references.ToLookup(reference => reference.From);
        HashSet<int> targets = [.. _references.Select(reference => reference.To)];
        Entries = [.. _image.Debug.Symbols.Where(symbol => symbol.Value == _image.Debug.Entry && _assembled.Definitions.ContainsKey(symbol.Name)).Select(symbol => Node(symbol.Name)).Distinct()];
        Roots = [.. Enumerable.Range(0, _nodes.Count).Where(node => !targets.Contains(node) && Outgoing.Contains(node)).Concat(KeptSections())];
    }

    // A section of assembly that nothing outside of it refers to is in the image since the linker script keeps it.
    private IEnumerable<int> KeptSections()
    {
        // Sections are told apart by the least of their labels' numbers, which spreads along the pairs until nothing changes.
        int[] section = [.. Enumerable.Range(0, _nodes.Count)];
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (AssembledReference reference in _assembled.References.Where(reference => reference.IsNeighbour))
            {
                if (Target(reference.From) is { } from && Target(reference.To) is { } to && section[from] != section[to])
                {
                    section[from] = section[to] = Math.Min(section[from], section[to]);
                    changed = true;
                }
            }
        }
        HashSet<int> asked = [.. _references.Where(reference => section[reference.From] != section[reference.To]).Select(reference => section[reference.To])];
        return _assembled.Definitions.Keys.Select(Node).Where(node => !asked.Contains(section[node]));
    }

    private int LabelNode(string label)
    {
        if (label.Length == 0)
            return -1;
        return label.StartsWith(Extern, StringComparison.Ordinal) ? Target(label[Extern.Length..]) ?? -1 : Node(label);
    }

    private int? Target(string symbol)
    {
        if (_exports.TryGetValue(symbol, out string? method))
            return Node(method);
        return _assembled.Definitions.ContainsKey(symbol) ? Node(symbol) : null;
    }

    private int Node(string symbol)
    {
        // The compiler makes a type's method table in several grades; they are one thing in the image.
        string key = WithoutGrade(symbol);
        if (_bySymbol.TryGetValue(key, out int known))
            return known;
        _bySymbol[key] = _nodes.Count;
        _nodes.Add(Describe(key));
        return _nodes.Count - 1;
    }

    private ReferenceNode Describe(string symbol)
    {
        if (_assembled.Definitions.TryGetValue(symbol, out RecordedObject? source))
            return new ReferenceNode(symbol, null, $"{symbol} ({source.Source})", _image.NameOf(source.Library));
        if (_names.Find(symbol) is { } owner)
            return new ReferenceNode(symbol, owner, owner.Method is null ? $"{owner.Type} ({Part(symbol)})" : owner.Display, _image.NameOf(owner.Assembly));
        return new ReferenceNode(symbol, null, symbol.StartsWith("__Str_", StringComparison.Ordinal) ? "string literal " + symbol[6..].Split("__")[0] : symbol, BuiltImage.Compiler);
    }

    private static string Part(string symbol) => symbol switch
    {
        _ when symbol.StartsWith("_ZTV", StringComparison.Ordinal) => "method table",
        _ when symbol.StartsWith("__vtable_", StringComparison.Ordinal) => "virtual methods",
        _ when symbol.Contains("STATICS", StringComparison.Ordinal) => "static fields",
        _ when symbol.StartsWith("__InterfaceDispatch", StringComparison.Ordinal) => "interface dispatch",
        _ when symbol.StartsWith("__GenericDict", StringComparison.Ordinal) => "generic dictionary",
        _ => "data",
    };

    private static string WithoutGrade(string label)
    {
        foreach (string grade in (ReadOnlySpan<string>)[" constructed", " with metadata"])
        {
            if (label.EndsWith(grade, StringComparison.Ordinal) && !label.StartsWith('('))
                return label[..^grade.Length];
        }
        return label;
    }

    private void Add(int from, int to, string reason)
    {
        if (from != to)
            _references.Add(new Reference(from, to, reason));
    }
}
