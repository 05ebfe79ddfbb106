using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Lithe.Description.Editing;

/// <summary>A piece of text: from <paramref name="Start"/> up to <paramref name="End"/>, which is not part of it.</summary>
internal readonly record struct Span(int Start, int End);

/// <summary>A line of <c>config:</c>, and where it stands in the text.</summary>
/// <param name="Name">The symbol.</param>
/// <param name="Key">Where the name is written.</param>
/// <param name="Value">Where the value is written; for a block scalar, to the end of its last line.</param>
/// <param name="IsBlockText">The value is a block scalar (<c>|</c> or <c>&gt;</c>).</param>
internal sealed record LayoutEntry(string Name, Span Key, Span Value, bool IsBlockText);

/// <summary>How <c>config:</c> is written.</summary>
internal enum ConfigStyle
{
    /// <summary>There is none.</summary>
    Absent,

    /// <summary>The key is there, without a value.</summary>
    Empty,

    /// <summary><c>config: { A: b }</c></summary>
    Flow,

    /// <summary>One line a symbol.</summary>
    Block,
}

/// <summary>
/// Where <c>config:</c> and its entries stand in a description's text. Positions are what the YAML parser reports, so the text must be what
/// <see cref="YamlDocumentReader"/> accepts.
/// </summary>
internal sealed class ConfigLayout
{
    /// <summary>How it is written.</summary>
    public ConfigStyle Style { get; private set; }

    /// <summary>The entries, in the order written.</summary>
    public List<LayoutEntry> Entries { get; } = [];

    /// <summary>The value as a whole. For <see cref="ConfigStyle.Empty"/>: the null as written, or nothing behind the colon.</summary>
    public Span Value { get; private set; }

    /// <summary>The key <c>config</c> itself.</summary>
    public Span Key { get; private set; }

    /// <summary>The whole document is a flow mapping: <c>{ name: a, ... }</c>.</summary>
    public bool RootIsFlow { get; private set; }

    /// <summary>Where the document's mapping ends: its closing brace, or the end of its last value.</summary>
    public int RootEnd { get; private set; }

    /// <summary>The document's mapping has entries.</summary>
    public bool RootHasEntries { get; private set; }

    /// <summary>The column of the document's keys, from 0.</summary>
    public int RootIndent { get; private set; }

    /// <summary>The last value of the document is a block scalar, which takes everything indented behind it.</summary>
    public bool RootEndsWithBlockText { get; private set; }

    /// <summary>Finds the places. Null when the document is no mapping.</summary>
    public static ConfigLayout? Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        var layout = new ConfigLayout();
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _) || !parser.TryConsume<MappingStart>(out MappingStart? root))
            return null;
        layout.RootIsFlow = root.Style == MappingStyle.Flow;
        layout.RootIndent = (int)root.Start.Column - 1;
        layout.RootEnd = (int)root.End.Index;
        MappingEnd? end;
        while (!parser.TryConsume<MappingEnd>(out end))
        {
            layout.RootHasEntries = true;
            Scalar key = parser.Consume<Scalar>();
            if (key.Value == "config")
                layout.ReadConfig(parser, key);
            else
                layout.SkipValue(parser);
        }
        if (layout.RootIsFlow)
            layout.RootEnd = (int)end.Start.Index;
        return layout;
    }

    private void ReadConfig(Parser parser, Scalar key)
    {
        Key = SpanOf(key);
        if (!parser.TryConsume<MappingStart>(out MappingStart? start))
        {
            Style = ConfigStyle.Empty;
            Value = SkipValue(parser);
            return;
        }
        Style = start.Style == MappingStyle.Flow ? ConfigStyle.Flow : ConfigStyle.Block;
        MappingEnd? end;
        while (!parser.TryConsume<MappingEnd>(out end))
        {
            Scalar name = parser.Consume<Scalar>();
            bool isBlockText = parser.Accept<Scalar>(out Scalar? scalar) && scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded;
            Entries.Add(new LayoutEntry(name.Value, SpanOf(name), SkipValue(parser), isBlockText));
        }
        // The parser reports a closing brace as a point, not as a character.
        Value = new Span((int)start.Start.Index, Style == ConfigStyle.Flow ? (int)end.Start.Index + 1 : Entries.Count > 0 ? Entries[^1].Value.End : (int)start.End.Index);
        RootEnd = Value.End;
    }

    private Span SkipValue(Parser parser)
    {
        int depth = 0;
        Span? whole = null;
        do
        {
            ParsingEvent current = parser.Consume<ParsingEvent>();
            depth += current.NestingIncrease;
            // The end of a block mapping is reported where the next thing starts: only what is written in it counts.
            bool isWritten = current is Scalar or AnchorAlias || current.End.Index > current.Start.Index;
            Span span = new((int)current.Start.Index, (int)current.End.Index);
            if (whole is null)
                whole = span;
            else if (isWritten)
                whole = whole.Value with { End = Math.Max(whole.Value.End, span.End) };
            RootEndsWithBlockText = current is Scalar { Style: ScalarStyle.Literal or ScalarStyle.Folded };
        }
        while (depth > 0);
        RootEnd = Math.Max(RootEnd, whole!.Value.End);
        return whole.Value;
    }

    private static Span SpanOf(ParsingEvent scalar) => new((int)scalar.Start.Index, (int)scalar.End.Index);
}
