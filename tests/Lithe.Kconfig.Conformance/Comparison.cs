namespace Lithe.Kconfig.Conformance;

/// <summary>Counts comparisons and prints one line for each.</summary>
internal sealed class Report
{
    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public void Add(string suite, string name, string? problem)
    {
        if (problem is null)
            Passed++;
        else
            Failed++;
        Console.WriteLine($"{suite,-10} {name,-34} {(problem is null ? "same" : "DIFFERS: " + problem)}");
    }

    public int Finish()
    {
        Console.WriteLine($"{Passed} passed, {Failed} failed");
        return Failed == 0 ? 0 : 1;
    }
}

/// <summary>Compares the files that two tools wrote.</summary>
internal static class Comparison
{
    /// <summary>
    /// Returns null if the files are the same byte for byte, not counting the header: the comment lines before the first
    /// line that is none. Otherwise says where they part.
    /// </summary>
    public static string? Files(string expected, string actual)
    {
        if (!File.Exists(expected))
            return "the C tool wrote no file";
        if (!File.Exists(actual))
            return "the library wrote no file";
        byte[] left = WithoutHeader(File.ReadAllBytes(expected));
        byte[] right = WithoutHeader(File.ReadAllBytes(actual));
        int length = left.AsSpan().CommonPrefixLength(right);
        if (length == left.Length && length == right.Length)
            return null;
        return $"C: {LineAt(left, length)} | library: {LineAt(right, length)}";
    }

    /// <summary>
    /// Returns null if both outputs warn about the same unmet dependencies in the same words. The C tool repeats a warning
    /// when it calculates again, so repetitions and order do not count.
    /// </summary>
    public static string? Warnings(string expected, string actual)
    {
        SortedSet<string> left = UnmetWarnings(expected);
        SortedSet<string> right = UnmetWarnings(actual);
        string? missing = left.FirstOrDefault(w => !right.Contains(w));
        string? extra = right.FirstOrDefault(w => !left.Contains(w));
        return missing is not null ? $"no such warning: {missing}" : extra is not null ? $"only the library warns: {extra}" : null;
    }

    private static SortedSet<string> UnmetWarnings(string output)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string part in output.Split("\nWARNING: ").Skip(1))
        {
            IEnumerable<string> lines = part.Split('\n');
            found.Add(string.Join('\n', lines.Take(1).Concat(lines.Skip(1).TakeWhile(l => l.StartsWith("  ", StringComparison.Ordinal)))));
        }
        return found;
    }

    private static byte[] WithoutHeader(byte[] file)
    {
        int at = 0;
        while (at < file.Length && file[at] == '#')
        {
            // "# CONFIG_… is not set" is content: headers never mention the prefix.
            int end = Array.IndexOf(file, (byte)'\n', at);
            if (end < 0 || file.AsSpan(at, end - at).StartsWith("# CONFIG_"u8))
                break;
            at = end + 1;
        }
        return file[at..];
    }

    private static string LineAt(byte[] file, int at)
    {
        int start = at == 0 ? 0 : Array.LastIndexOf(file, (byte)'\n', Math.Min(at, file.Length) - 1) + 1;
        int end = Array.IndexOf(file, (byte)'\n', Math.Min(at, file.Length));
        string line = System.Text.Encoding.UTF8.GetString(file, start, (end < 0 ? file.Length : end) - start);
        return line.Length == 0 ? "(end or empty line)" : line;
    }
}
