using System.Globalization;
using System.Xml;

namespace Lithe.Insight.Images;

/// <summary>An edge of the compiler's dependency log.</summary>
/// <param name="Source">The node that asked.</param>
/// <param name="Target">The node that came in.</param>
/// <param name="Reason">Why: <c>call</c>, <c>newobj</c>, <c>reloc</c>, or words.</param>
internal readonly record struct DependencyEdge(int Source, int Target, string Reason);

/// <summary>The ahead-of-time compiler's dependency log: a DGML graph of nodes and of what asked for them.</summary>
internal sealed class DependencyLog
{
    private DependencyLog(string[] labels, DependencyEdge[] edges)
    {
        (Labels, Edges) = (labels, edges);
        Incoming = edges.ToLookup(edge => edge.Target);
        Outgoing = edges.ToLookup(edge => edge.Source);
    }

    /// <summary>The nodes' names; an empty one is no node.</summary>
    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<DependencyEdge> Edges { get; }

    public ILookup<int, DependencyEdge> Incoming { get; }

    public ILookup<int, DependencyEdge> Outgoing { get; }

    /// <summary>Reads a DGML file.</summary>
    public static DependencyLog Read(string path)
    {
        using XmlReader reader = XmlReader.Create(path);
        return Read(reader);
    }

    internal static DependencyLog Read(XmlReader reader)
    {
        var labels = new List<string>();
        var edges = new List<DependencyEdge>();
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.Name == "Node")
            {
                int id = Number("Id");
                while (labels.Count <= id)
                    labels.Add(string.Empty);
                labels[id] = reader.GetAttribute("Label") ?? string.Empty;
            }
            else if (reader.Name == "Link")
            {
                edges.Add(new DependencyEdge(Number("Source"), Number("Target"), reader.GetAttribute("Reason") ?? string.Empty));
            }
        }
        return new DependencyLog([.. labels], [.. edges.Where(edge => edge.Source < labels.Count && edge.Target < labels.Count)]);

        int Number(string attribute) => int.Parse(reader.GetAttribute(attribute) ?? "0", NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
