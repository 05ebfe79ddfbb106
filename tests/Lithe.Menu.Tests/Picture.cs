using System.Globalization;
using System.Net;
using System.Text;
using Lithe.Tests.Shared;

namespace Lithe.Menu.Tests;

/// <summary>Draws a terminal's screen, as tmux captures it with its colours, as an SVG for the documentation.</summary>
internal static class Picture
{
    private const double Column = 7.8, Row = 18;
    private const string Background = "#16181d", Foreground = "#c8ccd4";

    // The sixteen colours by their numbers.
    private static readonly string[] Colors =
    [
        Background, "#e06c75", "#98c379", "#d19a66", "#61afef", "#c678dd", "#4fb3bf", Foreground,
        "#7f848e", "#ff7b72", "#7ee787", "#e5c07b", "#79c0ff", "#d2a8ff", "#7fdbe6", "#ffffff",
    ];

    /// <summary>Writes <c>docs/images/NAME</c> when the variable LITHE_UPDATE_PICTURES is set.</summary>
    public static void UpdateIfAsked(string name, string screen)
    {
        if (Environment.GetEnvironmentVariable("LITHE_UPDATE_PICTURES") is not null)
            File.WriteAllText(Path.Combine(Tool.Repository, "docs", "images", name), Draw(screen));
    }

    /// <summary>The picture of a screen.</summary>
    public static string Draw(string screen)
    {
        string[] lines = screen.TrimEnd('\n').Split('\n');
        // Colours hold until they are changed, beyond the end of a line too.
        (string Fore, string Back) colors = (Foreground, Background);
        var rows = new List<List<(string Text, string Fore, string Back)>>();
        foreach (string line in lines)
            rows.Add(Runs(line, ref colors));
        int columns = rows.Max(row => row.Sum(run => run.Text.Length));
        double width = (columns * Column) + 24, height = (lines.Length * Row) + 46;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {height:0}\" font-family=\"ui-monospace,Menlo,Consolas,monospace\" font-size=\"13\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width:0}\" height=\"{height:0}\" rx=\"8\" fill=\"{Background}\"/>\n");
        svg.Append("<circle cx=\"20\" cy=\"18\" r=\"6\" fill=\"#ff5f56\"/><circle cx=\"40\" cy=\"18\" r=\"6\" fill=\"#ffbd2e\"/><circle cx=\"60\" cy=\"18\" r=\"6\" fill=\"#27c93f\"/>\n");
        for (int i = 0; i < rows.Count; i++)
        {
            double x = 12, top = 34 + (i * Row);
            foreach ((string text, string fore, string back) in rows[i])
            {
                double length = text.Length * Column;
                if (back != Background)
                    svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{top:0.#}\" width=\"{length:0.#}\" height=\"{Row}\" fill=\"{back}\"/>\n");
                if (text.Trim().Length > 0)
                    svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{top + 13:0.#}\" xml:space=\"preserve\" textLength=\"{length:0.#}\" fill=\"{fore}\">{WebUtility.HtmlEncode(text)}</text>\n");
                x += length;
            }
        }
        return svg.Append("</svg>\n").ToString();
    }

    // The pieces of a line that have one colour (ECMA-48, select graphic rendition).
    private static List<(string, string, string)> Runs(string line, ref (string Fore, string Back) colors)
    {
        var runs = new List<(string, string, string)>();
        (string fore, string back) = colors;
        var text = new StringBuilder();
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] != '\e' || i + 1 >= line.Length || line[i + 1] != '[')
            {
                text.Append(line[i]);
                continue;
            }
            int end = line.IndexOf('m', i);
            if (text.Length > 0)
                runs.Add((text.ToString(), fore, back));
            text.Clear();
            (fore, back) = Select(line[(i + 2)..end].Split(';'), fore, back);
            i = end;
        }
        if (text.Length > 0)
            runs.Add((text.ToString(), fore, back));
        colors = (fore, back);
        return runs;
    }

    private static (string Fore, string Back) Select(string[] codes, string fore, string back)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            int code = codes[i].Length == 0 ? 0 : int.Parse(codes[i], CultureInfo.InvariantCulture);
            switch (code)
            {
                case 0:
                    (fore, back) = (Foreground, Background);
                    break;
                case >= 30 and <= 37:
                    fore = Colors[code - 30];
                    break;
                case >= 90 and <= 97:
                    fore = Colors[code - 82];
                    break;
                case >= 40 and <= 47:
                    back = Colors[code - 40];
                    break;
                case >= 100 and <= 107:
                    back = Colors[code - 92];
                    break;
                case 39:
                    fore = Foreground;
                    break;
                case 49:
                    back = Background;
                    break;
                case 38 or 48 when i + 4 < codes.Length && codes[i + 1] == "2":
                    string color = $"#{int.Parse(codes[i + 2], CultureInfo.InvariantCulture):x2}{int.Parse(codes[i + 3], CultureInfo.InvariantCulture):x2}{int.Parse(codes[i + 4], CultureInfo.InvariantCulture):x2}";
                    (fore, back) = code == 38 ? (color, back) : (fore, color == "#000000" ? Background : color);
                    i += 4;
                    break;
                case 38 or 48 when i + 2 < codes.Length && codes[i + 1] == "5":
                    string known = Colors[int.Parse(codes[i + 2], CultureInfo.InvariantCulture) & 15];
                    (fore, back) = code == 38 ? (known, back) : (fore, known);
                    i += 2;
                    break;
            }
        }
        return (fore, back);
    }
}
