using System.Diagnostics;
using System.Globalization;
using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>What threads cost, in guest instructions: a switch, a lock that nobody else wants, a wake-up, a timer.</summary>
/// <remarks>
/// bench/guest/sched counts by the guest's own clock, which goes by instructions here (<c>-icount shift=0</c>), over many turns; it first measures a loop
/// whose instructions are known. The instructions of the loops around are taken off.
/// </remarks>
public sealed class SchedBench : IBenchmark
{
    private const string App = "bench/guest/sched";
    private const string LatenessName = "lateness";

    // Nanoseconds that a timer of an idle processor may be late.
    private const double MostLateness = 50_000;
    private const double RateLoopInstructions = 2, RateLoops = 1000;
    private const string PeerSource = "threads.c";
    private const int NativeRuns = 7;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string[] Schedulers = ["coop", "preempt"];

    // Name in the image's output, metric, steps a turn, instructions of the loop around a turn, what it must be with the cooperative scheduler.
    private static readonly Step[] Steps =
    [
        new("switch", "switch", 2, 4, 60),
        new("mutex", "mutex_uncontended", 1, 2, 12),
        new("wake", "wake_and_switch", 2, 4, null),
        new("timer", "timer_set_and_fire", 1, 2, null),
    ];

    /// <inheritdoc/>
    public string Name => "sched";

    /// <inheritdoc/>
    public string Summary => "guest instructions of a switch, an uncontended mutex, a wake-up, a timer; cooperative and preemptive";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        Dictionary<string, double> linux = await RunLinuxAsync(context, cancel).ConfigureAwait(false);
        foreach (Target target in Target.All.Where(target => !target.IsProcess))
        {
            foreach (string scheduler in Schedulers)
            {
                BuildOutcome build = await BuildAsync(context, target, scheduler, cancel).ConfigureAwait(false);
                Dictionary<string, double> counts = await RunImageAsync(build.ImagePath, target, cancel).ConfigureAwait(false);
                foreach (Step step in Steps)
                {
                    context.Report(new Measurement($"sched.{scheduler}.{step.Metric}.{target.Arch}", step.InstructionsOf(counts), "instructions")
                    {
                        Target = scheduler == "coop" ? step.Most : null,
                        Peer = target == Target.QemuX64 ? new Peer($"{LinuxGuest.Name}: pthreads", step.InstructionsOf(linux)) : null,
                    });
                }

                if (!counts.TryGetValue(LatenessName, out double lateness))
                    throw new BenchException($"{App} on {target.Name} did not say how late its timers were");
                context.Report(new Measurement($"sched.{scheduler}.timer_lateness.{target.Arch}", lateness, "ns") { Target = MostLateness });
            }
        }

        await RunNativelyAsync(context, cancel).ConfigureAwait(false);
    }

    private static async Task<BuildOutcome> BuildAsync(BenchContext context, Target target, string scheduler, CancellationToken cancel)
    {
        context.Note($"building {App} for {target.Name} with {scheduler}");
        return await context.BuildAsync(App, target, new Dictionary<string, string> { ["SCHED"] = scheduler }, cancel).ConfigureAwait(false);
    }

    // The same image as a process of the host, and the host's own threads: counts of the one clock that both read, the least of the runs: others on the machine only add to them.
    private static async Task RunNativelyAsync(BenchContext context, CancellationToken cancel)
    {
        string peer = await LinuxGuest.CompileAsync(context, PeerSource, cancel).ConfigureAwait(false);
        foreach (string scheduler in Schedulers)
        {
            BuildOutcome build = await BuildAsync(context, Target.LinuxX64, scheduler, cancel).ConfigureAwait(false);
            context.Note($"running both as processes, {NativeRuns} times in turns");
            var ours = new List<Dictionary<string, double>>();
            var theirs = new List<Dictionary<string, double>>();
            for (int i = 0; i < NativeRuns; i++)
            {
                ours.Add(await RunProcessAsync(build.ImagePath, cancel).ConfigureAwait(false));
                theirs.Add(await RunProcessAsync(peer, cancel).ConfigureAwait(false));
            }

            foreach (Step step in Steps)
            {
                context.Report(new Measurement($"sched.{scheduler}.{step.Metric}.process", Least(ours, step), "counts of the clock")
                {
                    Peer = new Peer("the host's pthreads", Least(theirs, step)),
                });
            }
        }

        static double Least(List<Dictionary<string, double>> runs, Step step) => Math.Round(runs.Select(run => run[step.Name] / step.Times).Min(), 1);
    }

    private static async Task<Dictionary<string, double>> RunProcessAsync(string program, CancellationToken cancel)
    {
        using Process process = Process.Start(new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true }) ?? throw new BenchException($"{program} did not start");
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill());
        string output = await process.StandardOutput.ReadToEndAsync(cancel).ConfigureAwait(false);
        await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        return Check(Read(output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))), program);
    }

    private static async Task<Dictionary<string, double>> RunLinuxAsync(BenchContext context, CancellationToken cancel)
    {
        LinuxGuest linux = await LinuxGuest.PrepareAsync(context, cancel).ConfigureAwait(false);
        context.Note("counting on Linux");
        var options = new VmOptions { ImagePath = "", Architecture = GuestArchitecture.X86_64, CountInstructions = true };
        return Check(Read(await linux.RunAsync(context, PeerSource, options, ["rate", .. Steps.Select(step => step.Name)], cancel).ConfigureAwait(false)), PeerSource);
    }

    private static Dictionary<string, double> Read(IEnumerable<string[]> lines)
    {
        var counts = new Dictionary<string, double>();
        foreach (string[] words in lines)
        {
            if (words.Length == 3
                && double.TryParse(words[1], CultureInfo.InvariantCulture, out double count)
                && double.TryParse(words[2], CultureInfo.InvariantCulture, out double turns))
            {
                counts[words[0]] = count / turns;
            }
        }

        return counts;
    }

    private static Dictionary<string, double> Check(Dictionary<string, double> counts, string where) =>
        Steps.All(step => counts.GetValueOrDefault(step.Name) > 0) && counts.GetValueOrDefault("rate") > 0
            ? counts
            : throw new BenchException($"{where} printed {counts.Count} figures");

    // The counts of a turn, by name.
    private static async Task<Dictionary<string, double>> RunImageAsync(string image, Target target, CancellationToken cancel)
    {
        var options = new VmOptions
        {
            ImagePath = image,
            Architecture = target.Arch == "arm64" ? GuestArchitecture.Arm64 : GuestArchitecture.X86_64,
            CountInstructions = true,
            // While the guest sleeps its clock jumps to the next alarm: what the host does meanwhile is no time of the guest's.
            ExtraArguments = ["-icount", "shift=0,sleep=off"],
            Timeout = Limit,
        };
        var console = new GuestConsole();
        VmResult result = await VirtualMachine.RunAsync(options, console, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        var lines = new List<string[]>();
        await foreach (string line in console.ReadAllAsync(cancel).ConfigureAwait(false))
            lines.Add(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return Check(Read(lines), $"{App} on {target.Name}, which {result.Describe()},");
    }

    private sealed record Step(string Name, string Metric, double Times, double LoopInstructions, double? Most)
    {
        // The rate's loop says how many instructions a count is; those of the loop around are taken off.
        public double InstructionsOf(Dictionary<string, double> counts) =>
            Math.Round((counts[Name] * (RateLoopInstructions * RateLoops / counts["rate"]) - LoopInstructions) / Times, 1);
    }
}
