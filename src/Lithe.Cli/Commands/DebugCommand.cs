using System.CommandLine;
using System.Diagnostics;
using Lithe.Analysis;
using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe debug</c>: boots an image that waits for a debugger, and attaches gdb with the image's symbols and the C# sources.</summary>
internal static class DebugCommand
{
    // It knows every processor that images are built for; the plain gdb knows the host's.
    private const string Debugger = "gdb-multiarch";

    /// <summary>The command's name: the one that Ctrl-C does not end, since it stops the guest for gdb.</summary>
    public const string Name = "debug";

    public static Command Create(GlobalOptions global, IReadOnlyList<string> programArguments)
    {
        var options = new AppOptions();
        var machineOptions = new MachineOptions();
        var deviceOptions = new DeviceOptions();
        var scripted = new Option<string[]>("--command", "-c") { Description = "A command for gdb; with any, gdb ends after the last.", HelpName = "COMMAND" };
        var release = new Option<bool>("--release") { Description = "Debug the optimised image: methods are merged, lines jump." };
        var command = new Command(Name, "Boot an application under gdb: it stops at Main, with symbols and C# lines. Built without optimisation unless --release is given.");
        options.AddTo(command);
        machineOptions.AddTo(command);
        deviceOptions.AddTo(command);
        command.Options.Add(scripted);
        command.Options.Add(release);
        command.SetAction(global.Action(async (parse, context, cancel) =>
        {
            string gdb = ProgramFinder.Find(Debugger) ?? throw new VmException(
                VmProblem.MissingTool, $"'{Debugger}' is not installed", $"apt-get install --no-install-recommends {Debugger}");
            if (machineOptions.AcceleratorOf(parse) == Accelerator.Kvm)
                throw UserError.Usage("images are debugged without KVM", "leave --accel out");
            MachineType? machine = machineOptions.MachineOf(parse);
            var builds = new AppBuilds(context);
            AppDescription app = builds.Read(parse.GetValue(options.App)!);
            Target target = ImageBuilds.ChooseOne(app, options.Targets(parse));
            if (target.IsProcess)
                throw UserError.Usage($"'{target.Name}' makes a process, which gdb debugs by itself", $"lithe build --debug --target {target.Name}, then gdb on the file that it names");
            var vm = new VmOptions
            {
                ImagePath = "",
                Architecture = MachineOptions.ArchitectureOf(target),
                Machine = machine ?? AppMachine.MachinesOf(app, target)[0],
                Memory = machineOptions.MemoryOf(parse) ?? AppMachine.MemoryOf(app) ?? MemorySize.FromMebibytes(64),
                Processors = machineOptions.ProcessorsOf(parse) ?? app.Processors[0],
                Timeout = machineOptions.TimeoutOf(parse),
                Devices = deviceOptions.Devices(parse, AppMachine.DevicesOf(app)),
                CommandLine = GuestCommandLine.Compose([], programArguments.Count > 0 ? programArguments : app.Args),
            };
            VirtualMachine.Validate(vm);
            AppBuild build = await builds.BuildAsync(app, target, parse.GetValue(release) ? BuildProfile.Release : BuildProfile.Debug, options.Overrides(parse), cancel).ConfigureAwait(false);
            if (!build.Outcome.Succeeded)
                return ExitCodes.Failure;
            vm = vm with { ImagePath = build.Outcome.ImagePath, InitialRamdisk = build.Outcome.RootInMemory, RootDisk = build.Outcome.RootDisk };
            return await RunAsync(gdb, vm, build.Outcome.DebugPath, parse.GetValue(scripted) ?? [], context, cancel).ConfigureAwait(false);
        }));
        return command;
    }

    private static async Task<int> RunAsync(string gdb, VmOptions options, string debugPath, string[] commands, CommandContext context, CancellationToken cancel)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-debug-");
        try
        {
            string socket = Path.Combine(folder.FullName, "gdb");
            await using Stream console = Console.OpenStandardOutput();
            var vm = options with
            {
                Accelerator = Accelerator.Tcg,
                // Stopped before the first instruction, until gdb says so.
                ExtraArguments = ["-S", "-chardev", $"socket,id=gdb,path={socket},server=on,wait=off", "-gdb", "chardev:gdb"],
            };
            await using VirtualMachine machine = await VirtualMachine.StartAsync(
                vm, new AnnotatingSink(console, new PanicAnnotator(Symbols.TryOpen(debugPath, context.Screen))), cancel).ConfigureAwait(false);
            Task<VmResult> end = machine.WaitAsync();
            while (!File.Exists(socket) && !end.IsCompleted)
                await Task.Delay(10, cancel).ConfigureAwait(false);
            if (end.IsCompleted)
            {
                context.Screen.Note((await end.ConfigureAwait(false)).QemuErrors.TrimEnd());
                return ExitCodes.QemuFailed;
            }

            // Ctrl-C is gdb's: it stops the guest.
            Console.CancelKeyPress += (_, key) => key.Cancel = true;
            var start = new ProcessStartInfo(gdb, Arguments(context.Root, debugPath, socket, commands));
            using Process process = Process.Start(start) ?? throw new InvalidOperationException("gdb did not start");
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            machine.Kill();
            await end.ConfigureAwait(false);
            return process.ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> Arguments(string root, string debugPath, string socket, string[] commands)
    {
        List<string> arguments = ["--quiet", "--nx", "-ex", "set confirm off", "-ex", "set pagination off"];
        void Execute(string command) => arguments.AddRange(["-ex", command]);
        // Sources are named from the repository's root or, outside it, from the application's folder; what the build wrote lies beside the image.
        string output = Path.GetDirectoryName(debugPath)!;
        Execute($"directory {root}:{Path.GetDirectoryName(Path.GetDirectoryName(output))}");
        Execute($"set substitute-path generated {output}");
        arguments.AddRange(["-ex", $"file {debugPath}", "-ex", $"target remote {socket}"]);
        if (FindMain(debugPath) is { } main)
            arguments.AddRange(["-ex", $"thbreak {main}", "-ex", "continue"]);
        foreach (string command in commands)
            Execute(command);
        if (commands.Length > 0)
            arguments.Add("--batch");
        return arguments;
    }

    // The application's Main; not there when the compiler has merged it into the start-up code.
    private static string? FindMain(string debugPath)
    {
        try
        {
            return SymbolTable.Open(debugPath).Code.FirstOrDefault(symbol => symbol.Method is { } method
                && (method.Contains(".Main(", StringComparison.Ordinal) || method.Contains(".<Main>$(", StringComparison.Ordinal))
                && !method.StartsWith("Lithe.EntryPoint", StringComparison.Ordinal))?.Name;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return null;
        }
    }
}
