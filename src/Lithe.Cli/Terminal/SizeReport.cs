using System.Globalization;
using System.Text.Json.Nodes;
using Lithe.Insight.Size;

namespace Lithe.Cli.Terminal;

/// <summary>Shows sizes as a table or as JSON.</summary>
internal sealed class SizeReport(Screen screen, SizeGrouping by, int top, bool json)
{
    /// <summary>One image.</summary>
    public void Write(string name, ImageSize size, long fileBytes)
    {
        IReadOnlyList<SizeRow> rows = SizeTable.Group(size, by);
        if (json)
        {
            screen.Out.WriteLine(ToJson(name, size, fileBytes, rows).ToJsonString());
            return;
        }
        screen.Out.WriteLine(Sentence(name, size, fileBytes));
        // Tables of one kind of row have a column for each section; the names of types and methods take the width instead.
        bool hasSections = by == SizeGrouping.Library;
        string[] sections = hasSections ? [.. size.Sections.Select(section => section.Name + "#")] : [];
        var table = new TextTable([by.ToString().ToLowerInvariant(), .. HasLibrary ? (string[])["library"] : [], "bytes#", "%#", .. sections]);
        foreach (SizeRow row in Top(rows))
            AddRow(table, row.Name, row.Library, row.Total, size.Total, hasSections ? row.BySection : []);
        AddRest(table, rows.Skip(Shown), size, hasSections);
        AddRow(table, "total", string.Empty, size.Total, size.Total, hasSections ? [.. size.Sections.Select(section => section.Size)] : []);
        table.Write(screen);
    }

    /// <summary>Two images.</summary>
    public void WriteDifference(string name, string beforeName, ImageSize before, string afterName, ImageSize after)
    {
        IReadOnlyList<SizeChange> changes = SizeDifference.Compare(before, after, by);
        long difference = (long)after.Total - (long)before.Total;
        if (json)
        {
            screen.Out.WriteLine(new JsonObject
            {
                ["image"] = name,
                ["before"] = beforeName,
                ["after"] = afterName,
                ["beforeBytes"] = before.Total,
                ["afterBytes"] = after.Total,
                ["difference"] = difference,
                ["by"] = by.ToString().ToLowerInvariant(),
                ["rows"] = new JsonArray([.. changes.Select(change => new JsonObject
                {
                    ["library"] = change.Library, ["name"] = change.Name, ["before"] = change.Before, ["after"] = change.After, ["difference"] = change.Difference,
                })]),
            }.ToJsonString());
            return;
        }
        string what = difference < 0 ? $"{TextTable.Number((ulong)-difference)} bytes saved" : difference > 0 ? $"{TextTable.Number((ulong)difference)} bytes more" : "no byte more or less";
        screen.Out.WriteLine($"{name}: {what} by {afterName}, against {beforeName}");
        var table = new TextTable([by.ToString().ToLowerInvariant(), .. HasLibrary ? (string[])["library"] : [], "before#", "after#", "difference#"]);
        SizeChange[] changed = [.. changes.Where(change => change.Difference != 0)];
        foreach (SizeChange change in changed.Take(top == 0 ? int.MaxValue : top))
            Add(change.Name, change.Library, change.Before, change.After);
        SizeChange[] rest = [.. changes.Except(changed.Take(top == 0 ? int.MaxValue : top))];
        if (rest.Length > 0)
            Add($"({rest.Length} others)", string.Empty, Sum(rest.Select(change => change.Before)), Sum(rest.Select(change => change.After)));
        Add("total", string.Empty, before.Total, after.Total);
        table.Write(screen);

        void Add(string row, string library, ulong old, ulong now) => table.Add(
            [row, .. HasLibrary ? (string[])[library] : [], TextTable.Number(old), TextTable.Number(now), TextTable.Change((long)now - (long)old)]);
    }

    private bool HasLibrary => by is SizeGrouping.Type or SizeGrouping.Method;

    private int Shown => top == 0 ? int.MaxValue : top;

    private IEnumerable<SizeRow> Top(IReadOnlyList<SizeRow> rows) => rows.Take(Shown);

    private void AddRest(TextTable table, IEnumerable<SizeRow> rest, ImageSize size, bool hasSections)
    {
        SizeRow[] rows = [.. rest];
        if (rows.Length == 0)
            return;
        ulong[] sections = [.. size.Sections.Select((_, i) => Sum(rows.Select(row => row.BySection[i])))];
        AddRow(table, $"({rows.Length} others)", string.Empty, Sum(sections), size.Total, hasSections ? sections : []);
    }

    private void AddRow(TextTable table, string name, string library, ulong bytes, ulong total, IReadOnlyList<ulong> sections) => table.Add(
    [
        name, .. HasLibrary ? (string[])[library] : [],
        TextTable.Number(bytes),
        total == 0 ? "" : (100.0 * bytes / total).ToString("0.0", CultureInfo.InvariantCulture),
        .. sections.Select(count => count == 0 ? "" : TextTable.Number(count)),
    ]);

    private static string Sentence(string name, ImageSize size, long fileBytes)
    {
        ulong inFile = Sum(size.Sections.Where(section => section.InFile).Select(section => section.Size));
        return $"{name}: {TextTable.Number(size.Total)} bytes in memory: {TextTable.Number(inFile)} from the image file of {TextTable.Number((ulong)fileBytes)}, {TextTable.Number(size.Total - inFile)} zeroed at the start";
    }

    private JsonObject ToJson(string name, ImageSize size, long fileBytes, IReadOnlyList<SizeRow> rows) => new()
    {
        ["image"] = name,
        ["bytes"] = size.Total,
        ["fileBytes"] = fileBytes,
        ["sections"] = new JsonArray([.. size.Sections.Select(section => new JsonObject { ["name"] = section.Name, ["bytes"] = section.Size, ["inFile"] = section.InFile })]),
        ["by"] = by.ToString().ToLowerInvariant(),
        ["rows"] = new JsonArray([.. rows.Select(row => new JsonObject
        {
            ["library"] = row.Library,
            ["name"] = row.Name,
            ["bytes"] = row.Total,
            ["sections"] = new JsonObject(size.Sections.Select((section, i) => KeyValuePair.Create<string, JsonNode?>(section.Name, row.BySection[i]))),
        })]),
    };

    private static ulong Sum(IEnumerable<ulong> numbers) => numbers.Aggregate(0UL, (sum, number) => sum + number);
}
