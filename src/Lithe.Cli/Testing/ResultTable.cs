using System.Text;

namespace Lithe.Cli.Testing;

/// <summary>
/// Writes the results of a run as a table into a Markdown page, between two comments: what is claimed to work there is what the tests
/// have just shown. One row an area, which is a project of host tests, a test image, or both of one name; one column for .NET and for each target.
/// </summary>
internal static class ResultTable
{
    private const string Begin = "<!-- test results -->";
    private const string End = "<!-- end of test results -->";
    private const string Host = ".NET";

    /// <summary>Replaces the table in the page; false when the page lacks the two comments.</summary>
    public static bool TryWrite(string page, IReadOnlyList<ProjectReport> reports)
    {
        string text = File.ReadAllText(page);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            return false;
        string result = text[..(begin + Begin.Length)] + "\n" + Render(reports) + text[end..];
        string next = page + ".next";
        File.WriteAllText(next, result);
        File.Move(next, page, overwrite: true);
        return true;
    }

    /// <summary>The table.</summary>
    internal static string Render(IReadOnlyList<ProjectReport> reports)
    {
        var cells = new SortedDictionary<string, Dictionary<string, (int Passed, int Total)>>(StringComparer.Ordinal);
        var columns = new SortedSet<string>(StringComparer.Ordinal) { Host };
        foreach (ProjectReport report in reports)
        {
            // A guest report is called "guest/core (qemu-arm64)", or "guest/smp (qemu-arm64, 2 processors)".
            int open = report.Name.IndexOf('(', StringComparison.Ordinal);
            string column = open < 0 ? Host : report.Name[(open + 1)..^1].Split(',')[0];
            columns.Add(column);
            string area = AreaOf(open < 0 ? report.Name : report.Name[..open].TrimEnd());
            if (!cells.TryGetValue(area, out Dictionary<string, (int Passed, int Total)>? row))
                cells[area] = row = [];
            (int passed, int total) = row.GetValueOrDefault(column);
            row[column] = (passed + report.Tests.Count(test => test.Outcome == TestOutcome.Passed), total + report.Tests.Count);
        }

        var table = new StringBuilder();
        table.Append("| tests of |").AppendJoin('|', columns.Select(column => $" {column} ")).Append("|\n|---|").AppendJoin('|', columns.Select(_ => "---:")).Append("|\n");
        foreach ((string name, Dictionary<string, (int Passed, int Total)> row) in cells)
        {
            table.Append("| ").Append(name).Append(" |");
            foreach (string column in columns)
            {
                string cell = !row.TryGetValue(column, out (int Passed, int Total) count) ? ""
                    : count.Passed == count.Total ? $"{count.Passed}" : $"**{count.Passed} of {count.Total}**";
                table.Append(' ').Append(cell).Append(" |");
            }

            table.Append('\n');
        }

        return table.ToString();
    }

    /// <summary>"Lithe.Core.Tests" and "guest/core" are both of "core".</summary>
    private static string AreaOf(string project)
    {
        string name = project.StartsWith("guest/", StringComparison.Ordinal) ? project["guest/".Length..] : project;
        if (name.StartsWith("Lithe.", StringComparison.Ordinal))
            name = name["Lithe.".Length..];
        if (name.EndsWith(".Tests", StringComparison.Ordinal))
            name = name[..^".Tests".Length];
        return name.ToLowerInvariant().Replace('.', ' ');
    }
}
