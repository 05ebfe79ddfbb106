using System.Globalization;
using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>apps/kv-udp: bytes, guest instructions for a request, requests per second against a guest that only turns packets round, latency.</summary>
public sealed class KvUdpBench : IBenchmark
{
    private const double MostImageBytes = 64 * 1024;
    private const double MostInBursts = 1000;
    private const double MostAlone = 2500;
    private const double LeastShare = 0.8;
    private const double LeastTimesLinux = 5;
    private const int Window = 64, Rounds = 3;
    private const string PeerSource = "kv-udp.c";
    private static readonly MemorySize Memory = MemorySize.FromMebibytes(4), LinuxMemory = MemorySize.FromMebibytes(128);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => "kv-udp";

    /// <inheritdoc/>
    public string Summary => "the key-value store on the raw card: instructions a request, requests per second, latency";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        context.Note("building apps/kv-udp and bench/images/turn");
        BuildOutcome store = await context.BuildAsync("apps/kv-udp", Target.QemuX64, cancel).ConfigureAwait(false);
        BuildOutcome turn = await context.BuildAsync("bench/images/turn", Target.QemuX64, cancel).ConfigureAwait(false);
        context.Report(new Measurement("kv-udp.image_bytes.x86_64", new FileInfo(store.ImagePath).Length, "bytes") { Target = MostImageBytes });

        var counted = new Dictionary<int, double>();
        foreach ((int burst, double most) in new[] { (1, MostAlone), (32, MostInBursts) })
        {
            context.Note($"counting instructions, {burst} at a time");
            counted[burst] = await CountAsync(Options(true, $"-- 10.0.2.15 7777 {burst}", Memory) with { ImagePath = store.ImagePath }, burst, cancel).ConfigureAwait(false);
            context.Report(new Measurement($"kv-udp.request_instructions.burst_{burst}", counted[burst], "instructions") { Target = most });
        }

        LinuxGuest linux = await LinuxGuest.PrepareAsync(context, cancel).ConfigureAwait(false);
        foreach ((string mode, int burst, string name, double times) in new[] { ("block", 1, "recvfrom", 15.0), ("batch", 32, "recvmmsg", 8.0) })
        {
            context.Note($"counting instructions on Linux, {name}");
            using ExecutionCounter counter = await ExecutionCounter.CreateAsync(context, cancel).ConfigureAwait(false);
            VmOptions boot = await linux.BootAsync(context, PeerSource, counter.Count(Options(false, $"kv={mode}", LinuxMemory)), cancel).ConfigureAwait(false);
            double theirs = await CountOnLinuxAsync(boot, burst, counter, cancel).ConfigureAwait(false);
            context.Report(new Measurement($"kv-udp.share_of_linux.{name}", Math.Round(counted[32] / theirs, 4), "x") { Target = Math.Round(1 / times, 4), Peer = new Peer($"{LinuxGuest.Name}: {theirs} instructions", 1) });
            if (burst == 1)
                context.Report(new Measurement("kv-udp.share_of_linux.recvfrom_alone", Math.Round(counted[1] / theirs, 4), "x") { Peer = new Peer($"{LinuxGuest.Name}: {theirs} instructions", 1) });
        }

        context.Note("requests per second and latency");
        VmOptions plain = await linux.BootAsync(context, PeerSource, Options(false, "kv=block", LinuxMemory), cancel).ConfigureAwait(false);
        VmOptions ours = Options(false, "", Memory) with { ImagePath = store.ImagePath }, around = Options(false, "", Memory) with { ImagePath = turn.ImagePath };
        // In turns, the best of each: a host that is busy with something else for a moment spoils one of them at a time.
        Rates onLinux = Rates.None, turned = Rates.None, served = Rates.None;
        for (int i = 0; i < Rounds; i++)
        {
            onLinux = onLinux.OrBetter(await LoadAsync(plain, "kv-udp: ready", isTurning: false, cancel).ConfigureAwait(false));
            turned = turned.OrBetter(await LoadAsync(around, "turn: ready", isTurning: true, cancel).ConfigureAwait(false));
            served = served.OrBetter(await LoadAsync(ours, "kv-udp: ready", isTurning: false, cancel).ConfigureAwait(false));
        }

