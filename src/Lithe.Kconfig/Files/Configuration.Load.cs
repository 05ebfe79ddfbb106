using System.Text;

namespace Lithe.Kconfig;

/// <summary>Reading .config and defconfig files.</summary>
public sealed partial class Configuration
{
    /// <summary>
    /// Replaces all user values by those of a .config or defconfig text. Values that the tree does not allow are kept
    /// aside: they take effect when they become possible.
    /// </summary>
    /// <returns>Warnings, with the line for each.</returns>
    public IReadOnlyList<Diagnostic> Load(string text, string fileName = ".config")
    {
        _changed = false;
        List<Diagnostic> warnings = LoadRaw(text, fileName);
        Calculate(_tree.Modules);
        if (_tree.IsBusyBox)
            CheckLoadedBusyBox(warnings.Count > 0);
        else
            CheckLoaded(warnings.Count > 0);
        return warnings;
    }

    /// <summary>Loads a file from disk.</summary>
    public IReadOnlyList<Diagnostic> LoadFile(string path) => Load(Encoding.UTF8.GetString(File.ReadAllBytes(path)), path);

    /// <summary>
    /// Takes over the values of a text as they are: the base for <see cref="Fill"/>, as KCONFIG_ALLCONFIG names one.
    /// </summary>
    public IReadOnlyList<Diagnostic> LoadSeed(string text, string fileName = "all.config") => LoadRaw(text, fileName);

    private List<Diagnostic> LoadRaw(string text, string fileName)
    {
        foreach (Symbol symbol in _tree.VisitingOrder)
        {
            ref SymbolState state = ref _states[symbol.Index];
            state.Flags &= ~(StateFlags.User | StateFlags.Valid);
            if (symbol.IsChoice)
                state.Flags |= StateFlags.User;
            state.UserText = null;
            state.UserSelected = null;
            state.UserValue = Tristate.No;
        }
        _unmet.Clear();
        var warnings = new List<Diagnostic>();
        int line = 0;
        for (int at = 0; at < text.Length;)
        {
            int end = text.IndexOf('\n', at);
            if (end < 0)
                end = text.Length;
            line++;
            LoadLine(text.AsSpan(at, end - at), message => warnings.Add(new(Severity.Warning, new(fileName, line), message)));
            at = end + 1;
        }
        return warnings;
    }

    private void LoadLine(ReadOnlySpan<char> line, Action<string> warn)
    {
        string prefix = _tree.Options.Prefix;
        ReadOnlySpan<char> name;
        ReadOnlySpan<char> value;
        if (line.StartsWith('#'))
        {
            if (!line.StartsWith("# ") || !line[2..].StartsWith(prefix))
                return;
            name = line[(2 + prefix.Length)..];
            int space = name.IndexOf(' ');
            if (space < 0 || !name[(space + 1)..].StartsWith("is not set"))
                return;
            name = name[..space];
            value = "n";
        }
        else if (line.StartsWith(prefix))
        {
            name = line[prefix.Length..];
            int equal = name.IndexOf('=');
            if (equal < 0)
                return;
            value = name[(equal + 1)..];
            name = name[..equal];
            if (value.EndsWith('\r'))
                value = value[..^1];
        }
        else
        {
            if (!line.IsEmpty && line[0] != '\r')
                warn(_tree.IsBusyBox ? "unexpected data" : $"unexpected data: {line.TrimEnd('\r')}");
            return;
        }
        if (_tree.FindForConfig(name) is not { IsTristateLiteral: false } symbol)
        {
            _changed = true;
            if (_tree.IsBusyBox)
                warn($"trying to assign nonexistent symbol {name}");
            return;
        }
        LoadValue(symbol, value, line[0] == '#', warn);
    }

    private void LoadValue(Symbol symbol, ReadOnlySpan<char> value, bool isNotSet, Action<string> warn)
    {
        ref SymbolState state = ref _states[symbol.Index];
        if (state.HasUser)
        {
            warn(_tree.IsBusyBox ? $"trying to reassign symbol {symbol.Name}" : $"override: reassigning to symbol {symbol.Name}");
            // The older tool keeps the first value, the newer takes the last.
            if (_tree.IsBusyBox)
            {
                JoinChoice(symbol, ref state, warn);
                return;
            }
        }
        bool accepted = _tree.IsBusyBox && isNotSet && !symbol.Type.IsLogic()
            || StoreValue(symbol, ref state, value, warn);
        if (accepted || (_tree.IsBusyBox && symbol.Type.IsLogic()))
            JoinChoice(symbol, ref state, warn);
    }

