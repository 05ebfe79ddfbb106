using System.Diagnostics;
using System.Globalization;

namespace Lithe.Kconfig.Conformance;

/// <summary>
/// Times reading the Linux tree and writing allyesconfig with both tools, process start included. The runs alternate,
/// so that a busy machine slows both. <c>lithe bench kconfig</c> reads what it prints: the version, then a line for each pair of runs.
/// </summary>
internal static class Bench
{
    public static int Run(Sources sources, int runs)
    {
        sources.PrepareLinux();
        ToolPair tools = new LinuxSuite(sources, "x86_64", new()).Tools("bench");
        Console.WriteLine($"linux {sources.LinuxVersion}");
        for (int i = 0; i <= runs; i++)
        {
            double timeC = Time(() => tools.RunC(["-s", "--allyesconfig", "Kconfig"]));
            double time = Time(() => tools.RunOurs(["--allyesconfig", "Kconfig"]));
            // The first run of each only fills the disk cache.
            if (i > 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run {timeC:0.0000} {time:0.0000}"));
            if (i == 0 && tools.Compare(".config") is { } problem)
                throw new InvalidOperationException($"the two did not write the same: {problem}");
        }
        return 0;
    }

    private static double Time(Func<(int Code, string Output)> run)
    {
        long start = Stopwatch.GetTimestamp();
        (int code, string output) = run();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return code == 0 ? seconds : throw new InvalidOperationException(output);
    }
}
