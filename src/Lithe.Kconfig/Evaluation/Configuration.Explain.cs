namespace Lithe.Kconfig;

/// <summary>Explanations of values.</summary>
public sealed partial class Configuration
{
    /// <summary>Says why a symbol has its value.</summary>
    public Explanation Explain(Symbol symbol)
    {
        CalculateAll();
        (ExplanationKind kind, string reason) = symbol.Type.IsLogic() ? ExplainLogic(symbol) : ExplainText(symbol);
        string value = CurrentText(symbol);
        string shown = symbol.Type == SymbolType.String ? $"\"{value}\"" : value.Length == 0 ? "without a value" : value;
        string summary = $"{Describe(symbol)} is {shown} because {reason}";
        return new(symbol, value, kind, summary, Details(symbol, kind));
    }

    /// <summary>Says why a symbol has its value.</summary>
    /// <exception cref="KeyNotFoundException">There is no such symbol.</exception>
    public Explanation Explain(string name) => Explain(Find(name));

    private static string Describe(Symbol symbol)
        => symbol.NameOrNull ?? (symbol.Prompt is { } prompt ? $"choice \"{prompt}\"" : "choice");

    private (ExplanationKind, string) ExplainLogic(Symbol symbol)
    {
        SymbolState state = _states[symbol.Index];
        if (symbol.Choice is { } choice && state.Visible == Tristate.Yes)
            return ExplainMember(symbol, choice, state.Value);
        if (state.Value != Tristate.No && state.Reverse == state.Value)
        {
            string by = string.Join(" and ", ActiveTerms(symbol.ReverseDependency).Select(t => t.Item1.Name).Distinct());
            if (by.Length > 0 && !symbol.IsChoice)
                return (ExplanationKind.Selected, $"{by} select{(by.Contains(' ') ? "" : "s")} it");
        }
        if (state.Visible != Tristate.No && state.HasUser && !(symbol.IsChoice && state.Value == Tristate.No))
        {
            if (state.UserValue > state.Value)
                return (ExplanationKind.Dependency, $"its dependencies allow no more: {Blame(symbol, state.UserValue)}");
            return (ExplanationKind.User, "it was set so");
        }
        if (state.Value == Tristate.No && Missing(symbol) is { } missing)
            return (ExplanationKind.Dependency, missing);
        if (state.Implied != Tristate.No && state.Implied == state.Value)
        {
            string by = string.Join(" and ", ActiveTerms(symbol.ImpliedBy).Select(t => t.Item1.Name).Distinct());
            return (ExplanationKind.Implied, $"{by} implies it");
        }
        return ExplainDefault(symbol, state);
    }

    private (ExplanationKind, string) ExplainDefault(Symbol symbol, SymbolState state)
    {
        bool ignored = state.HasUser && state.Visible == Tristate.No;
        string note = !ignored ? "" : HasPrompt(symbol)
            ? $"; the value that was set has no effect, since its prompt is hidden: {Blame(symbol, Tristate.Yes)}"
            : "; the value that was set has no effect, since it has no prompt";
        ExplanationKind kind = ignored ? ExplanationKind.Invisible : ExplanationKind.Default;
        if (ActiveProperty(symbol, PropertyKind.Default, out _) is { } property)
            return (kind, $"that is its default ({property.Value}, {property.Location with { Column = 0 }}){note}");
        return (ignored ? ExplanationKind.Invisible : ExplanationKind.Nothing, $"nothing sets it{note}");
    }

    private (ExplanationKind, string) ExplainMember(Symbol symbol, Symbol choice, Tristate value)
    {
        Symbol? selected = _states[choice.Index].Selected;
        if (value == Tristate.Yes)
        {
            bool user = _states[choice.Index].UserSelected == symbol;
            return (ExplanationKind.Choice, user ? $"it was chosen in {Quoted(choice)}" : $"it is the default of {Quoted(choice)}");
        }
        return (ExplanationKind.Choice, selected is null
            ? $"nothing is chosen in {Quoted(choice)}"
            : $"{selected.Name} is chosen in {Quoted(choice)}");

        static string Quoted(Symbol c) => c.NameOrNull is { } name ? $"choice {name}" : $"choice \"{c.Prompt}\"";
    }

