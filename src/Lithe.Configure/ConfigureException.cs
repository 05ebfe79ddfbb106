using Lithe.Description;

namespace Lithe.Configure;

/// <summary>A configuration cannot be read, or a change of it cannot be made.</summary>
/// <param name="diagnostics">What is in the way.</param>
public sealed class ConfigureException(params IReadOnlyList<Diagnostic> diagnostics) : Exception(string.Join('\n', diagnostics))
{
    /// <summary>What is in the way.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}
