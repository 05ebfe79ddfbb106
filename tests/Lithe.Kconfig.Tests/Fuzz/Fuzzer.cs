using System.Diagnostics;

namespace Lithe.Kconfig.Fuzz;

/// <summary>
/// Feeds mutated input to the parser, the evaluator and the file readers. Whatever the input is, the outcome must be a
/// configuration or a <see cref="KconfigException"/> with a file and a line, soon, and what is written must be read
/// back as it was. The same seed makes the same inputs.
/// </summary>
internal sealed class Fuzzer
{
    /// <summary>No single input may take more processor time: a busy machine, or a low priority, does not count.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<string> _kconfigs;
    private readonly IReadOnlyList<string> _configs;

    public Fuzzer(IReadOnlyList<string> kconfigs, IReadOnlyList<string> configs)
    {
        _kconfigs = kconfigs;
        _configs = configs;
    }

    public int Runs { get; private set; }

    /// <summary>The seed being run, for a watchdog on another thread.</summary>
    public volatile int CurrentSeed;

    public int Parsed { get; private set; }

    public TimeSpan Slowest { get; private set; }

    /// <summary>Runs until the time is over; returns the first failure, with its seed, or null.</summary>
    public string? Run(int firstSeed, TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        for (int seed = firstSeed; Stopwatch.GetElapsedTime(start) < duration; seed++)
        {
            if (RunOne(seed) is { } problem)
                return $"seed {seed}: {problem}";
        }
        return null;
    }

    public string? RunOne(int seed)
    {
        Runs++;
        CurrentSeed = seed;
        TimeSpan start = Environment.CpuUsage.TotalTime;
        try
        {
            Check(seed);
        }
        catch (Exception e)
        {
            return e.ToString();
        }
        TimeSpan elapsed = Environment.CpuUsage.TotalTime - start;
        if (elapsed > Slowest)
            Slowest = elapsed;
        return elapsed > Limit ? $"took {elapsed.TotalSeconds:0.0} s" : null;
    }

    private void Check(int seed)
    {
        var mutator = new Mutator(seed);
        var files = new MemoryFileProvider(mutator.Kconfig(_kconfigs))
        {
            ["inc/a"] = mutator.Kconfig([]),
            ["inc/b"] = "config E\n\tint \"e\"\n\trange 1 100\n\tdefault 7\n",
            ["b"] = "rsource \"inc/b\"\n",
        };
        var options = new KconfigOptions
        {
            Files = files,
            Environment = name => name.Length == 1 ? name : null,
            Shell = command => command,
            Dialect = seed % 4 == 0 ? KconfigDialect.BusyBox : KconfigDialect.Linux,
            MaxExpansions = 20_000,
            MaxExpandedLength = 4 << 20,
            MaxSources = 500,
            MaxOperands = 300,
        };
        KconfigTree tree;
        try
        {
            tree = KconfigTree.Parse("Kconfig", options);
        }
        catch (KconfigException e)
        {
            Require(e.Errors.Count > 0 && e.Errors.All(d => d.Location.File.Length > 0 && d.Message.Length > 0), "an error without place");
            return;
        }
        Parsed++;
        try
        {
            Use(tree, mutator, seed);
        }
        catch (KconfigException e)
        {
            Require(e.Location.File.Length > 0, "an error without place");
        }
    }

    private void Use(KconfigTree tree, Mutator mutator, int seed)
    {
        var configuration = new Configuration(tree);
        configuration.Load(mutator.Config(_configs));
        string written = configuration.ToDotConfig();
        configuration.ToDefconfig();
        foreach (Symbol symbol in tree.Symbols.Take(50))
        {
            configuration.Explain(symbol);
            configuration.TrySet(symbol, seed % 2 == 0 ? "y" : "12");
        }
        configuration.Apply(tree.Symbols.Take(20).Select(s => new ConfigurationRequest(s.Name + (seed % 5 == 0 ? "X" : ""), "m")));
        Configuration.Create(tree, (ConfigurationMode)(seed % 5), (uint)seed).ToDotConfig();

        // With BusyBox's rules a recursive dependency is no error, and then no value is stable.
        if (tree.Options.Dialect == KconfigDialect.BusyBox)
            return;
        var again = new Configuration(tree);
        again.Load(written);
        string second = again.ToDotConfig();
        var third = new Configuration(tree);
        third.Load(second);
        Require(third.ToDotConfig() == second || written.Contains('\0') || written.Contains('\r'), "a written configuration does not read back");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new InvalidOperationException(message);
    }
}
