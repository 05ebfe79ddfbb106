using System.Text;

namespace Lithe.Kconfig;

/// <summary>Calculation of values with Linux's rules.</summary>
public sealed partial class Configuration
{
    internal Tristate Evaluate(Expr? e)
    {
        switch (e?.Kind)
        {
            case null:
                return Tristate.Yes;
            case ExprKind.Symbol:
                Calculate(e.Left);
                return _states[e.Left.Index].Value;
            case ExprKind.Not:
                return Evaluate(e.Items[0]).Not();
            case ExprKind.And:
                // All operands are calculated, as the order of calculation can matter to choices.
                Tristate all = Tristate.Yes;
                foreach (Expr item in e.Items)
                    all = all.And(Evaluate(item));
                return all;
            case ExprKind.Or:
                Tristate any = Tristate.No;
                foreach (Expr item in e.Items)
                    any = any.Or(Evaluate(item));
                return any;
            default:
                Calculate(e.Left);
                Calculate(e.Right!);
                return Compare(e) ? Tristate.Yes : Tristate.No;
        }
    }

    private bool Compare(Expr e)
    {
        string left = CurrentText(e.Left);
        string right = CurrentText(e.Right!);
        if (_tree.IsBusyBox)
            return (left == right) == (e.Kind == ExprKind.Equal);
        int order = ValueSyntax.Compare(left, e.Left.Type, right, e.Right!.Type);
        return e.Kind switch
        {
            ExprKind.Equal => order == 0,
            ExprKind.Unequal => order != 0,
            ExprKind.Less => order < 0,
            ExprKind.LessOrEqual => order <= 0,
            ExprKind.Greater => order > 0,
            _ => order >= 0,
        };
    }

    /// <summary>The value as text, without calculating it.</summary>
    private string CurrentText(Symbol symbol)
        => symbol.Type.IsLogic() ? _states[symbol.Index].Value.ToLetter() : _states[symbol.Index].Text;

    internal void Calculate(Symbol symbol)
    {
        ref SymbolState state = ref _states[symbol.Index];
        if ((state.Flags & StateFlags.Valid) != 0)
            return;
        KconfigStack.Ensure(symbol.Location ?? _tree.Root.Location);
        if (_tree.IsBusyBox)
        {
            CalculateBusyBox(symbol, ref state);
            return;
        }
        if (symbol.Choice is { } ownChoice && (state.Flags & StateFlags.PendingChoice) != 0)
        {
            state.Flags &= ~StateFlags.PendingChoice;
            Calculate(ownChoice);
        }
        state.Flags |= StateFlags.Valid;
        if (symbol.Type == SymbolType.Unknown)
        {
            state.Text = symbol.Name;
            state.Value = Tristate.No;
            return;
        }
        state.Flags &= ~StateFlags.Write;
        CalculateVisibility(symbol, ref state);
        if (state.Visible != Tristate.No)
            state.Flags |= StateFlags.Write;

        // Until it is known, the value is n or empty, for whoever asks while it is being calculated.
        SetCurrent(ref state, Tristate.No, symbol.Type.IsLogic() ? "n" : "");
        if (EffectiveType(symbol).IsLogic())
            SetCurrent(ref state, CalculateLogic(symbol, ref state), "n");
        else
            SetCurrent(ref state, Tristate.No, CalculateText(symbol, ref state));
        if (symbol.IsChoice && state.Value == Tristate.Yes)
            state.Selected = SelectMember(symbol, ref state);
        ClampToRange(symbol, ref state);
        if (symbol == _tree.Modules)
            _modules = state.Value;
        if (symbol.IsChoice)
            FinishChoice(symbol, ref state);
    }

    private static void SetCurrent(ref SymbolState state, Tristate value, string text)
    {
        state.Value = value;
        state.Text = text;
        state.Selected = null;
    }

