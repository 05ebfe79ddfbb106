namespace Lithe.Kconfig;

/// <summary>One setting asked for: a symbol or named choice, and its value as text.</summary>
public readonly record struct ConfigurationRequest(string Name, string Value, SourceLocation? Location = null);

/// <summary>Why a <see cref="ConfigurationRequest"/> cannot be met.</summary>
/// <param name="Request">The request.</param>
/// <param name="Message">The problem in one sentence, with the near match or the reason.</param>
/// <param name="Suggestions">Names that are close to an unknown name.</param>
public sealed record RequestError(ConfigurationRequest Request, string Message, IReadOnlyList<string> Suggestions)
{
    /// <summary>Formats the message, after the location if there is one.</summary>
    public override string ToString() => Request.Location is { } at ? $"{at}: {Message}" : Message;
}

/// <summary>Applying a whole set of settings at once.</summary>
public sealed partial class Configuration
{
    /// <summary>
    /// Sets many symbols together, in any order: all values are stored first and checked afterwards, so a symbol may
    /// depend on another of the same set. A name may carry the prefix (CONFIG_). For a choice the value names the member,
    /// with or without the choice's name before it and in any case; for bool symbols "true", "yes" and "on" mean y, and
    /// "false", "no" and "off" mean n.
    /// </summary>
    /// <returns>The requests that could not be met; empty if the configuration is what was asked for.</returns>
    public IReadOnlyList<RequestError> Apply(IEnumerable<ConfigurationRequest> requests)
    {
        var errors = new List<RequestError>();
        var stored = new List<(ConfigurationRequest Request, Symbol Symbol, string Wanted)>();
        foreach (ConfigurationRequest request in requests)
        {
            if (Resolve(request, errors) is { } target && Store(request, target, errors) is { } result)
                stored.Add((request, result.Symbol, result.Wanted));
        }
        foreach ((_, Symbol symbol, _) in stored)
        {
            if (symbol.Choice is { } choice && _states[symbol.Index].UserValue == Tristate.Yes)
                SettleChoice(choice);
        }
        Invalidate();
        CalculateAll();
        foreach ((ConfigurationRequest request, Symbol symbol, string wanted) in stored)
        {
            // A later request for the same symbol replaces an earlier one; only the last can hold.
            string actual = GetValue(symbol);
            bool same = symbol.Type == SymbolType.Hex
                ? ValueSyntax.ReadUnsigned(actual, 16, out _, out _) == ValueSyntax.ReadUnsigned(wanted, 16, out _, out _)
                : actual == wanted;
            if (!same)
                errors.Add(new(request, $"{symbol.Name} cannot be {Quote(symbol, wanted)}: {Explain(symbol).Summary}", []));
        }
        return errors;
    }

    /// <summary>Sets many symbols together; see the other overload.</summary>
    public IReadOnlyList<RequestError> Apply(IEnumerable<KeyValuePair<string, string>> requests)
        => Apply(requests.Select(r => new ConfigurationRequest(r.Key, r.Value)));

    /// <summary>All symbols with their values, in order of definition.</summary>
    public IEnumerable<KeyValuePair<Symbol, string>> Values
        => _tree.Symbols.Select(s => KeyValuePair.Create(s, GetValue(s)));

    private Symbol? Resolve(ConfigurationRequest request, List<RequestError> errors)
    {
        string name = request.Name;
        Symbol? symbol = _tree.FindSymbol(name) ?? _tree.FindChoice(name);
        if (symbol is null && name.StartsWith(_tree.Options.Prefix, StringComparison.Ordinal))
        {
            name = name[_tree.Options.Prefix.Length..];
            symbol = _tree.FindSymbol(name) ?? _tree.FindChoice(name);
        }
        if (symbol is not null)
            return symbol;
        IReadOnlyList<string> near = _tree.Suggest(name);
        string hint = near.Count == 0 ? "" : $"; did you mean {string.Join(" or ", near)}?";
        errors.Add(new(request, $"there is no symbol {name}{hint}", near));
        return null;
    }

    private (Symbol Symbol, string Wanted)? Store(ConfigurationRequest request, Symbol symbol, List<RequestError> errors)
    {
        string value = request.Value;
        if (symbol.IsChoice && FindMember(symbol, value) is { } member)
            return Store(member, "y");
        if (symbol.IsChoice && !TristateExtensions.TryParse(value, out _))
        {
            string[] names = [.. symbol.Members.Select(m => m.Name)];
            errors.Add(new(request, $"choice {symbol.Name} has no member {value}; the members are {string.Join(", ", names)}", names));
            return null;
        }
        if (symbol.Type.IsLogic())
        {
            value = value.ToLowerInvariant() switch
            {
                "y" or "yes" or "true" or "on" => "y",
                "n" or "no" or "false" or "off" => "n",
                "m" when symbol.Type == SymbolType.Tristate => "m",
                _ => "",
            };
        }
        if (value.Length == 0 && symbol.Type != SymbolType.String || !ValueSyntax.IsValid(symbol.Type, value))
        {
            errors.Add(new(request, $"{symbol.Name} is {Article(symbol.Type)}: '{request.Value}' is not {Expected(symbol.Type)}", []));
            return null;
        }
        return Store(symbol, value);
    }

    private (Symbol Symbol, string Wanted) Store(Symbol symbol, string value)
    {
        ref SymbolState state = ref _states[symbol.Index];
        state.Flags |= StateFlags.User;
        if (symbol.Type.IsLogic())
        {
            TristateExtensions.TryParse(value, out Tristate tristate);
            state.UserValue = tristate;
            if (symbol.Choice is { } choice)
            {
                ref SymbolState choiceState = ref _states[choice.Index];
                if (tristate == Tristate.Yes)
                    choiceState.UserSelected = symbol;
                else if (choiceState.UserSelected == symbol)
                    choiceState.UserSelected = null;
                choiceState.UserValue = choiceState.UserValue.Or(tristate);
            }
            return (symbol, value);
        }
        state.UserText = symbol.Type == SymbolType.Hex && !ValueSyntax.HasHexPrefix(value) ? "0x" + value : value;
        return (symbol, state.UserText);
    }

    /// <summary>Once a member is chosen the whole choice counts as decided.</summary>
    private void SettleChoice(Symbol choice)
    {
        ref SymbolState state = ref _states[choice.Index];
        state.Flags |= StateFlags.User;
        state.UserValue = Tristate.Yes;
        foreach (Symbol member in choice.Members)
        {
            ref SymbolState memberState = ref _states[member.Index];
            if (!memberState.HasUser)
                memberState.UserValue = Tristate.No;
            memberState.Flags |= StateFlags.User;
        }
    }

    private static string Quote(Symbol symbol, string value) => symbol.Type == SymbolType.String ? $"\"{value}\"" : value;

    private static string Article(SymbolType type) => type switch
    {
        SymbolType.Bool => "a bool",
        SymbolType.Tristate => "a tristate",
        SymbolType.Int => "an int",
        SymbolType.Hex => "a hex number",
        SymbolType.String => "a string",
        _ => "without type",
    };

    private static string Expected(SymbolType type) => type switch
    {
        SymbolType.Bool => "y or n",
        SymbolType.Tristate => "y, m or n",
        SymbolType.Int => "a decimal number",
        SymbolType.Hex => "a hexadecimal number",
        _ => "possible",
    };
}
