namespace Lithe.Kconfig;

/// <summary>How serious a <see cref="Diagnostic"/> is.</summary>
public enum Severity
{
    /// <summary>Text printed by <c>$(info,…)</c>.</summary>
    Info,

    /// <summary>Suspicious input; the result is still defined.</summary>
    Warning,

    /// <summary>Input that cannot be used.</summary>
    Error,
}

/// <summary>A message about an input file.</summary>
public sealed record Diagnostic(Severity Severity, SourceLocation Location, string Message)
{
    /// <summary>Formats as <c>file:line: message</c>, with <c>warning:</c> before the message of a warning.</summary>
    public override string ToString() => Severity switch
    {
        Severity.Info => Message,
        Severity.Warning => $"{Location}: warning: {Message}",
        _ => $"{Location}: {Message}",
    };
}

/// <summary>Thrown when Kconfig input cannot be used. Every error names a file and a line.</summary>
public sealed class KconfigException : Exception
{
    /// <summary>Creates an exception for one error.</summary>
    public KconfigException(SourceLocation location, string message)
        : this([new Diagnostic(Severity.Error, location, message)])
    {
    }

    /// <summary>Creates an exception for several errors; the first is the primary one.</summary>
    public KconfigException(IReadOnlyList<Diagnostic> errors)
        : base(string.Join('\n', errors))
        => Errors = errors;

    /// <summary>The errors, in the order in which they were found; never empty.</summary>
    public IReadOnlyList<Diagnostic> Errors { get; }

    /// <summary>Where the first error is.</summary>
    public SourceLocation Location => Errors[0].Location;
}
