using Lithe.Description;

namespace Lithe.Build.Tests;

/// <summary>The repository that these tests belong to, for those that build real images.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Copies the libraries and an application to a folder of their own.</summary>
    /// <param name="app">The application's folder in the repository.</param>
    /// <param name="isFresh">Nothing is compiled yet; otherwise what other tests compiled is used.</param>
    /// <param name="name">What the folder's name begins with.</param>
    public static TemporaryFolder Copy(string app, bool isFresh = false, string name = "lithe-build-")
    {
        var folder = new TemporaryFolder(name);
        if (!isFresh)
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, "build"));
            Directory.CreateSymbolicLink(Path.Combine(folder.Path, "build", "cache"), SharedCache.Path);
        }
        folder.CopyFrom(Root, name => (name.StartsWith("lib/", StringComparison.Ordinal) || name.StartsWith(app + "/", StringComparison.Ordinal))
            && !name.Split('/').Any(part => part is "bin" or "obj" or "build"));
        return folder;
    }

    public static async Task<BuildOutcome> BuildAsync(string root, string app, Target target, params (string Name, string Value)[] config)
    {
        (AppDescription? description, IReadOnlyList<Diagnostic> diagnostics) = DescriptionReader.Read(Path.IsPathRooted(app) ? app : Path.Combine(root, app));
        Assert.True(description is not null, string.Join('\n', diagnostics));
        var request = new BuildRequest(root, description, target, BuildProfile.Release, config.ToDictionary(entry => entry.Name, entry => entry.Value));
        BuildOutcome outcome = await ImageBuilder.BuildAsync(request, null, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics));
        return outcome;
    }

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "lib", "Kconfig")) && Directory.Exists(Path.Combine(folder, "apps")))
                return folder;
        }
        throw new InvalidOperationException("these tests must run inside the repository");
    }
}
