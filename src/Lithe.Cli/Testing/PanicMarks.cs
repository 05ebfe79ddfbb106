using Lithe.Build;

namespace Lithe.Cli.Testing;

/// <summary>
/// Finds the lines of a test that carry the comment <c>// panics here</c>: one of them must be in the trace of the panic that the test
/// ends in. A test's lines reach from its attribute to the next test of the same file.
/// </summary>
internal static class PanicMarks
{
    private const string Comment = "// panics here";

    /// <summary>The places, each as <c>Name.cs:12</c>; empty when the test marks none or its source is not there.</summary>
    public static IReadOnlyList<string> Find(string folder, GuestTestEntry test, IReadOnlyList<GuestTestEntry> all)
    {
        if (test.Panic is null)
            return [];
        string name = Path.GetFileName(test.File);
        string? source = Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault();
        if (source is null)
            return [];
        int next = all.Where(other => other.File == test.File && other.Line > test.Line).Select(other => other.Line).DefaultIfEmpty(int.MaxValue).Min();
        return [.. File.ReadLines(source)
            .Select((text, index) => (Text: text, Line: index + 1))
            .Where(line => line.Line >= test.Line && line.Line < next && line.Text.Contains(Comment, StringComparison.Ordinal))
            .Select(line => $"{name}:{line.Line}")];
    }
}
