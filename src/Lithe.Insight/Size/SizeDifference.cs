namespace Lithe.Insight.Size;

/// <summary>A row of two images.</summary>
/// <param name="Library">The library.</param>
/// <param name="Name">What is counted.</param>
/// <param name="Before">Its bytes in the image compared against.</param>
/// <param name="After">Its bytes in the image looked at.</param>
public sealed record SizeChange(string Library, string Name, ulong Before, ulong After)
{
    /// <summary>What it grew by; less than zero when bytes were saved.</summary>
    public long Difference => (long)After - (long)Before;
}

/// <summary>Two images side by side.</summary>
public static class SizeDifference
{
    /// <summary>The rows of both, the largest change first. Their differences add up to that of the images.</summary>
    public static IReadOnlyList<SizeChange> Compare(ImageSize before, ImageSize after, SizeGrouping grouping)
    {
        Dictionary<(string, string), ulong> old = SizeTable.Group(before, grouping).ToDictionary(row => (row.Library, row.Name), row => row.Total);
        Dictionary<(string, string), ulong> now = SizeTable.Group(after, grouping).ToDictionary(row => (row.Library, row.Name), row => row.Total);
        return [.. old.Keys.Union(now.Keys)
            .Select(key => new SizeChange(key.Item1, key.Item2, old.GetValueOrDefault(key), now.GetValueOrDefault(key)))
            .OrderByDescending(change => Math.Abs(change.Difference))
            .ThenByDescending(change => change.After)
            .ThenBy(change => change.Library, StringComparer.Ordinal)
            .ThenBy(change => change.Name, StringComparer.Ordinal)];
    }
}
