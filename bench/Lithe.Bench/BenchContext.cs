using Lithe.Build;
using Lithe.Description;

namespace Lithe.Bench;

/// <summary>What a benchmark works with.</summary>
/// <param name="root">The Lithe repository.</param>
/// <param name="report">Takes each figure.</param>
/// <param name="note">Takes remarks on what is being done.</param>
public sealed class BenchContext(string root, Action<Measurement> report, Action<string> note)
{
    /// <summary>The Lithe repository.</summary>
    public string Root { get; } = root;

    /// <summary>Rewrite what figures are held against, instead of holding them against it.</summary>
    public bool Update { get; init; }

    /// <summary>Hands over a figure.</summary>
    public void Report(Measurement measurement) => report(measurement);

    /// <summary>Says what is being done.</summary>
    public void Note(string text) => note(text);

    /// <summary>The same context with another receiver of the figures.</summary>
    public BenchContext Reporting(Action<Measurement> receiver) => new(Root, receiver, note) { Update = Update };

    /// <summary>Builds one of the repository's applications, optimised.</summary>
    /// <param name="app">Its folder, relative to the repository.</param>
    /// <param name="target">What to build for.</param>
    /// <param name="cancel">Ends the build.</param>
    /// <exception cref="BenchException">It does not build.</exception>
    public Task<BuildOutcome> BuildAsync(string app, Target target, CancellationToken cancel) =>
        BuildAsync(app, target, new Dictionary<string, string>(), cancel);

    /// <summary>The same with configuration symbols set otherwise than the application's description does.</summary>
    /// <exception cref="BenchException">It does not build.</exception>
    public async Task<BuildOutcome> BuildAsync(string app, Target target, IReadOnlyDictionary<string, string> symbols, CancellationToken cancel)
    {
        (AppDescription? description, IReadOnlyList<Diagnostic> diagnostics) = DescriptionReader.Read(Path.Combine(Root, app));
        if (description is null)
            throw new BenchException($"{app}: {Text(diagnostics)}");
        var request = new BuildRequest(Root, description, target, BuildProfile.Release, symbols);
        BuildOutcome outcome = await ImageBuilder.BuildAsync(request, null, cancel).ConfigureAwait(false);
        return outcome.Succeeded ? outcome : throw new BenchException($"{app} does not build for {target.Name}: {Text(outcome.Diagnostics)}");
    }

    private static string Text(IReadOnlyList<Diagnostic> diagnostics) =>
        string.Join('\n', diagnostics.Where(d => d.Severity == Severity.Error));
}
