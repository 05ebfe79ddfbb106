namespace Lithe.Kconfig;

/// <summary>
/// Completes the tree after parsing: passes dependencies down, collects selects and implies at their targets, puts
/// entries below the symbol they depend on, and makes choice members.
/// </summary>
internal sealed class TreeFinalizer
{
    private readonly ParseContext _context;
    private readonly bool _busyBox;
    private readonly ExprSimplifier _simplifier;
    private readonly Symbol _modules;
    private readonly HashSet<Symbol> _checked = [];

    public TreeFinalizer(ParseContext context, SymbolTable symbols, Symbol modules)
    {
        _context = context;
        _busyBox = context.Options.Dialect == KconfigDialect.BusyBox;
        Symbols = symbols;
        _modules = modules;
        _simplifier = new(symbols);
    }

    public SymbolTable Symbols { get; }

    public static void Run(ParseContext context, TreeBuilder tree, Symbol modules)
    {
        var finalizer = new TreeFinalizer(context, tree.Symbols, modules);
        finalizer.Finalize(tree.Root);
        foreach (Symbol symbol in tree.Symbols.All)
        {
            symbol.ReverseDependency = JoinTerms(symbol.SelectTerms);
            symbol.ImpliedBy = JoinTerms(symbol.ImplyTerms);
        }
    }

    public void BoolTestedForModule(Symbol symbol, bool equal)
    {
        SourceLocation at = symbol.Location ?? new("", 0);
        _context.Warn(at, $"boolean symbol {symbol.Name} tested for 'm'? test forced to '{(equal ? 'n' : 'y')}'");
    }

    private static Expr? JoinTerms(List<Expr>? terms)
        => terms is null ? null : Expr.JoinAll(ExprKind.Or, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(terms));

    private void Finalize(MenuNode parent)
    {
        KconfigStack.Ensure(parent.Location);
        _simplifier.At = parent.Location;
        Symbol? symbol = parent.Symbol;
        if (parent.FirstChild is not null)
            FinalizeChildren(parent, symbol);
        else if (symbol is not null)
            CollectSubmenu(parent, symbol);
        AdoptChildren(parent, symbol);
        if (symbol is null)
            return;
        if (_checked.Add(symbol))
            PropertyChecker.Check(_context, parent, symbol);
        // A choice that is not optional is at least m whenever it is visible.
        if (!symbol.IsOptional && parent.Prompt is { } prompt)
            (symbol.SelectTerms ??= []).Add(Expr.And(prompt.Condition, Expr.Of(Symbols.Module))!);
    }

    private void FinalizeChildren(MenuNode parent, Symbol? symbol)
    {
        Expr? inherited;
        if (symbol is { IsChoice: true })
        {
            ShareChoiceType(parent, symbol);
            // The choice's own value is an upper bound for its members.
            inherited = Expr.Of(symbol);
        }
        else
        {
            inherited = _busyBox && parent.Prompt is { } prompt ? prompt.Condition : parent.Dependency;
        }
        for (MenuNode? node = parent.FirstChild; node is not null; node = node.Next)
        {
            node.Dependency = Inherit(inherited, node.Dependency);
            if (node.Symbol is null)
            {
                if (node.Prompt is { } prompt)
                    prompt.Condition = Inherit(node.Dependency, prompt.Condition);
                continue;
            }
            foreach (Property property in node.Symbol.Props)
            {
                if (property.Node == node)
                    FinalizeProperty(node, property);
            }
        }
        for (MenuNode? node = parent.FirstChild; node is not null; node = node.Next)
            Finalize(node);
    }

    private Expr? Inherit(Expr? inherited, Expr? own)
    {
        // What is inherited has been simplified already, and simplifying it once more changes nothing.
        if (own is null)
            return inherited;
        if (!_busyBox)
            own = ExprTransform.RewriteModule(own, _modules);
        own = ExprTransform.Transform(own, this);
        return _simplifier.EliminateDuplicates(Expr.And(inherited, own));
    }

    private void FinalizeProperty(MenuNode node, Property property)
    {
        property.Condition = Inherit(node.Dependency, property.Condition);
        if (_busyBox && node.Symbol!.Type != SymbolType.Tristate && property.Condition is { } condition)
            property.Condition = ExprTransform.TransformBool(condition);
        if (property.Kind is not (PropertyKind.Select or PropertyKind.Imply))
            return;
        Expr term = Expr.And(Expr.Of(node.Symbol!), property.Condition)!;
        Symbol target = property.Target!;
        if (property.Kind == PropertyKind.Select)
            (target.SelectTerms ??= []).Add(term);
        else
            (target.ImplyTerms ??= []).Add(term);
    }

