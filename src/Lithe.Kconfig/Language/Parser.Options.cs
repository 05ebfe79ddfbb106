namespace Lithe.Kconfig;

internal sealed partial class Parser
{
    private void Config(MenuNodeKind kind, SourceLocation at)
    {
        Advance();
        if (_token.Kind != TokenKind.Word)
        {
            Fail(Here, $"expected a symbol name, not {_token}");
            return;
        }
        Symbol symbol = _tree.Symbols.Lookup(_token.Text);
        if (symbol.IsTristateLiteral)
        {
            Fail(Here, $"'{symbol.Name}' is a value and cannot be a symbol");
            return;
        }
        symbol.IsOptional = true;
        Advance();
        EndOfStatement();
        _tree.Add(kind, symbol, at);
        while (ConfigOption())
        {
        }
        if (kind != MenuNodeKind.MenuConfig)
            return;
        if (_tree.Entry.Prompt is { } prompt)
            prompt.Kind = PropertyKind.Menu;
        else
            _context.Warn(at, "menuconfig statement without prompt");
    }

    /// <summary>Reads one option; false means that the next statement begins here.</summary>
    private bool ConfigOption()
    {
        SourceLocation at = Here;
        switch (_token.Kind)
        {
            case TokenKind.EndOfLine:
                Advance();
                return true;
            case TokenKind.Bool:
                return TypeOption(SymbolType.Bool, at);
            case TokenKind.Tristate:
                return TypeOption(SymbolType.Tristate, at);
            case TokenKind.Int:
                return TypeOption(SymbolType.Int, at);
            case TokenKind.Hex:
                return TypeOption(SymbolType.Hex, at);
            case TokenKind.String:
                return TypeOption(SymbolType.String, at);
            case TokenKind.Prompt:
                return PromptOption(at);
            case TokenKind.Default:
                return DefaultOption(SymbolType.Unknown, at);
            case TokenKind.DefBool:
                return DefaultOption(SymbolType.Bool, at);
            case TokenKind.DefTristate:
                return DefaultOption(SymbolType.Tristate, at);
            case TokenKind.Select:
                return TargetOption(PropertyKind.Select, at);
            case TokenKind.Imply:
                return TargetOption(PropertyKind.Imply, at);
            case TokenKind.Range:
                return RangeOption(at);
            case TokenKind.Modules:
                return ModulesOption(at);
            case TokenKind.Depends or TokenKind.Requires:
                return DependsOption(at);
            case TokenKind.Help:
                return HelpOption(at);
            case TokenKind.Optional or TokenKind.Visible or TokenKind.On:
                Fail(at, $"{_token} is not allowed in a config statement");
                return true;
            default:
                return false;
        }
    }

