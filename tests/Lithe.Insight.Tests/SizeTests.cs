using System.Text.Json.Nodes;
using Lithe.Insight.Images;
using Lithe.Insight.Size;
using Lithe.Insight.Why;
using Lithe.Tests.Shared;

namespace Lithe.Insight.Tests;

/// <summary><c>lithe size</c> and <c>lithe why</c> against the map that the linker wrote: to the byte.</summary>
public sealed class SizeTests
{
    [Theory]
    [InlineData(Images.Small, "qemu-x86_64")]
    [InlineData(Images.Small, "qemu-arm64")]
    [InlineData(Images.Large, "qemu-x86_64")]
    public async Task Every_byte_of_the_linkers_map_is_counted_once(string app, string target)
    {
        BuiltImage image = await Images.BuildAsync(app, target, TestContext.Current.CancellationToken);
        LinkerMap map = LinkerMap.Read(Path.Combine(image.Folder, "link.map"));
        ImageSize size = await ImageSize.MeasureAsync(image, TestContext.Current.CancellationToken);
        Assert.True(map.Symbols.Count > 100, $"only {map.Symbols.Count} symbols in the map");

        // Sections: the same ones, as long as in the map.
        Assert.Equal(map.Sections.Select(section => (section.Name, section.Size)), size.Sections.Select(section => (section.Name, section.Size)));
        Assert.Equal(map.Sections.Aggregate(0UL, (sum, section) => sum + section.Size), size.Total);

        // The items follow one another without a gap, and each object's section is made of whole ones.
        foreach (MapPiece section in map.Sections)
            Assert.Equal(section.Size, Covered(size, section));
        foreach (MapPiece input in map.Inputs)
            Assert.Equal(input.Size, Covered(size, input));

        // Each symbol of the map starts something, and what the map gives bytes is one thing of that length.
        HashSet<ulong> starts = [.. size.Items.Select(item => item.Address)];
        Assert.DoesNotContain(map.Symbols, symbol => !starts.Contains(symbol.Address));
        foreach (MapPiece symbol in map.Symbols.Where(symbol => symbol.Size > 0))
            Assert.Equal(symbol.Size, Covered(size, symbol));

        // And nothing is made up: what starts elsewhere is padding, or memory that the linker script sets aside.
        HashSet<ulong> named = [.. map.Symbols.Select(symbol => symbol.Address), .. map.Inputs.Select(input => input.Address)];
        Assert.DoesNotContain(size.Items, item => !named.Contains(item.Address) && item.Kind is not ("padding" or "reserved memory"));

        // Every table adds up to the same.
        foreach (SizeGrouping grouping in Enum.GetValues<SizeGrouping>())
            Assert.Equal(size.Total, SizeTable.Group(size, grouping).Aggregate(0UL, (sum, row) => sum + row.Total));
    }

    [Fact]
    public async Task Why_names_the_bytes_that_the_map_has()
    {
        BuiltImage image = await Images.BuildAsync(Images.Small, "qemu-x86_64", TestContext.Current.CancellationToken);
        LinkerMap map = LinkerMap.Read(Path.Combine(image.Folder, "link.map"));
        ImageSize size = await ImageSize.MeasureAsync(image, TestContext.Current.CancellationToken);
        WhyQuery query = await WhyQuery.OpenAsync(image, TestContext.Current.CancellationToken);

        // Assembly: the map has a length for each function.
        MapPiece[] sized = [.. map.Symbols.Where(symbol => symbol.Size > 0)];
        Assert.NotEmpty(sized);
        foreach (MapPiece symbol in sized)
        {
            WhyAnswer answer = query.Ask(symbol.Name, all: false);
            Assert.Equal(WhyPresence.InImage, answer.Presence);
            Assert.True(answer.Bytes == Named(sized, symbol.Name), $"{symbol.Name}: {answer.Bytes} bytes, {Named(sized, symbol.Name)} in the map");
            // What the compiler makes of its own accord is asked for by nobody.
            Assert.Equal(symbol.Name.StartsWith("__managed__", StringComparison.Ordinal), answer.Chains.Count == 0);
        }

        // Libraries and methods: what size counts for them.
        foreach (SizeRow row in SizeTable.Group(size, SizeGrouping.Library).Where(row => !row.Name.StartsWith('(')))
            Assert.Equal((row.Name, row.Total), (row.Name, query.Ask(row.Name, all: false).Bytes));
        SizeItem[] methods = [.. size.Items.Where(item => item.Library == "Lithe.Console" && item.Kind == "code")];
        Assert.NotEmpty(methods);
        foreach (SizeItem method in methods)
            Assert.Equal(method.Size, query.Ask($"{method.Type}.{method.Member}", all: false).Bytes);
        IReadOnlyList<WhyStep> chain = query.Ask("Lithe.Console", all: false).Chains[0];
        Assert.Equal(("_start", "Lithe.Console"), (chain[0].Symbol, chain[^1].Library));
    }

