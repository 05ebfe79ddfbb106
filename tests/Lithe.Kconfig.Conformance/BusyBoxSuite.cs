namespace Lithe.Kconfig.Conformance;

/// <summary>
/// The same comparisons with BusyBox's older language and tool. That tool has neither "savedefconfig" nor a seed for
/// random configurations: these come from the library and are completed by both tools.
/// </summary>
internal sealed class BusyBoxSuite(Sources sources, Report report)
{
    private const string Root = "Config.in";

    public void Run(int firstSeed, int randomCount)
    {
        var environment = new Dictionary<string, string>
        {
            ["srctree"] = sources.BusyBoxTree,
            ["KERNELVERSION"] = sources.BusyBoxVersion,
            ["ARCH"] = "x86_64",
            ["KCONFIG_NOTIMESTAMP"] = "1",
        };
        var tools = new ToolPair(sources.BusyBoxTool, Path.Combine(sources.Cache, "work", "busybox"), busyBox: true, environment);
        foreach ((string option, string mode) in new[] { ("-n", "allnoconfig"), ("-y", "allyesconfig"), ("-m", "allmodconfig"), ("-d", "alldefconfig") })
        {
            tools.Remove(".config");
            Both(tools, mode, [option, Root], ["--" + mode, Root]);
        }
        foreach (string file in Directory.GetFiles(Path.Combine(sources.BusyBoxTree, "configs"), "*_defconfig").Order(StringComparer.Ordinal))
            Complete(tools, Path.GetFileName(file), File.ReadAllText(file));
        for (int seed = firstSeed; seed < firstSeed + randomCount; seed++)
        {
            tools.Remove(".config");
            tools.RunOurs(["--randconfig", Root], seed.ToString());
            var random = new Random(seed);
            string[] lines = File.ReadAllLines(Path.Combine(tools.OurDirectory, ".config"));
            Complete(tools, $"olddefconfig of random {seed}", string.Join('\n', lines.Where(_ => random.Next(2) == 0)) + "\n");
        }
    }

    private void Complete(ToolPair tools, string name, string text)
    {
        tools.Remove(".config");
        tools.Put("input", text);
        Both(tools, name, ["-D", "input", Root], ["--defconfig", "input", Root]);
    }

    private void Both(ToolPair tools, string name, string[] c, string[] ours)
    {
        (int codeC, _) = tools.RunC(c);
        (int code, string output) = tools.RunOurs(ours);
        report.Add("busybox", name, code != codeC ? $"exit code {codeC} and {code}: {output.Trim()}" : tools.Compare(".config"));
    }
}
