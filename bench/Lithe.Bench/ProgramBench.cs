using System.Globalization;
using System.Text.RegularExpressions;
using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>
/// A Linux program as its own operating system, against the same program with the same files on Linux, under the same load: requests per second and instructions of the guest for one, the least
/// memory that serves, and the time from QEMU's start to the first answer.
/// </summary>
public abstract partial class ProgramBench : IBenchmark
{
    private const int Pairs = 5;
    private static readonly TimeSpan CountTime = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public string Summary => $"{Name} as its own operating system against {Name} on Linux: requests per second, instructions, memory, first answer";

    /// <summary>The program on Linux.</summary>
    private protected abstract LinuxServer Linux(BenchContext context);

    /// <summary>What stands on the image's command line for the program; null for what its description says.</summary>
    private protected virtual string? Arguments => null;

    private protected abstract int Port { get; }

    /// <summary>What is asked until it answers.</summary>
    private protected abstract string Question { get; }

    /// <summary>The numbers of connections that are driven.</summary>
    private protected virtual int[] Steps => [1, 10, 100];

    private protected virtual int Processors => 1;

    /// <summary>Times as many requests as on Linux at ten connections, times its least memory, times its time to the first answer; the most KiB.</summary>
    private protected abstract (double Rate, double? Memory, double First, double? Most) Targets { get; }

    /// <summary>The sizes between which the least memory is looked for.</summary>
    private protected abstract (MemorySize Ours, MemorySize Linux, MemorySize Step) Memory { get; }

    /// <summary>Drives a server: figures by name, the first of them requests per second of what is counted.</summary>
    private protected abstract Task<IReadOnlyDictionary<string, double>> DriveAsync(RunningServer server, int connections, CancellationToken cancel);

    /// <summary>Drives a server for a while with ten connections; how many requests it answered.</summary>
    private protected abstract Task<double> CountAsync(RunningServer server, TimeSpan time, CancellationToken cancel);

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        context.Note($"building apps/{Name}");
        BuildOutcome built = await context.BuildAsync($"apps/{Name}", Target.QemuX64, cancel).ConfigureAwait(false);
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync(cancel).ConfigureAwait(false);
        AppDescription app = DescriptionReader.Read(Path.Combine(context.Root, "apps", Name)).App!;
        VmOptions machine = new()
        {
            ImagePath = built.ImagePath,
            Architecture = GuestArchitecture.X86_64,
            Machine = MachineType.Q35,
            Memory = MemorySize.FromMebibytes(256),
            Processors = Processors,
        };
        string words = string.Join(' ', app.Args.Select(word => word.Length == 0 || word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word));
        VmOptions own = machine with
        {
            InitialRamdisk = built.RootInMemory,
            RootDisk = built.RootDisk,
            CommandLine = $"{PrivateNetwork.GuestWords} -- {Arguments ?? words}".TrimEnd(),
        };
        var ours = new ServerSide($"apps/{Name}", own, Port, Question);
        var theirs = new ServerSide($"{Name} on {LinuxGuest.Name}", await Linux(context).PrepareAsync(context, machine, cancel).ConfigureAwait(false), Port, Question);

        // For work on memory alone: all else takes many times as long.
        if (Environment.GetEnvironmentVariable("LITHE_BENCH_PART") == "memory")
        {
            await LeastMemoryAsync(context, network, ours, theirs, cancel).ConfigureAwait(false);
            return;
        }

        var pair = new ServerPair(context, network, ours, theirs);
        var names = new List<string>();
        await pair.RunAsync(
            Pairs,
            async (server, stop) =>
            {
                var figures = new Dictionary<string, double>();
                foreach (int connections in Steps)
                {
                    foreach ((string name, double value) in await DriveAsync(server, connections, stop).ConfigureAwait(false))
                        figures[$"{name}.connections_{connections}"] = value;
                }

                names = [.. figures.Keys];
                return figures;
            },
            cancel).ConfigureAwait(false);
        foreach (string name in names)
        {
            bool isLatency = name.StartsWith("latency", StringComparison.Ordinal);
            context.Report(pair[name].AsMeasurement($"{Name}.{name}", isLatency ? "us" : "1/s", isLatency ? Better.Lower : Better.Higher, timesPeer: null));
            if (!isLatency)
                context.Report(pair[name].AsRatio($"{Name}.times_linux.{name}", name.EndsWith("connections_10", StringComparison.Ordinal) ? Targets.Rate : 1));
        }

