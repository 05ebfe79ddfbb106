using System.Text.Json.Nodes;
using System.Xml.Linq;
using Lithe.Description;
using Lithe.Insight.Graph;
using Lithe.Insight.Images;
using Lithe.Tests.Shared;

namespace Lithe.Insight.Tests;

/// <summary><c>lithe graph</c>: what it draws, that its page needs nothing else, and what it refuses.</summary>
public sealed class GraphTests
{
    private const string Probe = """
        const svg = document.getElementById("graph"), all = query => [...document.querySelectorAll(query)];
        const box = item => { const b = item.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; };
        const input = document.getElementById("filter"), seen = {};
        seen.nodes = all(".node").map(item => ({ name: item.dataset.name, box: box(item.querySelector(".card")), square: box(item.querySelector(".square")) }));
        seen.edges = all(".edge").map(item => ({ from: item.dataset.from, to: item.dataset.to, length: item.querySelector("path").getTotalLength(), count: item.querySelector(".count text")?.textContent ?? "" }));
        seen.resources = performance.getEntriesByType("resource").map(entry => entry.name);
        input.value = "console";
        input.dispatchEvent(new Event("input"));
        seen.found = all(".node.found").map(item => item.dataset.name);
        seen.dimmed = all(".node.dim").length;
        input.value = "";
        input.dispatchEvent(new Event("input"));
        const before = svg.getAttribute("viewBox");
        document.getElementById("in").click();
        seen.zooms = svg.getAttribute("viewBox") !== before;
        document.getElementById("fit").click();
        all(".node").find(item => item.dataset.name === "Lithe.Console").dispatchEvent(new PointerEvent("pointerenter"));
        seen.hovered = document.getElementById("details").hidden ? "" : document.getElementById("details").textContent;
        answer(seen);
        """;

    [Theory]
    [InlineData(Images.Small, "graph-hello.svg")]
    [InlineData(Images.Largest, "graph-busybox.svg")]
    public async Task The_page_draws_every_library_and_loads_nothing(string app, string picture)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        BuiltImage image = await Images.BuildAsync(app, "qemu-x86_64", cancel);
        (LibraryGraph graph, IReadOnlyList<Diagnostic> undeclared) = await ImageGraph.BuildAsync(image, $"{image.Name} (qemu-x86_64)", cancel);
        Assert.Empty(undeclared);
        Assert.Empty(GraphCheck.FindCycles(graph));
        if (Environment.GetEnvironmentVariable("LITHE_UPDATE_PICTURES") is not null)
            await File.WriteAllTextAsync(Path.Combine(Tool.Repository, "docs", "images", picture), GraphSvg.Write(graph), cancel);

