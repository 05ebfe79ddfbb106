using System.Globalization;
using Lithe.Cli.Terminal;

namespace Lithe.Cli.Testing;

/// <summary>Writes test results: failures as projects end, then the totals, then the closing line.</summary>
internal sealed class TestPrinter(Screen screen)
{
    // A project that does not build can have hundreds of errors; the first ones matter.
    private const int MostLines = 40;
    private readonly Lock _turn = new();

    /// <summary>Writes a project's failures and its line.</summary>
    public void Print(ProjectReport report)
    {
        // Projects run side by side; their reports must not mix.
        lock (_turn)
        {
            foreach (TestResult test in report.Tests)
                Print(report, test);
            if (report.Error is not null)
                PrintFailure(report.Name, report.Error, null);
            screen.Out.WriteLine(Line(report));
        }
    }

    /// <summary>Writes the totals; the last line is <c>N passed, N failed</c> and nothing else.</summary>
    public void PrintTotals(IReadOnlyList<ProjectReport> reports)
    {
        screen.Out.WriteLine();
        foreach (ProjectReport failed in reports.Where(r => r.Failed > 0))
            screen.Out.WriteLine($"{Screen.Paint(Ansi.Red, "failed", screen.ColorsOutput)} {failed.Name}: {failed.Failed}");
        int skipped = reports.Sum(r => r.Skipped);
        if (skipped > 0)
            screen.Out.WriteLine($"{skipped} skipped");
        screen.Out.WriteLine($"{reports.Sum(r => r.Passed)} passed, {reports.Sum(r => r.Failed)} failed");
    }

    private void Print(ProjectReport report, TestResult test)
    {
        if (test.Outcome == TestOutcome.Failed)
            PrintFailure($"{report.Name}: {test.Name}", test.Message ?? "", test.Elapsed);
        else if (screen.Verbose)
            screen.Out.WriteLine($"{(test.Outcome == TestOutcome.Passed ? "passed" : "skipped")} {report.Name}: {test.Name}{Duration(test.Elapsed)}");
    }

    private void PrintFailure(string name, string message, TimeSpan? elapsed)
    {
        screen.Out.WriteLine($"{Screen.Paint(Ansi.Red, "failed", screen.ColorsOutput)} {name}{Duration(elapsed)}");
        string[] lines = message.TrimEnd().Split('\n');
        int shown = screen.Verbose ? lines.Length : MostLines;
        foreach (string line in lines.Take(shown))
            screen.Out.WriteLine($"    {line.TrimEnd('\r')}");
        if (lines.Length > shown)
            screen.Out.WriteLine($"    ... {lines.Length - shown} more lines (--verbose shows them)");
    }

    private static string Duration(TimeSpan? elapsed) =>
        elapsed is { } time ? string.Create(CultureInfo.InvariantCulture, $" ({time.TotalMilliseconds:0} ms)") : "";

    private string Line(ProjectReport report)
    {
        string line = $"{report.Name}: {report.Passed} passed, {report.Failed} failed";
        if (report.Skipped > 0)
            line += $", {report.Skipped} skipped";
        if (report.Checks > 0)
            line += $", {report.Checks} checks";
        line += string.Create(CultureInfo.InvariantCulture, $", {report.Elapsed.TotalSeconds:0.0} s");
        return Screen.Paint(report.Failed > 0 ? Ansi.Red : Ansi.Green, line, screen.ColorsOutput);
    }
}
