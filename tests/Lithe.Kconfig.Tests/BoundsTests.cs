using System.Text;
using Lithe.Tests.Shared;

namespace Lithe.Kconfig.Tests;

/// <summary>Input that is meant to exhaust something ends in an ordinary error, or works.</summary>
public class BoundsTests
{
    private static void EndsOrdinarily(string text, Action<KconfigOptionsBuilder>? change = null)
    {
        // A small stack makes what would overflow do so early.
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    var configuration = new Configuration(Kconf.Parse(text, change));
                    configuration.ToDotConfig();
                    configuration.ToDefconfig();
                    foreach (Symbol symbol in configuration.Tree.Symbols.Take(3))
                        configuration.Explain(symbol);
                }
                catch (KconfigException e)
                {
                    failure = e.Location.File.Length > 0 ? null : e;
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            512 * 1024)
        {
            IsBackground = true,
        };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
        Assert.Null(failure);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("!")]
    [InlineData("!(")]
    [InlineData("A || (B && ")]
    public void Deep_expressions(string repeated)
        => EndsOrdinarily("config A\n\tbool\n\tdepends on " + string.Concat(Enumerable.Repeat(repeated, 100_000)) + "A\n");

    [Fact]
    public void Long_expressions()
        => EndsOrdinarily("config A\n\tbool\n\tdepends on X0" + string.Concat(Enumerable.Range(1, 3000).Select(i => $" && X{i}")) + "\n");

    [Fact]
    public void Dependencies_that_grow_at_every_level()
        => EndsOrdinarily(
            string.Concat(Enumerable.Range(0, 100).Select(i => "if " + string.Join(" && ", Enumerable.Range(0, 1000).Select(j => $"X{i}_{j}")) + "\n"))
            + "config A\n\tbool \"a\"\n" + string.Concat(Enumerable.Repeat("endif\n", 100)));

    [Fact]
    public void Too_long_expressions()
        => Assert.Contains("too many operands",
            Kconf.Fails("config A\n\tbool\n\tdepends on X0" + string.Concat(Enumerable.Range(1, 9000).Select(i => $" || X{i}")) + "\n").Message);

    [Fact]
    public void Deep_menus()
        => EndsOrdinarily(string.Concat(Enumerable.Repeat("menu \"m\"\n", 50_000)) + string.Concat(Enumerable.Repeat("endmenu\n", 50_000)));

    [Fact]
    public void Deep_ifs()
        => EndsOrdinarily(string.Concat(Enumerable.Repeat("if A\n", 50_000)) + string.Concat(Enumerable.Repeat("endif\n", 50_000)));

    [Theory]
    [InlineData("depends on")]
    [InlineData("default")]
    [InlineData("select")]
    public void Long_chains(string link)
    {
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++)
            text.Append($"config A{i}\n\tbool \"a\"\n\t{link} A{i + 1}\n");
        EndsOrdinarily(text.Append("config A20000\n\tdef_bool y\n").ToString());
    }

    [Fact]
    public void Files_that_source_each_other_many_times_over()
    {
        KconfigException e = Kconf.Fails("source \"f0\"\nsource \"f0\"\n", b =>
        {
            for (int i = 0; i < 40; i++)
                b.Files[$"f{i}"] = $"source \"f{i + 1}\"\nsource \"f{i + 1}\"\n";
            b.Files["f40"] = "";
        });
        Assert.Contains("too many source statements", e.Message);
    }

    [Fact]
    public void Deeply_nested_sources()
        => EndsOrdinarily("source \"f0\"\n", b =>
        {
            for (int i = 0; i < 10_000; i++)
                b.Files[$"f{i}"] = $"source \"f{i + 1}\"\n";
            b.Files["f10000"] = "";
        });

    [Fact]
    public void Many_errors_stop_the_parser()
        => Assert.Equal(100, Kconf.Fails(string.Concat(Enumerable.Repeat("nonsense\n", 5000))).Errors.Count);

    [Fact]
    public void Questions_without_a_possible_answer_are_not_asked_for_ever()
    {
        KconfigTree tree = Kconf.Parse("config I\n\tint \"i\"\nconfig J\n\thex \"j\"\n", b => b.Dialect = KconfigDialect.BusyBox);
        Assert.Contains("CONFIG_I=0\n", Configuration.Create(tree, ConfigurationMode.AllModule).ToDotConfig());
    }

    [Fact]
    public void Fuzzing_finds_nothing()
    {
        var fuzzer = new Fuzz.Fuzzer(Fuzz.FuzzSamples.Kconfigs, Fuzz.FuzzSamples.Configs);
        // On a busy machine four seconds may not be enough for as many inputs as must be tried.
        for (int seed = 1_000_000; fuzzer.Runs <= 100; seed += 1_000_000)
            Assert.Null(fuzzer.Run(firstSeed: seed, TimeSpan.FromSeconds(4)));
        FuzzRounds.Run(0, seed => Assert.Null(fuzzer.RunOne(seed)));
        Assert.True(fuzzer.Parsed > 0);
    }
}
