using System.Globalization;
using System.Text;

namespace Lithe.Description.Editing;

/// <summary>Makes one change of <c>config:</c> in a text.</summary>
internal sealed class LayoutWriter(string text, ConfigLayout layout)
{
    private readonly string _newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>Gives an entry another value.</summary>
    public string Replace(int index, string value)
    {
        LayoutEntry entry = layout.Entries[index];
        string written = Scalar(value);
        // Nothing behind the colon: the value needs a space before it.
        if (entry.Value.Start == entry.Value.End && entry.Value.Start > 0 && text[entry.Value.Start - 1] == ':')
            written = " " + written;
        if (entry.IsBlockText)
            return Splice(entry.Value, written + _newLine);
        return Splice(entry.Value, written);
    }

    /// <summary>Adds an entry behind the others.</summary>
    public string Add(string name, string value)
    {
        string pair = $"{name}: {Scalar(value)}";
        switch (layout.Style)
        {
            case ConfigStyle.Absent:
                return AddConfig($"config: {{ {pair} }}");
            case ConfigStyle.Empty:
                return AddToEmpty(pair);
            case ConfigStyle.Flow when layout.Entries.Count == 0:
                return Splice(layout.Value, $"{{ {pair} }}");
            case ConfigStyle.Flow:
                return AddToFlow(pair);
            default:
                LayoutEntry last = layout.Entries[^1];
                return AddLine(last.Value.End, last.IsBlockText, Indentation(layout.Entries[0].Key.Start) + pair);
        }
    }

    /// <summary>Takes an entry out, with the comment on its line.</summary>
    public string Remove(int index)
    {
        LayoutEntry entry = layout.Entries[index];
        int lineStart = LineStart(entry.Key.Start);
        bool startsLine = string.IsNullOrWhiteSpace(text[lineStart..entry.Key.Start]);
        bool isFlow = layout.Style == ConfigStyle.Flow;
        int after = entry.Value.End;
        if (isFlow)
        {
            int comma = SkipBlanks(after);
            if (comma < text.Length && text[comma] == ',')
                after = comma + 1;
        }
        if (startsLine && (entry.IsBlockText || EndsLine(after)))
        {
            int end = entry.IsBlockText ? after : LineEnd(after);
            return Splice(new Span(lineStart, end), "");
        }
        if (!isFlow)
            return Splice(new Span(entry.Key.Start, entry.Value.End), "");
        if (layout.Entries.Count == 1)
            return Splice(layout.Value, "{}");
        return index > 0
            ? Splice(new Span(layout.Entries[index - 1].Value.End, entry.Value.End), "")
            : Splice(new Span(entry.Key.Start, layout.Entries[1].Key.Start), "");
    }

    private string AddToEmpty(string pair)
    {
        string written = $"{{ {pair} }}";
        bool isWritten = layout.Value.End > layout.Value.Start;
        if (isWritten)
            return Splice(layout.Value, written);
        int colon = text.IndexOf(':', layout.Key.End);
        if (colon < 0)
            throw new InvalidOperationException("no colon behind the key");
        // Comments on the key's line and below it stay where they are.
        return text.Insert(colon + 1, " " + written);
    }

    private string AddToFlow(string pair)
    {
        LayoutEntry last = layout.Entries[^1];
        int comma = SkipBlanks(last.Value.End);
        bool hasComma = text[comma] == ',';
        bool ownLine = string.IsNullOrWhiteSpace(text[LineStart(last.Key.Start)..last.Key.Start]);
        if (!ownLine)
            return text.Insert(hasComma ? comma + 1 : last.Value.End, (hasComma ? " " : ", ") + pair);
        // One entry a line: the comment behind the last one stays with it.
        int at = hasComma ? comma + 1 : last.Value.End;
        string withComma = hasComma ? text : text.Insert(at++, ",");
        int lineEnd = withComma.IndexOf('\n', at);
        bool braceOnLine = !IsBlankOrComment(withComma[at..(lineEnd < 0 ? withComma.Length : lineEnd)]);
        string line = Indentation(last.Key.Start) + pair;
        return braceOnLine
            ? withComma.Insert(at, _newLine + line)
            : withComma.Insert(lineEnd < 0 ? withComma.Length : lineEnd + 1, line + (hasComma ? "," : "") + _newLine);
    }

    // A new last key of the document.
    private string AddConfig(string line)
    {
        if (layout.RootIsFlow)
        {
            int end = layout.RootEnd;
            if (!layout.RootHasEntries)
                return text.Insert(end, $" {line} ");
            int last = end;
            while (last > 0 && char.IsWhiteSpace(text[last - 1]))
                last--;
            return text.Insert(last, (text[last - 1] == ',' ? " " : ", ") + line);
        }
        string indented = new string(' ', layout.RootIndent) + line;
        return AddLine(layout.RootEnd, layout.RootEndsWithBlockText, indented);
    }

    // Behind the line that the position is on. A block text's end is already behind its last line, if the text has no end there.
    private string AddLine(int position, bool isBehindLine, string line)
    {
        int at = isBehindLine && position > 0 && text[position - 1] == '\n' ? position : LineEnd(position);
        bool isBroken = at == 0 || text[at - 1] == '\n';
        return text.Insert(at, (isBroken ? "" : _newLine) + line + _newLine);
    }

    private string Splice(Span span, string replacement) => string.Concat(text.AsSpan(0, span.Start), replacement, text.AsSpan(span.End));

    private string Indentation(int position) => text[LineStart(position)..position] is var before && string.IsNullOrWhiteSpace(before)
        ? before
        : new string(' ', before.Length);

    private int LineStart(int position) => text.LastIndexOf('\n', Math.Max(0, position - 1), Math.Max(0, position)) + 1;

    // Behind the line feed; the text's end when there is none.
    private int LineEnd(int position) => text.IndexOf('\n', position) is >= 0 and int feed ? feed + 1 : text.Length;

    private bool EndsLine(int position) => IsBlankOrComment(text[position..LineEnd(position)]);

    private static bool IsBlankOrComment(string rest) => string.IsNullOrWhiteSpace(rest) || (char.IsWhiteSpace(rest[0]) && rest.TrimStart().StartsWith('#'));

    private int SkipBlanks(int position)
    {
        while (position < text.Length && text[position] is ' ' or '\t')
            position++;
        return position;
    }

    /// <summary>A value as YAML: plain where that reads back as the same text, else between double quotes (YAML 1.2, 7.3).</summary>
    internal static string Scalar(string value)
    {
        bool isPlain = value.Length > 0 && (char.IsAsciiLetterOrDigit(value[0]) || value[0] is '_' or '/' || (value[0] is '-' or '.' && value.Length > 1 && char.IsAsciiLetterOrDigit(value[1])))
            && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '-' or '+')
            && value.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "null" or "on" or "off");
        if (isPlain)
            return value;
        var quoted = new StringBuilder("\"");
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u007f' or '\u0085' or '\u00a0' or '\u2028' or '\u2029' or '\ufeff' => quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }
}
