namespace Lithe.Kconfig.Conformance;

/// <summary>The C tool and the library's, run in two directories with the same environment.</summary>
internal sealed class ToolPair
{
    private readonly string _tool;
    private readonly bool _busyBox;
    private readonly Dictionary<string, string> _environment;

    public ToolPair(string tool, string workDirectory, bool busyBox, Dictionary<string, string> environment)
    {
        _tool = tool;
        _busyBox = busyBox;
        _environment = environment;
        CDirectory = Fresh(Path.Combine(workDirectory, "c"));
        OurDirectory = Fresh(Path.Combine(workDirectory, "library"));
    }

    public string CDirectory { get; }

    public string OurDirectory { get; }

    private static string Fresh(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        // BusyBox's tool also writes a header here.
        Directory.CreateDirectory(Path.Combine(directory, "include"));
        return directory;
    }

    public (int Code, string Output) RunC(IEnumerable<string> arguments, string? seed = null)
        => Shell.Start(_tool, arguments, CDirectory, With(seed));

    public (int Code, string Output) RunOurs(IEnumerable<string> arguments, string? seed = null)
        => Shell.Start(Environment.ProcessPath!, (string[])(_busyBox ? ["conf", "--busybox", .. arguments] : ["conf", .. arguments]),
            OurDirectory, With(seed));

    /// <summary>Gives both tools the same file.</summary>
    public void Put(string name, string text)
    {
        File.WriteAllText(Path.Combine(CDirectory, name), text);
        File.WriteAllText(Path.Combine(OurDirectory, name), text);
    }

    public void Remove(string name)
    {
        File.Delete(Path.Combine(CDirectory, name));
        File.Delete(Path.Combine(OurDirectory, name));
    }

    public string? Compare(string name)
        => Comparison.Files(Path.Combine(CDirectory, name), Path.Combine(OurDirectory, name));

    private Dictionary<string, string> With(string? seed)
        => seed is null ? _environment : new(_environment) { ["KCONFIG_SEED"] = seed };
}
