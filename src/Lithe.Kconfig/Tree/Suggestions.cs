namespace Lithe.Kconfig;

/// <summary>Near matches for names that do not exist.</summary>
internal static class Suggestions
{
    public static IReadOnlyList<string> For(KconfigTree tree, string name, int limit)
    {
        if (name.Length is 0 or > 100)
            return [];
        string wanted = name.ToUpperInvariant();
        int bound = Math.Max(2, wanted.Length / 3);
        var found = new List<(int Distance, string Name)>();
        foreach (Symbol symbol in tree.Symbols.Concat(tree.Choices))
        {
            if (symbol.NameOrNull is not { } candidate || candidate.Length > 200)
                continue;
            int distance = Distance(wanted, candidate.ToUpperInvariant(), bound);
            // A name with a part left out, as TCP for NET_TCP, is as near as two wrong letters.
            if (distance > 2 && wanted.Length >= 3
                && (candidate.EndsWith("_" + wanted, StringComparison.OrdinalIgnoreCase)
                    || candidate.StartsWith(wanted + "_", StringComparison.OrdinalIgnoreCase)))
                distance = 2;
            if (distance <= bound)
                found.Add((distance, candidate));
        }
        // When something is very near, what is farther away is noise.
        int best = found.Count == 0 ? 0 : found.Min(f => f.Distance);
        found.RemoveAll(f => f.Distance > (best <= 1 ? best : best + 1));
        return [.. found.OrderBy(f => f.Distance).ThenBy(f => f.Name, StringComparer.Ordinal).Select(f => f.Name).Distinct().Take(limit)];
    }

    /// <summary>Edits between two names (insert, delete, replace, swap neighbours), or bound + 1 when there are more.</summary>
    internal static int Distance(string a, string b, int bound)
    {
        if (Math.Abs(a.Length - b.Length) > bound)
            return bound + 1;
        int[] before = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            int best = row[0];
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                int value = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    value = Math.Min(value, before[j - 2] + 1);
                row[j] = value;
                best = Math.Min(best, value);
            }
            if (best > bound)
                return bound + 1;
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