    [Fact]
    public async Task An_option_that_is_off_shows_the_bytes_that_it_saves()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-option-");
        try
        {
            string lib = Path.GetRelativePath(folder.FullName, Path.Combine(Tool.Repository, "lib"));
            await WriteAsync("App.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\">\n  <ItemGroup>\n    <ProjectReference Include=\"{lib}/console/Lithe.Console.csproj\" />\n  </ItemGroup>\n</Project>\n");
            await WriteAsync("Program.cs", "using System;\n\nobject[] things = new object[args.Length + 1];\nConsole.WriteLine(things.Length);\n");
            await WriteAsync("lithe.yaml", "name: app\napp: { csharp: ./App.csproj }\ntargets: [qemu-x86_64]\nconfig: { HEAP_HARDENED: y }\n");
            JsonNode difference = await SizeAsync("--set", "HEAP_HARDENED=n");
            JsonNode on = await SizeAsync();
            Assert.True(HasSymbol("Lithe_Alloc_Hardened"));
            await WriteAsync("lithe.yaml", "name: app\napp: { csharp: ./App.csproj }\ntargets: [qemu-x86_64]\n");
            JsonNode off = await SizeAsync();
            Assert.False(HasSymbol("Lithe_Alloc_Hardened"));

            // What the setting was said to save is what two builds of their own differ by, library by library, and what their maps differ by.
            long saved = (long)on["bytes"]! - (long)off["bytes"]!;
            Assert.True(saved > 1000, $"{saved} bytes");
            Assert.Equal(-saved, (long)difference["difference"]!);
            foreach (JsonNode? row in difference["rows"]!.AsArray())
                Assert.Equal((Bytes(on, row!), Bytes(off, row!)), ((long)row!["before"]!, (long)row["after"]!));
            JsonNode hardened = difference["rows"]!.AsArray().Single(row => (string)row!["name"]! == "Lithe.Alloc.Hardened")!;
            Assert.True((long)hardened["before"]! > 1000);
            Assert.Equal(0, (long)hardened["after"]!);

            string text = (await Tool.RunAsync(Tool.Repository, ["size", folder.FullName, "--set", "HEAP_HARDENED=y"], TestContext.Current.CancellationToken)).Output;
            Assert.Contains($"{saved:N0} bytes more by HEAP_HARDENED=y", text, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Task WriteAsync(string name, string content) => File.WriteAllTextAsync(Path.Combine(folder.FullName, name), content, TestContext.Current.CancellationToken);

        bool HasSymbol(string part) => LinkerMap.Read(Path.Combine(folder.FullName, "build", "qemu-x86_64", "link.map")).Symbols.Exists(symbol => symbol.Name.Contains(part, StringComparison.Ordinal));

        async Task<JsonNode> SizeAsync(params string[] more)
        {
            ToolResult result = await Tool.RunAsync(Tool.Repository, ["size", folder.FullName, "--json", .. more], TestContext.Current.CancellationToken);
            Assert.True(result.Status == 0, result.Everything);
            JsonNode json = JsonNode.Parse(result.Output)!;
            if (more.Length == 0)
            {
                LinkerMap map = LinkerMap.Read(Path.Combine(folder.FullName, "build", "qemu-x86_64", "link.map"));
                Assert.Equal(map.Sections.Aggregate(0UL, (sum, section) => sum + section.Size), (ulong)json["bytes"]!);
            }
            return json;
        }

        static long Bytes(JsonNode size, JsonNode row) =>
            (long?)size["rows"]!.AsArray().SingleOrDefault(other => (string)other!["name"]! == (string)row["name"]! && (string)other["library"]! == (string)row["library"]!)?["bytes"] ?? 0;
    }

    // The bytes of items that lie in a piece; an item that lies there in part is an error.
    private static ulong Covered(ImageSize size, MapPiece piece)
    {
        ulong sum = 0, at = piece.Address;
        foreach (SizeItem item in size.Items.Where(item => item.Address < piece.End && item.Address + item.Size > piece.Address).OrderBy(item => item.Address))
        {
            Assert.True(item.Address == at, $"{piece.Name}: {item.Member} is at 0x{item.Address:x}, not at 0x{at:x}");
            at += item.Size;
            sum += item.Size;
        }
        return sum;
    }

    private static ulong Named(IEnumerable<MapPiece> symbols, string name) => symbols.Where(symbol => symbol.Name == name).Aggregate(0UL, (sum, symbol) => sum + symbol.Size);
}
