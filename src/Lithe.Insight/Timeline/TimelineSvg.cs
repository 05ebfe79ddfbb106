using System.Globalization;
using System.Net;
using System.Text;

namespace Lithe.Insight.Timeline;

/// <summary>Draws a timeline as SVG: a row a library, in the order of their first instruction; a bar a stretch.</summary>
public static class TimelineSvg
{
    private const double Width = 1080, Left = 190, Right = 130, Head = 74, RowHeight = 24, BarHeight = 15, Foot = 34;
    private const int Ticks = 8;

    private const string Style = """
        .ground{fill:#fbfbfa}.row{fill:#f0f1f0}.bar{fill:#3f8f8b}.bar.other{fill:#98a1ad}
        text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-size:12px;fill:#1c2430}
        .title{font-size:19px;font-weight:650}.subtitle,.tick{fill:#667080}.tick{font-size:11px;text-anchor:middle}.number{text-anchor:end}.name{font-weight:600}
        line{stroke:#d5dae1}
        """;

    /// <summary>A file of its own.</summary>
    public static string Write(BootTimeline timeline, string subtitle)
    {
        IReadOnlyList<(string Library, long Start, long Count)> libraries = timeline.Libraries;
        double height = Head + libraries.Count * RowHeight + Foot;
        double scale = (Width - Left - Right) / Math.Max(1, timeline.Count);
        var text = new StringBuilder();
        text.Append(Inv($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\">\n"));
        text.Append("<title>Boot of ").Append(Escape(timeline.Name)).Append("</title>\n<style>").Append(Style).Append("</style>\n");
        text.Append("<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
        text.Append("<text class=\"title\" x=\"20\" y=\"30\">Boot of ").Append(Escape(timeline.Name)).Append("</text>\n");
        text.Append("<text class=\"subtitle\" x=\"20\" y=\"50\">").Append(Escape(subtitle)).Append("</text>\n");
        WriteAxis(text, timeline.Count, scale, height);
        for (int i = 0; i < libraries.Count; i++)
        {
            (string library, _, long count) = libraries[i];
            double top = Head + i * RowHeight;
            text.Append(Inv($"<text class=\"name\" x=\"20\" y=\"{top + 13}\">")).Append(Escape(library)).Append("</text>\n");
            text.Append(Inv($"<text class=\"number\" x=\"{Width - 20}\" y=\"{top + 13}\">{count:N0} ({100.0 * count / timeline.Count:0.0} %)</text>\n"));
            WriteBars(text, timeline, library, top, scale);
        }

        return text.Append("</svg>\n").ToString();
    }

    // What lies less than a pixel apart is one bar: loops go back and forth between libraries thousands of times.
    private static void WriteBars(StringBuilder text, BootTimeline timeline, string library, double top, double scale)
    {
        double from = -1, to = -1;
        var members = new List<string>();
        foreach (TimelineStretch stretch in timeline.Stretches.Where(stretch => stretch.Library == library))
        {
            double start = Left + stretch.Start * scale, end = start + stretch.Length * scale;
            if (from >= 0 && start - to > 1)
                WriteBar();
            if (from < 0)
                from = start;
            to = end;
            if (members.Count < 4 && !members.Contains(stretch.Member))
                members.Add(stretch.Member);
        }

        WriteBar();

        void WriteBar()
        {
            if (from < 0)
                return;
            string kind = library.StartsWith('(') ? "bar other" : "bar";
            text.Append(Inv($"<rect class=\"{kind}\" x=\"{from:0.##}\" y=\"{top}\" width=\"{Math.Max(0.6, to - from):0.##}\" height=\"{BarHeight}\"><title>"))
                .Append(Escape(string.Join(", ", members))).Append("</title></rect>\n");
            from = -1;
            members.Clear();
        }
    }

    private static void WriteAxis(StringBuilder text, long count, double scale, double height)
    {
        double step = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, count / (double)Ticks))));
        foreach (double factor in (double[])[1, 2, 5, 10])
        {
            if (count / (step * factor) <= Ticks)
            {
                step *= factor;
                break;
            }
        }

        for (double at = 0; at <= count; at += step)
        {
            double x = Left + at * scale;
            text.Append(Inv($"<line x1=\"{x:0.##}\" x2=\"{x:0.##}\" y1=\"{Head - 6}\" y2=\"{height - Foot}\"/><text class=\"tick\" x=\"{x:0.##}\" y=\"{height - Foot + 16}\">{at:N0}</text>\n"));
        }
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
