using Lithe.Build.Output;
using Lithe.Build.Tools;
using Lithe.Description;

namespace Lithe.Build;

/// <summary>Builds images.</summary>
public static class ImageBuilder
{
    /// <summary>Builds an image, or finds that the one in the output folder is still right.</summary>
    /// <remarks>
    /// A failed or cancelled build leaves the earlier output as it was. Bad input of any kind is reported in
    /// <see cref="BuildOutcome.Diagnostics"/>; only cancellation throws.
    /// </remarks>
    public static async Task<BuildOutcome> BuildAsync(BuildRequest request, IBuildProgress? progress, CancellationToken cancellation)
    {
        request = request with
        {
            LitheRoot = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.LitheRoot)),
            OutputFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.OutputFolder ?? BuildRequest.DefaultOutputFolder(request.App, request.Target, request.Profile))),
        };
        try
        {
            ToolPaths tools = Toolchain.Locate();
            string identity = Identity(request, tools);
            if (TryReuse(request, identity) is { } current)
                return current;
            return await Task.Run(() => BuildFreshAsync(request, tools, identity, progress, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (BuildFailure failure)
        {
            return Failed(request, failure.Diagnostics);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Failed(request, [Diagnostic.Error("LITHE1902", "a file cannot be read or written: " + problem.Message)]);
        }
    }

    private static async Task<BuildOutcome> BuildFreshAsync(BuildRequest request, ToolPaths tools, string identity, IBuildProgress? progress, CancellationToken cancellation)
    {
        string buildFolder = Path.Combine(request.LitheRoot, "build");
        using OutputFolder output = await OutputFolder.TakeAsync(request.OutputFolder!, Path.Combine(buildFolder, "locks"), cancellation).ConfigureAwait(false);

        // Whoever held the folder while this build waited may have built the same.
        if (TryReuse(request, identity) is { } current)
            return current;
        var cache = new BuildCache(Path.Combine(buildFolder, "cache"));
        var build = new ImageBuild(request, tools, cache, progress, cancellation);
        BuildManifest manifest = await build.RunAsync(output, identity).ConfigureAwait(false);
        cache.Trim(DateTime.UtcNow);
        return Succeeded(request, manifest, upToDate: false);
    }

    private static BuildOutcome? TryReuse(BuildRequest request, string identity)
    {
        if (BuildManifest.TryRead(request.OutputFolder!) is not { } manifest || !manifest.IsCurrent(identity))
            return null;
        BuildOutcome outcome = Succeeded(request, manifest, upToDate: true);
        return File.Exists(outcome.ImagePath) && File.Exists(outcome.DebugPath) ? outcome : null;
    }

    // All that decides the image besides files' contents.
    private static string Identity(BuildRequest request, ToolPaths tools) => string.Join('\n',
    [
        typeof(ImageBuilder).Module.ModuleVersionId.ToString(),
        tools.Identity(),
        request.LitheRoot, request.App.File, request.Target.Name, request.Profile.ToString(),
        .. request.ConfigOverrides.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}"),
    ]);

    private static BuildOutcome Succeeded(BuildRequest request, BuildManifest manifest, bool upToDate) => new(
        true, upToDate, request.OutputFolder!, ImagePath(request), DebugPath(request), manifest.Warnings, manifest.Tests, manifest.Config);

    private static BuildOutcome Failed(BuildRequest request, IReadOnlyList<Diagnostic> diagnostics) => new(
        false, false, request.OutputFolder!, ImagePath(request), DebugPath(request), diagnostics, [], new Dictionary<string, string>());

    private static string ImagePath(BuildRequest request) => Path.Combine(request.OutputFolder!, request.App.Name + ".elf");

    private static string DebugPath(BuildRequest request) => Path.Combine(request.OutputFolder!, request.App.Name + ".debug");
}
