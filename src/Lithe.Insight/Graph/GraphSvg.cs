using System.Globalization;
using System.Net;
using System.Text;

namespace Lithe.Insight.Graph;

/// <summary>Draws a graph as SVG: a card a library, with a square whose area is its size; a curve an edge, with its count.</summary>
public static class GraphSvg
{
    private const double Padding = 12;
    private const double LargestSquare = 46;
    private const double SmallestSquare = 3;
    private const double CardHeight = 60;
    private const double Head = 62;

    /// <summary>The style of a drawing on its own.</summary>
    private const string Style = """
        .ground{fill:#fbfbfa}
        text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;fill:#1c2430}
        .title{font-size:19px;font-weight:650}.subtitle{font-size:12.5px;fill:#667080}
        .node rect.card{fill:#fff;stroke:#cdd3db;stroke-width:1.2}
        .node .name{font-size:14px;font-weight:600}.node .info{font-size:11.5px;fill:#667080}
        .square{fill:#3f8f8b}.implementation .square{fill:#5b6fc7}.application .square{fill:#d9822b}.generated .square{fill:#98a1ad}.contract .square{fill:#b8c0ea}
        .node.application rect.card{stroke:#d9822b}.node.implementation rect.card{stroke:#a9b3e3}.node.contract rect.card{stroke:#a9b3e3;stroke-dasharray:5 3}
        .edge path{fill:none;stroke:#8793a5;stroke-opacity:.75}.edge .tip{fill:#8793a5;stroke:none}
        .edge.links path,.edge.implements path{stroke-dasharray:4 4;stroke:#c58aa6;stroke-opacity:.7}.edge.links .tip,.edge.implements .tip{fill:#c58aa6}
        .edge.implements path{stroke:#8f9bdc}.edge.implements .tip{fill:#8f9bdc}
        .count rect{fill:#fbfbfa;fill-opacity:.94;stroke:#d5dae1}.count text{font-size:11.5px;font-weight:600;text-anchor:middle;fill:#3c4656}
        .links .count text{fill:#9a4f72}
        """;

    /// <summary>A file of its own.</summary>
    public static string Write(LibraryGraph graph)
    {
        (string body, double width, double height) = Draw(graph);
        width = Math.Max(width, Math.Max(TextWidth(graph.Title, 19), TextWidth(graph.Subtitle, 12.5)) + 48);
        var text = new StringBuilder();
        text.Append(Inv($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0}\" height=\"{height + Head:0}\" viewBox=\"0 0 {width:0} {height + Head:0}\">\n"));
        text.Append("<title>").Append(Escape(graph.Title)).Append("</title>\n<style>").Append(Style).Append("</style>\n");
        text.Append("<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
        text.Append("<text class=\"title\" x=\"24\" y=\"34\">").Append(Escape(graph.Title)).Append("</text>\n");
        text.Append("<text class=\"subtitle\" x=\"24\" y=\"54\">").Append(Escape(graph.Subtitle)).Append("</text>\n");
        text.Append(Inv($"<g transform=\"translate(0 {Head})\">\n")).Append(body).Append("</g>\n</svg>\n");
        return text.ToString();
    }

    /// <summary>The drawing without its frame, and its size.</summary>
    internal static (string Body, double Width, double Height) Draw(LibraryGraph graph)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (LibraryNode node in graph.Nodes)
            index[node.Name] = index.Count;
        ulong largest = Math.Max(1, graph.Nodes.Select(node => node.Size).DefaultIfEmpty(1UL).Max());
        double scale = LargestSquare / Math.Sqrt(largest);
        (double Width, double Height)[] sizes = [.. graph.Nodes.Select(node => (CardWidth(node, graph, scale), CardHeight))];
        LibraryEdge[] layered = [.. Drawn(graph)];
        LayoutResult layout = LayeredLayout.Arrange(sizes, [.. layered.Select(edge => (index[edge.From], index[edge.To]))]);

        var curves = new List<EdgeCurve>();
        for (int i = 0; i < layered.Length; i++)
            curves.Add(EdgeCurve.Down(layered[i], layout.Routes[i]));
        foreach (LibraryEdge edge in graph.Edges.Where(edge => edge.Kind == LibraryEdgeKind.Links && edge.From != edge.To))
            curves.Add(EdgeCurve.Across(edge, layout.Centers[index[edge.From]], sizes[index[edge.From]].Width, layout.Centers[index[edge.To]], sizes[index[edge.To]].Width));

