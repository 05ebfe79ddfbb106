using System.Globalization;
using System.Text.RegularExpressions;

namespace Lithe.Insight.Tests;

/// <summary>A run of bytes that the linker's map names.</summary>
internal sealed record MapPiece(string Name, ulong Address, ulong Size)
{
    public ulong End => Address + Size;
}

/// <summary>The map that ld.lld wrote, read by other code than the tool's.</summary>
internal sealed partial class LinkerMap
{
    private LinkerMap()
    {
    }

    /// <summary>Sections of the image that are in memory, with their bytes.</summary>
    public List<MapPiece> Sections { get; } = [];

    /// <summary>Sections of objects that lie in those.</summary>
    public List<MapPiece> Inputs { get; } = [];

    /// <summary>Symbols that lie in those, with the bytes that the map gives them: 0 for labels.</summary>
    public List<MapPiece> Symbols { get; } = [];

    public static LinkerMap Read(string path)
    {
        var map = new LinkerMap();
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            Match match = Line().Match(line);
            Assert.True(match.Success, line);
            string name = match.Groups["name"].Value;
            // Statements of the linker script, and what marks code and data for disassemblers ($x, $d), are no things in memory.
            if (name.Contains('=', StringComparison.Ordinal) || name.StartsWith('$'))
                continue;
            var piece = new MapPiece(name, Hex(match, "address"), Hex(match, "size"));
            int indent = match.Groups["indent"].Length;
            if (indent == 0)
                map.Sections.Add(piece);
            else if (map.Sections[^1].Address > 0 && piece.Address >= map.Sections[^1].Address)
                (indent == 8 ? map.Inputs : map.Symbols).Add(piece);
        }
        map.Sections.RemoveAll(section => section.Address == 0 || section.Size == 0);
        map.Inputs.RemoveAll(input => input.Size == 0 || !map.Sections.Exists(section => Holds(section, input)));
        map.Symbols.RemoveAll(symbol => !map.Inputs.Exists(input => Holds(input, symbol)));
        return map;
    }

    private static bool Holds(MapPiece outer, MapPiece inner) => inner.Address >= outer.Address && inner.Address < outer.End;

    private static ulong Hex(Match match, string group) => ulong.Parse(match.Groups[group].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex("^ *(?<address>[0-9a-f]+) +[0-9a-f]+ +(?<size>[0-9a-f]+) +[0-9]+ (?<indent> *)(?<name>.*)$")]
    private static partial Regex Line();
}
