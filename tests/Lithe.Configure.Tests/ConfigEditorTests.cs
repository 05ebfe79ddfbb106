using CsCheck;
using Lithe.Description;
using Lithe.Description.Editing;

namespace Lithe.Configure.Tests;

/// <summary>Edits of <c>config:</c> change what was asked for and nothing else.</summary>
public sealed class ConfigEditorTests
{
    [Theory]
    // No config: yet.
    [InlineData("name: a\n", "A=1", "name: a\nconfig: { A: 1 }\n")]
    [InlineData("name: a", "A=1", "name: a\nconfig: { A: 1 }\n")]
    [InlineData("name: a\r\nargs: []\r\n", "A=1", "name: a\r\nargs: []\r\nconfig: { A: 1 }\r\n")]
    [InlineData("name: a # the name\n# the end\n", "A=1", "name: a # the name\nconfig: { A: 1 }\n# the end\n")]
    [InlineData("app:\n  csharp: .\n", "A=1", "app:\n  csharp: .\nconfig: { A: 1 }\n")]
    [InlineData("args:\n- a\n- b\n", "A=1", "args:\n- a\n- b\nconfig: { A: 1 }\n")]
    [InlineData("args:\n  - |\n    text\n    more\n", "A=1", "args:\n  - |\n    text\n    more\nconfig: { A: 1 }\n")]
    [InlineData("---\nname: a\n...\n", "A=1", "---\nname: a\nconfig: { A: 1 }\n...\n")]
    [InlineData("  name: a\n  args: []\n", "A=1", "  name: a\n  args: []\n  config: { A: 1 }\n")]
    [InlineData("{ name: a }\n", "A=1", "{ name: a, config: { A: 1 } }\n")]
    // There without a value.
    [InlineData("config:\nname: a\n", "A=1", "config: { A: 1 }\nname: a\n")]
    [InlineData("config: # none yet\nname: a\n", "A=1", "config: { A: 1 } # none yet\nname: a\n")]
    [InlineData("config: ~\n", "A=1", "config: { A: 1 }\n")]
    [InlineData("config: {}\n", "A=1", "config: { A: 1 }\n")]
    // In braces.
    [InlineData("config: { A: 1 } # why\nname: a\n", "A=2", "config: { A: 2 } # why\nname: a\n")]
    [InlineData("config: { A: 1 } # why\n", "B=x", "config: { A: 1, B: x } # why\n")]
    [InlineData("config: { A: 1, } # why\n", "B=x", "config: { A: 1, B: x } # why\n")]
    [InlineData("config: {A: 1, B: 2, C: 3}\n", "B", "config: {A: 1, C: 3}\n")]
    [InlineData("config: {A: 1, B: 2, C: 3}\n", "A", "config: {B: 2, C: 3}\n")]
    [InlineData("config: {A: 1, B: 2, C: 3}\n", "C", "config: {A: 1, B: 2}\n")]
    [InlineData("config: { A: 1 }\nname: a\n", "A", "config: {}\nname: a\n")]
    [InlineData("config: {\n  A: 1, # a\n  B: 2, # b\n}\n", "B", "config: {\n  A: 1, # a\n}\n")]
    [InlineData("config: {\n  A: 1, # a\n  B: 2  # b\n}\n", "C=3", "config: {\n  A: 1, # a\n  B: 2,  # b\n  C: 3\n}\n")]
    [InlineData("config: {\n  A: 1, # a\n  B: 2, # b\n}\n", "C=3", "config: {\n  A: 1, # a\n  B: 2, # b\n  C: 3,\n}\n")]
    // A line each.
    [InlineData("config:\n  A: 1 # a\n  B: 2\nname: a\n", "A=5", "config:\n  A: 5 # a\n  B: 2\nname: a\n")]
    [InlineData("config:\n  A: 1 # a\n  B: 2 # b\nname: a\n", "C=3", "config:\n  A: 1 # a\n  B: 2 # b\n  C: 3\nname: a\n")]
    [InlineData("config:\n  A: 1 # a\n\n  # about B\n  B: 2", "C=3", "config:\n  A: 1 # a\n\n  # about B\n  B: 2\n  C: 3\n")]
    [InlineData("config:\n  A: 1 # a\n  B: 2 # b\n", "A", "config:\n  B: 2 # b\n")]
    [InlineData("config:\n  A: 1\nname: a\n", "A", "config:\nname: a\n")]
    [InlineData("config:\n  A:\nname: a\n", "A=1", "config:\n  A: 1\nname: a\n")]
    [InlineData("config:\n  A: \"1\"\n  B: 'x''y' # b\n", "B=z", "config:\n  A: \"1\"\n  B: z # b\n")]
    [InlineData("config:\n  A: |\n    text\n  B: 2\n", "A=1", "config:\n  A: 1\n  B: 2\n")]
    [InlineData("config:\n  A: |\n    text\n  B: 2\n", "A", "config:\n  B: 2\n")]
    // Several at once, and values that need quotes.
    [InlineData("config: { A: 1, B: 2 }\n", "A;B=true;C=", "config: { B: \"true\", C: \"\" }\n")]
    [InlineData("name: a\n", "A=x: y #z", "name: a\nconfig: { A: \"x: y #z\" }\n")]
    [InlineData("name: a\n", "A=0x1f;B=-5;C=y", "name: a\nconfig: { A: 0x1f, B: -5, C: y }\n")]
    public void An_edit_changes_its_line_only(string before, string changes, string after)
    {
        Diagnostic? problem = ConfigEditor.TryEdit(before, Parse(changes), out string edited);
        Assert.Null(problem);
        Assert.Equal(after, edited);
    }

