using System.Globalization;

namespace Lithe.Kconfig;

/// <summary>Calculation of values with the rules of BusyBox's older tool.</summary>
public sealed partial class Configuration
{
    private void CalculateBusyBox(Symbol symbol, ref SymbolState state)
    {
        state.Flags |= StateFlags.Valid;
        if (symbol.Type == SymbolType.Unknown)
        {
            state.Text = symbol.Name;
            state.Value = Tristate.No;
            return;
        }
        if (symbol.Choice is null)
            state.Flags &= ~StateFlags.Write;
        VisibilityBusyBox(symbol, ref state);
        SetCurrent(ref state, Tristate.No, symbol.Type.IsLogic() ? "n" : "");
        if (EffectiveType(symbol).IsLogic())
            SetCurrent(ref state, LogicBusyBox(symbol, ref state), "n");
        else
            SetCurrent(ref state, Tristate.No, TextBusyBox(symbol, ref state));
        if (symbol.IsChoice && state.Value == Tristate.Yes)
            state.Selected = SelectMemberBusyBox(symbol, ref state);
        ClampBusyBox(symbol, ref state);
        if (symbol == _tree.Modules)
            _modules = state.Value;
        if (!symbol.IsChoice)
            return;
        foreach (Symbol member in symbol.Members)
            _states[member.Index].Flags |= state.Flags & StateFlags.Write;
    }

    private void VisibilityBusyBox(Symbol symbol, ref SymbolState state)
    {
        Tristate visible = Tristate.No;
        foreach (Property property in symbol.Props)
        {
            if (property.Text is null)
                continue;
            _promptVisible[property.Index] = Evaluate(property.Condition);
            visible = visible.Or(_promptVisible[property.Index]);
        }
        if (visible == Tristate.Module && (symbol.Type != SymbolType.Tristate || _modules == Tristate.No))
            visible = Tristate.Yes;
        state.Visible = visible;
        if (symbol.Choice is null)
            state.Reverse = symbol.ReverseDependency is { } reverse ? AsType(symbol, Evaluate(reverse)) : Tristate.No;
    }

    private Tristate LogicBusyBox(Symbol symbol, ref SymbolState state)
    {
        Tristate value = Tristate.No;
        if (symbol.Choice is { } choice && state.Visible == Tristate.Yes)
            return _states[choice.Index].Selected == symbol ? Tristate.Yes : Tristate.No;
        if (state.Visible.Or(state.Reverse) != Tristate.No)
        {
            state.Flags |= StateFlags.Write;
            if (state.HasUser)
                value = state.UserValue;
            else if (!symbol.IsChoice && ActiveProperty(symbol, PropertyKind.Default, out _) is { } property)
                value = Evaluate(property.Value);
            value = value.And(state.Visible).Or(state.Reverse);
        }
        else if (!symbol.IsChoice && ActiveProperty(symbol, PropertyKind.Default, out _) is { } property)
        {
            state.Flags |= StateFlags.Write;
            value = Evaluate(property.Value);
        }
        return AsType(symbol, value);
    }

    private string TextBusyBox(Symbol symbol, ref SymbolState state)
    {
        if (state.Visible != Tristate.No)
        {
            state.Flags |= StateFlags.Write;
            if (state.HasUser)
                return state.UserText ?? "";
        }
        if (ActiveProperty(symbol, PropertyKind.Default, out _)?.Target is not { } source)
            return "";
        state.Flags |= StateFlags.Write;
        Calculate(source);
        return _states[source.Index].Text;
    }

    private Symbol? SelectMemberBusyBox(Symbol choice, ref SymbolState state)
    {
        if (state.UserSelected is { } user && IsVisibleNow(user))
            return user;
        foreach (Property property in choice.Props)
        {
            if (property.Kind == PropertyKind.Default && Evaluate(property.Condition) != Tristate.No
                && property.Target is { } target && IsVisibleNow(target))
                return target;
        }
        foreach (Symbol member in choice.Members)
        {
            if (IsVisibleNow(member))
                return member;
        }
        state.Value = Tristate.No;
        return null;
    }

    private bool IsVisibleNow(Symbol symbol)
    {
        ref SymbolState state = ref _states[symbol.Index];
        VisibilityBusyBox(symbol, ref state);
        return state.Visible != Tristate.No;
    }

    /// <summary>Out of range, the bound is written anew as a 32-bit number instead of being copied.</summary>
    private void ClampBusyBox(Symbol symbol, ref SymbolState state)
    {
        if (symbol.Type is not (SymbolType.Int or SymbolType.Hex) || ActiveProperty(symbol, PropertyKind.Range, out _) is not { } range)
            return;
        int radix = symbol.Type == SymbolType.Int ? 10 : 16;
        int value = unchecked((int)ValueSyntax.ReadLong(state.Text, radix));
        int bound = unchecked((int)RangeValue(range.Low!, radix));
        if (value >= bound)
        {
            bound = unchecked((int)RangeValue(range.High!, radix));
            if (value <= bound)
                return;
        }
        state.Text = symbol.Type == SymbolType.Int
            ? bound.ToString(CultureInfo.InvariantCulture)
            : "0x" + bound.ToString("x", CultureInfo.InvariantCulture);
    }
}
