namespace Lithe.Kconfig.Conformance;

/// <summary>Compares everything that is written for one architecture of Linux.</summary>
internal sealed class LinuxSuite(Sources sources, string arch, Report report)
{
    private const string Root = "Kconfig";

    public ToolPair Tools() => Tools(arch);

    /// <summary>The tools in a work directory of a name, so that runs for different purposes do not meet.</summary>
    public ToolPair Tools(string name) => new(sources.LinuxTool, Path.Combine(sources.Cache, "work", name), busyBox: false, EnvironmentFor());

    public void Run(int firstSeed, int randomCount)
    {
        ToolPair tools = Tools();
        if (firstSeed == 1)
        {
            foreach (string mode in new[] { "allnoconfig", "allyesconfig", "allmodconfig", "alldefconfig" })
                Compare(tools, mode, ["--" + mode, Root]);
            Compare(tools, "defconfig", ["--defconfig", DefconfigPath(), Root]);
        }
        for (int seed = firstSeed; seed < firstSeed + randomCount; seed++)
            Random(tools, seed);
    }

    private void Compare(ToolPair tools, string name, string[] arguments)
    {
        tools.Remove(".config");
        Both(tools, name, arguments, ".config", null);
        SaveDefconfig(tools, name);
    }

    private void SaveDefconfig(ToolPair tools, string after)
        => Both(tools, $"savedefconfig after {after}", ["--savedefconfig", "defconfig", Root], "defconfig", null);

    private void Random(ToolPair tools, int seed)
    {
        tools.Remove(".config");
        Both(tools, $"randconfig {seed}", ["--randconfig", Root], ".config", seed.ToString());

        // Half of the lines, so that there is something to fill in; some in the way, so that there is something to reject.
        var random = new Random(seed);
        string[] lines = File.ReadAllLines(Path.Combine(tools.CDirectory, ".config"));
        IEnumerable<string> kept = lines.Where(_ => random.Next(2) == 0)
            .Select(l => random.Next(50) != 0 ? l : l.EndsWith("=y", StringComparison.Ordinal) ? l[..^1] + "m" : l + "1");
        tools.Put(".config", string.Join('\n', kept) + "\n");
        Both(tools, $"olddefconfig of random {seed}", ["--olddefconfig", Root], ".config", null);
        SaveDefconfig(tools, $"random {seed}");
    }

    private void Both(ToolPair tools, string name, string[] arguments, string file, string? seed)
    {
        (int codeC, string outputC) = tools.RunC(["-s", .. arguments], seed);
        (int code, string output) = tools.RunOurs(arguments, seed);
        string? problem = code != codeC ? $"exit code {codeC} and {code}: {output.Trim()}" : tools.Compare(file);
        // The C tool also warns about states on the way to a random configuration, which are gone in the end.
        if (problem is null && seed is null)
            problem = Comparison.Warnings(outputC, output);
        report.Add(arch, name, problem);
    }

    private string DefconfigPath()
        => Path.Combine(sources.LinuxTree, arch == "arm64" ? "arch/arm64/configs/defconfig" : "arch/x86/configs/x86_64_defconfig");

    private Dictionary<string, string> EnvironmentFor()
    {
        string prefix = "";
        if (arch == "arm64" && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.Arm64)
        {
            prefix = "aarch64-linux-gnu-";
            Shell.Need(prefix + "gcc", "gcc-aarch64-linux-gnu");
        }
        return new()
        {
            ["srctree"] = sources.LinuxTree,
            ["ARCH"] = arch,
            ["SRCARCH"] = arch == "x86_64" ? "x86" : arch,
            ["KERNELVERSION"] = sources.LinuxVersion,
            ["CC"] = prefix + "gcc",
            ["LD"] = prefix + "ld",
            ["AR"] = prefix + "ar",
            ["NM"] = prefix + "nm",
            ["OBJCOPY"] = prefix + "objcopy",
            ["HOSTCC"] = "gcc",
            ["HOSTCXX"] = "g++",
            ["PAHOLE"] = "pahole",
            ["RUSTC"] = "rustc",
            ["BINDGEN"] = "bindgen",
            ["CONFIG_SHELL"] = "/bin/sh",
            ["KCONFIG_SHOW_UNMET"] = "1",
        };
    }
}
