using System.Text.RegularExpressions;
using Lithe.Description;

namespace Lithe.Build.Compilation;

/// <summary>Reads what <c>csc</c> prints.</summary>
internal static partial class CompilerMessages
{
    /// <summary>One diagnostic for each message; other lines are dropped.</summary>
    public static IReadOnlyList<Diagnostic> Parse(string text)
    {
        var diagnostics = new List<Diagnostic>();
        foreach (string line in text.Split('\n'))
        {
            Match match = Message().Match(line.TrimEnd('\r'));
            if (!match.Success)
                continue;
            diagnostics.Add(new Diagnostic(
                match.Groups["code"].Value,
                match.Groups["kind"].Value == "error" ? Severity.Error : Severity.Warning,
                match.Groups["text"].Value,
                null,
                match.Groups["file"].Success ? match.Groups["file"].Value : null,
                match.Groups["line"].Success ? int.Parse(match.Groups["line"].Value) : 0,
                match.Groups["column"].Success ? int.Parse(match.Groups["column"].Value) : 0));
        }
        return diagnostics;
    }

    [GeneratedRegex(@"^(?:(?<file>.+?)(?:\((?<line>\d+),(?<column>\d+)(?:,\d+,\d+)?\))?: )?(?<kind>error|warning) (?<code>[A-Z]+\d+): (?<text>.*)$")]
    private static partial Regex Message();
}
