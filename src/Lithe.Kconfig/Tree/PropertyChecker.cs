namespace Lithe.Kconfig;

/// <summary>Warns about definitions that parse but make no sense.</summary>
internal static class PropertyChecker
{
    public static void Check(ParseContext context, MenuNode node, Symbol symbol)
    {
        if (symbol.Type == SymbolType.Unknown)
            context.Warn(node.Location, "config symbol defined without type");
        if (symbol.IsChoice && node.Prompt is null)
            context.Warn(node.Location, "choice must have a prompt");
        foreach (Property property in symbol.Props)
        {
            string? problem = property.Kind switch
            {
                PropertyKind.Default => Default(symbol, property),
                PropertyKind.Select => Target(symbol, property, "select"),
                PropertyKind.Imply => Target(symbol, property, "imply"),
                PropertyKind.Range => Range(symbol, property),
                _ => null,
            };
            if (problem is not null)
                context.Warn(property.Location, problem);
        }
    }

    private static string? Default(Symbol symbol, Property property)
    {
        if (property.Target is not { } value)
            return symbol.Type is SymbolType.String or SymbolType.Int or SymbolType.Hex
                ? $"default for config symbol '{symbol.Name}' must be a single symbol"
                : null;
        if (symbol.Type is SymbolType.Int or SymbolType.Hex && !IsNumber(symbol, value))
            return $"'{symbol.Name}': number is invalid";
        if (symbol.IsChoice && value.Choice != symbol)
            return $"choice default symbol '{value.Name}' is not contained in the choice";
        return null;
    }

    private static string? Target(Symbol symbol, Property property, string keyword)
    {
        Symbol target = property.Target!;
        if (!symbol.Type.IsLogic())
            return $"config symbol '{symbol.Name}' uses {keyword}, but is not bool or tristate";
        if (target.Type != SymbolType.Unknown && !target.Type.IsLogic())
            return $"'{target.Name}' has wrong type. '{keyword}' only accept arguments of bool and tristate type";
        return null;
    }

    private static string? Range(Symbol symbol, Property property)
    {
        if (symbol.Type is not (SymbolType.Int or SymbolType.Hex))
            return "range is only allowed for int or hex symbols";
        return IsNumber(symbol, property.Low!) && IsNumber(symbol, property.High!) ? null : "range is invalid";
    }

    private static bool IsNumber(Symbol symbol, Symbol value)
        => value.Type is SymbolType.Int or SymbolType.Hex
            || (value.Type == SymbolType.Unknown && ValueSyntax.IsValid(symbol.Type, value.Name));
}
