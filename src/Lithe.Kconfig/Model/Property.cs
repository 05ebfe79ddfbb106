namespace Lithe.Kconfig;

/// <summary>The kind of a <see cref="Property"/>.</summary>
public enum PropertyKind
{
    /// <summary>A prompt of a config or choice statement.</summary>
    Prompt,

    /// <summary>The text of a comment statement.</summary>
    Comment,

    /// <summary>The title of a menu, or the prompt of a menuconfig statement.</summary>
    Menu,

    /// <summary>A default value.</summary>
    Default,

    /// <summary>A select statement.</summary>
    Select,

    /// <summary>An imply statement.</summary>
    Imply,

    /// <summary>A range statement.</summary>
    Range,
}

/// <summary>One attribute of a symbol, menu or comment.</summary>
public sealed class Property
{
    internal Property(PropertyKind kind, MenuNode node, SourceLocation location, int index)
    {
        Kind = kind;
        Node = node;
        Location = location;
        Index = index;
    }

    /// <summary>The kind of attribute.</summary>
    public PropertyKind Kind { get; internal set; }

    /// <summary>Prompt, comment or menu text; otherwise null.</summary>
    public string? Text { get; internal set; }

    /// <summary>When the property applies, with all enclosing dependencies; null means always.</summary>
    public Expr? Condition { get; internal set; }

    /// <summary>The value of a default, or the target of a select or imply as a symbol expression.</summary>
    public Expr? Value { get; internal init; }

    /// <summary>The lower bound of a range.</summary>
    public Symbol? Low { get; internal init; }

    /// <summary>The upper bound of a range.</summary>
    public Symbol? High { get; internal init; }

    /// <summary>The definition to which the property belongs.</summary>
    public MenuNode Node { get; }

    /// <summary>Where the property is written.</summary>
    public SourceLocation Location { get; }

    /// <summary>The symbol named by a select, imply or plain default; null otherwise.</summary>
    internal Symbol? Target => Value is { Kind: ExprKind.Symbol } v ? v.Left : null;

    internal int Index { get; }
}
