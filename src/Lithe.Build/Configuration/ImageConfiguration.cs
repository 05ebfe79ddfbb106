using Lithe.Description;

namespace Lithe.Build.Configuration;

/// <summary>The type of a Kconfig symbol, as C# sees it.</summary>
internal enum ConfigType
{
    /// <summary><c>y</c> or <c>n</c>: <see langword="bool"/>.</summary>
    Bool,

    /// <summary>Decimal: <see langword="int"/>.</summary>
    Int,

    /// <summary>Hexadecimal: <see langword="ulong"/>.</summary>
    Hex,

    /// <summary>Text: <see langword="string"/>.</summary>
    String,
}

/// <summary>A symbol and its value in one image.</summary>
internal sealed record ConfigSymbol(string Name, ConfigType Type, string Value, string? Prompt);

/// <summary>The value of every symbol in one image.</summary>
/// <param name="Symbols">Sorted by name.</param>
/// <param name="DotConfig">The text of <c>.config</c>.</param>
internal sealed record ImageConfiguration(IReadOnlyList<ConfigSymbol> Symbols, string DotConfig)
{
    public IReadOnlyDictionary<string, string> Values { get; } = Symbols.ToDictionary(symbol => symbol.Name, symbol => symbol.Value, StringComparer.Ordinal);

    /// <summary>What is suspicious in the Kconfig files.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];
}
