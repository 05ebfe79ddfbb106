using System.CommandLine;
using Lithe.Analysis;
using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe run</c>: builds an image, boots it, returns its exit status.</summary>
internal static class RunCommand
{
    public static Command Create(GlobalOptions global, IReadOnlyList<string> programArguments)
    {
        var options = new AppOptions();
        var machineOptions = new MachineOptions();
        var append = new Option<string[]>("--append") { Description = "Text for the kernel's command line.", HelpName = "TEXT" };
        var command = new Command(
            "run",
            "Build an application and boot it; the exit code is the guest's status. Arguments after -- are the program's.");
        options.AddTo(command);
        machineOptions.AddTo(command);
        var deviceOptions = new DeviceOptions();
        deviceOptions.AddTo(command);
        command.Options.Add(append);
        var timeline = new Option<string?>("--timeline") { Description = "Boot up to the application only, and draw what executed how much (SVG).", HelpName = "FILE" };
        command.Options.Add(timeline);
        var strace = new Option<bool>("--strace") { Description = "Have the image of a Linux program print each system call." };
        command.Options.Add(strace);
        var countCalls = new Option<bool>("--count-calls") { Description = "Have the image of a Linux program print, when it ends, how often each system call was made and how long it took." };
        command.Options.Add(countCalls);
        var trace = new Option<bool>("--trace") { Description = "Have the image note what happens at its tracepoints, and print it in order when it ends." };
        command.Options.Add(trace);
        command.SetAction(global.Action(async (parse, context, cancel) =>
        {
            MachineType? machine = machineOptions.MachineOf(parse);
            MemorySize? memory = machineOptions.MemoryOf(parse);
            int? processors = machineOptions.ProcessorsOf(parse);
            Accelerator accelerator = machineOptions.AcceleratorOf(parse);
            TimeSpan? timeout = machineOptions.TimeoutOf(parse);
            IReadOnlyDictionary<string, string> overrides = options.Overrides(parse);
            if (parse.GetValue(strace))
                overrides = new Dictionary<string, string>(overrides, StringComparer.Ordinal) { ["PROGRAM_STRACE"] = "y" };
            if (parse.GetValue(countCalls))
                overrides = new Dictionary<string, string>(overrides, StringComparer.Ordinal) { ["PROGRAM_COUNT_CALLS"] = "y" };
            if (parse.GetValue(trace))
                overrides = new Dictionary<string, string>(overrides, StringComparer.Ordinal) { ["TRACE"] = "y" };
            IReadOnlyList<Target> targets = options.Targets(parse);
            var builds = new AppBuilds(context);
            AppDescription app = builds.Read(parse.GetValue(options.App)!);
            Target target = ChooseTarget(app, targets, machine);
            machine ??= AppMachine.MachinesOf(app, target)[0];
            memory ??= AppMachine.MemoryOf(app);
            IReadOnlyList<GuestDevice> devices = deviceOptions.Devices(parse, AppMachine.DevicesOf(app));
            // A program finds shared folders mounted.
            if (app.IsProgram && devices.Any(device => device is ShareDevice) && !overrides.ContainsKey("FS_9P"))
                overrides = new Dictionary<string, string>(overrides, StringComparer.Ordinal) { ["FS_9P"] = "y" };

            // A program that is given several processors is meant to use them; native code that knows of one only must say that it does.
            int count = processors ?? app.Processors[0];
            if (app.IsProgram && count > 1 && !overrides.ContainsKey("SMP") && !app.Config.Any(entry => entry.Name == "SMP"))
                overrides = new Dictionary<string, string>(overrides, StringComparer.Ordinal) { ["SMP"] = "y" };

            var vm = new VmOptions
            {
                ImagePath = "",
                Architecture = MachineOptions.ArchitectureOf(target),
                IsProcess = target.IsProcess,
                Machine = machine,
                Accelerator = accelerator,
                Processors = count,
                Timeout = timeout,
                Devices = devices,
                CommandLine = GuestCommandLine.Compose(parse.GetValue(append) ?? [], programArguments.Count > 0 ? programArguments : app.Args),
            };
            if (memory is { } size)
                vm = vm with { Memory = size };
            // A mistake is told before the build's time has passed.
            VirtualMachine.Validate(vm);
            AppBuild build = await builds.BuildAsync(app, target, options.Profile(parse), overrides, cancel).ConfigureAwait(false);
            if (!build.Outcome.Succeeded)
                return ExitCodes.Failure;
            vm = vm with { ImagePath = build.Outcome.ImagePath, InitialRamdisk = build.Outcome.RootInMemory, RootDisk = build.Outcome.RootDisk };
            ImageMemory.Check(vm);
            if (processors > 1 && build.Outcome.Config.GetValueOrDefault("SMP") != "y")
                context.Screen.Note($"lithe: the image uses one of the {processors} processors, as SMP is n (-s SMP=y uses them all)");
            if (parse.GetValue(timeline) is { } picture)
                return await TimelineRun.RunAsync(vm, new ImageBuilds(context).Open(build.Outcome.OutputFolder), picture, context.Screen, cancel).ConfigureAwait(false);
            return await RunAsync(vm, build.Outcome.DebugPath, context.Screen, cancel).ConfigureAwait(false);
        }));
        return command;
    }

