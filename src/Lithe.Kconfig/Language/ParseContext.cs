namespace Lithe.Kconfig;

/// <summary>What the lexers of all files of one tree share.</summary>
internal sealed class ParseContext
{
    public ParseContext(KconfigOptions options)
    {
        Options = options;
        Macros = new MacroExpander(this);
    }

    public KconfigOptions Options { get; }

    public NameTable Names { get; } = new();

    public MacroExpander Macros { get; }

    public List<Diagnostic> Warnings { get; } = [];

    public List<Diagnostic> Errors { get; } = [];

    public void Warn(SourceLocation location, string message) => Report(new(Severity.Warning, location, message));

    public void Report(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Warning)
            Warnings.Add(diagnostic);
        Options.OnDiagnostic?.Invoke(diagnostic);
    }

    public void Error(SourceLocation location, string message)
    {
        Errors.Add(new(Severity.Error, location, message));
        // A file full of errors is most likely no Kconfig file at all.
        if (Errors.Count >= 100)
            throw new KconfigException(Errors);
    }
}
