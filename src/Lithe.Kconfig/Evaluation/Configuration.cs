namespace Lithe.Kconfig;

/// <summary>
/// Values for the symbols of a tree. The user sets some; all others follow from defaults, selects, implies, choices and
/// ranges. Values are calculated when they are asked for. Not safe for use by several threads at once.
/// </summary>
public sealed partial class Configuration
{
    private readonly KconfigTree _tree;
    private readonly SymbolState[] _states;
    private readonly Tristate[] _promptVisible;
    private readonly Dictionary<Symbol, string> _unmet = [];
    private Tristate _modules;

    // Whether values may differ from those last calculated: the C tools skip a recalculation when this is not set.
    private bool _changed = true;

    /// <summary>Creates a configuration in which nothing is set: every value is its default.</summary>
    public Configuration(KconfigTree tree)
    {
        _tree = tree;
        _states = new SymbolState[tree.SymbolCount];
        _promptVisible = new Tristate[tree.PropertyCount];
        for (int i = 0; i < _states.Length; i++)
            _states[i].Text = "";
        SetLiteral(0, "y", Tristate.Yes);
        SetLiteral(1, "m", Tristate.Module);
        SetLiteral(2, "n", Tristate.No);

        void SetLiteral(int index, string text, Tristate value)
            => _states[index] = new() { Text = text, Value = value, Flags = StateFlags.Valid };
    }

    /// <summary>The tree whose symbols have values here.</summary>
    public KconfigTree Tree => _tree;

    /// <summary>
    /// Symbols that are selected although their own dependencies do not hold, with the C tool's warning for each.
    /// </summary>
    public IReadOnlyDictionary<Symbol, string> UnmetDependencies
    {
        get
        {
            CalculateAll();
            return _unmet;
        }
    }

    /// <summary>The value of a symbol as text: y, m or n, a number, or a string without quotes.</summary>
    /// <exception cref="KeyNotFoundException">There is no such symbol.</exception>
    public string this[string name] => GetValue(Find(name));

    /// <summary>The value of a symbol as text. For a choice it is its mode: y, m or n.</summary>
    public string GetValue(Symbol symbol)
    {
        Calculate(symbol);
        return CurrentText(symbol);
    }

    /// <summary>The value of a symbol in logic: n for int, hex and string symbols.</summary>
    public Tristate GetTristate(Symbol symbol)
    {
        Calculate(symbol);
        return _states[symbol.Index].Value;
    }

    /// <summary>The member of a choice that is y; null if there is none.</summary>
    public Symbol? GetSelected(Symbol choice)
    {
        Calculate(choice);
        return choice.IsChoice ? _states[choice.Index].Selected : null;
    }

    /// <summary>The most that the user can set a symbol to; n if it has no visible prompt.</summary>
    public Tristate GetVisibility(Symbol symbol)
    {
        Calculate(symbol);
        return _states[symbol.Index].Visible;
    }

    /// <summary>Whether the user can change the value: the prompt is visible and no select forces it all the way.</summary>
    public bool IsChangeable(Symbol symbol)
    {
        Calculate(symbol);
        ref SymbolState state = ref _states[symbol.Index];
        return state.Visible > state.Reverse;
    }

    /// <summary>Whether the user, or a loaded file, gave a value, used or not.</summary>
    public bool HasUserValue(Symbol symbol) => _states[symbol.Index].HasUser;

    /// <summary>Whether the symbol appears in .config.</summary>
    public bool IsWritten(Symbol symbol)
    {
        Calculate(symbol);
        return symbol is { IsChoice: false, IsAutomatic: false } && (_tree.IsBusyBox || _states[symbol.Index].IsWritten);
    }

    /// <summary>The symbols that select a symbol now, with the strength of each select.</summary>
    public IReadOnlyList<(Symbol By, Tristate Strength)> GetSelectedBy(Symbol symbol) => ActiveTerms(symbol.ReverseDependency);

    /// <summary>The symbols that imply a symbol now, with the strength of each imply.</summary>
    public IReadOnlyList<(Symbol By, Tristate Strength)> GetImpliedBy(Symbol symbol) => ActiveTerms(symbol.ImpliedBy);

    /// <summary>Whether a menu, comment or symbol is shown to the user.</summary>
    public bool IsVisible(MenuNode node)
    {
        if (node.Prompt is not { } prompt)
            return false;
        if (node.VisibleIf is { } visibleIf && Evaluate(visibleIf) == Tristate.No)
            return false;
        if (node.Symbol is null)
            return Evaluate(prompt.Condition) != Tristate.No;
        Calculate(node.Symbol);
        if (_promptVisible[prompt.Index] != Tristate.No)
            return true;
        if (_states[node.Symbol.Index].Value == Tristate.No)
            return false;
        KconfigStack.Ensure(node.Location);
        for (MenuNode? child = node.FirstChild; child is not null; child = child.Next)
        {
            if (IsVisible(child))
                return true;
        }
        return false;
    }

    /// <summary>Forgets the user's value of a symbol.</summary>
    public void Unset(Symbol symbol)
    {
        ref SymbolState state = ref _states[symbol.Index];
        state.Flags &= ~StateFlags.User;
        state.UserText = null;
        state.UserSelected = null;
        state.UserValue = Tristate.No;
        Invalidate();
    }

    private Symbol Find(string name)
        => _tree.FindSymbol(name) ?? _tree.FindChoice(name) ?? throw new KeyNotFoundException($"there is no symbol {name}");

    private List<(Symbol, Tristate)> ActiveTerms(Expr? terms)
    {
        var active = new List<(Symbol, Tristate)>();
        IReadOnlyList<Expr> items = terms switch { null => [], { Kind: ExprKind.Or } or => or.Items, { } one => [one] };
        foreach (Expr term in items)
        {
            Tristate strength = Evaluate(term);
            Symbol? by = term.Kind == ExprKind.Symbol ? term.Left : term.Kind == ExprKind.And ? term.Items[0].LeftOrNull : null;
            if (strength != Tristate.No && by is not null)
                active.Add((by, strength));
        }
        return active;
    }

    private void CalculateAll()
    {
        foreach (Symbol symbol in _tree.VisitingOrder)
            Calculate(symbol);
    }
}
