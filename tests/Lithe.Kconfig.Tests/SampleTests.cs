namespace Lithe.Kconfig.Tests;

/// <summary>
/// Whole trees with every file that the C tool of Linux 6.1 writes for them. The conformance driver checks that the
/// expected files are indeed what the C tool writes.
/// </summary>
public class SampleTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (string sample in new[] { "system", "logic", "choices", "values" })
        {
            foreach (string mode in new[] { "allnoconfig", "allyesconfig", "allmodconfig", "alldefconfig", "randconfig", "olddefconfig" })
                data.Add(sample, mode);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Writes_what_the_C_tool_writes(string sample, string mode)
    {
        string directory = Path.Combine(AppContext.BaseDirectory, "Samples", sample);
        var options = new KconfigOptions { Files = new DiskFileProvider(directory), Environment = _ => null };
        KconfigTree tree = KconfigTree.Parse("Kconfig", options);
        var configuration = new Configuration(tree);
        if (mode == "olddefconfig")
            configuration.LoadFile(Path.Combine(directory, "partial.config"));
        else
            configuration.Fill(Mode(mode), seed: 7);
        string written = configuration.ToDotConfig();
        Assert.Equal(File.ReadAllText(Path.Combine(directory, mode + ".expected")), written);

        var again = new Configuration(tree);
        again.Load(written);
        Assert.Equal(File.ReadAllText(Path.Combine(directory, mode + ".minimal.expected")), again.ToDefconfig());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_minimal_configuration_restores_the_whole(string sample, string mode)
    {
        if (mode == "olddefconfig")
            return;
        string directory = Path.Combine(AppContext.BaseDirectory, "Samples", sample);
        KconfigTree tree = KconfigTree.Parse("Kconfig", new KconfigOptions { Files = new DiskFileProvider(directory), Environment = _ => null });
        string written = Configuration.Create(tree, Mode(mode), seed: 7).ToDotConfig();
        var first = new Configuration(tree);
        first.Load(written);
        var second = new Configuration(tree);
        second.Load(first.ToDefconfig());
        Assert.Equal(first.ToDotConfig(), second.ToDotConfig());
    }

    private static ConfigurationMode Mode(string mode) => mode switch
    {
        "allnoconfig" => ConfigurationMode.AllNo,
        "allyesconfig" => ConfigurationMode.AllYes,
        "allmodconfig" => ConfigurationMode.AllModule,
        "randconfig" => ConfigurationMode.Random,
        _ => ConfigurationMode.AllDefault,
    };
}
