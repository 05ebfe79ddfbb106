using Lithe.Image;

namespace Lithe.Insight.Images;

/// <summary>The link symbols that C# exports.</summary>
internal static class Exports
{
    /// <summary>The exported names, each with the symbol of its method: the two have one address.</summary>
    public static Dictionary<string, string> Read(BuiltImage image, MangledNames names, AssembledReferences assembled)
    {
        var exports = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (IGrouping<ulong, ElfSymbol> place in image.Debug.Symbols.Where(symbol => symbol.Type == ElfSymbolType.Function).GroupBy(symbol => symbol.Value))
        {
            if (place.FirstOrDefault(symbol => names.Find(symbol.Name) is { Method: not null }) is not { } method)
                continue;
            foreach (ElfSymbol symbol in place.Where(symbol => names.Find(symbol.Name) is null && !assembled.Definitions.ContainsKey(symbol.Name)))
                exports[symbol.Name] = method.Name;
        }
        return exports;
    }
}
