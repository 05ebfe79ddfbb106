namespace Lithe.Kconfig;

/// <summary>
/// A configuration symbol, a choice (which is a symbol without an own line in .config), or a literal such as
/// <c>"text"</c> or <c>42</c>. Symbols belong to one <see cref="KconfigTree"/> and hold no values: values live in
/// <see cref="Configuration"/>.
/// </summary>
public sealed class Symbol
{
    internal Symbol(string? name, int index)
    {
        NameOrNull = name;
        Index = index;
    }

    /// <summary>The name without prefix; <c>&lt;choice&gt;</c> for a choice without name.</summary>
    public string Name => NameOrNull ?? "<choice>";

    /// <summary>The type, after inheritance between choices and their members.</summary>
    public SymbolType Type { get; internal set; }

    /// <summary>Whether this is a <c>choice</c>.</summary>
    public bool IsChoice { get; internal init; }

    /// <summary>Whether this is a literal rather than a symbol.</summary>
    public bool IsConstant { get; internal init; }

    /// <summary>Whether a config, menuconfig or choice statement defines this symbol.</summary>
    public bool IsDefined => Definitions.Count > 0;

    /// <summary>The choice of which this symbol is a member.</summary>
    public Symbol? Choice { get; internal set; }

    /// <summary>The members, if this is a choice.</summary>
    public IReadOnlyList<Symbol> ChoiceMembers => Members;

    /// <summary>For a choice: whether "none" may be selected. Always true for other symbols.</summary>
    public bool IsOptional { get; internal set; }

    /// <summary>Where the symbol is defined, in source order. Empty for undefined symbols.</summary>
    public IReadOnlyList<MenuNode> Nodes => Definitions;

    /// <summary>Prompts, defaults, selects, … of all definitions, in source order.</summary>
    public IReadOnlyList<Property> Properties => Props;

    /// <summary>"depends on" of all definitions with those of the enclosing menus; null means y.</summary>
    public Expr? DirectDependency { get; internal set; }

    /// <summary>The selects that force this symbol on; null if nothing selects it.</summary>
    public Expr? ReverseDependency { get; internal set; }

    /// <summary>The implies of this symbol; null if nothing implies it.</summary>
    public Expr? ImpliedBy { get; internal set; }

    /// <summary>The first prompt text, if the symbol has a prompt.</summary>
    public string? Prompt
    {
        get
        {
            foreach (Property p in Props)
            {
                if (p.Text is not null)
                    return p.Text;
            }
            return null;
        }
    }

    /// <summary>The help text, if there is one.</summary>
    public string? Help
    {
        get
        {
            string? help = null;
            foreach (MenuNode n in Definitions)
                help ??= n.Help;
            return help;
        }
    }

    /// <summary>Where the symbol is first defined; null for undefined symbols.</summary>
    public SourceLocation? Location => Definitions.Count > 0 ? Definitions[0].Location : null;

    internal string? NameOrNull { get; }

    /// <summary>Position in the tree's symbol table, and in every configuration's value table.</summary>
    internal int Index { get; }

    internal List<MenuNode> Definitions { get; } = [];

    internal List<Property> Props { get; } = [];

    internal List<Symbol> Members { get; } = [];

    internal List<Expr>? SelectTerms { get; set; }

    internal List<Expr>? ImplyTerms { get; set; }

    internal bool Checked { get; set; }

    internal bool IsYes { get; init; }

    internal bool IsModule { get; init; }

    internal bool IsNo { get; init; }

    /// <summary>One of the three literals y, m and n, whose value never changes.</summary>
    internal bool IsTristateLiteral => IsYes | IsModule | IsNo;

    /// <summary>Values that do not come from the user at all and are never written.</summary>
    internal bool IsAutomatic { get; set; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