    private void FinishChoice(Symbol choice, ref SymbolState state)
    {
        if (state.IsWritten)
        {
            foreach (Symbol member in choice.Members)
            {
                if (_states[member.Index].Visible != Tristate.No)
                    _states[member.Index].Flags |= StateFlags.Write;
            }
        }
        state.Flags &= ~StateFlags.Write;
        if ((state.Flags & StateFlags.PendingChoice) != 0)
            SetChoiceValues(choice);
    }

    /// <summary>Without modules a tristate is a bool, and so is the member of a choice that is y.</summary>
    private SymbolType EffectiveType(Symbol symbol)
    {
        if (symbol.Type != SymbolType.Tristate)
            return symbol.Type;
        bool chosen = symbol.Choice is not null && _states[symbol.Index].Visible == Tristate.Yes;
        return chosen || _modules == Tristate.No ? SymbolType.Bool : SymbolType.Tristate;
    }

    private void CalculateVisibility(Symbol symbol, ref SymbolState state)
    {
        Tristate visible = Tristate.No;
        foreach (Property property in symbol.Props)
        {
            if (property.Text is null)
                continue;
            Tristate value = Evaluate(property.Condition);
            // A member that could only be m has no place in a choice that is y.
            if (value == Tristate.Module && symbol.Type == SymbolType.Tristate && symbol.Choice is { } choice
                && _states[choice.Index].Value == Tristate.Yes)
                value = Tristate.No;
            _promptVisible[property.Index] = value;
            visible = visible.Or(value);
        }
        if (visible == Tristate.Module && (symbol.Type != SymbolType.Tristate || _modules == Tristate.No))
            visible = Tristate.Yes;
        state.Visible = visible;
        if (symbol.Choice is not null)
            return;
        state.Direct = AsType(symbol, Evaluate(symbol.DirectDependency));
        state.Reverse = symbol.ReverseDependency is { } reverse ? AsType(symbol, Evaluate(reverse)) : Tristate.No;
        state.Implied = symbol.ImpliedBy is { } implied ? AsType(symbol, Evaluate(implied)) : Tristate.No;
    }

    /// <summary>Where m is not possible, it is raised to y.</summary>
    private Tristate AsType(Symbol symbol, Tristate value)
        => value == Tristate.Module && EffectiveType(symbol) == SymbolType.Bool ? Tristate.Yes : value;

    private Tristate CalculateLogic(Symbol symbol, ref SymbolState state)
    {
        Tristate value = Tristate.No;
        if (symbol.Choice is { } choice && state.Visible == Tristate.Yes)
            return _states[choice.Index].Selected == symbol ? Tristate.Yes : Tristate.No;
        if (state.Visible != Tristate.No && state.HasUser)
        {
            value = state.UserValue.And(state.Visible);
        }
        else
        {
            if (state.Reverse != Tristate.No)
                state.Flags |= StateFlags.Write;
            if (!symbol.IsChoice)
                value = DefaultLogic(symbol, ref state);
        }
        if (state.Direct < state.Reverse)
            ReportUnmet(symbol);
        return AsType(symbol, value.Or(state.Reverse));
    }

    private Tristate DefaultLogic(Symbol symbol, ref SymbolState state)
    {
        Tristate value = Tristate.No;
        if (ActiveProperty(symbol, PropertyKind.Default, out Tristate condition) is { } property)
        {
            value = Evaluate(property.Value).And(condition);
            if (value != Tristate.No)
                state.Flags |= StateFlags.Write;
        }
        if (state.Implied != Tristate.No)
        {
            state.Flags |= StateFlags.Write;
            value = value.Or(state.Implied).And(state.Direct);
        }
        return value;
    }

    private string CalculateText(Symbol symbol, ref SymbolState state)
    {
        if (state.Visible != Tristate.No && state.HasUser)
            return state.UserText ?? "";
        if (ActiveProperty(symbol, PropertyKind.Default, out _)?.Target is not { } source)
            return "";
        state.Flags |= StateFlags.Write;
        Calculate(source);
        return _states[source.Index].Text;
    }

