using Lithe.Image;

namespace Lithe.Build.Linking;

/// <summary>A symbol that the image needs and no object defines.</summary>
/// <param name="Name">The symbol.</param>
/// <param name="WantedBy">The function or data that refers to it, as the object names it; null when unknown.</param>
/// <param name="IsWeak">Every reference is weak: without a definition the symbol's address is 0.</param>
internal sealed record MissingSymbol(string Name, string? WantedBy, bool IsWeak = false);

/// <summary>
/// Finds out what a link would still miss. Like the linker's own garbage collection, it starts at the entry and at the sections that
/// are kept and follows relocations: what only unused code asks for is not missing.
/// </summary>
internal static class MissingSymbols
{
    /// <summary>The missing symbols, by name.</summary>
    /// <param name="script">The linker script.</param>
    /// <param name="compiled">The ahead-of-time compiler's object; all of it is used.</param>
    /// <param name="assembled">The objects from assembly.</param>
    public static IReadOnlyList<MissingSymbol> Find(LinkScript script, ElfFile? compiled, IReadOnlyList<ElfFile> assembled)
    {
        List<ElfFile> objects = compiled is null ? [.. assembled] : [compiled, .. assembled];
        var definitions = new Dictionary<string, (int Object, int Section)>(StringComparer.Ordinal);
        for (int i = 0; i < objects.Count; i++)
        {
            foreach (ElfSymbol symbol in objects[i].Symbols)
            {
                if (!symbol.IsUndefined && symbol.Binding != ElfSymbolBinding.Local)
                    definitions.TryAdd(symbol.Name, (i, symbol.Section));
            }
        }

        ILookup<int, ElfRelocation>[] relocations = [.. objects.Select(file => file.Relocations().ToLookup(entry => entry.Section.Index, entry => entry.Relocation))];
        var missing = new SortedDictionary<string, MissingSymbol>(StringComparer.Ordinal);
        var live = new HashSet<(int Object, int Section)>();
        var work = new Stack<(int Object, int Section)>();
        if (definitions.TryGetValue(script.Entry, out var start))
            Reach(start);
        for (int i = 0; i < objects.Count; i++)
        {
            foreach (ElfSection section in objects[i].Sections)
            {
                bool used = ReferenceEquals(objects[i], compiled) || script.Keeps(section.Name);
                if (used && section.Flags.HasFlag(ElfSectionFlags.Alloc) && section.Name != ".eh_frame" && !section.Name.StartsWith(".dotnet_eh_table", StringComparison.Ordinal))
                    Reach((i, section.Index));
            }
        }

        while (work.TryPop(out var at))
        {
            ElfFile file = objects[at.Object];
            foreach (ElfRelocation relocation in relocations[at.Object][at.Section])
            {
                if ((uint)relocation.Symbol >= (uint)file.Symbols.Count)
                    continue;
                ElfSymbol symbol = file.Symbols[relocation.Symbol];
                if (!symbol.IsUndefined)
                    Reach((at.Object, symbol.Section));
                else if (definitions.TryGetValue(symbol.Name, out var definition))
                    Reach(definition);
                else if (symbol.Name.Length > 0 && !script.Defines(symbol.Name))
                    Miss(symbol, Holder(file, at.Section, relocation.Offset));
            }
        }
        return [.. missing.Values];

        void Miss(ElfSymbol symbol, string? holder)
        {
            bool isWeak = symbol.Binding == ElfSymbolBinding.Weak;
            if (!missing.TryGetValue(symbol.Name, out MissingSymbol? known) || (known.IsWeak && !isWeak))
                missing[symbol.Name] = new MissingSymbol(symbol.Name, holder, isWeak);
        }

        void Reach((int Object, int Section) section)
        {
            if (live.Add(section))
                work.Push(section);
        }
    }

    private static string? Holder(ElfFile file, int section, ulong offset)
    {
        ElfSymbol? best = null;
        foreach (ElfSymbol symbol in file.Symbols)
        {
            if (symbol.Section == section && symbol.Type != ElfSymbolType.Section && symbol.Name.Length > 0
                && symbol.Value <= offset && (best is null || symbol.Value > best.Value))
                best = symbol;
        }
        return best?.Name;
    }
}