    private void ChoiceOptions()
    {
        while (true)
        {
            SourceLocation at = Here;
            switch (_token.Kind)
            {
                case TokenKind.EndOfLine:
                    Advance();
                    break;
                case TokenKind.Bool:
                    TypeOption(SymbolType.Bool, at);
                    break;
                case TokenKind.Tristate:
                    TypeOption(SymbolType.Tristate, at);
                    break;
                case TokenKind.Prompt:
                    PromptOption(at);
                    break;
                case TokenKind.Default:
                    TargetOption(PropertyKind.Default, at);
                    break;
                case TokenKind.Optional:
                    _tree.Entry.Symbol!.IsOptional = true;
                    Advance();
                    EndOfStatement();
                    break;
                case TokenKind.Depends or TokenKind.Requires:
                    DependsOption(at);
                    break;
                case TokenKind.Help:
                    HelpOption(at);
                    break;
                case TokenKind.Int or TokenKind.Hex or TokenKind.String or TokenKind.DefBool or TokenKind.DefTristate
                    or TokenKind.Select or TokenKind.Imply or TokenKind.Range or TokenKind.Modules or TokenKind.Visible:
                    Fail(at, $"{_token} is not allowed in a choice statement");
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>The options of menus and comments.</summary>
    private void MenuOptions(bool allowVisible)
    {
        while (true)
        {
            SourceLocation at = Here;
            if (_token.Kind == TokenKind.EndOfLine)
            {
                Advance();
            }
            else if (_token.Kind is TokenKind.Depends or TokenKind.Requires)
            {
                DependsOption(at);
            }
            else if (_token.Kind == TokenKind.Visible && allowVisible)
            {
                Advance();
                if (Condition(out Expr? condition) && EndOfStatement())
                    _tree.VisibleIf(condition, at);
            }
            else
            {
                return;
            }
        }
    }

    private bool TypeOption(SymbolType type, SourceLocation at)
    {
        Advance();
        if (_token.Kind == TokenKind.QuotedWord || (_busyBox && _token.Kind == TokenKind.Word))
        {
            string text = _token.Text;
            Advance();
            if (!Condition(out Expr? condition) || !EndOfStatement())
                return true;
            _tree.Prompt(PropertyKind.Prompt, text, condition, at);
        }
        else if (!EndOfStatement())
        {
            return true;
        }
        _tree.SetType(type);
        return true;
    }

    private bool PromptOption(SourceLocation at)
    {
        Advance();
        if (PromptText(out string text, at) && Condition(out Expr? condition) && EndOfStatement())
            _tree.Prompt(PropertyKind.Prompt, text, condition, at);
        return true;
    }

    private bool DefaultOption(SymbolType type, SourceLocation at)
    {
        Advance();
        if (Expression() is { } value && Condition(out Expr? condition) && EndOfStatement())
        {
            _tree.Default(value, condition, at);
            if (type != SymbolType.Unknown)
                _tree.SetType(type);
        }
        return true;
    }

    private bool TargetOption(PropertyKind kind, SourceLocation at)
    {
        Advance();
        if (_token.Kind != TokenKind.Word)
        {
            Fail(Here, $"expected a symbol name, not {_token}");
            return true;
        }
        Symbol target = _tree.Symbols.Lookup(_token.Text);
        Advance();
        if (Condition(out Expr? condition) && EndOfStatement())
            _tree.Target(kind, target, condition, at);
        return true;
    }

    private bool RangeOption(SourceLocation at)
    {
        Advance();
        if (Operand() is { } low && Operand() is { } high && Condition(out Expr? condition) && EndOfStatement())
            _tree.Range(low, high, condition, at);
        return true;
    }

    private bool ModulesOption(SourceLocation at)
    {
        Advance();
        if (!EndOfStatement())
            return true;
        Symbol symbol = _tree.Entry.Symbol!;
        if (_tree.Modules is { } other)
            _context.Error(at, $"symbol '{symbol.Name}' redefines option 'modules' already defined by symbol '{other.Name}'");
        _tree.Modules = symbol;
        return true;
    }

    private bool DependsOption(SourceLocation at)
    {
        bool needsOn = _token.Kind == TokenKind.Depends;
        Advance();
        if (needsOn && _token.Kind == TokenKind.On)
        {
            Advance();
        }
        else if (needsOn && !_busyBox)
        {
            Fail(Here, $"expected 'on' after 'depends', not {_token}");
            return true;
        }
        if (Expression() is { } condition && EndOfStatement())
            _tree.Depend(condition, at);
        return true;
    }

    private bool HelpOption(SourceLocation at)
    {
        Advance();
        if (_token.Kind is not (TokenKind.EndOfLine or TokenKind.EndOfFile))
        {
            Fail(Here, $"unexpected {_token} after 'help'");
            return true;
        }
        // The lexer has read up to the end of the line, so the text starts right there.
        string help = _lexer.HelpText();
        MenuNode node = _tree.Entry;
        string name = node.Symbol?.Name ?? node.Kind.ToString();
        if (node.Help is not null && !_busyBox)
            _context.Warn(at, $"'{name}' defined with more than one help text -- only the last one will be used");
        if (string.IsNullOrWhiteSpace(help) && !_busyBox)
            _context.Warn(at, $"'{name}' defined with blank help text");
        node.Help = help;
        Advance();
        return true;
    }

    private bool PromptText(out string text, SourceLocation at)
    {
        text = _token.Text;
        if (_token.Kind == TokenKind.QuotedWord || (_busyBox && _token.Kind == TokenKind.Word))
        {
            Advance();
            return true;
        }
        Fail(at, $"expected a quoted text, not {_token}");
        return false;
    }
}
