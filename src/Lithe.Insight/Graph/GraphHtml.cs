using System.Globalization;
using System.Net;
using System.Reflection;

namespace Lithe.Insight.Graph;

/// <summary>Writes a graph as one HTML page that loads nothing: the drawing, its data, a style sheet and a small script.</summary>
public static class GraphHtml
{
    /// <summary>The page.</summary>
    public static string Write(LibraryGraph graph)
    {
        (string body, double width, double height) = GraphSvg.Draw(graph);
        // In JSON that stands in a script, "</script>" would end it.
        string data = GraphText.ToJson(graph).ToJsonString().Replace("<", "\\u003c", StringComparison.Ordinal);
        string box = string.Create(CultureInfo.InvariantCulture, $"0 0 {width:0} {height:0}");
        string links = graph.Edges.Any(edge => edge.Kind == LibraryEdgeKind.Links)
            ? "<label class=\"check\"><input type=\"checkbox\" id=\"links\" checked> link symbols</label>" : string.Empty;
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
            <link rel="icon" href="data:,">
            <title>{WebUtility.HtmlEncode(graph.Title)}</title>
            <style>
            {Resource("viewer.css")}</style>
            </head>
            <body>
            <header>
            <div><h1>{WebUtility.HtmlEncode(graph.Title)}</h1><p>{WebUtility.HtmlEncode(graph.Subtitle)}</p></div>
            <div class="tools">{links}<input id="filter" type="search" placeholder="Filter by name" aria-label="Filter by name"><button id="out" title="Zoom out">&minus;</button><button id="in" title="Zoom in">+</button><button id="fit" title="Show all">Fit</button></div>
            </header>
            <main>
            <svg id="graph" viewBox="{box}" role="img" aria-label="{WebUtility.HtmlEncode(graph.Title)}"><g id="scene">
            {body}</g></svg>
            <aside id="details" hidden></aside>
            </main>
            <script type="application/json" id="data">{data}</script>
            <script>
            {Resource("viewer.js")}</script>
            </body>
            </html>

            """;
    }

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"the resource {name} is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
