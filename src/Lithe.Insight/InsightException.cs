using Lithe.Description;

namespace Lithe.Insight;

/// <summary>An image cannot be looked into, or what was found there is an error.</summary>
/// <param name="diagnostics">What is wrong.</param>
public sealed class InsightException(params IReadOnlyList<Diagnostic> diagnostics) : Exception(diagnostics.Count > 0 ? diagnostics[0].Message : null)
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;

    internal static InsightException Because(string code, string message, string? mend = null) => new(Diagnostic.Error(code, message, mend));
}

/// <summary>The codes of errors found here.</summary>
internal static class InsightCodes
{
    public const string NoImage = "LITHE3001";
    public const string CompilerFailed = "LITHE3002";
    public const string NotAccounted = "LITHE3003";
    public const string NotThere = "LITHE3010";
    public const string Cycle = "LITHE3020";
    public const string Undeclared = "LITHE3021";
    public const string BadRecord = "LITHE3030";
}
