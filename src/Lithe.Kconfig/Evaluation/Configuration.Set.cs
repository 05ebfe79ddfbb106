namespace Lithe.Kconfig;

/// <summary>Setting one value, as an interactive user would.</summary>
public sealed partial class Configuration
{
    /// <summary>
    /// Sets a symbol if its type, visibility, selects and range allow the value now. Bool and tristate symbols take y, m
    /// and n; a choice takes the name of a member, with or without the choice's name before it.
    /// </summary>
    /// <returns>False, with nothing changed, if the value is not possible.</returns>
    public bool TrySet(Symbol symbol, string value)
    {
        Calculate(symbol);
        if (symbol.IsChoice && !TristateExtensions.TryParse(value, out _))
            return FindMember(symbol, value) is { } member && SetTristate(member, Tristate.Yes);
        if (symbol.Type.IsLogic())
            return TristateExtensions.TryParse(value, out Tristate tristate) && SetTristate(symbol, tristate);
        if (!IsWithinRange(symbol, value))
            return false;
        ref SymbolState state = ref _states[symbol.Index];
        state.Flags |= StateFlags.User;
        string text = symbol.Type == SymbolType.Hex && !ValueSyntax.HasHexPrefix(value) ? "0x" + value : value;
        if (state.UserText != text)
        {
            state.UserText = text;
            Invalidate();
        }
        return true;
    }

    /// <summary>Sets a symbol by name; see <see cref="TrySet(Symbol,string)"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such symbol.</exception>
    public bool TrySet(string name, string value) => TrySet(Find(name), value);

    /// <summary>The values a bool or tristate symbol can be set to now.</summary>
    public IReadOnlyList<Tristate> GetAssignable(Symbol symbol)
    {
        Calculate(symbol);
        return [.. new[] { Tristate.No, Tristate.Module, Tristate.Yes }.Where(v => IsWithinRange(symbol, v))];
    }

    private bool SetTristate(Symbol symbol, Tristate value)
    {
        Calculate(symbol);
        ref SymbolState state = ref _states[symbol.Index];
        Tristate before = state.Value;
        if (before != value && !IsWithinRange(symbol, value))
            return false;
        state.Flags |= StateFlags.User;
        if (symbol.Choice is { } choice && value == Tristate.Yes)
        {
            // One decision about a choice decides about all its members.
            ref SymbolState choiceState = ref _states[choice.Index];
            choiceState.UserSelected = symbol;
            choiceState.Flags |= StateFlags.User;
            foreach (Symbol member in choice.Members)
            {
                if (_states[member.Index].Visible != Tristate.No)
                    _states[member.Index].Flags |= StateFlags.User;
            }
        }
        state.UserValue = value;
        if (before != value)
            Invalidate();
        return true;
    }

    private bool IsWithinRange(Symbol symbol, Tristate value)
    {
        ref SymbolState state = ref _states[symbol.Index];
        SymbolType type = EffectiveType(symbol);
        if (state.Visible == Tristate.No || !type.IsLogic() || (type == SymbolType.Bool && value == Tristate.Module)
            || state.Visible <= state.Reverse)
            return false;
        if (symbol.Choice is not null && state.Visible == Tristate.Yes)
            return value == Tristate.Yes;
        return value >= state.Reverse && value <= state.Visible;
    }

    private bool IsWithinRange(Symbol symbol, string value)
    {
        if (!ValueSyntax.IsValid(symbol.Type, value))
            return false;
        if (symbol.Type is not (SymbolType.Int or SymbolType.Hex) || ActiveProperty(symbol, PropertyKind.Range, out _) is not { } range)
            return true;
        int radix = symbol.Type == SymbolType.Int ? 10 : 16;
        long number = ValueSyntax.ReadLong(value, radix);
        long low = RangeValue(range.Low!, radix);
        long high = RangeValue(range.High!, radix);
        if (_tree.IsBusyBox)
            (number, low, high) = unchecked(((int)number, (int)low, (int)high));
        return number >= low && number <= high;
    }

    private static Symbol? FindMember(Symbol choice, string name)
    {
        string wanted = name.Replace('-', '_');
        foreach (Symbol member in choice.Members)
        {
            if (member.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                return member;
        }
        foreach (Symbol member in choice.Members)
        {
            if (choice.NameOrNull is { } prefix && member.Name.Equals($"{prefix}_{wanted}", StringComparison.OrdinalIgnoreCase))
                return member;
        }
        return null;
    }
}
