using System.Text.RegularExpressions;

namespace Lithe.Build.Linking;

/// <summary>What a linker script tells about symbols and sections, as far as the search for missing symbols needs it.</summary>
internal sealed partial class LinkScript
{
    private readonly HashSet<string> _defined;
    private readonly List<Regex> _kept;

    private LinkScript(HashSet<string> defined, List<Regex> kept, string entry) => (_defined, _kept, Entry) = (defined, kept, entry);

    /// <summary>The symbol where the image starts.</summary>
    public string Entry { get; }

    public static LinkScript Read(string path)
    {
        string text = Comments().Replace(File.ReadAllText(path), " ");
        var defined = new HashSet<string>(Assignments().Matches(text).Select(match => match.Groups["name"].Value), StringComparer.Ordinal);
        List<Regex> kept = [.. Keeps().Matches(text)
            .SelectMany(match => match.Groups["sections"].Value.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries))
            .Select(pattern => new Regex("^" + Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".") + "$"))];
        return new LinkScript(defined, kept, EntryName().Match(text) is { Success: true } entry ? entry.Groups["name"].Value : "_start");
    }

    /// <summary>Whether the script, or the linker by itself, gives the symbol a value.</summary>
    public bool Defines(string symbol) =>
        _defined.Contains(symbol)
        || symbol.StartsWith("__start_", StringComparison.Ordinal) || symbol.StartsWith("__stop_", StringComparison.Ordinal);

    /// <summary>Whether the section stays even when nothing refers to it.</summary>
    public bool Keeps(string section) => _kept.Exists(pattern => pattern.IsMatch(section));

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"(?<![\w.$])(?<name>[A-Za-z_.$][\w.$]*)\s*[-+*/&|]?=(?!=)")]
    private static partial Regex Assignments();

    [GeneratedRegex(@"KEEP\s*\(\s*\*\s*\((?<sections>[^)]*)\)")]
    private static partial Regex Keeps();

    [GeneratedRegex(@"ENTRY\s*\(\s*(?<name>[\w.$]+)\s*\)")]
    private static partial Regex EntryName();
}
