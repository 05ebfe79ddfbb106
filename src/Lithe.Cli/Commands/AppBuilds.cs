using System.Diagnostics;
using Lithe.Build;
using Lithe.Cli.Terminal;
using Lithe.Description;

namespace Lithe.Cli.Commands;

/// <summary>An application built for one target.</summary>
internal sealed record AppBuild(AppDescription App, Target Target, BuildOutcome Outcome, TimeSpan Elapsed);

/// <summary>Reads descriptions and builds images, with progress and messages on the screen.</summary>
internal sealed class AppBuilds(CommandContext context)
{
    /// <summary>Reads a description; its warnings are printed.</summary>
    /// <exception cref="UserError">It is wrong.</exception>
    public AppDescription Read(string folderOrFile)
    {
        (AppDescription? app, IReadOnlyList<Diagnostic> diagnostics) = DescriptionReader.Read(folderOrFile);
        if (app is null)
            throw new UserError(ExitCodes.Failure, diagnostics);
        context.Screen.Print(diagnostics);
        return app;
    }

    /// <summary>The targets to build: those asked for, or all that the description names.</summary>
    /// <exception cref="UserError">One that is asked for is not among the description's.</exception>
    public static IReadOnlyList<Target> Choose(AppDescription app, IReadOnlyList<Target> wanted)
    {
        if (wanted.FirstOrDefault(t => !app.Targets.Contains(t)) is { } other)
        {
            throw new UserError(ExitCodes.Usage, Diagnostic.ErrorAt(
                ErrorCodes.TargetNotOffered, $"'{app.Name}' is not meant for target {other.Name}", $"add it to 'targets:', or use {string.Join(" or ", app.Targets.Select(t => t.Name))}", app.File));
        }

        return wanted.Count > 0 ? wanted : app.Targets;
    }

    /// <summary>Builds for one target; the diagnostics are printed.</summary>
    public async Task<AppBuild> BuildAsync(
        AppDescription app, Target target, BuildProfile profile, IReadOnlyDictionary<string, string> overrides, CancellationToken cancel)
    {
        var request = new BuildRequest(context.Root, app, target, profile == BuildProfile.Release ? app.Profile : profile, overrides);
        var clock = Stopwatch.StartNew();
        BuildOutcome outcome = await Progress.WatchAsync(
            context.Screen, $"{app.Name} ({target.Name})", progress => ImageBuilder.BuildAsync(request, progress, cancel)).ConfigureAwait(false);
        context.Screen.Print(outcome.Diagnostics);
        return new AppBuild(app, target, outcome, clock.Elapsed);
    }
}
