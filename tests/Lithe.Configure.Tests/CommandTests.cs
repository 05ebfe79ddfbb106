using System.Text.Json.Nodes;
using Lithe.Tests.Shared;

namespace Lithe.Configure.Tests;

/// <summary><c>lithe config</c> and <c>lithe list</c> as a script meets them.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Description = "# An app.\nname: app\napp: { csharp: ./App.csproj } # its project\ntargets: [qemu-x86_64, qemu-arm64]\n";

    private readonly string _app = Directory.CreateTempSubdirectory("lithe-config-").FullName;

    public CommandTests()
    {
        File.WriteAllText(Path.Combine(_app, "App.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\" />\n");
        File.WriteAllText(File_, Description);
    }

    private string File_ => Path.Combine(_app, "lithe.yaml");

    [Fact]
    public async Task Set_get_diff_and_unset_work_on_the_file_and_keep_its_comments()
    {
        Assert.Equal("region\n", (await RunAsync(0, "config", "get", "HEAP", _app)).Output);
        await RunAsync(0, "config", "set", "HEAP=tlsf", _app);
        Assert.Equal(Description + "config: { HEAP: tlsf }\n", File.ReadAllText(File_));
        Assert.Equal("tlsf\n", (await RunAsync(0, "config", "get", "HEAP", _app)).Output);
        Assert.Equal("y\nHEAP_TLSF is y because it was chosen in choice HEAP\n", string.Join('\n', (await RunAsync(0, "config", "get", "HEAP_TLSF", _app, "--why")).Output.Split('\n').Take(2)) + "\n");
        Assert.Equal("symbol  before  now\nHEAP    region  tlsf\n", (await RunAsync(0, "config", "diff", _app)).Output);
        Assert.Equal("{\"symbol\":\"HEAP\",\"before\":\"region\",\"now\":\"tlsf\"}\n", (await RunAsync(0, "config", "diff", _app, "--json")).Output);
        await RunAsync(0, "config", "unset", "HEAP", _app);
        Assert.Equal(Description + "config: {}\n", File.ReadAllText(File_));
        Assert.Equal("", (await RunAsync(0, "config", "diff", _app)).Output);
    }

    [Fact]
    public async Task Several_at_once_lose_nothing()
    {
        string[] settings = ["HEAP=tlsf", "SCHED=coop", "SMP=y", "VMEM=paged"];
        await Task.WhenAll(settings.Select(setting => RunAsync(0, "config", "set", setting, _app)));
        string written = await File.ReadAllTextAsync(File_, TestContext.Current.CancellationToken);
        Assert.All(settings, setting => Assert.Contains(setting.Replace("=", ": ", StringComparison.Ordinal), written));
    }

    [Fact]
    public async Task List_has_every_symbol_with_its_value()
    {
        string[] lines = (await RunAsync(0, "config", "list", _app)).Output.Split('\n');
        Assert.Contains("HEAP=region", lines);
        Assert.Contains("HEAP_TLSF=n", lines);
        Assert.Contains("ARCH=x86_64", lines);
        Assert.Contains("ARCH=arm64", (await RunAsync(0, "config", "list", _app, "--target", "qemu-arm64")).Output.Split('\n'));
        JsonNode[] symbols = [.. (await RunAsync(0, "config", "list", _app, "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        JsonNode heap = symbols.Single(symbol => (string?)symbol["symbol"] == "HEAP");
        Assert.Equal(("choice", "region", "region"), ((string?)heap["type"], (string?)heap["value"], (string?)heap["default"]));
        Assert.Contains("HEAP_TLSF", heap["members"]!.AsArray().Select(member => (string?)member));
        Assert.Null(heap["fixed"]);
        Assert.Contains("target", (string?)symbols.Single(symbol => (string?)symbol["symbol"] == "ARCH")["fixed"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "did you mean HEAP?", "config", "set", "HAEP=tlsf")]
    [InlineData(1, "the members are HEAP_REGION, HEAP_BUDDY, HEAP_TLSF, HEAP_SLAB, HEAP_SIZECLASS", "config", "set", "HEAP=tslf")]
    [InlineData(1, "set by the target", "config", "set", "ARCH=arm64")]
    [InlineData(1, "did you mean HEAP?", "config", "get", "HEEP")]
    [InlineData(1, "did you mean HEAP?", "config", "unset", "HEEP")]
    [InlineData(2, "SYMBOL=VALUE", "config", "set", "HEAP")]
    [InlineData(2, "Required command", "config")]
    public async Task A_mistake_is_told_and_leaves_the_file(int status, string message, params string[] arguments)
    {
        ToolResult result = await RunAsync(status, [.. arguments, .. arguments.Length > 1 ? [_app] : Array.Empty<string>()]);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Equal(Description, File.ReadAllText(File_));
    }

    [Fact]
    public async Task A_wrong_line_is_told_with_its_place()
    {
        File.WriteAllText(File_, Description + "config:\n  HEAP: tlsf\n  HAEP: tlsf\n");
        ToolResult result = await RunAsync(1, "config", "list", _app);
        Assert.Contains("did you mean HEAP?", result.Errors, StringComparison.Ordinal);
        Assert.Contains("lithe.yaml:7:9", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_library_of_the_tree_is_listed_with_its_role_and_needs()
    {
        string[] projects = [.. Directory.EnumerateFiles(Path.Combine(Tool.Repository, "lib"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Tool.Repository, file).Split('/').Any(part => part is "bin" or "obj" or "tests"))
            .Select(file => Path.GetFileNameWithoutExtension(file))];
        JsonNode[] listed = [.. (await RunAsync(0, "list", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(projects.Order(), listed.Select(library => (string)library["name"]!).Order());
        JsonNode tlsf = listed.Single(library => (string?)library["name"] == "Lithe.Alloc.Tlsf.Default");
        Assert.Equal(("implementation", "heap", "Lithe.Alloc", "HEAP_TLSF", false), ((string?)tlsf["kind"], (string?)tlsf["role"], (string?)tlsf["implements"], (string?)tlsf["symbol"], (bool)tlsf["unsafe"]!));
        Assert.Contains("Lithe.Core", tlsf["needs"]!.AsArray().Select(name => (string?)name));
        Assert.Contains("Lithe.Alloc.Tlsf", listed.Single(library => (string?)library["name"] == "Lithe.Core")["neededBy"]!.AsArray().Select(name => (string?)name));
        // Every contract is filled by something.
        string[] roles = [.. listed.Where(library => (string?)library["kind"] == "contract").Select(library => (string)library["role"]!)];
        Assert.All(roles, role => Assert.Contains(listed, library => (string?)library["kind"] == "implementation" && (string?)library["role"] == role));

        string plain = (await RunAsync(0, "list", "heap")).Output;
        Assert.Contains("Lithe.Alloc.Tlsf", plain, StringComparison.Ordinal);
        Assert.Contains("HEAP_TLSF=y", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("Lithe.Sched", plain, StringComparison.Ordinal);
        Assert.Contains("did you mean heap?", (await RunAsync(1, "list", "heep")).Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_app, recursive: true);

    private static async Task<ToolResult> RunAsync(int status, params string[] arguments)
    {
        ToolResult result = await Tool.RunAsync(Tool.Repository, arguments, TestContext.Current.CancellationToken);
        Assert.True(result.Status == status, $"exit status {result.Status}:\n{result.Everything}");
        return result;
    }
}