    private (ExplanationKind, string) ExplainText(Symbol symbol)
    {
        SymbolState state = _states[symbol.Index];
        if (ActiveProperty(symbol, PropertyKind.Range, out _) is { } range && symbol.Type is SymbolType.Int or SymbolType.Hex)
        {
            string low = CurrentText(range.Low!);
            string high = CurrentText(range.High!);
            string unclamped = state.HasUser && state.Visible != Tristate.No ? state.UserText ?? "" : CalculateText(symbol, ref _states[symbol.Index]);
            if (unclamped != state.Text)
                return (ExplanationKind.Range, $"'{unclamped}' is outside its range {low} to {high} ({range.Location with { Column = 0 }})");
        }
        if (state.HasUser && state.Visible != Tristate.No)
            return (ExplanationKind.User, "it was set so");
        if (state.Visible == Tristate.No && HasPrompt(symbol) && ActiveProperty(symbol, PropertyKind.Default, out _) is null
            && Missing(symbol) is { } missing)
            return (ExplanationKind.Dependency, missing);
        return ExplainDefault(symbol, state);
    }

    private static bool HasPrompt(Symbol symbol) => symbol.Prompt is not null;

    /// <summary>The dependency that keeps a symbol at n, if it is one.</summary>
    private string? Missing(Symbol symbol)
    {
        if (symbol.DirectDependency is { } direct && Evaluate(direct) == Tristate.No)
            return WhyBelow(direct, Tristate.Yes, 0);
        if (HasPrompt(symbol) && _states[symbol.Index].Visible == Tristate.No)
            return Blame(symbol, Tristate.Yes);
        return null;
    }

    /// <summary>Why the prompts of a symbol do not reach a value.</summary>
    private string Blame(Symbol symbol, Tristate wanted)
    {
        if (symbol.DirectDependency is { } direct && Evaluate(direct) < wanted)
            return WhyBelow(direct, wanted, 0);
        foreach (Property property in symbol.Props)
        {
            if (property.Text is not null && property.Condition is { } condition && Evaluate(condition) < wanted)
                return WhyBelow(condition, wanted, 0);
        }
        return symbol.Choice is { } choice ? $"{Describe(choice)} is {CurrentText(choice)}" : "it has no prompt";
    }

    /// <summary>Names the operands that keep an expression below a value: "A is n", "B is y", "none of A, B is y".</summary>
    private string WhyBelow(Expr e, Tristate wanted, int depth)
    {
        switch (e.Kind)
        {
            case ExprKind.Symbol:
                return SymbolIs(e.Left);
            case ExprKind.Not:
                return e.Items[0].Kind == ExprKind.Symbol ? SymbolIs(e.Items[0].Left) : $"{e} does not hold";
            case ExprKind.And:
                IEnumerable<string> low = e.Items.Where(i => Evaluate(i) < wanted).Take(3).Select(i => WhyBelow(i, wanted, depth + 1));
                return string.Join(" and ", low.Distinct());
            case ExprKind.Or when depth < 4:
                return string.Join(" and ", e.Items.Take(4).Select(i => WhyBelow(i, wanted, depth + 1)).Distinct())
                    + (e.Items.Length > 4 ? $" and none of {e.Items.Length - 4} others holds" : "");
            case ExprKind.Or:
                return $"{e} does not hold";
            default:
                return $"{e} does not hold ({SymbolIs(e.Left)})";
        }
    }

    private string SymbolIs(Symbol symbol)
    {
        if (symbol.IsConstant)
            return $"{symbol.Name} is a constant";
        if (!symbol.IsDefined)
            return $"{symbol.Name} is not defined";
        string value = CurrentText(symbol);
        return $"{Describe(symbol)} is {(symbol.Type == SymbolType.String ? $"\"{value}\"" : value)}";
    }

    private List<string> Details(Symbol symbol, ExplanationKind kind)
    {
        var details = new List<string>();
        if (symbol.Location is { } at)
            details.Add($"defined at {at with { Column = 0 }}");
        if (symbol.DirectDependency is { } direct)
            details.Add($"depends on {ExprPrinter.Print(direct, CurrentText)}");
        foreach ((Symbol by, Tristate strength) in ActiveTerms(symbol.ReverseDependency))
        {
            if (by.NameOrNull is not null && !symbol.IsChoice)
                details.Add($"selected by {by.Name} [={strength.ToLetter()}]");
        }
        foreach ((Symbol by, Tristate strength) in ActiveTerms(symbol.ImpliedBy))
            details.Add($"implied by {by.Name} [={strength.ToLetter()}]");
        if (symbol.Choice is { } choice)
            details.Add($"a member of {Describe(choice)} [={CurrentText(choice)}]");
        if (kind != ExplanationKind.Range && symbol.Type is SymbolType.Int or SymbolType.Hex
            && ActiveProperty(symbol, PropertyKind.Range, out _) is { } range)
            details.Add($"range {CurrentText(range.Low!)} to {CurrentText(range.High!)}");
        if (_unmet.ContainsKey(symbol))
            details.Add("its own dependencies do not hold: the select is wrong, or a dependency is missing");
        return details;
    }
}
