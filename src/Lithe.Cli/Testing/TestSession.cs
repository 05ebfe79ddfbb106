using System.Diagnostics;
using Lithe.Build;
using Lithe.Cli.Commands;
using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Cli.Testing;

/// <summary>What a test run is asked to do.</summary>
internal sealed record TestPlan
{
    public required TestFilter Filter { get; init; }

    public bool Host { get; init; } = true;

    public bool Guest { get; init; } = true;

    /// <summary>Guest tests run for these targets; for all of a folder's when empty.</summary>
    public IReadOnlyList<Target> Targets { get; init; } = [];

    public MachineType? Machine { get; init; }

    public MemorySize? Memory { get; init; }

    /// <summary>How long one guest test may take.</summary>
    public TimeSpan GuestTestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What the images find on their command line beside what the frame says.</summary>
    public string GuestCommandLine { get; init; } = "";

    /// <summary>How many machines and test programs run at a time: they are single-threaded for the most part, and more only makes time limits unreliable.</summary>
    public int AtATime { get; init; } = 2;

    /// <summary>How long one host test program may take: against what hangs. The one that boots all applications takes a third of this on a quiet machine.</summary>
    public TimeSpan HostProjectTimeout { get; init; } = TimeSpan.FromMinutes(40);

    /// <summary>What host test programs find in their environment beside what is there.</summary>
    public IReadOnlyDictionary<string, string> HostEnvironment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    public BuildProfile Profile { get; init; } = BuildProfile.Release;

    /// <summary>A page that gets the results as a table, or null.</summary>
    public string? Page { get; init; }
}

/// <summary>One run over a repository's tests: builds, runs, reports.</summary>
internal sealed class TestSession(CommandContext context, TestPlan plan)
{
    private readonly TestPrinter _printer = new(context.Screen);
    private readonly SemaphoreSlim _slots = new(plan.AtATime);
    private readonly List<ProjectReport> _reports = [];

    /// <summary>Runs everything; the result is the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (plan.Host)
            await RunHostAsync(cancel).ConfigureAwait(false);
        if (plan.Guest)
            await RunGuestsAsync(cancel).ConfigureAwait(false);
        bool ran = _reports.Any(r => r.Tests.Count > 0 || r.Error is not null);
        if (!ran)
        {
            context.Screen.Print(Diagnostic.Error(
                ErrorCodes.NothingToTest,
                plan.Filter.IsEmpty ? "there are no tests" : $"no test matches {string.Join(", ", plan.Filter.Parts.Select(p => $"'{p}'"))}",
                "a filter is part of the name of a test, a test project or a guest test folder"));
        }

        if (plan.Page is { } page && !ResultTable.TryWrite(page, _reports))
            throw UserError.Usage($"'{page}' has no place for the results", "put the comments '<!-- test results -->' and '<!-- end of test results -->' there");
        _printer.PrintTotals(_reports);
        return ran && _reports.All(r => r.Failed == 0) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private async Task RunHostAsync(CancellationToken cancel)
    {
        IReadOnlyList<HostTestProject> projects = HostTestProject.Discover(context.Root);
        // A filter that names projects spares the others' builds; one that names tests does not say where they are.
        if (projects.Any(p => !plan.Filter.IsEmpty && plan.Filter.TakesProject(p.Name)))
            projects = [.. projects.Where(p => plan.Filter.TakesProject(p.Name))];
        if (projects.Count == 0)
            return;
        var clock = Stopwatch.StartNew();
        IReadOnlyDictionary<HostTestProject, string> broken = await Progress.WatchAsync(
            context.Screen, "building the host tests", _ => HostTestProject.BuildAsync(context.Root, projects, cancel)).ConfigureAwait(false);
        foreach ((HostTestProject project, string error) in broken)
            Add(ProjectReport.Broken(project.Name, $"did not build\n{error}", clock.Elapsed));
        await Task.WhenAll(projects.Where(p => !broken.ContainsKey(p)).Select(p => InSlotAsync(
            async () => Add(await HostTestRunner.RunAsync(p, plan, cancel).ConfigureAwait(false)), cancel))).ConfigureAwait(false);
    }

