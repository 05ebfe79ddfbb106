using System.Globalization;
using Spectre.Console;

namespace Lithe.Cli.Terminal;

/// <summary>A table: framed on a terminal, aligned lines elsewhere. Columns whose heading ends in '#' hold numbers.</summary>
internal sealed class TextTable(params IReadOnlyList<string> heads)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(Screen screen)
    {
        if (screen.OutputIsTerminal)
            WriteFramed(screen);
        else
            WritePlain(screen.Out);
    }

    /// <summary>A count with thousands apart.</summary>
    public static string Number(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A change, with its sign; zero as "0".</summary>
    public static string Change(long value) => value.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture);

    private void WriteFramed(Screen screen)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(screen.Out),
            ColorSystem = screen.ColorsOutput ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        var table = new Table().Border(TableBorder.Rounded);
        for (int i = 0; i < heads.Count; i++)
        {
            var column = new TableColumn(Markup.Escape(Head(i)));
            table.AddColumn(IsNumber(i) ? column.RightAligned() : column);
        }
        foreach (string[] row in _rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(table);
    }

    private void WritePlain(TextWriter writer)
    {
        string[][] rows = [[.. heads.Select((_, i) => Head(i))], .. _rows];
        int[] widths = [.. heads.Select((_, i) => rows.Max(row => row[i].Length))];
        foreach (string[] row in rows)
            writer.WriteLine(string.Join("  ", row.Select((cell, i) => IsNumber(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }

    private bool IsNumber(int column) => heads[column].EndsWith('#');

    private string Head(int column) => heads[column].TrimEnd('#');
}
