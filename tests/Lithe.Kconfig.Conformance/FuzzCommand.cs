using System.Diagnostics;
using Lithe.Configure.Fuzz;
using Lithe.Kconfig.Fuzz;

namespace Lithe.Kconfig.Conformance;

/// <summary>The long form of the fuzz tests: Kconfig trees with .config files, and lithe.yaml files with edits, in turns.</summary>
internal static class FuzzCommand
{
    private static volatile int s_current;

    public static int Run(int seconds, int firstSeed)
    {
        var kconfig = new Fuzzer(FuzzSamples.Kconfigs, FuzzSamples.Configs);
        using var description = new DescriptionFuzzer(FindRepository());
        using Timer watchdog = Watch();
        long start = Stopwatch.GetTimestamp(), inKconfig = 0;
        string? problem = null;
        for (int seed = firstSeed; problem is null && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; seed++)
        {
            s_current = seed;
            long began = Stopwatch.GetTimestamp();
            problem = kconfig.RunOne(seed) is { } inTree ? $"seed {seed}, Kconfig: {inTree}" : null;
            inKconfig += Stopwatch.GetTimestamp() - began;
            problem ??= description.RunOne(seed) is { } inFile ? $"seed {seed}, lithe.yaml: {inFile}" : null;
        }
        TimeSpan whole = Stopwatch.GetElapsedTime(start), trees = Stopwatch.GetElapsedTime(0, inKconfig);
        Console.WriteLine($"Kconfig: {kconfig.Runs} inputs, {kconfig.Parsed} accepted by the parser, slowest {kconfig.Slowest.TotalMilliseconds:0} ms, {trees.TotalSeconds:0} s");
        Console.WriteLine($"lithe.yaml: {description.Runs} inputs, {description.Accepted} accepted, {description.Edits} edited, slowest {description.Slowest.TotalMilliseconds:0} ms, {(whole - trees).TotalSeconds:0} s");
        if (problem is null)
            return 0;
        Console.WriteLine(problem);
        return 1;
    }

    /// <summary>An input that never ends would otherwise keep its seed to itself.</summary>
    private static Timer Watch()
    {
        int last = -1;
        TimeSpan since = TimeSpan.Zero;
        return new Timer(
            _ =>
            {
                (int seed, TimeSpan now) = (s_current, Environment.CpuUsage.TotalTime);
                if (seed != last)
                    (last, since) = (seed, now);
                else if (now - since > TimeSpan.FromSeconds(30))
                {
                    Console.WriteLine($"seed {seed}: does not end");
                    Environment.Exit(1);
                }
            },
            null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "lib", "Kconfig")))
                return folder.FullName;
        }
        return Environment.GetEnvironmentVariable("LITHE_ROOT") ?? throw new InvalidOperationException("the repository was not found; set LITHE_ROOT");
    }
}
