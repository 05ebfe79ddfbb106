namespace Lithe.Kconfig;

/// <summary>The type of a symbol.</summary>
public enum SymbolType
{
    /// <summary>No type was given: an undefined symbol, or a literal.</summary>
    Unknown,

    /// <summary>y or n.</summary>
    Bool,

    /// <summary>y, m or n.</summary>
    Tristate,

    /// <summary>A decimal integer.</summary>
    Int,

    /// <summary>A hexadecimal integer.</summary>
    Hex,

    /// <summary>Text.</summary>
    String,
}

internal static class SymbolTypeExtensions
{
    public static bool IsLogic(this SymbolType type) => type is SymbolType.Bool or SymbolType.Tristate;

    /// <summary>The name used in diagnostics.</summary>
    public static string DisplayName(this SymbolType type) => type switch
    {
        SymbolType.Bool => "bool",
        SymbolType.Tristate => "tristate",
        SymbolType.Int => "integer",
        SymbolType.Hex => "hex",
        SymbolType.String => "string",
        _ => "unknown",
    };
}
