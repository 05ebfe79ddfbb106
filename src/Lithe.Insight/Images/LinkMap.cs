using System.Globalization;

namespace Lithe.Insight.Images;

/// <summary>What a line of a linker map stands for.</summary>
internal enum LinkMapEntryKind
{
    /// <summary>A section of the image.</summary>
    OutputSection,

    /// <summary>A section of an object.</summary>
    InputSection,

    /// <summary>A symbol in an object's section.</summary>
    Symbol,

    /// <summary>A statement of the linker script, which may reserve bytes.</summary>
    Statement,
}

/// <summary>A line of a linker map.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Size">Its length.</param>
/// <param name="Name">The section, <c>object:(section)</c>, the symbol, or the statement.</param>
/// <param name="Section">The output section it lies in; empty outside of all.</param>
internal sealed record LinkMapEntry(LinkMapEntryKind Kind, ulong Address, ulong Size, string Name, string Section);

/// <summary>Reads the map that <c>ld.lld --Map</c> writes.</summary>
internal static class LinkMap
{
    // "             VMA              LMA     Size Align Out     In      Symbol": a name's indentation tells what it is.
    private const int InputIndent = 8;
    private const int SymbolIndent = 16;

    /// <summary>The map's lines, in order.</summary>
    /// <exception cref="InvalidDataException">It is not such a map.</exception>
    public static IReadOnlyList<LinkMapEntry> Read(IEnumerable<string> lines)
    {
        var entries = new List<LinkMapEntry>();
        string section = string.Empty;
        bool first = true;
        foreach (string line in lines)
        {
            if (first)
            {
                if (!line.TrimStart().StartsWith("VMA", StringComparison.Ordinal))
                    throw new InvalidDataException("the linker map has no heading");
                first = false;
                continue;
            }
            int column = AfterNumbers(line);
            string[] numbers = line[..column].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string name = line[column..].Trim();
            int indent = line.Length - column - line[column..].TrimStart().Length;
            if (numbers.Length != 4 || !TryHex(numbers[0], out ulong address) || !TryHex(numbers[2], out ulong size))
                throw new InvalidDataException($"the linker map has a line that is not understood: '{line.Trim()}'");
            LinkMapEntryKind kind = IsStatement(name) ? LinkMapEntryKind.Statement
                : indent >= SymbolIndent ? LinkMapEntryKind.Symbol
                : indent >= InputIndent ? LinkMapEntryKind.InputSection
                : LinkMapEntryKind.OutputSection;
            if (kind == LinkMapEntryKind.OutputSection)
                section = name;
            else if (indent < InputIndent)
                section = string.Empty;
            entries.Add(new LinkMapEntry(kind, address, size, name, section));
        }
        return entries;
    }

    // Four numbers apart by spaces (wide ones push the rest to the right), one space, then the indented name.
    private static int AfterNumbers(string line)
    {
        int at = 0;
        for (int number = 0; number < 4; number++)
        {
            while (at < line.Length && line[at] == ' ')
                at++;
            while (at < line.Length && line[at] != ' ')
                at++;
        }
        return Math.Min(at + 1, line.Length);
    }

    private static bool IsStatement(string name) => name.Contains(" = ", StringComparison.Ordinal) || name.Contains(" += ", StringComparison.Ordinal) || name.Length == 0;

    private static bool TryHex(string text, out ulong number) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
