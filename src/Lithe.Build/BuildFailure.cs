using Lithe.Description;

namespace Lithe.Build;

/// <summary>Ends a build from wherever it stands; caught in <see cref="ImageBuilder"/> only.</summary>
internal sealed class BuildFailure(params IReadOnlyList<Diagnostic> diagnostics) : Exception(string.Join('\n', diagnostics))
{
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>Ends the build when there is an error among the diagnostics.</summary>
    public static void ThrowOnErrors(IReadOnlyList<Diagnostic> diagnostics)
    {
        if (diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
            throw new BuildFailure(diagnostics);
    }
}
