using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Lithe.Insight.Graph;

/// <summary>Writes graphs as lines of text, and as JSON.</summary>
public static class GraphText
{
    /// <summary>Each library with what it calls or references, one a line.</summary>
    public static string Write(LibraryGraph graph)
    {
        var text = new StringBuilder();
        text.Append(graph.Title).Append('\n');
        ILookup<string, LibraryEdge> edges = graph.Edges.ToLookup(edge => edge.From);
        int width = graph.Edges.Select(edge => edge.To.Length).DefaultIfEmpty(0).Max();
        foreach (LibraryNode node in graph.Nodes)
        {
            text.Append('\n').Append(node.Name);
            if (node.Role is not null)
                text.Append(" [").Append(node.Role).Append(']');
            text.Append(CultureInfo.InvariantCulture, $"  {node.Size:N0} {graph.SizeUnit}\n");
            foreach (LibraryEdge edge in edges[node.Name].OrderBy(edge => edge.Kind).ThenByDescending(edge => edge.Count).ThenBy(edge => edge.To, StringComparer.Ordinal))
                text.Append("  -> ").Append(edge.To.PadRight(width)).Append("  ").Append(Describe(edge)).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>What an edge counts, in words.</summary>
    public static string Describe(LibraryEdge edge) => edge.Kind switch
    {
        LibraryEdgeKind.Calls => string.Create(CultureInfo.InvariantCulture, $"{edge.Count:N0} {(edge.Count == 1 ? "call" : "calls")}"),
        LibraryEdgeKind.Links => string.Create(CultureInfo.InvariantCulture, $"{edge.Count:N0} by link symbol"),
        LibraryEdgeKind.Implements => "implements",
        _ => "references",
    };

    /// <summary>The whole graph.</summary>
    public static JsonObject ToJson(LibraryGraph graph) => new()
    {
        ["title"] = graph.Title,
        ["sizeUnit"] = graph.SizeUnit,
        ["nodes"] = new JsonArray([.. graph.Nodes.Select(node => new JsonObject
        {
            ["name"] = node.Name, ["kind"] = node.Kind.ToString().ToLowerInvariant(), ["folder"] = node.Folder, ["role"] = node.Role, ["size"] = node.Size, ["note"] = node.Note,
        })]),
        ["edges"] = new JsonArray([.. graph.Edges.Select(edge => new JsonObject
        {
            ["from"] = edge.From, ["to"] = edge.To, ["kind"] = edge.Kind.ToString().ToLowerInvariant(), ["count"] = edge.Count,
            ["details"] = new JsonArray([.. edge.Details.Select(detail => JsonValue.Create(detail))]),
        })]),
    };
}