        context.Report(new Measurement("kv-udp.times_linux", Math.Round(served.PerSecond / onLinux.PerSecond, 2), "x")
        {
            Better = Better.Higher,
            Target = LeastTimesLinux,
            Peer = new Peer($"{LinuxGuest.Name}, recvfrom: {onLinux.PerSecond}/s", 1),
        });
        context.Report(new Measurement("kv-udp.requests_per_second", served.PerSecond, "1/s")
        {
            Better = Better.Higher,
            Target = Math.Round(LeastShare * turned.PerSecond),
            Peer = new Peer("a guest that turns packets round", turned.PerSecond),
        });
        foreach ((string name, double share) in new[] { ("p50", 0.5), ("p99", 0.99), ("p99_9", 0.999) })
            context.Report(new Measurement($"kv-udp.latency_{name}", served.Percentile(share), "us") { Peer = new Peer($"{LinuxGuest.Name}, recvfrom", onLinux.Percentile(share)) });
    }

    private static VmOptions Options(bool count, string commandLine, MemorySize memory) => new()
    {
        ImagePath = "",
        Architecture = GuestArchitecture.X86_64,
        Machine = MachineType.Microvm,
        Memory = memory,
        CountInstructions = count,
        CommandLine = commandLine,
        Timeout = Limit,
    };

    // The guest counts what it spends between finding packets and having sent the answers; with counted instructions its counter is their number.
    private static async Task<double> CountAsync(VmOptions options, int burst, CancellationToken cancel)
    {
        const int Rounds = 100;
        await using FrameGuest guest = await FrameGuest.StartAsync(options, "kv-udp: ready", cancel).ConfigureAwait(false);
        await guest.AskAsync("set colour blue", burst, cancel).ConfigureAwait(false);
        // What asking for the counters costs comes out of two questions in a row.
        ulong first = BusyOf(await guest.AskAsync("stats", burst, cancel).ConfigureAwait(false));
        ulong second = BusyOf(await guest.AskAsync("stats", burst, cancel).ConfigureAwait(false));
        for (int i = 0; i < Rounds; i++)
            await GetAsync(guest, burst, cancel).ConfigureAwait(false);
        ulong third = BusyOf(await guest.AskAsync("stats", burst, cancel).ConfigureAwait(false));
        return Math.Round((third - second - (second - first)) / (double)(Rounds * burst), 1);
    }

    // All that the guest executes from the first question to the last answer, waiting in between included: the middle of several rounds.
    private static async Task<double> CountOnLinuxAsync(VmOptions options, int burst, ExecutionCounter counter, CancellationToken cancel)
    {
        const int Rounds = 9, Questions = 640;
        await using FrameGuest guest = await FrameGuest.StartAsync(options, "kv-udp: ready", cancel).ConfigureAwait(false);
        await guest.AskAsync("set colour blue", 1, cancel).ConfigureAwait(false);
        var counts = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            long before = counter.Value;
            for (int i = 0; i < Questions; i += burst)
                await GetAsync(guest, burst, cancel).ConfigureAwait(false);
            counts.Add((counter.Value - before) / (double)Questions);
        }

        counts.Sort();
        return Math.Round(counts[Rounds / 2], 1);
    }

    private static async Task GetAsync(FrameGuest guest, int burst, CancellationToken cancel)
    {
        string answer = await guest.AskAsync("get colour", burst, cancel).ConfigureAwait(false);
        if (answer != "+blue")
            throw new BenchException($"kv-udp answered '{answer}'");
    }

    private static ulong BusyOf(string answer) => ulong.Parse(answer[(answer.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);

    private static async Task<Rates> LoadAsync(VmOptions options, string ready, bool isTurning, CancellationToken cancel)
    {
        await using FrameGuest guest = await FrameGuest.StartAsync(options, ready, cancel).ConfigureAwait(false);
        guest.TakesQuestions = isTurning;
        await guest.AskAsync("set colour blue", 1, cancel).ConfigureAwait(false);
        guest.Load("get colour", Window, Load / 4, cancel);
        double perSecond = Math.Round(guest.Load("get colour", Window, Load, cancel));
        return new Rates(perSecond, guest.MeasureLatency("get colour", Load, cancel));
    }

    private sealed record Rates(double PerSecond, List<double> Latencies)
    {
        public static readonly Rates None = new(0, []);

        public double Percentile(double share) => Math.Round(Latencies[(int)Math.Min(Latencies.Count * share, Latencies.Count - 1)]);

        public Rates OrBetter(Rates other) => new(Math.Max(PerSecond, other.PerSecond), Latencies.Count > 0 && Percentile(0.99) <= other.Percentile(0.99) ? Latencies : other.Latencies);
    }
}
