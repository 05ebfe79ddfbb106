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
    public static Task<BuildOutcome> BuildAsync(BuildRequest request, IBuildProgress? progress, CancellationToken cancellation)
    {
        string output = request.OutputFolder ?? BuildRequest.DefaultOutputFolder(request.App, request.Target, request.Profile);
        return Task.FromResult(new BuildOutcome(
            false, false, output,
            Path.Combine(output, request.App.Name + ".elf"),
            Path.Combine(output, request.App.Name + ".debug"),
            [Diagnostic.Error("LITHE1000", "not written yet")], [], new Dictionary<string, string>()));
    }
}