    /// <summary>The first property of a kind whose condition holds.</summary>
    private Property? ActiveProperty(Symbol symbol, PropertyKind kind, out Tristate condition)
    {
        foreach (Property property in symbol.Props)
        {
            if (property.Kind != kind)
                continue;
            condition = Evaluate(property.Condition);
            if (condition != Tristate.No)
                return property;
        }
        condition = Tristate.No;
        return null;
    }

    private Symbol? SelectMember(Symbol choice, ref SymbolState state)
    {
        // The choice counts as set by the user only if all its visible members are.
        bool allSet = true;
        foreach (Symbol member in choice.Members)
        {
            ref SymbolState memberState = ref _states[member.Index];
            CalculateVisibility(member, ref memberState);
            if (memberState.Visible != Tristate.No)
                allSet &= memberState.HasUser;
        }
        if (!allSet)
            state.Flags &= ~StateFlags.User;
        if (state.UserSelected is { } user && _states[user.Index].Visible != Tristate.No)
            return user;
        Symbol? selected = DefaultMember(choice);
        if (selected is null)
            state.Value = Tristate.No;
        return selected;
    }

    /// <summary>The first default that is visible, or else the first visible member.</summary>
    private Symbol? DefaultMember(Symbol choice)
    {
        foreach (Property property in choice.Props)
        {
            if (property.Kind == PropertyKind.Default && Evaluate(property.Condition) != Tristate.No
                && property.Target is { } target && _states[target.Index].Visible != Tristate.No)
                return target;
        }
        foreach (Symbol member in choice.Members)
        {
            if (_states[member.Index].Visible != Tristate.No)
                return member;
        }
        return null;
    }

    private void ClampToRange(Symbol symbol, ref SymbolState state)
    {
        if (symbol.Type is not (SymbolType.Int or SymbolType.Hex) || ActiveProperty(symbol, PropertyKind.Range, out _) is not { } range)
            return;
        int radix = symbol.Type == SymbolType.Int ? 10 : 16;
        long value = ValueSyntax.ReadLong(state.Text, radix);
        if (value < RangeValue(range.Low!, radix))
            state.Text = _states[range.Low!.Index].Text;
        else if (value > RangeValue(range.High!, radix))
            state.Text = _states[range.High!.Index].Text;
    }

    private long RangeValue(Symbol bound, int radix)
    {
        Calculate(bound);
        if (bound.Type is SymbolType.Int or SymbolType.Hex)
            radix = bound.Type == SymbolType.Int ? 10 : 16;
        return ValueSyntax.ReadLong(_states[bound.Index].Text, radix);
    }

    private void ReportUnmet(Symbol symbol)
    {
        var text = new StringBuilder();
        text.Append("\nWARNING: unmet direct dependencies detected for ").Append(symbol.Name);
        text.Append("\n  Depends on [").Append(_states[symbol.Index].Direct == Tristate.Module ? 'm' : 'n').Append("]: ");
        ExprPrinter.Print(text, symbol.DirectDependency, CurrentText);
        text.Append('\n');
        foreach (Tristate value in new[] { Tristate.Yes, Tristate.Module })
        {
            bool titled = false;
            foreach (Expr term in SelectTerms(symbol))
            {
                if (Evaluate(term) != value)
                    continue;
                if (!titled)
                    text.Append("  Selected by [").Append(value.ToLetter()).Append("]:\n");
                titled = true;
                text.Append("  - ");
                ExprPrinter.Print(text, term, CurrentText);
                text.Append('\n');
            }
        }
        _unmet[symbol] = text.ToString();
    }

    private static IEnumerable<Expr> SelectTerms(Symbol symbol)
        => symbol.ReverseDependency switch { null => [], { Kind: ExprKind.Or } or => or.Items, { } one => [one] };

    /// <summary>Marks every value for calculation.</summary>
    private void Invalidate()
    {
        foreach (Symbol symbol in _tree.VisitingOrder)
            _states[symbol.Index].Flags &= ~StateFlags.Valid;
        _unmet.Clear();
        _changed = true;
        Calculate(_tree.Modules);
    }
}