    // A machine that only another of the application's targets has chooses that target.
    private static Target ChooseTarget(AppDescription app, IReadOnlyList<Target> wanted, MachineType? machine)
    {
        if (wanted.Count > 1)
            throw UserError.Usage("only one --target can be run at a time");
        IReadOnlyList<Target> offered = AppBuilds.Choose(app, wanted);
        if (machine is null)
            return offered[0];
        GuestArchitecture architecture = Machines.ArchitectureOf(machine.Value);
        return offered.FirstOrDefault(t => !t.IsProcess && MachineOptions.ArchitectureOf(t) == architecture) ?? offered[0];
    }

    private static async Task<int> RunAsync(VmOptions options, string debugPath, Screen screen, CancellationToken cancel)
    {
        await using Stream output = Console.OpenStandardOutput();
        var sink = new AnnotatingSink(output, new PanicAnnotator(Symbols.TryOpen(debugPath, screen)));
        await using VirtualMachine machine = await VirtualMachine.StartAsync(options, sink, cancel).ConfigureAwait(false);
        using CancellationTokenRegistration kill = cancel.Register(machine.Kill);
        ConsoleInput.Forward(machine);
        VmResult result = await machine.WaitAsync().ConfigureAwait(false);
        return Report(result, options, screen);
    }

    private static int Report(VmResult result, VmOptions options, Screen screen)
    {
        if (result.QemuErrors.Length > 0 && result.Ending != VmEnding.QemuFailed)
            screen.Note(result.QemuErrors.TrimEnd());
        if (result.Status is { } status)
            return status & 0xFF;
        if (result.Ending == VmEnding.QemuFailed)
        {
            // What Lithe has checked QEMU does not refuse; what is left is the host's doing, or a word that went past all checks.
            string text = result.QemuErrors.Trim().Replace($"{QemuCommandLine.ProgramFor(options.Architecture)}: ", "", StringComparison.Ordinal);
            screen.Print(Diagnostic.Error(
                ErrorCodes.QemuFailed, $"QEMU ended with code {result.QemuExitCode} before the image did{(text.Length == 0 ? "" : ": " + text)}", "see the programs that Lithe needs: lithe doctor"));
            return ExitCodes.QemuFailed;
        }

        string machine = options.IsProcess ? "" : $" on {Machines.NameOf(options.EffectiveMachine)}";
        screen.Note($"lithe: the image{machine} {result.Describe()}");
        return result.Ending switch
        {
            VmEnding.TimedOut => ExitCodes.Timeout,
            VmEnding.Killed => ExitCodes.Interrupted,
            _ => ExitCodes.NoStatus,
        };
    }
}