        context.Report(pair[ServerPair.FirstAnswer].AsMeasurement($"{Name}.first_answer", "ms", Better.Lower, timesPeer: Targets.First));
        if (Processors == 1)
            await InstructionsAsync(context, network, ours, theirs, cancel).ConfigureAwait(false);
        await LeastMemoryAsync(context, network, ours, theirs, cancel).ConfigureAwait(false);
    }

    private async Task InstructionsAsync(BenchContext context, PrivateNetwork network, ServerSide ours, ServerSide theirs, CancellationToken cancel)
    {
        using ExecutionCounter counter = await ExecutionCounter.CreateAsync(context, cancel).ConfigureAwait(false);
        var counts = new double[2];
        foreach (ServerSide side in new[] { ours, theirs })
        {
            context.Note($"counting instructions: {side.Name}");
            await using RunningServer server = await RunningServer.StartAsync(context, network, side with { Options = counter.Count(side.Options) }, cancel).ConfigureAwait(false);
            await CountAsync(server, TimeSpan.FromSeconds(1), cancel).ConfigureAwait(false);
            long before = counter.Value;
            double requests = await CountAsync(server, CountTime, cancel).ConfigureAwait(false);
            counts[side == ours ? 0 : 1] = Math.Round((counter.Value - before) / requests);
        }

        context.Report(new Measurement($"{Name}.request_instructions.connections_10", counts[0], "instructions") { Peer = new Peer(theirs.Name, counts[1]) });
    }

    private async Task LeastMemoryAsync(BenchContext context, PrivateNetwork network, ServerSide ours, ServerSide theirs, CancellationToken cancel)
    {
        context.Note("least memory");
        (MemorySize most, MemorySize mostOfLinux, MemorySize step) = Memory;
        Task Drive(RunningServer server, CancellationToken stop) => DriveAsync(server, 10, stop);
        // The smallest machine that the image runs on; Linux has the one that it is measured on.
        ServerSide small = ours with { Options = ours.Options with { Machine = MachineType.Microvm } };
        MemorySize least = await ServerPair.LeastMemoryAsync(context, network, small, step, most, step, Drive, cancel).ConfigureAwait(false);
        MemorySize leastOfLinux = await ServerPair.LeastMemoryAsync(context, network, theirs, step, mostOfLinux, step, Drive, cancel).ConfigureAwait(false);
        context.Report(new Measurement($"{Name}.least_memory", least.Kibibytes, "KiB")
        {
            Target = Targets.Most ?? Targets.Memory * leastOfLinux.Kibibytes,
            Peer = new Peer(theirs.Name, leastOfLinux.Kibibytes),
        });
    }

    /// <summary>How many requests wrk says that there were.</summary>
    private protected static async Task<double> CountByWrkAsync(RunningServer server, string path, TimeSpan time, CancellationToken cancel)
    {
        string text = await server.Network.RunAsync("wrk", ["-t1", "-c10", $"-d{(int)time.TotalSeconds}s", "--timeout", "10s", $"http://{PrivateNetwork.GuestV4}:{server.Side.Port}{path}"], cancel).ConfigureAwait(false);
        return RequestCount().Match(text) is { Success: true } match ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : throw new BenchException($"wrk printed: {text}");
    }

    /// <summary>Drives a server by wrk.</summary>
    private protected static async Task<IReadOnlyDictionary<string, double>> DriveByWrkAsync(RunningServer server, string path, int connections, CancellationToken cancel)
    {
        Wrk.Result result = await Wrk.RunAsync(server, path, connections, TimeSpan.FromSeconds(4), cancel).ConfigureAwait(false);
        return new Dictionary<string, double> { ["requests_per_second"] = result.PerSecond, ["latency_p50"] = result.Median, ["latency_p99"] = result.Late };
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex RequestCount();
}
