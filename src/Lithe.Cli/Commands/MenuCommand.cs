using System.CommandLine;
using Lithe.Build;
using Lithe.Cli.Menu;
using Lithe.Configure;
using Lithe.Configure.Menu;
using Lithe.Description;
using Lithe.Insight;
using Terminal.Gui.App;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe menu</c>: the configuration on a full screen.</summary>
internal sealed class MenuCommand
{
    private readonly Argument<string> _app = new AppOptions().App;
    private readonly Option<string[]> _target = new AppOptions().Target;

    public static Command Create(GlobalOptions global)
    {
        var menu = new MenuCommand();
        var command = new Command("menu", "Choose libraries and options on a full screen; saved into lithe.yaml.");
        command.Arguments.Add(menu._app);
        command.Options.Add(menu._target);
        command.SetAction(global.Action(menu.RunAsync));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CommandContext context, CancellationToken cancel)
    {
        AppDescription app = new AppBuilds(context).Read(parse.GetValue(_app)!);
        Target shown = ImageBuilds.ChooseOne(app, AppOptions.ParseTargets(parse.GetValue(_target)));
        if (!context.Screen.OutputIsTerminal || Console.IsInputRedirected)
            throw UserError.Usage("the menu needs a terminal", "in a script use lithe config");
        if (Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb")
            throw UserError.Usage("the menu needs a terminal that can place text (TERM says it cannot)", "set TERM to what the terminal is, for instance xterm-256color, or use lithe config");
        MenuModel model;
        try
        {
            AppConfiguration first = AppConfiguration.Open(context.Root, shown);
            model = new MenuModel([first, .. app.Targets.Where(target => target != shown).Select(first.For)], AppConfiguration.SettingsOf(app));
        }
        catch (ConfigureException problem)
        {
            throw new UserError(ExitCodes.Failure, problem.Diagnostics);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using IApplication application = Application.Create();
        application.Init();
        using var screen = new MenuScreen(model, $"{app.Name} ({shown.Name}): {model.Shown.Tree.MainMenu}", () => Save(app.File, model));
        // A signal ends the menu like its key, so that the terminal is left as it was found.
        using CancellationTokenRegistration stop = cancel.Register(() => application.Invoke(screen.RequestStop));
        Task measuring = MeasureAsync(application, screen, context.Root, app, shown, ending.Token);
        application.Run(screen);
        await ending.CancelAsync().ConfigureAwait(false);
        await measuring.ConfigureAwait(false);
        return ExitCodes.Success;
    }

    // Somebody may have written the file meanwhile: what is saved are lines of it as it is now, never an older file.
    private static string? Save(string file, MenuModel model)
    {
        (AppDescription? now, IReadOnlyList<Diagnostic> diagnostics) = DescriptionReader.Read(file);
        if (now is null)
            throw new UserError(ExitCodes.Failure, diagnostics);
        IReadOnlyList<Setting> onDisk = AppConfiguration.SettingsOf(now);
        if (!onDisk.SequenceEqual(model.Saved))
        {
            model.Rebase(onDisk);
            return "not saved: config: in lithe.yaml was changed meanwhile; its lines stand here now with yours over them, s saves them";
        }
        if (model.Problems.FirstOrDefault(problem => model.Changes.Any(change => change.Name == problem.Request.Name)) is { } wrong)
            return $"not saved: {wrong.Message}";
        DescriptionFile.Change(file, model.Changes);
        model.MarkSaved();
        return null;
    }

    // The menu does not wait for the figures.
    private static async Task MeasureAsync(IApplication application, MenuScreen screen, string root, AppDescription app, Target target, CancellationToken cancel)
    {
        string folder = BuildRequest.DefaultOutputFolder(app, target, app.Profile);
        screen.SizeNote = "measuring the last build";
        SizeEstimate? estimate = null;
        string note = "";
        try
        {
            if (Directory.Exists(folder))
                estimate = await Task.Run(() => SizeEstimate.FromBuildAsync(root, folder, target, cancel), cancel).ConfigureAwait(false);
            else
                note = "not built yet, so there is no estimate";
        }
        catch (Exception problem) when (problem is InsightException or IOException or UnauthorizedAccessException)
        {
            note = $"no estimate: {problem.Message}";
        }
        catch (OperationCanceledException)
        {
            return;
        }
        application.Invoke(() =>
        {
            (screen.Estimate, screen.SizeNote) = (estimate, note);
            screen.SetNeedsDraw();
        });
    }
}
