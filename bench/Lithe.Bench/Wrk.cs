using System.Globalization;
using System.Text.RegularExpressions;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>Debian's wrk, driving a server over HTTP.</summary>
internal static partial class Wrk
{
    /// <summary>What a run gave: requests per second, and what half and all but one in a hundred requests took at most, in microseconds.</summary>
    internal readonly record struct Result(double PerSecond, double Median, double Late);

    /// <summary>Keeps so many connections busy with one request at a time each, by one thread.</summary>
    /// <exception cref="BenchException">wrk is missing, or a request failed.</exception>
    internal static async Task<Result> RunAsync(RunningServer server, string path, int connections, TimeSpan time, CancellationToken cancel)
    {
        if (ProgramFinder.Find("wrk") is null)
            throw new BenchException("wrk is not installed: apt-get install wrk");
        string text = await server.Network.RunAsync(
            "wrk",
            ["-t1", $"-c{connections}", $"-d{(int)time.TotalSeconds}s", "--timeout", "10s", "--latency", $"http://{PrivateNetwork.GuestV4}:{server.Side.Port}{path}"],
            cancel).ConfigureAwait(false);
        if (text.Contains("Socket errors", StringComparison.Ordinal) || text.Contains("Non-2xx", StringComparison.Ordinal))
            throw new BenchException($"{server.Side.Name} failed under {connections} connections: {text}");
        return new Result(double.Parse(Find(PerSecond(), text), CultureInfo.InvariantCulture), Microseconds(Find(Half(), text)), Microseconds(Find(Late(), text)));
    }

    private static string Find(Regex pattern, string text) => pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : throw new BenchException($"wrk printed: {text}");

    // 812.00us, 1.23ms, 2.01s
    private static double Microseconds(string text)
    {
        double factor = text.EndsWith("us", StringComparison.Ordinal) ? 1 : text.EndsWith("ms", StringComparison.Ordinal) ? 1000 : 1_000_000;
        return factor * double.Parse(text.TrimEnd('s', 'm', 'u'), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"50%\s+([\d.]+[mu]?s)")]
    private static partial Regex Half();

    [GeneratedRegex(@"99%\s+([\d.]+[mu]?s)")]
    private static partial Regex Late();
}