        string page = Path.Combine(Directory.CreateTempSubdirectory("lithe-graph-").FullName, "graph.html");
        try
        {
            await File.WriteAllTextAsync(page, GraphHtml.Write(graph), cancel);
            using var browser = new Browser();
            (_, IReadOnlyList<string> requests) = await browser.OpenAsync(page, cancel);
            Assert.DoesNotContain(requests, IsOutside);

            JsonNode seen = await browser.AskAsync(page, Probe, cancel);
            Assert.Empty(seen["resources"]!.AsArray());
            Dictionary<string, JsonNode> nodes = seen["nodes"]!.AsArray().ToDictionary(node => (string)node!["name"]!, node => node!);
            Assert.Equal(graph.Nodes.Select(node => node.Name).Order(StringComparer.Ordinal), nodes.Keys.Order(StringComparer.Ordinal));
            // Drawn on the screen, none over another, with squares whose area follows the bytes.
            double[][] boxes = [.. nodes.Values.Select(node => Numbers(node["box"]!))];
            Assert.All(boxes, box => Assert.True(box is [>= 0, >= 0, > 5, > 2] && box[0] + box[2] <= 1401 && box[1] + box[3] <= 901, string.Join(' ', box)));
            Assert.All(boxes, box => Assert.DoesNotContain(boxes, other => other != box && Overlap(box, other)));
            LibraryNode[] bySize = [.. graph.Nodes.OrderBy(node => node.Size)];
            (double largest, double smallest) = (Area(bySize[^1]), Area(bySize[0]));
            Assert.True(largest > smallest, $"{largest} and {smallest}");
            // All edges, each with the number of calls.
            JsonArray edges = seen["edges"]!.AsArray();
            Assert.Equal(graph.Edges.Count, edges.Count);
            Assert.All(edges, edge => Assert.True((double)edge!["length"]! > 1));
            foreach (LibraryEdge edge in graph.Edges.Where(edge => edge.Kind == LibraryEdgeKind.Calls))
                Assert.Contains(edges, drawn => (string)drawn!["from"]! == edge.From && (string)drawn["to"]! == edge.To && (string)drawn["count"]! == $"{edge.Count}");
            // It answers: the filter, the zoom, the pointer.
            Assert.Equal(["Lithe.Console"], seen["found"]!.AsArray().Select(name => (string)name!));
            Assert.Equal(nodes.Count - 1, (int)seen["dimmed"]!);
            Assert.True((bool)seen["zooms"]!);
            Assert.StartsWith("Lithe.Console", (string)seen["hovered"]!, StringComparison.Ordinal);

            double Area(LibraryNode node)
            {
                double[] box = Numbers(nodes[node.Name]["square"]!);
                return box[2] * box[3];
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(page)!, recursive: true);
        }
    }

    [Fact]
    public async Task A_page_that_loads_something_would_be_noticed()
    {
        string page = Path.Combine(Directory.CreateTempSubdirectory("lithe-graph-").FullName, "page.html");
        try
        {
            await File.WriteAllTextAsync(page, "<!DOCTYPE html><html><body><img src=\"http://127.0.0.1:9/picture.png\"></body></html>", TestContext.Current.CancellationToken);
            using var browser = new Browser();
            (_, IReadOnlyList<string> requests) = await browser.OpenAsync(page, TestContext.Current.CancellationToken);
            Assert.Contains(requests, request => IsOutside(request) && request.Contains("picture.png", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(page)!, recursive: true);
        }
    }

    [Fact]
    public async Task The_command_writes_both_kinds_of_file()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-graph-");
        try
        {
            string svg = Path.Combine(folder.FullName, "hello.svg"), html = Path.Combine(folder.FullName, "hello.html");
            foreach (string file in (string[])[svg, html])
            {
                ToolResult result = await GraphAsync(Tool.Repository, Images.Small, "--target", "qemu-x86_64", "-o", file);
                Assert.True(result.Status == 0, result.Everything);
            }
            XElement[] nodes = [.. XDocument.Load(svg).Descendants().Where(element => ((string?)element.Attribute("class"))?.Split(' ').Contains("node") == true)];
            Assert.Contains(nodes, node => (string?)node.Attribute("data-name") == "Hello");
            Assert.DoesNotContain("http", (await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken)).Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);

            ToolResult wrong = await GraphAsync(Tool.Repository, Images.Small, "-o", Path.Combine(folder.FullName, "hello.png"));
            Assert.Equal(2, wrong.Status);
            Assert.Contains("svg, html, json, text", wrong.Errors, StringComparison.Ordinal);
            wrong = await GraphAsync(Tool.Repository, Images.Small, "-o", Path.Combine(folder.FullName, "nowhere", "hello.svg"));
            Assert.Equal(1, wrong.Status);
            Assert.Contains("nowhere", wrong.Errors, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_call_that_no_project_declares_is_an_error()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        BuiltImage image = await Images.BuildAsync(Images.Small, "qemu-x86_64", cancel);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-graph-");
        try
        {
            foreach (string file in Directory.EnumerateFiles(image.Folder))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            // As if the application's project did not name the library that it calls.
            string record = Path.Combine(folder.FullName, ".composition");
            JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(record, cancel))!;
            JsonArray declared = json["Libraries"]!.AsArray().First(library => (string)library!["Name"]! == "Hello")!["Declared"]!.AsArray();
            Assert.True(declared.Remove(declared.Single(name => (string)name! == "Lithe.Console")));
            await File.WriteAllTextAsync(record, json.ToJsonString(), cancel);

            (_, IReadOnlyList<Diagnostic> undeclared) = await ImageGraph.BuildAsync(BuiltImage.Open(Tool.Repository, folder.FullName), "hello", cancel);
            Diagnostic error = Assert.Single(undeclared);
            Assert.Equal(Severity.Error, error.Severity);
            Assert.StartsWith("Hello calls Lithe.Console and its project does not declare it: ", error.Message, StringComparison.Ordinal);
            Assert.Contains("System.Console.WriteLine", error.Message, StringComparison.Ordinal);
            Assert.Equal("add a <ProjectReference> to apps/hello", error.Mend);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Libraries_that_call_in_a_circle_are_an_error_that_spells_it_out()
    {
        LibraryNode[] nodes = [.. "ABCDE".Select(name => new LibraryNode($"{name}", LibraryNodeKind.Library, "", null, 1, ""))];
        LibraryGraph Graph(params (string From, string To, LibraryEdgeKind Kind)[] edges) =>
            new("g", "", "bytes", nodes, [.. edges.Select(edge => new LibraryEdge(edge.From, edge.To, edge.Kind, 1, []))]);
        const LibraryEdgeKind Calls = LibraryEdgeKind.Calls, Links = LibraryEdgeKind.Links;
        Assert.Empty(GraphCheck.FindCycles(Graph(("A", "B", Calls), ("B", "C", Calls), ("A", "C", Calls))));
        // References by link symbol go both ways: the runtime and what it is called by.
        Assert.Empty(GraphCheck.FindCycles(Graph(("A", "B", Calls), ("B", "A", Links))));
        Assert.Equal(
            ["libraries depend on one another in a circle: A -> B -> C -> A", "libraries depend on one another in a circle: D -> E -> D"],
            GraphCheck.FindCycles(Graph(("A", "B", Calls), ("B", "C", Calls), ("C", "A", Calls), ("D", "E", Calls), ("E", "D", Calls), ("C", "D", Calls))).Select(error => error.Message));
    }

    [Fact]
    public async Task The_source_tree_has_no_circle_and_one_that_has_is_refused()
    {
        ToolResult whole = await GraphAsync(Tool.Repository, "--tree");
        Assert.True(whole.Status == 0, whole.Everything);
        using var copy = new LibraryCopy();
        copy.Write("lib/zz-one/Zz.One.csproj", Project("../zz-two/Zz.Two.csproj"));
        copy.Write("lib/zz-two/Zz.Two.csproj", Project("../zz-one/Zz.One.csproj"));
        copy.Write("lib/zz-one/One.cs", "namespace Zz; public static class One;\n");
        copy.Write("lib/zz-two/Two.cs", "namespace Zz; public static class Two;\n");
        ToolResult circle = await GraphAsync(copy.Root, "--tree");
        Assert.Equal(1, circle.Status);
        Assert.Contains("lib/zz-one/Zz.One.csproj -> lib/zz-two/Zz.Two.csproj -> lib/zz-one/Zz.One.csproj", circle.Errors, StringComparison.Ordinal);

        // An edge that is used and not declared does not get as far as a graph: nothing else is in sight of the compiler.
        copy.Write("lib/zz-two/Zz.Two.csproj", Project("../core/Lithe.Core.csproj"));
        copy.Write("lib/zz-two/Two.cs", "namespace Zz; public static class Two { public static void Say() => System.Console.WriteLine(1); }\n");
        copy.Write("app/lithe.yaml", "name: app\napp: { csharp: ./App.csproj }\ntargets: [qemu-x86_64]\n");
        copy.Write("app/App.csproj", Project("../lib/zz-two/Zz.Two.csproj"));
        copy.Write("app/Program.cs", "Zz.Two.Say();\n");
        ToolResult undeclared = await GraphAsync(copy.Root, "app");
        Assert.Equal(1, undeclared.Status);
        Assert.Contains("lib/zz-two/Two.cs", undeclared.Errors, StringComparison.Ordinal);
        Assert.Contains("Console", undeclared.Errors, StringComparison.Ordinal);
    }

    private static string Project(string reference) => $"<Project Sdk=\"Microsoft.NET.Sdk\">\n  <ItemGroup>\n    <ProjectReference Include=\"{reference}\" />\n  </ItemGroup>\n</Project>\n";

    private static Task<ToolResult> GraphAsync(string root, params string[] arguments) => Tool.RunAsync(root, ["graph", .. arguments], TestContext.Current.CancellationToken);

    private static bool IsOutside(string url) => !url.StartsWith("file:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal);

    private static double[] Numbers(JsonNode array) => [.. array.AsArray().Select(number => (double)number!)];

    private static bool Overlap(double[] a, double[] b) => a[0] < b[0] + b[2] - 0.5 && b[0] < a[0] + a[2] - 0.5 && a[1] < b[1] + b[3] - 0.5 && b[1] < a[1] + a[3] - 0.5;
}
