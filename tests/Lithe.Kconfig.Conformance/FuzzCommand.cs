using Lithe.Kconfig.Fuzz;

namespace Lithe.Kconfig.Conformance;

/// <summary>The long form of the fuzz test.</summary>
internal static class FuzzCommand
{
    public static int Run(int seconds, int seed)
    {
        var fuzzer = new Fuzzer(FuzzSamples.Kconfigs, FuzzSamples.Configs);
        string? problem = fuzzer.Run(seed, TimeSpan.FromSeconds(seconds));
        Console.WriteLine($"{fuzzer.Runs} inputs, {fuzzer.Parsed} accepted by the parser, slowest {fuzzer.Slowest.TotalMilliseconds:0} ms");
        if (problem is null)
            return 0;
        Console.WriteLine(problem);
        return 1;
    }
}
