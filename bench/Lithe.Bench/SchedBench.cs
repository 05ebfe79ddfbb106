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
    private const double RateLoopInstructions = 2, RateLoops = 1000;
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
        foreach (Target target in Target.All)
        {
            foreach (string scheduler in Schedulers)
            {
                context.Note($"building {App} for {target.Name} with {scheduler}");
                BuildOutcome build = await context.BuildAsync(App, target, new Dictionary<string, string> { ["SCHED"] = scheduler }, cancel).ConfigureAwait(false);
                Dictionary<string, double> counts = await RunImageAsync(build.ImagePath, target, cancel).ConfigureAwait(false);
                double instructionsPerCount = RateLoopInstructions * RateLoops / counts["rate"];
                foreach (Step step in Steps)
                {
                    double instructions = (counts[step.Name] * instructionsPerCount - step.LoopInstructions) / step.Times;
                    context.Report(new Measurement($"sched.{scheduler}.{step.Metric}.{target.Arch}", Math.Round(instructions, 1), "instructions")
                    {
                        Target = scheduler == "coop" ? step.Most : null,
                    });
                }
            }
        }
    }

    // The counts of a turn, by name.
    private static async Task<Dictionary<string, double>> RunImageAsync(string image, Target target, CancellationToken cancel)
    {
        var options = new VmOptions
        {
            ImagePath = image,
            Architecture = target.Arch == "arm64" ? GuestArchitecture.Arm64 : GuestArchitecture.X86_64,
            CountInstructions = true,
            Timeout = Limit,
        };
        var console = new GuestConsole();
        VmResult result = await VirtualMachine.RunAsync(options, console, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        var counts = new Dictionary<string, double>();
        await foreach (string line in console.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 3
                && double.TryParse(words[1], CultureInfo.InvariantCulture, out double count)
                && double.TryParse(words[2], CultureInfo.InvariantCulture, out double turns))
            {
                counts[words[0]] = count / turns;
            }
        }

        return Steps.All(step => counts.GetValueOrDefault(step.Name) > 0) && counts.GetValueOrDefault("rate") > 0
            ? counts
            : throw new BenchException($"{App} printed {counts.Count} figures on {target.Name}, then {result.Describe()}");
    }

    private sealed record Step(string Name, string Metric, double Times, double LoopInstructions, double? Most);
}
