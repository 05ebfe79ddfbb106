using Lithe.Image;

namespace Lithe.Insight.Images;

/// <summary>
/// The symbols of an image's objects by address. They come from the image itself: the linker's map shows some in another spelling (<c>vtable for
/// String</c>). Labels of the linker script are left out, since they mark places and not things.
/// </summary>
internal sealed class PlacedSymbols
{
    private readonly ElfSymbol[] _symbols;
    private readonly ulong[] _addresses;

    public PlacedSymbols(BuiltImage image)
    {
        HashSet<string> labels = [.. image.Map.Where(entry => entry.Kind == LinkMapEntryKind.Statement).Select(entry => entry.Name.Split(' ')[0])];
        _symbols = [.. image.Debug.Symbols
            .Where(symbol => !symbol.IsUndefined && !symbol.IsAbsolute && AssembledReferences.IsLabel(symbol) && !labels.Contains(symbol.Name)
                && image.Debug.Sections[symbol.Section].Flags.HasFlag(ElfSectionFlags.Alloc))
            .OrderBy(symbol => symbol.Value)];
        _addresses = [.. _symbols.Select(symbol => symbol.Value)];
    }

    /// <summary>The symbols from an address up to, but not at, another.</summary>
    public IEnumerable<ElfSymbol> Between(ulong start, ulong end)
    {
        int at = Array.BinarySearch(_addresses, start);
        at = at < 0 ? ~at : at;
        while (at > 0 && _addresses[at - 1] == start)
            at--;
        for (; at < _symbols.Length && _addresses[at] < end; at++)
            yield return _symbols[at];
    }
}
