using System.Globalization;
using Lithe.Bench;
using Spectre.Console;

namespace Lithe.Cli.Terminal;

/// <summary>Shows figures as a table on a terminal, as aligned lines elsewhere.</summary>
internal static class MeasurementTable
{
    private static readonly string[] Heads = ["metric", "value", "unit", "target", "peer", ""];

    public static void Write(IReadOnlyList<Measurement> measurements, Screen screen)
    {
        if (measurements.Count == 0)
            return;
        if (!screen.OutputIsTerminal)
        {
            WritePlain(measurements, screen.Out);
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(screen.Out),
            ColorSystem = screen.ColorsOutput ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        var table = new Table().Border(TableBorder.Rounded);
        foreach (string head in Heads)
        {
            var column = new TableColumn(head);
            // On a narrow terminal the peers' names give way, never the figures.
            column = head.Length > 0 ? column.NoWrap() : column;
            table.AddColumn(head is "value" or "target" ? column.RightAligned() : column);
        }

        foreach (Measurement m in measurements)
        {
            string[] cells = [.. Cells(m).Select(Markup.Escape)];
            if (m.Target is not null)
                cells[1] = $"[{(m.Misses ? "red" : "green")}]{cells[1]}[/]";
            table.AddRow(cells);
        }

        console.Write(table);
    }

    private static void WritePlain(IReadOnlyList<Measurement> measurements, TextWriter writer)
    {
        string[][] rows = [Heads, .. measurements.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, Heads.Length).Select(i => rows.Max(r => r[i].Length))];
        foreach (string[] row in rows)
        {
            string line = string.Join("  ", row.Select((cell, i) => i is 1 or 3 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])));
            writer.WriteLine(line.TrimEnd());
        }
    }

    private static string[] Cells(Measurement m) =>
    [
        m.Metric,
        Number(m.Value),
        m.Unit,
        m.Target is { } target ? (m.Better == Better.Lower ? "<= " : ">= ") + Number(target) : "",
        m.Peer is { } peer ? Number(peer.Value) : "",
        m.Peer?.Name ?? "",
    ];

    private static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
