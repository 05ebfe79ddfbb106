using YamlDotNet.Core;

namespace Lithe.Description.Editing;

/// <summary>
/// Changes <c>config:</c> in the text of a <c>lithe.yaml</c> and leaves everything else as it is: comments, order, layout. What comes out is
/// read again and compared with what was asked for, so that no edit can damage a file: a layout that the editor does not understand is an error.
/// </summary>
public static class ConfigEditor
{
    /// <summary>Sets and removes symbols.</summary>
    /// <param name="text">The description's text, without a byte order mark.</param>
    /// <param name="changes">Symbols with their new values; null removes. In this order new ones are added.</param>
    /// <param name="edited">The changed text.</param>
    /// <returns>Null, or what is in the way: its line and column are those of the text.</returns>
    public static Diagnostic? TryEdit(string text, IReadOnlyList<KeyValuePair<string, string?>> changes, out string edited)
    {
        edited = text;
        try
        {
            IReadOnlyList<(string Name, string Value)> wanted = Expected(ReadEntries(text), changes);
            string current = text;
            foreach ((string name, string? value) in changes)
            {
                if (Apply(current, name, value) is not { } next)
                    return NotUnderstood(text);
                current = next;
            }
            if (!IsAsWanted(text, current, wanted))
                return NotUnderstood(text);
            edited = current;
            return null;
        }
        catch (YamlProblem problem)
        {
            return new Diagnostic(problem.Code, Severity.Error, problem.Message, problem.Mend, null, problem.Line, problem.Column);
        }
        // Positions that do not fit come from layouts that the parser reports oddly.
        catch (Exception problem) when (problem is YamlException or ArgumentOutOfRangeException or InvalidOperationException)
        {
            return NotUnderstood(text);
        }
    }

    private static string? Apply(string text, string name, string? value)
    {
        if (ConfigLayout.Read(text) is not { } layout)
            return null;
        int at = layout.Entries.FindIndex(entry => entry.Name == name);
        var writer = new LayoutWriter(text, layout);
        return (at, value) switch
        {
            ( < 0, null) => text,
            ( < 0, { } added) => writer.Add(name, added),
            (_, null) => writer.Remove(at),
            (_, { } changed) => writer.Replace(at, changed),
        };
    }

    private static List<(string Name, string Value)> Expected(IReadOnlyList<(string Name, string Value)> before, IReadOnlyList<KeyValuePair<string, string?>> changes)
    {
        var entries = before.ToList();
        foreach ((string name, string? value) in changes)
        {
            int at = entries.FindIndex(entry => entry.Name == name);
            if (at >= 0 && value is null)
                entries.RemoveAt(at);
            else if (at >= 0)
                entries[at] = (name, value!);
            else if (value is not null)
                entries.Add((name, value));
        }
        return entries;
    }

    // The same entries as wanted under config:, and every other key as it was.
    private static bool IsAsWanted(string before, string after, IReadOnlyList<(string Name, string Value)> wanted)
    {
        try
        {
            return ReadEntries(after).SequenceEqual(wanted) && Others(before).SequenceEqual(Others(after));
        }
        catch (YamlProblem)
        {
            return false;
        }
    }

    private static IReadOnlyList<(string Name, string Value)> ReadEntries(string text)
    {
        YamlNode? root = YamlDocumentReader.Read(text);
        if (root is not YamlMap map)
            throw new YamlProblem("LITHE1007", "the file must be a mapping (name: ..., app: ...)", null, 1, 1);
        return map.Entries.FirstOrDefault(entry => entry.Key.Value == "config").Value switch
        {
            null or YamlText { Value.Length: 0, IsPlain: true } => [],
            YamlMap config => [.. config.Entries.Select(entry => (entry.Key.Value, Text(entry.Value)))],
            { } other => throw new YamlProblem("LITHE1007", $"'config' must be a mapping, here it is {other.Kind}", "write 'config: { SYMBOL: value }'", other.Line, other.Column),
        };
    }

    // As DescriptionChecker reads it; what is no text at all stays apart from every text.
    private static string Text(YamlNode node) => node is YamlText text ? DescriptionChecker.TruthValue(text) : "\0" + Flatten(node);

    private static IEnumerable<string> Others(string text) => ((YamlMap)YamlDocumentReader.Read(text)!).Entries
        .Where(entry => entry.Key.Value != "config")
        .Select(entry => entry.Key.Value + "\0" + Flatten(entry.Value));

    private static string Flatten(YamlNode node) => node switch
    {
        YamlText text => $"{(text.IsPlain ? 'p' : 'q')}{text.Value}\0",
        YamlList list => $"[{string.Concat(list.Items.Select(Flatten))}]",
        YamlMap map => $"{{{string.Concat(map.Entries.Select(entry => Flatten(entry.Key) + Flatten(entry.Value)))}}}",
        _ => string.Empty,
    };

    private static Diagnostic NotUnderstood(string text)
    {
        int line = 1 + text.AsSpan(0, Math.Max(0, text.IndexOf("config", StringComparison.Ordinal))).Count('\n');
        return new Diagnostic("LITHE1017", Severity.Error, "'config:' is written in a way that the tool does not edit", "write it as 'config:' with one line 'SYMBOL: value' for each symbol", null, line, 1);
    }
}
