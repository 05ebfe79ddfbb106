using Lithe.Kconfig;

namespace Lithe.Configure.Menu;

/// <summary>What a row of the menu stands for.</summary>
public enum MenuRowKind
{
    /// <summary>A heading with rows below it.</summary>
    Menu,

    /// <summary>A remark.</summary>
    Comment,

    /// <summary>On or off, or a module.</summary>
    Switch,

    /// <summary>One of several.</summary>
    Choice,

    /// <summary>A member of a choice.</summary>
    Member,

    /// <summary>A number or a text.</summary>
    Value,
}

/// <summary>A row of the menu, as it stands now.</summary>
/// <param name="Node">The statement of the Kconfig file.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Depth">How deep it lies in the tree, from 0.</param>
/// <param name="Value">The value as shown: <c>y</c>, <c>tlsf</c>, <c>8080</c>; empty for headings and remarks.</param>
/// <param name="Fixed">Why it cannot be changed now, or null.</param>
/// <param name="IsDefault">It has the value that it would have if nothing were set.</param>
/// <param name="HasChildren">There are rows below it.</param>
/// <param name="IsOpen">The rows below it are shown.</param>
public sealed record MenuRow(MenuNode Node, MenuRowKind Kind, int Depth, string Value, string? Fixed, bool IsDefault, bool HasChildren, bool IsOpen)
{
    /// <summary>The symbol or choice, or null.</summary>
    public Symbol? Symbol => Node.Symbol;

    /// <summary>The mark in front of the text: <c>[*]</c>, <c>-*-</c> (on, and not to be changed), <c>( )</c>, <c>(8080)</c>.</summary>
    public string Mark => Kind switch
    {
        MenuRowKind.Switch when Fixed is not null => Value == "n" ? "- -" : Value == "m" ? "-M-" : "-*-",
        MenuRowKind.Switch when Symbol?.Type == SymbolType.Tristate => Value == "y" ? "<*>" : Value == "m" ? "<M>" : "< >",
        MenuRowKind.Switch => Value == "y" ? "[*]" : "[ ]",
        MenuRowKind.Member => Value == "y" ? "(*)" : "( )",
        MenuRowKind.Value => Symbol?.Type == SymbolType.String ? $"\"{Value}\"" : $"({Value})",
        MenuRowKind.Comment => "***",
        _ => IsOpen ? "[-]" : "[+]",
    };

    /// <summary>The row's text without its mark.</summary>
    public string Text => Kind switch
    {
        MenuRowKind.Choice => $"{Node.Text}: {Value}",
        MenuRowKind.Comment => $"{Node.Text} ***",
        _ => Node.Text ?? Symbol?.Name ?? string.Empty,
    };
}
