namespace Lithe.Bench;

/// <summary>A benchmark that could not measure, or whose figures must not be accepted.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="mend">What to do about it, or null.</param>
public sealed class BenchException(string message, string? mend = null) : Exception(message)
{
    /// <summary>What to do about it, or null.</summary>
    public string? Mend { get; } = mend;
}
