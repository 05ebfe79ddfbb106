using Lithe.Description;

namespace Lithe.Cli;

/// <summary>An error that ends the command: printed with code, cause and mend, never with a stack trace.</summary>
internal sealed class UserError(int exitCode, params IReadOnlyList<Diagnostic> diagnostics) : Exception(diagnostics.FirstOrDefault()?.Message)
{
    public int ExitCode { get; } = exitCode;

    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>A mistake in what the user asked for.</summary>
    public static UserError Usage(string message, string? mend = null) =>
        new(ExitCodes.Usage, Diagnostic.Error(ErrorCodes.Usage, message, mend));
}
