namespace Lithe.Insight.Size;

/// <summary>What a table of sizes has a row for.</summary>
public enum SizeGrouping
{
    /// <summary>Libraries.</summary>
    Library,

    /// <summary>Types, or assembly sources.</summary>
    Type,

    /// <summary>Methods, or symbols.</summary>
    Method,

    /// <summary>Sections.</summary>
    Section,
}

/// <summary>A row: bytes of one library, type, method or section.</summary>
/// <param name="Library">The library; empty in a table of sections.</param>
/// <param name="Name">What is counted.</param>
/// <param name="BySection">The bytes in each section, in the sections' order.</param>
public sealed record SizeRow(string Library, string Name, IReadOnlyList<ulong> BySection)
{
    /// <summary>All of its bytes.</summary>
    public ulong Total => BySection.Aggregate(0UL, (sum, bytes) => sum + bytes);
}

/// <summary>Bytes added up.</summary>
public static class SizeTable
{
    /// <summary>The rows, the largest first.</summary>
    public static IReadOnlyList<SizeRow> Group(ImageSize size, SizeGrouping grouping)
    {
        string[] sections = [.. size.Sections.Select(section => section.Name)];
        return [.. size.Items
            .GroupBy(item => Key(item, grouping))
            .Select(group => new SizeRow(group.Key.Library, group.Key.Name, Sum(group, sections)))
            .OrderByDescending(row => row.Total)
            .ThenBy(row => row.Library, StringComparer.Ordinal)
            .ThenBy(row => row.Name, StringComparer.Ordinal)];
    }

    private static (string Library, string Name) Key(SizeItem item, SizeGrouping grouping) => grouping switch
    {
        SizeGrouping.Library => (item.Library, item.Library),
        SizeGrouping.Type => (item.Library, item.Type),
        SizeGrouping.Method => (item.Library, item.Type == item.Member || item.Kind is "padding" or "assembly" or "assembly data" or "reserved memory" ? item.Within ?? item.Member : Member(item)),
        _ => (string.Empty, item.Section),
    };

    private static string Member(SizeItem item) => item.Member.StartsWith('(') ? $"{item.Type} {item.Member}" : item.Type == item.Kind ? item.Member : $"{item.Type}.{item.Member}";

    private static ulong[] Sum(IEnumerable<SizeItem> items, string[] sections)
    {
        var sums = new ulong[sections.Length];
        foreach (SizeItem item in items)
            sums[Array.IndexOf(sections, item.Section)] += item.Size;
        return sums;
    }
}
