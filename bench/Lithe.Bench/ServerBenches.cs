using System.Globalization;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>apps/redis under redis-benchmark.</summary>
public sealed class RedisBench : ProgramBench
{
    private static readonly string[] s_arguments = ["--bind", "0.0.0.0", "--protected-mode", "no", "--save", "\"\"", "--daemonize", "no"];

    /// <inheritdoc/>
    public override string Name => "redis";

    private protected override int Port => 6379;

    private protected override string Question => @"PING\r\n";

    private protected override int[] Steps => [1, 10, 50];

    private protected override (double Rate, double? Memory, double First, double? Most) Targets => (1.6, null, 1 / 3.0, 14 * 1024);

    private protected override (MemorySize Ours, MemorySize Linux, MemorySize Step) Memory => (MemorySize.FromMebibytes(64), MemorySize.FromMebibytes(128), MemorySize.FromKibibytes(512));

    private protected override LinuxServer Linux(BenchContext context) => new() { Name = "redis", App = "apps/redis", Command = $"/usr/bin/redis-server {string.Join(' ', s_arguments)}" };

    private protected override async Task<IReadOnlyDictionary<string, double>> DriveAsync(RunningServer server, int connections, CancellationToken cancel)
    {
        var figures = new Dictionary<string, double>();
        string text = await RunAsync(server, connections, connections == 1 ? 4000 : 10000, "set,get", cancel).ConfigureAwait(false);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            // "GET","15151.52","2.719",...
            string[] fields = [.. line.Split(',').Select(field => field.Trim('"'))];
            figures[$"{fields[0].ToLowerInvariant()}_per_second"] = double.Parse(fields[1], CultureInfo.InvariantCulture);
        }

        return figures;
    }

    private protected override async Task<double> CountAsync(RunningServer server, TimeSpan time, CancellationToken cancel)
    {
        const int Requests = 5000;
        await RunAsync(server, 10, Requests, "get", cancel).ConfigureAwait(false);
        return Requests;
    }

    private static Task<string> RunAsync(RunningServer server, int connections, int requests, string tests, CancellationToken cancel) =>
        ProgramFinder.Find("redis-benchmark") is null
            ? throw new BenchException("redis-benchmark is not installed: apt-get install redis-tools")
            : server.Network.RunAsync(
                "redis-benchmark",
                ["-h", PrivateNetwork.GuestV4, "-c", connections.ToString(CultureInfo.InvariantCulture), "-n", requests.ToString(CultureInfo.InvariantCulture), "-t", tests, "--csv"], cancel);
}

/// <summary>apps/nginx under wrk.</summary>
public sealed class NginxBench : ProgramBench
{
    /// <inheritdoc/>
    public override string Name => "nginx";

    private protected override int Port => 80;

    private protected override string Question => @"GET / HTTP/1.0\r\n\r\n";

    private protected override (double Rate, double? Memory, double First, double? Most) Targets => (1.6, null, 1 / 3.0, 8 * 1024);

    private protected override (MemorySize Ours, MemorySize Linux, MemorySize Step) Memory => (MemorySize.FromMebibytes(64), MemorySize.FromMebibytes(128), MemorySize.FromKibibytes(512));

    // The same configuration, log and all.
    private protected override LinuxServer Linux(BenchContext context) =>
        new() { Name = "nginx-app", App = "apps/nginx", Before = "$B mkdir -p /var/lib/nginx /var/log/nginx", Command = "/usr/sbin/nginx" };

    private protected override Task<IReadOnlyDictionary<string, double>> DriveAsync(RunningServer server, int connections, CancellationToken cancel) => DriveByWrkAsync(server, "/", connections, cancel);

    private protected override Task<double> CountAsync(RunningServer server, TimeSpan time, CancellationToken cancel) => CountByWrkAsync(server, "/", time, cancel);
}

/// <summary>apps/dotnet-web under wrk: JSON of a note.</summary>
public sealed class DotnetWebBench : ProgramBench
{
    /// <inheritdoc/>
    public override string Name => "dotnet-web";

    private protected override int Port => 8080;

    private protected override string Question => @"GET / HTTP/1.0\r\n\r\n";

    private protected override (double Rate, double? Memory, double First, double? Most) Targets => (1.3, 0.6, 0.5, null);

    private protected override (MemorySize Ours, MemorySize Linux, MemorySize Step) Memory => (MemorySize.FromMebibytes(128), MemorySize.FromMebibytes(256), MemorySize.FromMebibytes(1));

    private protected override LinuxServer Linux(BenchContext context) => new() { Name = "dotnet-web", App = "apps/dotnet-web", Command = "/DotnetWeb" };

    private protected override Task<IReadOnlyDictionary<string, double>> DriveAsync(RunningServer server, int connections, CancellationToken cancel) =>
        DriveByWrkAsync(server, "/machine", connections, cancel);

    private protected override Task<double> CountAsync(RunningServer server, TimeSpan time, CancellationToken cancel) => CountByWrkAsync(server, "/machine", time, cancel);
}
