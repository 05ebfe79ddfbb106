namespace Lithe.Kconfig.Conformance;

/// <summary>
/// Checks that the expected files of the unit tests' sample trees are what the C tool writes. With "update" it writes
/// them anew instead.
/// </summary>
internal sealed class SampleSuite(Sources sources, Report report, string? updateDirectory)
{
    private const string Seed = "7";

    public void Run()
    {
        string samples = updateDirectory ?? Path.Combine(AppContext.BaseDirectory, "Samples");
        foreach (string sample in Directory.GetDirectories(samples).Order(StringComparer.Ordinal))
        {
            foreach (string mode in new[] { "allnoconfig", "allyesconfig", "allmodconfig", "alldefconfig", "randconfig", "olddefconfig" })
                Check(sample, mode);
        }
    }

    private void Check(string sample, string mode)
    {
        var environment = new Dictionary<string, string> { ["srctree"] = sample };
        var tools = new ToolPair(sources.LinuxTool, Path.Combine(sources.Cache, "work", "samples"), busyBox: false, environment);
        if (mode == "olddefconfig")
            tools.Put(".config", File.ReadAllText(Path.Combine(sample, "partial.config")));
        tools.RunC(["-s", "--" + mode, "Kconfig"], Seed);
        tools.RunC(["-s", "--savedefconfig", "minimal", "Kconfig"]);
        Compare(sample, mode + ".expected", Path.Combine(tools.CDirectory, ".config"));
        Compare(sample, mode + ".minimal.expected", Path.Combine(tools.CDirectory, "minimal"));
    }

    private void Compare(string sample, string name, string written)
    {
        string expected = Path.Combine(sample, name);
        if (updateDirectory is not null)
            File.Copy(written, expected, overwrite: true);
        report.Add("samples", $"{Path.GetFileName(sample)}/{name}", Comparison.Files(written, expected));
    }
}