    private async Task RunGuestsAsync(CancellationToken cancel)
    {
        string folder = Path.Combine(context.Root, "tests", "guest");
        if (!Directory.Exists(folder))
            return;
        string[] apps = [.. Directory.GetDirectories(folder).Where(f => File.Exists(Path.Combine(f, DescriptionReader.FileName))).Order(StringComparer.Ordinal)];
        if (apps.Any(a => !plan.Filter.IsEmpty && plan.Filter.TakesProject(GuestName(a))))
            apps = [.. apps.Where(a => plan.Filter.TakesProject(GuestName(a)))];
        await Task.WhenAll(apps.SelectMany(Jobs).Select(job => InSlotAsync(() => job(cancel), cancel))).ConfigureAwait(false);
    }

    private IEnumerable<Func<CancellationToken, Task>> Jobs(string folder)
    {
        (AppDescription? app, IReadOnlyList<Diagnostic> diagnostics) = DescriptionReader.Read(folder);
        if (app is null)
        {
            string text = string.Join('\n', diagnostics);
            return [_ => { Add(ProjectReport.Broken(GuestName(folder), text, TimeSpan.Zero)); return Task.CompletedTask; }];
        }

        try
        {
            AppMachine.Check(app);
        }
        catch (UserError error)
        {
            string text = string.Join('\n', error.Diagnostics);
            return [_ => { Add(ProjectReport.Broken(GuestName(folder), text, TimeSpan.Zero)); return Task.CompletedTask; }];
        }

        GuestArchitecture? architecture = plan.Machine is { } machine ? Machines.ArchitectureOf(machine) : null;
        return app.Targets
            .Where(t => plan.Targets.Count == 0 || plan.Targets.Contains(t))
            .Where(t => architecture is null || (!t.IsProcess && MachineOptions.ArchitectureOf(t) == architecture))
            .SelectMany(target => (plan.Machine is null ? AppMachine.MachinesOf(app, target) : [plan.Machine]).Select(machine => (target, machine)))
            .SelectMany(on => app.Processors.Select(processors => (Func<CancellationToken, Task>)(cancel => RunGuestAsync(app, on.target, on.machine, processors, cancel))));
    }

    private async Task RunGuestAsync(AppDescription app, Target target, MachineType? machine, int processors, CancellationToken cancel)
    {
        string on = machine is { } type && app.Machines.Count > 0 ? $"{target.Name}, {Machines.NameOf(type)}" : target.Name;
        string name = processors == 1 ? $"{GuestName(app.Folder)} ({on})" : $"{GuestName(app.Folder)} ({on}, {processors} processors)";
        var clock = Stopwatch.StartNew();
        var request = new BuildRequest(context.Root, app, target, plan.Profile == BuildProfile.Release ? app.Profile : plan.Profile, plan.Overrides);
        BuildOutcome outcome = await ImageBuilder.BuildAsync(request, null, cancel).ConfigureAwait(false);
        if (!outcome.Succeeded)
        {
            Add(ProjectReport.Broken(name, "did not build\n" + string.Join('\n', outcome.Diagnostics), clock.Elapsed));
            return;
        }

        var options = new VmOptions
        {
            ImagePath = outcome.ImagePath,
            Architecture = MachineOptions.ArchitectureOf(target),
            IsProcess = target.IsProcess,
            Machine = machine,
            Processors = processors,
            CommandLine = plan.GuestCommandLine,
            Devices = AppMachine.DevicesOf(app),
        };
        if ((plan.Memory ?? AppMachine.MemoryOf(app)) is { } memory)
            options = options with { Memory = memory };
        ExpectedTest[] tests = [.. outcome.Tests.OrderBy(t => t.Index).Select(t => new ExpectedTest(t.Name, t.Panic, PanicMarks.Find(app.Folder, t, outcome.Tests)))];
        bool whole = plan.Filter.TakesProject(GuestName(app.Folder));
        if (!whole && !tests.Any(t => plan.Filter.TakesTest(t.Name)))
            return;
        var runner = new GuestTestRunner(options, plan.GuestTestTimeout);
        Add(await runner.RunAsync(
            name, tests, test => whole || plan.Filter.TakesTest(test), Symbols.TryOpen(outcome.DebugPath, context.Screen), cancel).ConfigureAwait(false));
    }

    private void Add(ProjectReport report)
    {
        // A project that a filter left without tests is not worth a line.
        if (report.Tests.Count == 0 && report.Error is null && !plan.Filter.IsEmpty)
            return;
        lock (_reports)
            _reports.Add(report);
        _printer.Print(report);
    }

    private async Task InSlotAsync(Func<Task> work, CancellationToken cancel)
    {
        await _slots.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    private static string GuestName(string folder) => $"guest/{Path.GetFileName(folder)}";
}
