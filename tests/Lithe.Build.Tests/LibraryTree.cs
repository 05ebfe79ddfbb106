using Lithe.Description;

namespace Lithe.Build.Tests;

/// <summary>
/// A copy of <c>fixtures/minimal</c>, a tree of libraries that compiles but cannot become an image: builds of it end in an error, and a test
/// says which.
/// </summary>
internal sealed class LibraryTree : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LibraryTree()
    {
        _folder.CopyFrom(System.IO.Path.Combine(AppContext.BaseDirectory, "fixtures", "minimal"));
        // What one test compiled serves the next: the same inputs have the same place in the cache, whatever folder they are in.
        Directory.CreateDirectory(PathOf("build"));
        Directory.CreateSymbolicLink(PathOf("build/cache"), SharedCache.Path);
    }

    public string Root => _folder.Path;

    public string PathOf(string name) => System.IO.Path.Combine(Root, name);

    public LibraryTree Write(string name, string text)
    {
        _folder.Write(name, text);
        return this;
    }

    public LibraryTree Replace(string name, string old, string replacement)
    {
        string text = File.ReadAllText(PathOf(name));
        Assert.Contains(old, text);
        return Write(name, text.Replace(old, replacement));
    }

    /// <summary>Builds the application of the tree.</summary>
    public async Task<BuildOutcome> BuildAsync(params (string Name, string Value)[] config)
    {
        (AppDescription? app, IReadOnlyList<Diagnostic> diagnostics) = DescriptionReader.Read(PathOf("app"));
        Assert.True(app is not null, string.Join('\n', diagnostics));
        var request = new BuildRequest(Root, app, Target.QemuX64, BuildProfile.Release, config.ToDictionary(entry => entry.Name, entry => entry.Value));
        return await ImageBuilder.BuildAsync(request, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Builds, and gives the one error of a code.</summary>
    public async Task<Diagnostic> FailAsync(string code, params (string Name, string Value)[] config)
    {
        BuildOutcome outcome = await BuildAsync(config);
        Assert.False(outcome.Succeeded);
        List<Diagnostic> found = [.. outcome.Diagnostics.Where(diagnostic => diagnostic.Code == code)];
        Assert.True(found.Count == 1, $"one {code} among:\n{string.Join('\n', outcome.Diagnostics)}");
        Assert.False(Directory.Exists(PathOf("app/build")), "a failed build left something behind");
        return found[0];
    }

    public void Dispose() => _folder.Dispose();
}
