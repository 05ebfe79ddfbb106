using System.CommandLine;
using Lithe.Build;
using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Insight;
using Lithe.Insight.Images;

namespace Lithe.Cli.Commands;

/// <summary>Builds the images that <c>size</c>, <c>why</c> and <c>graph</c> look into.</summary>
internal sealed class ImageBuilds(CommandContext context)
{
    private static readonly Dictionary<string, string> NoOverrides = [];

    /// <summary>The one target asked for; the application's first when none is.</summary>
    public static Target ChooseOne(AppDescription app, IReadOnlyList<Target> wanted) => wanted.Count > 1
        ? throw UserError.Usage("only one --target can be looked into at a time")
        : AppBuilds.Choose(app, wanted)[0];

    /// <summary>Builds, and opens the image.</summary>
    /// <param name="app">The application.</param>
    /// <param name="target">What for.</param>
    /// <param name="profile">How.</param>
    /// <param name="overrides">Symbols set on the command line; null for none.</param>
    /// <param name="folder">Where the image goes; null for the application's own output folder.</param>
    /// <param name="cancel">Ends the build.</param>
    /// <exception cref="UserError">The build failed, or the image cannot be opened.</exception>
    public async Task<BuiltImage> BuildAsync(
        AppDescription app, Target target, BuildProfile profile, IReadOnlyDictionary<string, string>? overrides, string? folder, CancellationToken cancel)
    {
        var request = new BuildRequest(context.Root, app, target, profile == BuildProfile.Release ? app.Profile : profile, overrides ?? NoOverrides, folder);
        BuildOutcome outcome = await Progress.WatchAsync(
            context.Screen, $"{app.Name} ({target.Name})", progress => ImageBuilder.BuildAsync(request, progress, cancel)).ConfigureAwait(false);
        if (!outcome.Succeeded)
            throw new UserError(ExitCodes.Failure, outcome.Diagnostics);
        context.Screen.Print(outcome.Diagnostics);
        return Open(outcome.OutputFolder);
    }

    /// <summary>Opens the image of an output folder.</summary>
    public BuiltImage Open(string folder) => Guarded(() => BuiltImage.Open(context.Root, folder));

    /// <summary>Does work whose errors are for the user.</summary>
    public static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InsightException error)
        {
            throw new UserError(ExitCodes.Failure, error.Diagnostics);
        }
    }

    /// <summary>Does work whose errors are for the user.</summary>
    public static async Task<T> GuardedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (InsightException error)
        {
            throw new UserError(ExitCodes.Failure, error.Diagnostics);
        }
    }
}
