using System.Globalization;
using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>System calls of a Linux program: guest instructions and time of each, the same static program in the image and on Linux.</summary>
public sealed class SyscallBench : IBenchmark
{
    private const string Source = "syscall.c";
    private const int Pairs = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // Name, and the most instructions that it may take.
    private static readonly (string Name, double? Most)[] s_calls =
        [("getpid", 120), ("read_zero", null), ("clock_gettime", null), ("futex_wake", null), ("epoll_wait_ready", null), ("clock_gettime_call", null)];

    /// <inheritdoc/>
    public string Name => "syscall";

    /// <inheritdoc/>
    public string Summary => "system calls of a program: guest instructions and time, against Linux";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        LinuxGuest linux = await LinuxGuest.PrepareAsync(context, cancel).ConfigureAwait(false);
        string app = await WriteAppAsync(context, cancel).ConfigureAwait(false);
        context.Note("building the image");
        BuildOutcome build = await context.BuildAsync(app, Target.QemuX64, cancel).ConfigureAwait(false);
        var options = new VmOptions
        {
            ImagePath = build.ImagePath,
            InitialRamdisk = build.RootInMemory,
            RootDisk = build.RootDisk,
            Architecture = GuestArchitecture.X86_64,
            Machine = MachineType.Q35,
            Memory = MemorySize.FromMebibytes(128),
            Accelerator = Accelerator.Tcg,
            Timeout = Limit,
        };
        VmOptions theirs = await linux.BootAsync(context, Source, options with { CommandLine = "" }, cancel).ConfigureAwait(false);

        context.Note("counting instructions on both");
        Dictionary<string, (double Counts, double Time)> counted = await RunAsync(options with { CountInstructions = true }, cancel).ConfigureAwait(false);
        Dictionary<string, (double Counts, double Time)> theirsCounted = await RunAsync(theirs with { CountInstructions = true }, cancel).ConfigureAwait(false);
        foreach ((string name, double? most) in s_calls)
        {
            context.Report(new Measurement($"syscall.instructions.{name}", Math.Round(counted[name].Counts), "instructions")
            {
                Target = most,
                Peer = new Peer(LinuxGuest.Name, Math.Round(theirsCounted[name].Counts)),
            });
        }

        var ours = new Dictionary<string, List<double>>();
        var linuxTimes = new Dictionary<string, List<double>>();
        for (int i = 0; i < Pairs; i++)
        {
            context.Note($"pair {i + 1} of {Pairs}");
            foreach (bool isOurs in i % 2 == 0 ? new[] { true, false } : [false, true])
            {
                foreach ((string name, (double _, double time)) in await RunAsync(isOurs ? options : theirs, cancel).ConfigureAwait(false))
                {
                    Dictionary<string, List<double>> all = isOurs ? ours : linuxTimes;
                    if (!all.TryGetValue(name, out List<double>? values))
                        all.Add(name, values = []);
                    values.Add(time);
                }
            }
        }

        foreach ((string name, _) in s_calls)
            context.Report(new Compared(Spread.Of(ours[name]), Spread.Of(linuxTimes[name]), LinuxGuest.Name).AsMeasurement($"syscall.time.{name}", "ns", Better.Lower, null));
    }

    // An application whose program is compiled here.
    private static async Task<string> WriteAppAsync(BenchContext context, CancellationToken cancel)
    {
        string program = await LinuxGuest.CompileAsync(context, Source, cancel).ConfigureAwait(false);
        string folder = Path.Combine(context.Root, "build", "bench", "syscall");
        Directory.CreateDirectory(folder);
        File.Copy(program, Path.Combine(folder, "program"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "lithe.yaml"), "name: syscall\napp: { elf: ./program }\ntargets: [qemu-x86_64]\n", cancel).ConfigureAwait(false);
        return folder;
    }

    private static async Task<Dictionary<string, (double Counts, double Time)>> RunAsync(VmOptions options, CancellationToken cancel)
    {
        var console = new GuestConsole();
        VmResult result = await VirtualMachine.RunAsync(options, console, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        var found = new Dictionary<string, (double, double)>();
        var other = new List<string>();
        double rate = 0;
        await foreach (string line in console.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["syscall", _, _, _] && rate > 0)
                found[words[1]] = (Parse(words[2]) / rate, Parse(words[3]));
            else if (words is ["rate", _])
                rate = Parse(words[1]);
            else
                other.Add(line);
        }

        return found.Count == s_calls.Length ? found : throw new BenchException($"{Source} {result.Describe()}: {string.Join('\n', other)}");
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