        var text = new StringBuilder();
        var labels = new LabelPlacer([.. graph.Nodes.Select((_, i) => (layout.Centers[i], sizes[i]))]);
        foreach (EdgeCurve curve in curves.OrderBy(curve => curve.Edge.Kind == LibraryEdgeKind.Links ? 0 : 1))
            WriteEdge(text, curve, labels);
        for (int i = 0; i < graph.Nodes.Count; i++)
            WriteNode(text, graph.Nodes[i], graph, layout.Centers[i], sizes[i].Width, scale);
        // Curves that swing out to the side reach beyond the cards.
        double right = curves.SelectMany(curve => curve.Points).Select(point => point.X + 8).DefaultIfEmpty(0).Max();
        return (text.ToString(), Math.Max(layout.Width, right + 16), layout.Height);
    }

    // Calls are all drawn. A reference that follows from others is not: nearly everything would point at the core library.
    private static IEnumerable<LibraryEdge> Drawn(LibraryGraph graph)
    {
        LibraryEdge[] edges = [.. graph.Dependencies.Where(edge => edge.From != edge.To)];
        ILookup<string, string> next = edges.ToLookup(edge => edge.From, edge => edge.To);
        return edges.Where(edge => edge.Kind != LibraryEdgeKind.References || !next[edge.From].Any(other => other != edge.To && Reaches(other, edge.To, next)));
    }

    private static bool Reaches(string from, string to, ILookup<string, string> next)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from };
        var work = new Stack<string>([from]);
        while (work.TryPop(out string? at))
        {
            if (at == to)
                return true;
            foreach (string other in next[at].Where(seen.Add))
                work.Push(other);
        }
        return false;
    }

    private static void WriteNode(StringBuilder text, LibraryNode node, LibraryGraph graph, LayoutPoint center, double width, double scale)
    {
        double x = center.X - (width / 2), y = center.Y - (CardHeight / 2), side = Side(node, scale), column = SquareColumn(node, scale);
        string kind = node.Kind.ToString().ToLowerInvariant();
        text.Append(Inv($"<g class=\"node {kind}\" data-name=\"{Escape(node.Name)}\">"));
        text.Append(Inv($"<rect class=\"card\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{CardHeight}\" rx=\"9\"/>"));
        text.Append(Inv($"<rect class=\"square\" x=\"{x + Padding + ((column - side) / 2):0.##}\" y=\"{center.Y - (side / 2):0.##}\" width=\"{side:0.##}\" height=\"{side:0.##}\" rx=\"{Math.Min(4, side / 6):0.##}\"/>"));
        double left = x + Padding + column + 10;
        text.Append(Inv($"<text class=\"name\" x=\"{left:0.#}\" y=\"{center.Y - 4:0.#}\">{Escape(node.Name)}</text>"));
        text.Append(Inv($"<text class=\"info\" x=\"{left:0.#}\" y=\"{center.Y + 14:0.#}\">{Escape(Info(node, graph))}</text></g>\n"));
    }

    private static void WriteEdge(StringBuilder text, EdgeCurve curve, LabelPlacer labels)
    {
        LibraryEdge edge = curve.Edge;
        string kind = edge.Kind.ToString().ToLowerInvariant();
        double thickness = edge.Kind == LibraryEdgeKind.Calls ? 1.1 + (0.75 * Math.Log2(edge.Count)) : 1.15;
        text.Append(Inv($"<g class=\"edge {kind}\" data-from=\"{Escape(edge.From)}\" data-to=\"{Escape(edge.To)}\"><title>{Escape($"{edge.From} -> {edge.To}: {GraphText.Describe(edge)}")}</title>"));
        text.Append(Inv($"<path d=\"{curve.Path}\" stroke-width=\"{thickness:0.##}\"/>"));
        double size = 4.5 + thickness;
        LayoutPoint tip = curve.Points[^1], back = curve.BeforeEnd;
        double length = Math.Max(0.001, Math.Sqrt(((tip.X - back.X) * (tip.X - back.X)) + ((tip.Y - back.Y) * (tip.Y - back.Y))));
        double dx = (tip.X - back.X) / length, dy = (tip.Y - back.Y) / length;
        text.Append(Inv($"<path class=\"tip\" d=\"M{tip.X:0.#} {tip.Y:0.#}L{tip.X - (dx * size) - (dy * size * 0.55):0.#} {tip.Y - (dy * size) + (dx * size * 0.55):0.#}L{tip.X - (dx * size) + (dy * size * 0.55):0.#} {tip.Y - (dy * size) - (dx * size * 0.55):0.#}Z\"/>"));
        if (edge.Kind is LibraryEdgeKind.Calls or LibraryEdgeKind.Links)
        {
            string count = edge.Count.ToString(CultureInfo.InvariantCulture);
            double width = 11 + TextWidth(count, 11.5);
            LayoutPoint at = labels.Find(curve, width, 17);
            text.Append(Inv($"<g class=\"count\"><rect x=\"{at.X - (width / 2):0.#}\" y=\"{at.Y - 8.5:0.#}\" width=\"{width:0.#}\" height=\"17\" rx=\"8.5\"/><text x=\"{at.X:0.#}\" y=\"{at.Y + 4:0.#}\">{count}</text></g>"));
        }
        text.Append("</g>\n");
    }

    private static string Info(LibraryNode node, LibraryGraph graph)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"{node.Size:N0} {graph.SizeUnit}");
        string? what = node.Kind switch
        {
            LibraryNodeKind.Contract => $"contract: {node.Role}",
            LibraryNodeKind.Application => "application",
            LibraryNodeKind.Generated => "generated",
            _ => node.Role,
        };
        return what is null ? size : $"{size} · {what}";
    }

    private static double CardWidth(LibraryNode node, LibraryGraph graph, double scale) =>
        Math.Ceiling((2 * Padding) + SquareColumn(node, scale) + 10 + Math.Max(TextWidth(node.Name, 14) * 1.16, TextWidth(Info(node, graph), 11.5)));

    private static double Side(LibraryNode node, double scale) => node.Size == 0 ? 0 : Math.Max(SmallestSquare, Math.Sqrt(node.Size) * scale);

    private static double SquareColumn(LibraryNode node, double scale) => Math.Max(10, Side(node, scale));

    // What a text takes in a usual sans-serif face: narrow letters are about half as wide as others.
    private static double TextWidth(string text, double size) => size * text.Sum(c => c is 'i' or 'l' or 'j' or '.' or ',' or ':' or '\'' or '|' or '·' or ' ' ? 0.3 : c is 'm' or 'w' or 'M' or 'W' ? 0.87 : char.IsUpper(c) ? 0.68 : 0.57);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
