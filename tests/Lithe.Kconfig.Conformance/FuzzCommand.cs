using Lithe.Kconfig.Fuzz;

namespace Lithe.Kconfig.Conformance;

/// <summary>The long form of the fuzz test.</summary>
internal static class FuzzCommand
{
    public static int Run(int seconds, int seed)
    {
        var fuzzer = new Fuzzer(FuzzSamples.Kconfigs, FuzzSamples.Configs);
        using Timer watchdog = Watch(fuzzer);
        string? problem = fuzzer.Run(seed, TimeSpan.FromSeconds(seconds));
        Console.WriteLine($"{fuzzer.Runs} inputs, {fuzzer.Parsed} accepted by the parser, slowest {fuzzer.Slowest.TotalMilliseconds:0} ms");
        if (problem is null)
            return 0;
        Console.WriteLine(problem);
        return 1;
    }

    /// <summary>An input that never ends would otherwise keep its seed to itself.</summary>
    private static Timer Watch(Fuzzer fuzzer)
    {
        int last = -1;
        return new Timer(
            _ =>
            {
                int seed = fuzzer.CurrentSeed;
                if (seed == last)
                {
                    Console.WriteLine($"seed {seed}: does not end");
                    Environment.Exit(1);
                }
                last = seed;
            },
            null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
    }
}
