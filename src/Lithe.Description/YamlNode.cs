using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Lithe.Description;

/// <summary>A piece of a YAML document that knows where it stands.</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>What the user would call it.</summary>
    public abstract string Kind { get; }
}

/// <summary>A text. <paramref name="IsPlain"/>: written without quotes, so that <c>true</c> is a truth value and an empty one is null.</summary>
internal sealed record YamlText(string Value, bool IsPlain, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Kind => Value.Length == 0 && IsPlain ? "nothing" : "a text";
}

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Kind => "a list";
}

/// <summary>A mapping, in the order written. Keys are unique.</summary>
internal sealed record YamlMap(IReadOnlyList<(YamlText Key, YamlNode Value)> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Kind => "a mapping";
}

/// <summary>What was wrong with a document.</summary>
internal sealed class YamlProblem(string code, string message, string? mend, int line, int column) : Exception(message)
{
    public string Code { get; } = code;

    public string? Mend { get; } = mend;

    public int Line { get; } = line;

    public int Column { get; } = column;
}

/// <summary>
/// Reads one document of the part of YAML that a description needs: texts, lists, mappings. Anchors, aliases, tags and
/// further documents are refused, which also bounds what a hostile file can cost.
/// </summary>
internal static class YamlDocumentReader
{
    private const int MaximumDepth = 16;

    public static YamlNode? Read(string text)
    {
        RefuseTabs(text);
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                return null;
            parser.Consume<DocumentStart>();
            YamlNode root = ReadNode(parser, 0);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out DocumentStart? second))
                throw new YamlProblem("LITHE1003", "the file holds more than one document", "remove everything from the second '---' on", (int)second.Start.Line, (int)second.Start.Column);
            return root;
        }
        // The parser has states that it does not expect itself: "{", newline, "|" is one; a tag that is no URI is another.
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException)
        {
            throw new YamlProblem("LITHE1003", "this is not YAML: the parser cannot make sense of it", "see https://yaml.org, or compare with the lithe.yaml of apps/hello", 0, 0);
        }
        catch (YamlException problem)
        {
            throw new YamlProblem("LITHE1003", "this is not YAML: " + Sentence(problem.Message), "see https://yaml.org, or compare with the lithe.yaml of apps/hello", (int)problem.Start.Line, (int)problem.Start.Column);
        }
    }

    private static YamlNode ReadNode(IParser parser, int depth)
    {
        ParsingEvent next = parser.Current ?? (parser.MoveNext() ? parser.Current! : throw new YamlProblem("LITHE1003", "the file ends too early", null, 0, 0));
        int line = (int)next.Start.Line, column = (int)next.Start.Column;
        if (depth > MaximumDepth)
            throw new YamlProblem("LITHE1003", $"lists and mappings are nested more than {MaximumDepth} deep", null, line, column);
        if (next is AnchorAlias)
            throw new YamlProblem("LITHE1003", "aliases (*name) are not allowed here", "write the value out", line, column);
        if (next is NodeEvent { Anchor.IsEmpty: false })
            throw new YamlProblem("LITHE1003", "anchors (&name) are not allowed here", "remove the anchor", line, column);
        if (next is NodeEvent { Tag.IsEmpty: false })
            throw new YamlProblem("LITHE1003", "tags (!name) are not allowed here", "remove the tag", line, column);

        switch (next)
        {
            case Scalar scalar:
                parser.MoveNext();
                bool plain = scalar.Style == ScalarStyle.Plain;
                return new YamlText(plain && scalar.Value is "~" or "null" ? string.Empty : scalar.Value, plain, line, column);
            case SequenceStart:
                parser.MoveNext();
                var items = new List<YamlNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                    items.Add(ReadNode(parser, depth + 1));
                return new YamlList(items, line, column);
            case MappingStart:
                parser.MoveNext();
                return new YamlMap(ReadEntries(parser, depth), line, column);
            default:
                throw new YamlProblem("LITHE1003", "this is not a text, a list or a mapping", null, line, column);
        }
    }

    private static List<(YamlText, YamlNode)> ReadEntries(IParser parser, int depth)
    {
        var entries = new List<(YamlText, YamlNode)>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            YamlNode key = ReadNode(parser, depth + 1);
            if (key is not YamlText name)
                throw new YamlProblem("LITHE1003", $"a key must be a text, this one is {key.Kind}", null, key.Line, key.Column);
            if (!lines.TryAdd(name.Value, name.Line))
                throw new YamlProblem("LITHE1006", $"'{name.Value}' is given twice, first on line {lines[name.Value]}", "remove one of the two", name.Line, name.Column);
            entries.Add((name, ReadNode(parser, depth + 1)));
        }
        return entries;
    }

    // YAML forbids tabs for indentation; its parsers report them in puzzling ways, so they are looked for first.
    private static void RefuseTabs(string text)
    {
        int line = 1;
        foreach (ReadOnlySpan<char> content in text.AsSpan().EnumerateLines())
        {
            int indent = content.Length - content.TrimStart(" \t").Length;
            int tab = content[..indent].IndexOf('\t');
            if (tab >= 0 && indent < content.Length)
                throw new YamlProblem("LITHE1004", "the line is indented with a tab, which YAML does not allow", "indent with spaces", line, tab + 1);
            line++;
        }
    }

    // YamlDotNet puts the position in front of some messages; ours carries it apart.
    private static string Sentence(string message)
    {
        int end = message.IndexOf("): ", StringComparison.Ordinal);
        string text = message.StartsWith('(') && end > 0 ? message[(end + 3)..] : message;
        text = text.Trim().TrimEnd('.');
        return text.Length > 0 && char.IsUpper(text[0]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}
