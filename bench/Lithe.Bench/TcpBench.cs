using System.Globalization;
using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>TCP in bulk, each way, with the card's offloads: throughput against Linux, instructions for a full segment's worth of bytes, and whether it stays as fast.</summary>
public sealed class TcpBench : IBenchmark
{
    private const int Pairs = 5, Repetitions = 30, Ends = 5;
    private const double SegmentBytes = 1460, LeastShareOfFirst = 0.95;
    private const long Bytes = 256 << 20, CountedBytes = 32 << 20;
    private static readonly MemorySize Memory = MemorySize.FromMebibytes(256);
    private static readonly (string Name, string Address, string Word)[] s_ways =
    [
        ("to_guest.v4", PrivateNetwork.GuestV4, "send"), ("from_guest.v4", PrivateNetwork.GuestV4, "receive"),
        ("to_guest.v6", PrivateNetwork.GuestV6, "send"), ("from_guest.v6", PrivateNetwork.GuestV6, "receive"),
    ];

    /// <inheritdoc/>
    public string Name => "tcp";

    /// <inheritdoc/>
    public string Summary => "TCP in bulk: throughput each way against Linux, instructions for 1,460 bytes, thirty runs in a row";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        context.Note("building bench/images/bulk");
        BuildOutcome bulk = await context.BuildAsync("bench/images/bulk", Target.QemuX64, cancel).ConfigureAwait(false);
        string drive = await LinuxGuest.CompileAsync(context, "bulk-drive.c", cancel).ConfigureAwait(false);
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync(cancel).ConfigureAwait(false);
        var machine = new VmOptions { ImagePath = bulk.ImagePath, Architecture = GuestArchitecture.X86_64, Machine = MachineType.Q35, Memory = Memory };
        // The first sixteen bytes are a number and a seed: as text, a very large number.
        const int Source = 5002;
        const string Question = "0123456789abcdef";
        string words = $"net.addr={PrivateNetwork.GuestV4}/24,{PrivateNetwork.GuestV6}/64 net.gw={PrivateNetwork.HostV4}";
        var ours = new ServerSide("bulk", machine with { CommandLine = words }, Source, Question);
        var linux = new LinuxServer
        {
            Name = "bulk",
            Command = "/bulk",
            Programs = ["/bulk"],
            Files = new Dictionary<string, byte[]> { ["bulk"] = await File.ReadAllBytesAsync(await LinuxGuest.CompileAsync(context, "bulk.c", cancel).ConfigureAwait(false), cancel).ConfigureAwait(false) },
        };
        var theirs = new ServerSide(LinuxGuest.Name, await linux.PrepareAsync(context, machine, cancel).ConfigureAwait(false), Source, Question);

        using ExecutionCounter counter = await ExecutionCounter.CreateAsync(context, cancel).ConfigureAwait(false);
        IReadOnlyDictionary<string, double> counted = await CountAsync(ours).ConfigureAwait(false), onLinux = await CountAsync(theirs).ConfigureAwait(false);
        foreach ((string name, double count) in counted)
            context.Report(new Measurement($"tcp.instructions_per_1460.{name}", count, "instructions") { Peer = new Peer(LinuxGuest.Name, onLinux[name]) });

        var pair = new ServerPair(context, network, ours, theirs);
        await pair.RunAsync(
            Pairs,
            async (server, stop) =>
            {
                var rates = new Dictionary<string, double>();
                foreach ((string name, string address, string word) in s_ways)
                    rates[name] = Bytes / 1e6 / await TransferAsync(server, drive, address, word, Bytes, stop).ConfigureAwait(false);
                return rates;
            },
            cancel).ConfigureAwait(false);
        foreach ((string name, _, _) in s_ways)
            context.Report(pair[name].AsMeasurement($"tcp.megabytes_per_second.{name}", "MB/s", Better.Higher, timesPeer: 1));

        await RepeatAsync(context, network, ours, drive, cancel).ConfigureAwait(false);

        async Task<IReadOnlyDictionary<string, double>> CountAsync(ServerSide side)
        {
            context.Note($"counting instructions: {side.Name}");
            await using RunningServer server = await RunningServer.StartAsync(context, network, side with { Options = counter.Count(side.Options) }, cancel).ConfigureAwait(false);
            var counts = new Dictionary<string, double>();
            foreach ((string name, string address, string word) in s_ways)
            {
                // A first run fills windows and caches.
                await TransferAsync(server, drive, address, word, CountedBytes, cancel).ConfigureAwait(false);
                long before = counter.Value;
                await TransferAsync(server, drive, address, word, CountedBytes, cancel).ConfigureAwait(false);
                counts[name] = Math.Round((counter.Value - before) / (CountedBytes / SegmentBytes));
            }

            return counts;
        }
    }

    // A server that leaks, or whose tables fill, gets slower.
    private static async Task RepeatAsync(BenchContext context, PrivateNetwork network, ServerSide side, string drive, CancellationToken cancel)
    {
        context.Note($"{Repetitions} runs each way");
        await using RunningServer server = await RunningServer.StartAsync(context, network, side, cancel).ConfigureAwait(false);
        var seconds = s_ways.ToDictionary(way => way.Name, _ => new List<double>());
        for (int i = 0; i < Repetitions; i++)
        {
            foreach ((string name, string address, string word) in s_ways)
                seconds[name].Add(await TransferAsync(server, drive, address, word, Bytes / 4, cancel).ConfigureAwait(false));
        }

        foreach ((string name, List<double> times) in seconds)
        {
            // The fastest of five: what else the host does only ever takes time.
            double first = times.Take(Ends).Min(), last = times.TakeLast(Ends).Min();
            context.Report(new Measurement($"tcp.last_of_first.{name}", Math.Round(first / last, 3), "x") { Better = Better.Higher, Target = LeastShareOfFirst });
        }
    }

    private static async Task<double> TransferAsync(RunningServer server, string drive, string address, string word, long bytes, CancellationToken cancel)
    {
        string text = await server.Network.RunAsync(drive, [address, word, bytes.ToString(CultureInfo.InvariantCulture)], cancel).ConfigureAwait(false);
        return double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
