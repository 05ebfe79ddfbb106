using System.Diagnostics;
using System.Globalization;

namespace Lithe.Kconfig.Conformance;

/// <summary>
/// Times reading the Linux tree and writing allyesconfig with both tools, process start included. The runs alternate,
/// so that a busy machine slows both; the middle one of each counts.
/// </summary>
internal static class Bench
{
    private const double Target = 3;

    public static int Run(Sources sources, int runs)
    {
        sources.PrepareLinux();
        ToolPair tools = new LinuxSuite(sources, "x86_64", new()).Tools();
        var c = new List<double>();
        var ours = new List<double>();
        for (int i = 0; i <= runs; i++)
        {
            double timeC = Time(() => tools.RunC(["-s", "--allyesconfig", "Kconfig"]));
            double time = Time(() => tools.RunOurs(["--allyesconfig", "Kconfig"]));
            // The first run of each only fills the disk cache.
            if (i == 0)
                continue;
            c.Add(timeC);
            ours.Add(time);
        }
        double ratio = Median(ours) / Median(c);
        Print("kconfig.allyesconfig_c", Median(c), "s", null);
        Print("kconfig.allyesconfig_lithe", Median(ours), "s", null);
        Print("kconfig.allyesconfig_ratio", ratio, "x", Target);
        return ratio <= Target ? 0 : 1;
    }

    private static double Time(Func<(int Code, string Output)> run)
    {
        long start = Stopwatch.GetTimestamp();
        (int code, string output) = run();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return code == 0 ? seconds : throw new InvalidOperationException(output);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(string metric, double value, string unit, double? target)
    {
        string number = value.ToString("0.###", CultureInfo.InvariantCulture);
        string goal = target is { } t ? $",\"target\":{t.ToString(CultureInfo.InvariantCulture)},\"pass\":{(value <= t ? "true" : "false")}" : "";
        Console.WriteLine($"{{\"metric\":\"{metric}\",\"value\":{number},\"unit\":\"{unit}\"{goal}}}");
    }
}
