using System.Diagnostics;
using Lithe.Cli.Doctor;
using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Insight.Images;
using Lithe.Insight.Size;
using Lithe.Insight.Timeline;
using Lithe.Vmm;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe run --timeline</c>: boots an image one instruction at a time, up to its application, and draws what executed them.</summary>
internal static class TimelineRun
{
    // A boot takes thousands of instructions; what takes more than these millions waits for something.
    private const long MostBytes = 1L << 30;

    private static readonly Version OneInstructionOption = new(8, 1);

    /// <summary>Boots, writes the picture, and prints the sums.</summary>
    public static async Task<int> RunAsync(VmOptions options, BuiltImage image, string picture, Screen screen, CancellationToken cancel)
    {
        if (options.Accelerator == Accelerator.Kvm)
            throw UserError.Usage("KVM does not tell which instructions it executes", "leave --accel out");
        ImageSize size = await ImageBuilds.GuardedAsync(() => ImageSize.MeasureAsync(image, cancel)).ConfigureAwait(false);
        var timeline = new BootTimeline(image, size);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-timeline-");
        try
        {
            string log = Path.Combine(folder.FullName, "log");
            await using Stream console = Console.OpenStandardOutput();
            var machine = options with
            {
                Accelerator = Accelerator.Tcg,
                LogPath = log,
                ExtraArguments = [.. options.ExtraArguments, .. await StepArgumentsAsync(options, cancel).ConfigureAwait(false),
                    "-d", "exec,nochain", "-dfilter", $"0x{timeline.First:x}+0x{timeline.End - timeline.First:x}"],
            };
            await using VirtualMachine vm = await VirtualMachine.StartAsync(machine, new AnnotatingSink(console, new Analysis.PanicAnnotator(null)), cancel).ConfigureAwait(false);
            await FollowAsync(log, vm, timeline, cancel).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        timeline.Complete();
        if (timeline.Count == 0)
            throw new UserError(ExitCodes.Failure, Diagnostic.Error(ErrorCodes.MachineRefused, "the image executed nothing", "boot it without --timeline: the machine's messages say more"));
        string end = timeline.ReachedApplication ? "the application's first" : "the image's end";
        string subtitle = $"{TextTable.Number((ulong)timeline.Count)} instructions from the image's first to {end}, on {Machines.NameOf(options.EffectiveMachine)}";
        await File.WriteAllTextAsync(picture, TimelineSvg.Write(timeline, subtitle), cancel).ConfigureAwait(false);
        var table = new TextTable("library", "instructions#", "first at#");
        foreach ((string library, long start, long count) in timeline.Libraries)
            table.Add(library, TextTable.Number((ulong)count), TextTable.Number((ulong)start));
        table.Write(screen);
        screen.Out.WriteLine($"{subtitle}: {screen.Display(picture)}");
        return ExitCodes.Success;
    }

    // The log is read as it grows, so that a boot of any length ends with the application's first instruction.
    private static async Task FollowAsync(string log, VirtualMachine vm, BootTimeline timeline, CancellationToken cancel)
    {
        Task<VmResult> end = vm.WaitAsync();
        while (!File.Exists(log) && !end.IsCompleted)
            await Task.Delay(10, cancel).ConfigureAwait(false);
        if (!File.Exists(log))
            return;
        await using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        string rest = "";
        char[] buffer = new char[1 << 16];
        while (true)
        {
            bool ended = end.IsCompleted;
            int count = await reader.ReadAsync(buffer, cancel).ConfigureAwait(false);
            if (count == 0)
            {
                if (ended)
                    return;
                await Task.Delay(10, cancel).ConfigureAwait(false);
                continue;
            }

            string text = rest + new string(buffer, 0, count);
            int from = 0;
            for (int at; (at = text.IndexOf('\n', from)) >= 0; from = at + 1)
            {
                if (!timeline.Add(text.AsSpan(from, at - from)))
                    return;
            }

            rest = text[from..];
            if (file.Position > MostBytes)
                throw new UserError(ExitCodes.Failure, Diagnostic.Error(
                    ErrorCodes.MachineRefused, $"the application was not reached within {timeline.Count:N0} instructions", "see where it waits: lithe debug"));
        }
    }

    private static async Task<string[]> StepArgumentsAsync(VmOptions options, CancellationToken cancel)
    {
        string program = QemuCommandLine.ProgramFor(options.Architecture);
        Version? version = ProgramFinder.Find(program) is { } path ? await ProgramVersion.AskAsync(path, "--version", cancel).ConfigureAwait(false) : null;
        // The later of two -accel options counts.
        return version >= OneInstructionOption ? ["-accel", "tcg,one-insn-per-tb=on"] : ["-singlestep"];
    }
}
