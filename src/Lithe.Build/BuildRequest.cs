using Lithe.Description;

namespace Lithe.Build;

/// <summary>What to build.</summary>
/// <param name="LitheRoot">The folder of the Lithe repository (holds <c>lib/</c>).</param>
/// <param name="App">The application.</param>
/// <param name="Target">The processor and platform.</param>
/// <param name="Profile">Release or debug.</param>
/// <param name="ConfigOverrides">Kconfig symbols set on the command line; they win over the description's.</param>
/// <param name="OutputFolder">Where the image goes; null for <c>build/TARGET[-debug]</c> in the application's folder.</param>
public sealed record BuildRequest(
    string LitheRoot,
    AppDescription App,
    Target Target,
    BuildProfile Profile,
    IReadOnlyDictionary<string, string> ConfigOverrides,
    string? OutputFolder = null)
{
    /// <summary>Where the image goes when the request does not say.</summary>
    public static string DefaultOutputFolder(AppDescription app, Target target, BuildProfile profile) =>
        Path.Combine(app.Folder, "build", profile == BuildProfile.Debug ? target.Name + "-debug" : target.Name);
}
