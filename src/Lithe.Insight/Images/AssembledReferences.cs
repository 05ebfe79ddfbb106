using Lithe.Build.Output;
using Lithe.Image;

namespace Lithe.Insight.Images;

/// <summary>A reference out of assembly.</summary>
/// <param name="Library">The assembly name of the library that the source belongs to.</param>
/// <param name="From">The label that it stands behind.</param>
/// <param name="To">The symbol that it names.</param>
/// <param name="IsNeighbour">They are in one section: where one is, the other is.</param>
internal readonly record struct AssembledReference(string Library, string From, string To, bool IsNeighbour = false);

/// <summary>What the assembly in an image defines, and what it refers to: by its objects' relocations.</summary>
internal sealed class AssembledReferences
{
    private AssembledReferences(IReadOnlyDictionary<string, RecordedObject> definitions, IReadOnlyList<AssembledReference> references) =>
        (Definitions, References) = (definitions, references);

    /// <summary>The global labels that are in the image, with their objects.</summary>
    public IReadOnlyDictionary<string, RecordedObject> Definitions { get; }

    /// <summary>The references, each once. Those of sections that the linker left out are left out.</summary>
    public IReadOnlyList<AssembledReference> References { get; }

    public static AssembledReferences Read(BuiltImage image)
    {
        HashSet<string> present = [.. image.Debug.Symbols.Where(symbol => !symbol.IsUndefined).Select(symbol => symbol.Name)];
        HashSet<(int, string)> sections = LinkedSections(image);
        var definitions = new Dictionary<string, RecordedObject>(StringComparer.Ordinal);
        var references = new HashSet<AssembledReference>();
        for (int number = 0; number < image.Record.Objects.Count; number++)
        {
            RecordedObject source = image.Record.Objects[number];
            ElfFile file = ElfFile.Open(image.FullPath(source.Path));
            foreach (ElfSymbol symbol in file.Symbols)
            {
                if (!symbol.IsUndefined && !symbol.IsAbsolute && IsLabel(symbol) && present.Contains(symbol.Name) && sections.Contains((number, file.Sections[symbol.Section].Name)))
                    definitions.TryAdd(symbol.Name, source);
            }
            references.UnionWith(Neighbours(file, number, source, sections));
            foreach ((ElfSection section, ElfRelocation relocation) in file.Relocations())
            {
                if (!section.Flags.HasFlag(ElfSectionFlags.Alloc) || !sections.Contains((number, section.Name)) || (uint)relocation.Symbol >= (uint)file.Symbols.Count)
                    continue;
                ElfSymbol target = file.Symbols[relocation.Symbol];
                string? to = target.Type == ElfSymbolType.Section ? Holder(file, target.Section, (ulong)Math.Max(0, relocation.Addend)) : target.Name;
                string? from = Holder(file, section.Index, relocation.Offset);
                if (from is not null && !string.IsNullOrEmpty(to) && from != to)
                    references.Add(new AssembledReference(source.Library, from, to));
            }
        }
        return new AssembledReferences(definitions, [.. references]);
    }

    // objects/05-traps.o:(.text.traps)
    private static HashSet<(int, string)> LinkedSections(BuiltImage image)
    {
        var sections = new HashSet<(int, string)>();
        foreach (LinkMapEntry entry in image.Map.Where(entry => entry.Kind == LinkMapEntryKind.InputSection))
        {
            int dash = entry.Name.IndexOf('-'), open = entry.Name.IndexOf(":(", StringComparison.Ordinal), slash = entry.Name.IndexOf('/');
            if (slash > 0 && dash > slash && open > dash && int.TryParse(entry.Name[(slash + 1)..dash], out int number))
                sections.Add((number, entry.Name[(open + 2)..].TrimEnd(')')));
        }
        return sections;
    }

    // Jumps inside a section leave no relocation; and the linker keeps a section whole: whoever asks for one label of it gets all.
    private static IEnumerable<AssembledReference> Neighbours(ElfFile file, int number, RecordedObject source, HashSet<(int, string)> sections)
    {
        foreach (IGrouping<int, ElfSymbol> labels in file.Symbols.Where(symbol => !symbol.IsUndefined && !symbol.IsAbsolute && IsLabel(symbol)).GroupBy(symbol => symbol.Section))
        {
            if (!sections.Contains((number, file.Sections[labels.Key].Name)))
                continue;
            string first = labels.MinBy(symbol => symbol.Value)!.Name;
            foreach (string other in labels.Select(symbol => symbol.Name).Where(name => name != first))
            {
                yield return new AssembledReference(source.Library, first, other, IsNeighbour: true);
                yield return new AssembledReference(source.Library, other, first, IsNeighbour: true);
            }
        }
    }

    /// <summary>Whether a symbol is a label that somebody wrote; arm64's <c>$x</c> and <c>$d</c> mark where code and data start.</summary>
    public static bool IsLabel(ElfSymbol symbol) =>
        symbol.Name.Length > 0 && symbol.Name[0] != '$' && symbol.Type is not (ElfSymbolType.Section or ElfSymbolType.File);

    private static string? Holder(ElfFile file, int section, ulong offset)
    {
        ElfSymbol? best = null;
        foreach (ElfSymbol symbol in file.Symbols)
        {
            if (symbol.Section == section && IsLabel(symbol) && symbol.Value <= offset && (best is null || symbol.Value > best.Value))
                best = symbol;
        }
        return best?.Name;
    }
}
