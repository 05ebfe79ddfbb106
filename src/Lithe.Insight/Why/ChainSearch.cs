namespace Lithe.Insight.Why;

/// <summary>Finds the shortest chains of references to a set of nodes.</summary>
internal static class ChainSearch
{
    private const int MaximumChains = 50;

    /// <summary>
    /// Chains from the image's entry, if that reaches the targets; else from what the compiler or the linker script keeps by itself. One, or one for
    /// each node that asks for a target directly.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<WhyStep>> Find(ReferenceGraph graph, HashSet<int> targets, bool all)
    {
        foreach (IReadOnlyList<int> starts in (ReadOnlySpan<IReadOnlyList<int>>)[graph.Entries, graph.Roots])
        {
            Dictionary<int, Reference?> tree = Search(graph, starts, targets);
            var chains = new List<IReadOnlyList<WhyStep>>();
            foreach (int target in starts.Where(targets.Contains))
                chains.Add(Steps(graph, tree, null, target));
            IEnumerable<Reference> last = tree.Keys
                .Where(node => !targets.Contains(node))
                .SelectMany(node => graph.Outgoing[node])
                .Where(reference => targets.Contains(reference.To));
            chains.AddRange(last
                .Select(reference => Steps(graph, tree, reference, reference.To))
                .OrderBy(chain => chain.Count).ThenBy(Text, StringComparer.Ordinal)
                .DistinctBy(Text));
            if (chains.Count > 0)
                return [.. chains.Take(all ? MaximumChains : 1)];
        }
        return [];
    }

    /// <summary>The shortest way to each node, breadth first: the step by which it was first reached. Ways do not lead through targets.</summary>
    private static Dictionary<int, Reference?> Search(ReferenceGraph graph, IEnumerable<int> starts, HashSet<int> targets)
    {
        var tree = new Dictionary<int, Reference?>();
        var work = new Queue<int>();
        foreach (int start in starts)
        {
            if (tree.TryAdd(start, null))
                work.Enqueue(start);
        }
        while (work.TryDequeue(out int at))
        {
            if (targets.Contains(at))
                continue;
            foreach (Reference reference in graph.Outgoing[at].OrderBy(reference => graph.Nodes[reference.To].Display, StringComparer.Ordinal))
            {
                if (tree.TryAdd(reference.To, reference))
                    work.Enqueue(reference.To);
            }
        }
        return tree;
    }

    private static List<WhyStep> Steps(ReferenceGraph graph, Dictionary<int, Reference?> tree, Reference? last, int target)
    {
        var steps = new List<WhyStep>();
        Reference? by = last ?? tree.GetValueOrDefault(target);
        for (int at = target; ; at = by.Value.From, by = tree.GetValueOrDefault(at))
        {
            ReferenceNode node = graph.Nodes[at];
            steps.Add(new WhyStep(node.Display, node.Library, node.Symbol, by is { } reference ? Reason(reference.Reason) : string.Empty));
            if (by is null)
                break;
        }
        steps.Reverse();
        return steps;
    }

    private static string Text(IReadOnlyList<WhyStep> chain) => string.Join('\n', chain.Select(step => step.Name));

    private static string Reason(string reason) => reason switch
    {
        "reloc" or "assembly" => "refers to",
        ReferenceGraph.Neighbour => "is linked with",
        "call" or "callvirt" => "calls",
        "newobj" => "creates",
        "ldsflda" or "ldsfld" or "stsfld" => "uses the field of",
        "ldftn" or "ldvirtftn" => "takes the address of",
        "" => "makes",
        _ => reason.ToLowerInvariant(),
    };
}
