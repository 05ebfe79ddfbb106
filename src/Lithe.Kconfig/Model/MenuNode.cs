namespace Lithe.Kconfig;

/// <summary>The statement that made a <see cref="MenuNode"/>.</summary>
public enum MenuNodeKind
{
    /// <summary>The root of the tree.</summary>
    Root,

    /// <summary>config</summary>
    Config,

    /// <summary>menuconfig</summary>
    MenuConfig,

    /// <summary>menu</summary>
    Menu,

    /// <summary>choice</summary>
    Choice,

    /// <summary>comment</summary>
    Comment,

    /// <summary>if</summary>
    If,
}

/// <summary>
/// A node of the menu tree. A symbol defined in several places has one node for each. After parsing, symbols that
/// depend on the symbol just before them are its children, and the contents of "if" blocks stand beside the block.
/// </summary>
public sealed class MenuNode
{
    internal MenuNode(MenuNodeKind kind, SourceLocation location)
    {
        Kind = kind;
        Location = location;
    }

    /// <summary>The statement that made the node.</summary>
    public MenuNodeKind Kind { get; }

    /// <summary>The symbol or choice defined here; null for menus, comments and ifs.</summary>
    public Symbol? Symbol { get; internal init; }

    /// <summary>The prompt, menu title or comment text; null if there is none.</summary>
    public string? Text => Prompt?.Text;

    /// <summary>The prompt with its condition.</summary>
    public Property? Prompt { get; internal set; }

    /// <summary>The dependencies of this node and its parents; null means y.</summary>
    public Expr? Dependency { get; internal set; }

    /// <summary>The "visible if" condition of a menu.</summary>
    public Expr? VisibleIf { get; internal set; }

    /// <summary>The help text of this definition.</summary>
    public string? Help { get; internal set; }

    /// <summary>Where the statement is written.</summary>
    public SourceLocation Location { get; }

    /// <summary>The node around this one; null for the root.</summary>
    public MenuNode? Parent { get; internal set; }

    /// <summary>The nodes below this one, in source order.</summary>
    public IEnumerable<MenuNode> Children
    {
        get
        {
            for (MenuNode? n = FirstChild; n is not null; n = n.Next)
                yield return n;
        }
    }

    /// <summary>Position in the order of reading.</summary>
    internal int Order { get; init; }

    internal MenuNode? FirstChild { get; set; }

    internal MenuNode? Next { get; set; }

    /// <summary>The node that follows in document order, or null at the end.</summary>
    internal MenuNode? NextInTree()
    {
        if (FirstChild is not null)
            return FirstChild;
        for (MenuNode? n = this; n is not null; n = n.Parent)
        {
            if (n.Next is not null)
                return n.Next;
        }
        return null;
    }
}
