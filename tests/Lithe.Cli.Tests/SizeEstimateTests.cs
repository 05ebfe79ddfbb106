using Lithe.Cli.Menu;
using Lithe.Insight;
using Lithe.Insight.Graph;
using Lithe.Kconfig;

namespace Lithe.Cli.Tests;

/// <summary>What the menu says about the size under other settings.</summary>
public sealed class SizeEstimateTests
{
    private const string Options = """
        choice HEAP
        	prompt "Heap"
        config HEAP_SMALL
        	bool "small"
        config HEAP_LARGE
        	bool "large"
        endchoice
        config TRACE
        	bool "Trace"
        """;

    private static readonly ListedLibrary[] Libraries =
    [
        Library("Core", LibraryNodeKind.Library, null, null, null, [], ["Common", "Small", "Large", "Large.Tree", "Trace"]),
        Library("Heap", LibraryNodeKind.Contract, "heap", null, null, [], []),
        Library("Common", LibraryNodeKind.Library, null, null, null, ["Core"], ["Small", "Large"]),
        Library("Small", LibraryNodeKind.Implementation, "heap", "Heap", "HEAP_SMALL", ["Common", "Core"], []),
        Library("Large", LibraryNodeKind.Implementation, "heap", "Heap", "HEAP_LARGE", ["Common", "Core", "Large.Tree"], []),
        Library("Large.Tree", LibraryNodeKind.Library, null, null, null, ["Core"], ["Large"]),
        Library("Trace", LibraryNodeKind.Library, null, null, "TRACE", ["Core"], []),
    ];

    private readonly KconfigTree _tree = KconfigTree.Parse("Kconfig", new KconfigOptions { Files = new MemoryFileProvider(Options) });

    [Fact]
    public void Another_implementation_costs_itself_and_what_only_it_needs()
    {
        SizeEstimate estimate = Estimate(["Core", "Common", "Small"], new() { ["Core"] = 1000, ["Common"] = 200, ["Small"] = 300, ["(padding)"] = 50 }, new() { ["Large"] = 0, ["Large.Tree"] = 700 });
        Assert.Equal("last build 1,550 bytes", estimate.Describe(Values()));
        Assert.Equal("last build 1,550 bytes; now about 1,950 (+400)", estimate.Describe(Values(("HEAP", "large"))));
        Assert.Equal("last build 1,550 bytes; now about 1,950 (+400, and Trace, not measured yet)", estimate.Describe(Values(("HEAP", "large"), ("TRACE", "y"))));
        Assert.Equal(700UL, estimate.BytesOf(_tree.FindSymbol("HEAP_LARGE")!));
        Assert.Equal(300UL, estimate.BytesOf(_tree.FindSymbol("HEAP_SMALL")!));
        Assert.Null(estimate.BytesOf(_tree.FindSymbol("TRACE")!));
    }

    [Fact]
    public void What_leaves_takes_with_it_what_nobody_else_needs()
    {
        SizeEstimate estimate = Estimate(["Core", "Common", "Large", "Large.Tree", "Trace"], new() { ["Core"] = 1000, ["Common"] = 200, ["Large.Tree"] = 700, ["Trace"] = 100 }, []);
        Assert.Equal("last build 2,000 bytes; now about 1,200 (-800, and Small, not measured yet)", estimate.Describe(Values(("HEAP", "small"))));
        Assert.Equal("last build 2,000 bytes; now about 1,900 (-100)", estimate.Describe(Values(("HEAP", "large"))));
    }

    [Fact]
    public void A_role_that_nothing_asks_for_stays_out()
    {
        SizeEstimate estimate = Estimate(["Core"], new() { ["Core"] = 1000 }, new() { ["Large.Tree"] = 700 });
        Assert.Equal("last build 1,000 bytes", estimate.Describe(Values(("HEAP", "large"))));
    }

    private Configuration Values(params (string Name, string Value)[] settings)
    {
        var values = new Configuration(_tree);
        Assert.Empty(values.Apply([.. settings.Select(setting => new ConfigurationRequest(setting.Name, setting.Value))]));
        return values;
    }

    private static SizeEstimate Estimate(string[] inImage, Dictionary<string, ulong> bytes, Dictionary<string, ulong> elsewhere)
    {
        foreach (string name in inImage)
            elsewhere[name] = bytes.GetValueOrDefault(name);
        return new SizeEstimate(Libraries, inImage.ToHashSet(), new HashSet<string>(), bytes, elsewhere);
    }

    private static ListedLibrary Library(string name, LibraryNodeKind kind, string? role, string? implements, string? symbol, string[] needs, string[] neededBy) =>
        new(name, name, "", kind, role, implements, symbol, null, false, needs, neededBy);
}
