namespace Lithe.Kconfig;

/// <summary>Collects menu nodes and properties while the parser reads statements.</summary>
internal sealed class TreeBuilder
{
    private readonly ParseContext _context;
    private readonly bool _busyBox;
    private MenuNode? _last;

    public TreeBuilder(ParseContext context, string rootFile)
    {
        _context = context;
        _busyBox = context.Options.Dialect == KconfigDialect.BusyBox;
        Symbols = new(context.Options.Dialect);
        Root = new(MenuNodeKind.Root, new(rootFile, 1));
        Parent = Root;
        Entry = Root;
        if (_busyBox)
            Prompt(PropertyKind.Menu, "Busybox Configuration", null, Root.Location);
    }

    public SymbolTable Symbols { get; }

    public MenuNode Root { get; }

    /// <summary>The menu, choice or if that is open.</summary>
    public MenuNode Parent { get; private set; }

    /// <summary>The node that options belong to.</summary>
    public MenuNode Entry { get; private set; }

    public int PropertyCount { get; private set; }

    public int NodeCount { get; private set; }

    /// <summary>The symbol with the "modules" option.</summary>
    public Symbol? Modules { get; set; }

    public void Add(MenuNodeKind kind, Symbol? symbol, SourceLocation location)
    {
        var node = new MenuNode(kind, location) { Symbol = symbol, Parent = Parent, Order = NodeCount };
        if (_last is null)
            Parent.FirstChild = node;
        else
            _last.Next = node;
        _last = node;
        Entry = node;
        NodeCount++;
        symbol?.Definitions.Add(node);
    }

    public void Open()
    {
        Parent = Entry;
        _last = null;
    }

    public void Close()
    {
        _last = Parent;
        Parent = Parent.Parent!;
    }

    public void Depend(Expr condition, SourceLocation at)
    {
        Entry.Dependency = Expr.And(Entry.Dependency, WithModules(condition));
        Bound(Entry.Dependency, at);
    }

    public void VisibleIf(Expr? condition, SourceLocation at)
    {
        Entry.VisibleIf = Expr.And(Entry.VisibleIf, condition);
        Bound(Entry.VisibleIf, at);
    }

    public void SetType(SymbolType type) => SetType(Entry, type, _context);

    public static void SetType(MenuNode node, SymbolType type, ParseContext context)
    {
        Symbol symbol = node.Symbol!;
        if (symbol.Type == SymbolType.Unknown)
            symbol.Type = type;
        else if (symbol.Type != type)
            context.Warn(node.Location,
                $"ignoring type redefinition of '{symbol.Name}' from '{symbol.Type.DisplayName()}' to '{type.DisplayName()}'");
    }

    public Property Prompt(PropertyKind kind, string text, Expr? condition, SourceLocation at)
    {
        if (text.Length > 0 && char.IsWhiteSpace(text[0]) && !_busyBox)
        {
            _context.Warn(at, "leading whitespace ignored");
            text = text.TrimStart();
        }
        if (Entry.Prompt is not null)
            _context.Warn(at, "prompt redefined");
        if (kind == PropertyKind.Prompt && !_busyBox)
        {
            // "visible if" of a menu hides prompts only, which is why it is not part of the dependencies.
            for (MenuNode? menu = Entry.Parent; menu is not null; menu = menu.Parent)
                condition = Expr.And(condition, menu.VisibleIf);
        }
        var property = new Property(kind, Entry, at, PropertyCount++) { Text = text, Condition = WithModules(condition) };
        Bound(condition, at);
        Entry.Symbol?.Props.Add(property);
        Entry.Prompt = property;
        return property;
    }

    public void Default(Expr value, Expr? condition, SourceLocation at)
        => Attach(new(PropertyKind.Default, Entry, at, PropertyCount++) { Value = value, Condition = WithModules(condition) }, at);

    public void Target(PropertyKind kind, Symbol target, Expr? condition, SourceLocation at)
        => Attach(new(kind, Entry, at, PropertyCount++) { Value = Expr.Of(target), Condition = WithModules(condition) }, at);

    public void Range(Symbol low, Symbol high, Expr? condition, SourceLocation at)
        => Attach(new(PropertyKind.Range, Entry, at, PropertyCount++) { Low = low, High = high, Condition = WithModules(condition) }, at);

    /// <summary>Gives the root its default title.</summary>
    public void FinishRoot()
    {
        Entry = Root;
        if (Root.Prompt is null)
            Prompt(PropertyKind.Menu, "Main menu", null, Root.Location);
    }

    public void AddAutomaticDefault(Symbol symbol, Symbol value)
        => symbol.Props.Add(new(PropertyKind.Default, Root, Root.Location, PropertyCount++) { Value = Expr.Of(value) });

    private void Attach(Property property, SourceLocation at)
    {
        Bound(property.Condition, at);
        Entry.Symbol!.Props.Add(property);
    }

    private void Bound(Expr? e, SourceLocation at)
    {
        if (e is not null && e.Items.Length > _context.Options.MaxOperands)
            throw new KconfigException(at, "expression has too many operands");
    }

    /// <summary>BusyBox's tool adds "&amp;&amp; MODULES" to a plain m here; Linux's does it when the tree is complete.</summary>
    private Expr? WithModules(Expr? e)
        => _busyBox && e is not null ? ExprTransform.RewriteModule(e, Modules ??= Symbols.Lookup("MODULES")) : e;
}