    private bool StoreValue(Symbol symbol, ref SymbolState state, ReadOnlySpan<char> value, Action<string> warn)
    {
        switch (symbol.Type)
        {
            case SymbolType.Bool or SymbolType.Tristate:
                char letter = value.IsEmpty ? '\0' : value[0];
                if (letter is not ('y' or 'n') && (letter != 'm' || symbol.Type == SymbolType.Bool))
                {
                    warn($"symbol value '{value}' invalid for {symbol.Name}");
                    return false;
                }
                state.UserValue = letter == 'y' ? Tristate.Yes : letter == 'm' ? Tristate.Module : Tristate.No;
                break;
            case SymbolType.String:
                if (!value.StartsWith('"'))
                    return true;
                if (Unescape(value[1..]) is not { } text)
                {
                    warn("invalid string found");
                    return false;
                }
                state.UserText = text;
                break;
            case SymbolType.Int or SymbolType.Hex:
                if (!ValueSyntax.IsValid(symbol.Type, value))
                {
                    if (!value.IsEmpty || !_tree.IsBusyBox)
                        warn($"symbol value '{value}' invalid for {symbol.Name}");
                    return false;
                }
                state.UserText = value.ToString();
                break;
            default:
                return true;
        }
        state.Flags |= StateFlags.User;
        return true;
    }

    /// <summary>Reads up to the closing quote; null if there is none.</summary>
    private static string? Unescape(ReadOnlySpan<char> text)
    {
        int quote = text.IndexOfAny('"', '\\');
        if (quote >= 0 && text[quote] == '"')
            return text[..quote].ToString();
        var result = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                return result.ToString();
            if (text[i] == '\\' && ++i >= text.Length)
                return null;
            result.Append(text[i]);
        }
        return null;
    }

    private void JoinChoice(Symbol symbol, ref SymbolState state, Action<string> warn)
    {
        if (symbol.Choice is not { } choice)
            return;
        ref SymbolState choiceState = ref _states[choice.Index];
        if (state.UserValue == Tristate.Module && choiceState.UserValue == Tristate.Yes)
        {
            warn($"{symbol.Name} creates inconsistent choice state");
            choiceState.Flags &= ~StateFlags.User;
        }
        else if (state.UserValue == Tristate.Yes)
        {
            bool again = choiceState.UserValue != Tristate.No;
            if (again)
                warn(_tree.IsBusyBox ? $"{symbol.Name} creates inconsistent choice state" : $"override: {symbol.Name} changes choice state");
            if (again && _tree.IsBusyBox)
                choiceState.Flags &= ~StateFlags.User;
            else
                choiceState.UserSelected = symbol;
        }
        choiceState.UserValue = choiceState.UserValue.Or(state.UserValue);
    }

    /// <summary>Finds out whether the file says what the values came out as, and drops what can never be used.</summary>
    private void CheckLoaded(bool warned)
    {
        bool unsaved = false;
        foreach (Symbol symbol in _tree.VisitingOrder)
        {
            Calculate(symbol);
            if (symbol.IsChoice)
                continue;
            ref SymbolState state = ref _states[symbol.Index];
            if (state.HasUser && state.IsWritten)
                unsaved |= symbol.Type.IsLogic() ? state.UserValue != state.Value : state.Text != state.UserText;
            else
                unsaved |= state.HasUser || state.IsWritten;
        }
        foreach (Symbol symbol in _tree.VisitingOrder)
        {
            ref SymbolState state = ref _states[symbol.Index];
            if (!state.HasUser || symbol.Choice is not null)
                continue;
            if (state.Visible == Tristate.No && !unsaved)
                state.Flags &= ~StateFlags.User;
            if (symbol.Type is SymbolType.Int or SymbolType.Hex && !IsWithinRange(symbol, state.UserText!))
            {
                state.Flags &= ~(StateFlags.Valid | StateFlags.User);
                unsaved = true;
            }
        }
        if (warned || unsaved)
            _changed = true;
    }

    private void CheckLoadedBusyBox(bool warned)
    {
        bool unsaved = false;
        foreach (Symbol symbol in _tree.VisitingOrder)
        {
            Calculate(symbol);
            ref SymbolState state = ref _states[symbol.Index];
            if (!symbol.IsChoice && !symbol.IsAutomatic)
            {
                if (state.HasUser && state.IsWritten)
                    unsaved |= symbol.Type.IsLogic() ? state.UserValue != state.Value : state.Text != state.UserText;
                else
                    unsaved |= state.HasUser || state.IsWritten;
            }
            if (state.HasUser && symbol.Choice is null)
            {
                if (state.Visible == Tristate.No)
                    state.Flags &= ~StateFlags.User;
                if (symbol.Type is SymbolType.Int or SymbolType.Hex && !IsWithinRange(symbol, state.UserText!))
                    state.Flags &= ~(StateFlags.User | StateFlags.Valid);
            }
            foreach (Symbol member in symbol.Members)
            {
                ref SymbolState memberState = ref _states[member.Index];
                if (memberState.Visible != Tristate.No && !memberState.HasUser)
                    state.Flags &= ~StateFlags.User;
            }
        }
        if (warned || unsaved)
            _changed = true;
    }
}
