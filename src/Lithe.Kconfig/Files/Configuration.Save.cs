using System.Text;

namespace Lithe.Kconfig;

/// <summary>Writing .config and defconfig files.</summary>
public sealed partial class Configuration
{
    /// <summary>Formats the whole configuration as .config.</summary>
    public string ToDotConfig()
    {
        var text = new StringBuilder(1 << 16);
        if (_tree.IsBusyBox)
            text.Append("#\n# Automatically generated make config: don't edit\n# Busybox version: ")
                .Append(_tree.Options.Environment("KERNELVERSION")).Append("\n#\n");
        else
            text.Append("#\n# Automatically generated file; DO NOT EDIT.\n# ").Append(_tree.MainMenu).Append("\n#\n");
        if (!_changed)
            Invalidate();
        if (_tree.IsBusyBox)
            WriteBusyBox(text);
        else
            WriteLinux(text);
        foreach (Symbol symbol in _tree.VisitingOrder)
            _states[symbol.Index].Flags &= ~StateFlags.Done;
        _changed = false;
        return text.ToString();
    }

    /// <summary>Formats the lines that differ from the defaults: what "savedefconfig" writes.</summary>
    public string ToDefconfig()
    {
        var text = new StringBuilder();
        Invalidate();
        for (MenuNode? node = _tree.Root.FirstChild; node is not null; node = node.NextInTree())
        {
            if (node.Symbol is not { IsChoice: false } symbol)
                continue;
            Calculate(symbol);
            ref SymbolState state = ref _states[symbol.Index];
            if (!state.IsWritten || (state.Flags & StateFlags.Done) != 0)
                continue;
            state.Flags |= StateFlags.Done;
            if (!IsDefault(symbol, ref state))
                WriteSymbol(text, symbol);
        }
        foreach (Symbol symbol in _tree.VisitingOrder)
            _states[symbol.Index].Flags &= ~StateFlags.Done;
        return text.ToString();
    }

    private bool IsDefault(Symbol symbol, ref SymbolState state)
    {
        if (state.Visible <= state.Reverse || CurrentText(symbol) == DefaultText(symbol, ref state))
            return true;
        return symbol.Choice is { IsOptional: false } choice && symbol.Type == SymbolType.Bool
            && state.Value == Tristate.Yes && DefaultMember(choice) == symbol;
    }

    /// <summary>The value that the symbol would have if the user had not set it.</summary>
    private string DefaultText(Symbol symbol, ref SymbolState state)
    {
        CalculateVisibility(symbol, ref state);
        Calculate(_tree.Modules);
        Property? property = ActiveProperty(symbol, PropertyKind.Default, out Tristate condition);
        if (!symbol.Type.IsLogic())
        {
            if (property?.Target is not { } source)
                return "";
            Calculate(source);
            return _states[source.Index].Text;
        }
        Tristate value = property is null ? Tristate.No : Evaluate(property.Value).And(condition);
        value = value.Or(state.Reverse);
        if (value == Tristate.Module
            && (symbol.Type == SymbolType.Bool || (symbol.Choice is null && _states[_tree.Modules.Index].Value == Tristate.No)))
            value = Tristate.Yes;
        return value.Or(state.Implied).ToLetter();
    }

    private void WriteLinux(StringBuilder text)
    {
        bool blankLineDue = false;
        MenuNode? node = _tree.Root.FirstChild;
        while (node is not null)
        {
            if (node.Symbol is null)
            {
                if (IsVisible(node))
                {
                    WriteTitle(text, node);
                    blankLineDue = false;
                }
            }
            else if (!node.Symbol.IsChoice && (_states[node.Symbol.Index].Flags & StateFlags.Done) == 0)
            {
                Calculate(node.Symbol);
                ref SymbolState state = ref _states[node.Symbol.Index];
                if (state.IsWritten)
                {
                    if (blankLineDue)
                        text.Append('\n');
                    blankLineDue = false;
                    state.Flags |= StateFlags.Done;
                    WriteSymbol(text, node.Symbol);
                }
            }
            if (node.FirstChild is not null)
            {
                node = node.FirstChild;
                continue;
            }
            for (; node is not null; node = node.Parent)
            {
                if (node.Kind == MenuNodeKind.Menu && IsVisible(node))
                {
                    text.Append("# end of ").Append(node.Text).Append('\n');
                    blankLineDue = true;
                }
                if (node.Next is not null)
                {
                    node = node.Next;
                    break;
                }
            }
        }
    }

    private void WriteBusyBox(StringBuilder text)
    {
        for (MenuNode? node = _tree.Root.FirstChild; node is not null; node = node.NextInTree())
        {
            if (node.Symbol is null)
            {
                if (IsVisible(node))
                    WriteTitle(text, node);
            }
            else if (!node.Symbol.IsChoice)
            {
                // Unlike Linux's tool, this one writes every symbol, visible or not.
                Calculate(node.Symbol);
                WriteSymbol(text, node.Symbol);
            }
        }
    }

    private static void WriteTitle(StringBuilder text, MenuNode node)
        => text.Append("\n#\n# ").Append(node.Text).Append("\n#\n");

    private void WriteSymbol(StringBuilder text, Symbol symbol)
    {
        if (symbol.Type == SymbolType.Unknown)
            return;
        string value = CurrentText(symbol);
        string prefix = _tree.Options.Prefix;
        if (symbol.Type.IsLogic() && value == "n")
        {
            text.Append("# ").Append(prefix).Append(symbol.Name).Append(" is not set\n");
            return;
        }
        text.Append(prefix).Append(symbol.Name).Append('=');
        if (symbol.Type == SymbolType.String)
            WriteQuoted(text, value);
        else
            text.Append(value.Length == 0 && symbol.Type == SymbolType.Int && _tree.IsBusyBox ? "0" : value);
        text.Append('\n');
    }

    private static void WriteQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\');
            text.Append(c);
        }
        text.Append('"');
    }
}