    [Theory]
    [InlineData("config: [A]\n", "LITHE1007")]
    [InlineData("config: text\n", "LITHE1007")]
    [InlineData("- a\n", "LITHE1007")]
    [InlineData("", "LITHE1007")]
    [InlineData("name: [\n", "LITHE1003")]
    [InlineData("config: { ? A : 1, ? B }\n? config2\n: 1\n", null)]
    public void What_cannot_be_edited_is_told_and_left(string text, string? code)
    {
        Diagnostic? problem = ConfigEditor.TryEdit(text, Parse("A=2"), out string edited);
        Assert.Equal(code, problem?.Code);
        if (code is not null)
            Assert.Equal(text, edited);
    }

    [Fact]
    public void Comments_and_other_keys_survive_every_edit()
    {
        Gen<string> name = Gen.Int[0, 5].Select(number => ((char)('A' + number)).ToString());
        string[] values = ["y", "n", "tlsf", "8080", "0x1f", "", "true", "a b", "x: y", "#", "'", "\"q\"", "é\n", "- a", "*"];
        Gen<string> value = Gen.Int[0, values.Length - 1].Select(index => values[index]);
        Gen<(string Name, string? Value)> change = Gen.Select(name, value, Gen.Bool, (n, v, remove) => (n, remove ? null : v));
        Gen.Select(Document(name, value), change.Array[1, 6]).Sample((text, changes) =>
        {
            KeyValuePair<string, string?>[] list = [.. changes.Select(one => KeyValuePair.Create(one.Name, one.Value))];
            Diagnostic? problem = ConfigEditor.TryEdit(text, list, out string edited);
            Assert.True(problem is null, $"{problem}\n{text}");
            foreach (string line in text.Split('\n').Where(line => line.TrimStart().StartsWith('#') || line.StartsWith("name", StringComparison.Ordinal)))
                Assert.Contains(line, edited, StringComparison.Ordinal);
            // Setting again what is set changes nothing.
            Assert.Null(ConfigEditor.TryEdit(edited, [.. list.GroupBy(one => one.Key).Select(group => group.Last())], out string again));
            Assert.Equal(edited, again);
        }, iter: 3000, threads: 1);
    }

    // Descriptions in every style, with comments in between.
    private static Gen<string> Document(Gen<string> name, Gen<string> value)
    {
        Gen<(string, string)[]> entries = Gen.Select(name, value).Array[0, 4].Select(list => list.DistinctBy(entry => entry.Item1).ToArray());
        Gen<int> style = Gen.Int[0, 5];
        return Gen.Select(entries, style, Gen.Bool, Gen.Bool).Select((list, kind, comments, last) =>
        {
            string note = comments ? " # note" : "";
            string head = $"# head\nname: a{note}\n", tail = last ? "" : "# about args\nargs: [x]\n# end\n";
            string[] lines = [.. list.Select(entry => $"{entry.Item1}: {LayoutText(entry.Item2)}")];
            string config = kind switch
            {
                0 => "",
                1 => $"config:{note}\n",
                2 => $"config: {{ {string.Join(", ", lines)} }}{note}\n",
                3 => $"config: {{\n{string.Concat(lines.Select(line => $"  {line},{note}\n"))}}}\n",
                4 => $"config:\n{string.Concat(lines.Select(line => $"  # above\n  {line}{note}\n"))}",
                _ => $"config:{note}\n{string.Concat(lines.Select(line => $"    {line}\n\n"))}",
            };
            return head + config + tail;
        });
    }

    private static string LayoutText(string value) =>
        value.All(char.IsAsciiLetterOrDigit) && value is not ("true" or "") ? value : $"\"{value.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static KeyValuePair<string, string?>[] Parse(string changes) => [.. changes.Split(';').Select(change =>
        change.IndexOf('=') is >= 0 and int at ? KeyValuePair.Create(change[..at], (string?)change[(at + 1)..]) : KeyValuePair.Create(change, (string?)null))];
}
