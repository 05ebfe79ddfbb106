namespace Lithe.Kconfig;

/// <summary>
/// The symbols of one tree. Symbols, literals and choices have separate name spaces: <c>FOO</c>, <c>"FOO"</c> and a
/// choice called FOO are three different things.
/// </summary>
internal sealed class SymbolTable
{
    private readonly Dictionary<string, Symbol> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Symbol> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Symbol> _choices = new(StringComparer.Ordinal);

    public SymbolTable(KconfigDialect dialect)
    {
        // BusyBox's tool compares the three literals as text, which for a symbol without type is what happens.
        SymbolType type = dialect == KconfigDialect.Linux ? SymbolType.Tristate : SymbolType.Unknown;
        Yes = new("y", 0) { IsConstant = true, IsYes = true, Type = type };
        Module = new("m", 1) { IsConstant = true, IsModule = true, Type = type };
        No = new("n", 2) { IsConstant = true, IsNo = true, Type = type };
        All = [Yes, Module, No];
    }

    public Symbol Yes { get; }

    public Symbol Module { get; }

    public Symbol No { get; }

    /// <summary>Everything, in the order of first mention; the three tristate literals come first.</summary>
    public List<Symbol> All { get; }

    public IReadOnlyDictionary<string, Symbol> Named => _symbols;

    public Dictionary<string, Symbol>.AlternateLookup<ReadOnlySpan<char>> NamedLookup
        => _symbols.GetAlternateLookup<ReadOnlySpan<char>>();

    public IReadOnlyDictionary<string, Symbol> NamedChoices => _choices;

    public Symbol Lookup(string name) => Literal(name) ?? Get(_symbols, name, constant: false, choice: false);

    public Symbol LookupLiteral(string text) => Literal(text) ?? Get(_literals, text, constant: true, choice: false);

    public Symbol LookupChoice(string? name)
    {
        if (name is not null)
            return Get(_choices, name, constant: false, choice: true);
        var choice = new Symbol(null, All.Count) { IsChoice = true };
        All.Add(choice);
        return choice;
    }

    private Symbol? Literal(string name) => name switch { "y" => Yes, "m" => Module, "n" => No, _ => null };

    private Symbol Get(Dictionary<string, Symbol> table, string name, bool constant, bool choice)
    {
        if (!table.TryGetValue(name, out Symbol? symbol))
        {
            symbol = new(name, All.Count) { IsConstant = constant, IsChoice = choice };
            All.Add(symbol);
            table.Add(name, symbol);
        }
        return symbol;
    }
}
