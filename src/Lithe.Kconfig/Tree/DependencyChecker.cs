using System.Text;

namespace Lithe.Kconfig;

/// <summary>
/// Finds recursive dependencies: a symbol whose value needs itself through "depends on", "select", "imply", defaults,
/// prompt conditions or membership of a choice.
/// </summary>
internal sealed class DependencyChecker
{
    private readonly List<Frame> _stack = [];
    private readonly bool[] _active;
    private readonly List<Diagnostic> _errors = [];

    private enum Reason
    {
        Dependency,
        Select,
        Imply,
        Value,
        Visibility,
    }

    private sealed class Frame(Symbol symbol)
    {
        public Symbol Symbol { get; } = symbol;

        public Property? Property { get; set; }

        public Reason Reason { get; set; }
    }

    private DependencyChecker(int symbolCount) => _active = new bool[symbolCount];

    /// <summary>Returns one error for each cycle found.</summary>
    public static List<Diagnostic> Check(IReadOnlyList<Symbol> symbols)
    {
        var checker = new DependencyChecker(symbols.Count + 3);
        foreach (Symbol symbol in symbols)
            checker.CheckSymbol(symbol);
        return checker._errors;
    }

    /// <summary>Returns the symbol at which a cycle closes, or null.</summary>
    private Symbol? CheckSymbol(Symbol symbol)
    {
        if (_active[symbol.Index])
        {
            Report(symbol);
            return symbol;
        }
        if (symbol.Checked)
            return null;
        KconfigStack.Ensure(symbol.Location ?? new("", 0));
        if (symbol.Choice is { } choice)
        {
            // Members are checked together with their choice.
            _stack.Add(new(symbol));
            Symbol? found = CheckSymbol(choice);
            _stack.RemoveAt(_stack.Count - 1);
            return found;
        }
        if (symbol.IsChoice)
            return CheckChoice(symbol);
        symbol.Checked = true;
        _active[symbol.Index] = true;
        Symbol? result = CheckParts(symbol);
        _active[symbol.Index] = false;
        return result;
    }

    private Symbol? CheckChoice(Symbol choice)
    {
        _stack.Add(new(choice));
        foreach (Symbol member in choice.Members)
        {
            member.Checked = true;
            _active[member.Index] = true;
        }
        choice.Checked = true;
        _active[choice.Index] = true;
        Symbol? found = CheckParts(choice);
        _active[choice.Index] = false;
        for (int i = 0; i < choice.Members.Count && found is null; i++)
            found = CheckParts(choice.Members[i]);
        foreach (Symbol member in choice.Members)
            _active[member.Index] = false;
        if (found?.Choice == choice)
            found = choice;
        _stack.RemoveAt(_stack.Count - 1);
        return found;
    }

    private Symbol? CheckParts(Symbol symbol)
    {
        var frame = new Frame(symbol);
        _stack.Add(frame);
        Symbol? found = CheckExpr(symbol.DirectDependency);
        if (found is null)
        {
            frame.Reason = Reason.Select;
            found = CheckExpr(symbol.ReverseDependency);
        }
        if (found is null)
        {
            frame.Reason = Reason.Imply;
            found = CheckExpr(symbol.ImpliedBy);
        }
        for (int i = 0; i < symbol.Props.Count && found is null; i++)
            found = CheckProperty(frame, symbol, symbol.Props[i]);
        _stack.RemoveAt(_stack.Count - 1);
        return found;
    }

    private Symbol? CheckProperty(Frame frame, Symbol symbol, Property property)
    {
        if (property.Kind is PropertyKind.Select or PropertyKind.Imply)
            return null;
        frame.Property = property;
        frame.Reason = Reason.Visibility;
        if (CheckExpr(property.Condition) is { } found)
            return found;
        if (property.Kind != PropertyKind.Default || symbol.IsChoice)
            return null;
        frame.Reason = Reason.Value;
        return CheckExpr(property.Value);
    }

    private Symbol? CheckExpr(Expr? e)
    {
        if (e is null)
            return null;
        if (e.LeftOrNull is { } left && CheckSymbol(left) is { } foundLeft)
            return foundLeft;
        if (e.RightOrNull is { } right && CheckSymbol(right) is { } foundRight)
            return foundRight;
        foreach (Expr item in e.Items)
        {
            if (CheckExpr(item) is { } found)
                return found;
        }
        return null;
    }

    private void Report(Symbol last)
    {
        bool member = last.Choice is not null;
        if (member)
        {
            _stack.Add(new(last));
            last = last.Choice!;
        }
        int start = _stack.FindLastIndex(f => f.Symbol == last);
        if (start < 0)
            start = 0;
        var text = new StringBuilder("recursive dependency detected!");
        for (int i = start; i < _stack.Count; i++)
        {
            Symbol next = i + 1 < _stack.Count ? _stack[i + 1].Symbol : last;
            text.Append('\n').Append(Location(_stack[i])).Append(":\t").Append(Describe(_stack[i], next));
        }
        _errors.Add(new(Severity.Error, Location(_stack[start]), text.ToString()));
        if (member)
            _stack.RemoveAt(_stack.Count - 1);
    }

    private static SourceLocation Location(Frame frame)
    {
        SourceLocation at = frame.Property?.Location ?? frame.Symbol.Location ?? new("<none>", 0);
        return at with { Column = 0 };
    }

    private static string Describe(Frame frame, Symbol next)
    {
        Symbol symbol = frame.Symbol;
        if (symbol.IsChoice)
            return $"choice {symbol.Name} contains symbol {next.Name}";
        if (symbol.Choice is not null)
            return $"symbol {symbol.Name} is part of choice {next.Name}";
        string kind = frame.Property?.Kind.ToString().ToLowerInvariant() ?? "symbol";
        return frame.Reason switch
        {
            Reason.Dependency => $"symbol {symbol.Name} depends on {next.Name}",
            Reason.Select => $"symbol {symbol.Name} is selected by {next.Name}",
            Reason.Imply => $"symbol {symbol.Name} is implied by {next.Name}",
            Reason.Value => $"symbol {symbol.Name} {kind} value contains {next.Name}",
            _ => $"symbol {symbol.Name} {kind} is visible depending on {next.Name}",
        };
    }
}
