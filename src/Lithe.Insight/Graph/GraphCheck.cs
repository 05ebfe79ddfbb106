using Lithe.Description;

namespace Lithe.Insight.Graph;

/// <summary>Finds what must not be in a graph of libraries.</summary>
public static class GraphCheck
{
    /// <summary>An error for each circle of dependencies, which it spells out.</summary>
    public static IReadOnlyList<Diagnostic> FindCycles(LibraryGraph graph) =>
        [.. Cycles(graph).Select(cycle => Diagnostic.Error(
            InsightCodes.Cycle,
            $"libraries depend on one another in a circle: {string.Join(" -> ", cycle)}",
            "move what they share into a library that both reference"))];

    /// <summary>One circle for each group of libraries that reach one another: a shortest one, starting at the first by name.</summary>
    internal static IEnumerable<IReadOnlyList<string>> Cycles(LibraryGraph graph)
    {
        ILookup<string, string> next = graph.Dependencies.Where(edge => edge.From != edge.To).ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (string start in graph.Nodes.Select(node => node.Name).Order(StringComparer.Ordinal))
        {
            if (done.Contains(start) || ShortestWayBack(start, next) is not { } cycle)
                continue;
            done.UnionWith(cycle);
            yield return cycle;
        }
    }

    private static List<string>? ShortestWayBack(string start, ILookup<string, string> next)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var work = new Queue<string>([start]);
        while (work.TryDequeue(out string? at))
        {
            foreach (string to in next[at].Order(StringComparer.Ordinal))
            {
                if (to == start)
                {
                    List<string> cycle = [start];
                    for (string step = at; step != start; step = cameFrom[step])
                        cycle.Add(step);
                    cycle.Add(start);
                    cycle.Reverse();
                    return cycle;
                }
                if (cameFrom.TryAdd(to, at))
                    work.Enqueue(to);
            }
        }
        return null;
    }
}