    /// <summary>A choice takes the type of its first member, members without type that of the choice.</summary>
    private void ShareChoiceType(MenuNode parent, Symbol choice)
    {
        if (_busyBox)
        {
            for (MenuNode? node = parent.FirstChild; node is not null; node = node.Next)
            {
                if (node.Symbol is null)
                    continue;
                TreeBuilder.SetType(parent, node.Symbol.Type, _context);
                TreeBuilder.SetType(node, choice.Type, _context);
                return;
            }
            return;
        }
        for (MenuNode? node = parent.FirstChild; node is not null && choice.Type == SymbolType.Unknown; node = node.Next)
        {
            if (node.Symbol is { Type: not SymbolType.Unknown })
                choice.Type = node.Symbol.Type;
        }
        for (MenuNode? node = parent.FirstChild; node is not null; node = node.Next)
        {
            if (node.Symbol is { Type: SymbolType.Unknown })
                node.Symbol.Type = choice.Type;
        }
    }

    /// <summary>Puts the entries that follow a symbol and depend on it below the symbol.</summary>
    private void CollectSubmenu(MenuNode parent, Symbol symbol)
    {
        Expr? own = null;
        MenuNode? last = null;
        for (MenuNode? node = parent.Next; node is not null; node = node.Next)
        {
            Expr? dependency = node.Prompt is { } prompt ? prompt.Condition : node.Dependency;
            if (!ExprTransform.Contains(dependency, symbol))
                break;
            if (!ExprTransform.DependsOn(dependency, symbol))
            {
                own ??= Comparable(parent.Prompt?.Condition);
                Expr theirs = Comparable(dependency);
                Expr rest = own;
                _simplifier.EliminateCommon(ref theirs, ref rest);
                if (!Expr.IsYes(rest))
                    break;
            }
            Finalize(node);
            node.Parent = parent;
            last = node;
        }
        if (last is not null)
        {
            parent.FirstChild = parent.Next;
            parent.Next = last.Next;
            last.Next = null;
        }
        if (!_busyBox)
            symbol.DirectDependency = Expr.Or(symbol.DirectDependency, parent.Dependency);
    }

    private Expr Comparable(Expr? e)
        => _simplifier.EliminateDuplicates(ExprTransform.Transform(ExprTransform.NotEqualNo(e, this), this))!;

    private void AdoptChildren(MenuNode parent, Symbol? symbol)
    {
        for (MenuNode? node = parent.FirstChild; node is not null; node = node.Next)
        {
            if (symbol is { IsChoice: true } && node.Symbol is { } member && (_busyBox || member.Choice is null))
                AddMember(symbol, node, member);
            // An "if" is no menu: its entries stand where it stands. So do those below a symbol without prompt.
            if (node.FirstChild is not null && node.Prompt is null)
                Flatten(parent, node);
        }
    }

    private static void Flatten(MenuNode parent, MenuNode node)
    {
        MenuNode last = node.FirstChild!;
        while (true)
        {
            last.Parent = parent;
            if (last.Next is null)
                break;
            last = last.Next;
        }
        last.Next = node.Next;
        node.Next = node.FirstChild;
        node.FirstChild = null;
    }

    private void AddMember(Symbol choice, MenuNode node, Symbol member)
    {
        bool first = member.Choice is null;
        member.Choice ??= choice;
        if (node.Prompt is null)
            _context.Warn(node.Location, "choice value must have a prompt");
        foreach (Property property in member.Props)
        {
            if (property.Kind == PropertyKind.Default)
                _context.Warn(property.Location, "defaults for choice values not supported");
            else if (property.Node != node && property.Kind == PropertyKind.Prompt && property.Node.Parent?.Symbol != choice)
                _context.Warn(property.Location, "choice value used outside its choice group");
        }
        if (_busyBox)
        {
            TreeBuilder.SetType(node, choice.Type, _context);
        }
        else if (choice.Type == SymbolType.Tristate && member.Type != SymbolType.Tristate)
        {
            // A member that cannot be m needs the choice to be y.
            Expr chosen = Expr.Compare(ExprKind.Equal, choice, Symbols.Yes);
            node.Dependency = Expr.And(chosen, node.Dependency);
            foreach (Property property in member.Props)
            {
                if (property.Node == node)
                    property.Condition = Expr.And(chosen, property.Condition);
            }
        }
        if (first)
            choice.Members.Add(member);
    }
}
