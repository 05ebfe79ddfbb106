namespace Lithe.Kconfig;

/// <summary>
/// A parsed Kconfig tree: symbols, choices and the menu structure, without values. It does not change after parsing,
/// and any number of <see cref="Configuration"/>s can share it.
/// </summary>
public sealed class KconfigTree
{
    private readonly SymbolTable _table;

    private KconfigTree(KconfigOptions options, ParseContext context, TreeBuilder builder, IReadOnlyList<string> files, Symbol modules)
    {
        Options = options;
        _table = builder.Symbols;
        Root = builder.Root;
        Modules = modules;
        Warnings = context.Warnings;
        Files = files;
        PropertyCount = builder.PropertyCount;
        VisitingOrder = Kconfig.VisitingOrder.Of(_table, options.Dialect);
        var symbols = new List<Symbol>();
        var choices = new List<Symbol>();
        foreach (Symbol symbol in _table.All)
        {
            if (symbol.IsDefined)
                (symbol.IsChoice ? choices : symbols).Add(symbol);
        }
        // The table is in order of first mention; people expect the order of definition.
        symbols.Sort((a, b) => a.Definitions[0].Order.CompareTo(b.Definitions[0].Order));
        choices.Sort((a, b) => a.Definitions[0].Order.CompareTo(b.Definitions[0].Order));
        Symbols = symbols;
        Choices = choices;
    }

    /// <summary>The symbols with a definition, in order of definition. Choices are not among them.</summary>
    public IReadOnlyList<Symbol> Symbols { get; }

    /// <summary>The choices, in order of definition.</summary>
    public IReadOnlyList<Symbol> Choices { get; }

    /// <summary>The root of the menu tree.</summary>
    public MenuNode Root { get; }

    /// <summary>The title given by "mainmenu".</summary>
    public string MainMenu => Root.Text!;

    /// <summary>Warnings found while parsing, in order.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; }

    /// <summary>The files read, in order of first use, as named in the source statements.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The options the tree was parsed with.</summary>
    public KconfigOptions Options { get; }

    /// <summary>The symbol with the "modules" option; the literal n if there is none.</summary>
    internal Symbol Modules { get; }

    internal Symbol[] VisitingOrder { get; }

    internal int PropertyCount { get; }

    internal int SymbolCount => _table.All.Count;

    internal IReadOnlyList<Symbol> AllSymbols => _table.All;

    internal bool IsBusyBox => Options.Dialect == KconfigDialect.BusyBox;

    /// <summary>Reads a Kconfig file and everything it sources.</summary>
    /// <exception cref="KconfigException">The input has errors, each of which names a file and a line.</exception>
    public static KconfigTree Parse(string rootFile, KconfigOptions? options = null)
    {
        options ??= new();
        var context = new ParseContext(options);
        var builder = new TreeBuilder(context, rootFile);
        if (options.Dialect == KconfigDialect.BusyBox)
            BusyBoxSymbols.Define(builder, options);
        var parser = new Parser(context, builder, options.Files ?? new DiskFileProvider());
        try
        {
            parser.ParseRoot(rootFile);
        }
        catch (KconfigException e) when (context.Errors.Count > 0 && e.Errors != context.Errors)
        {
            throw new KconfigException([.. context.Errors, .. e.Errors]);
        }
        if (context.Errors.Count > 0)
            throw new KconfigException(context.Errors);
        Symbol modules = builder.Modules ?? builder.Symbols.No;
        builder.FinishRoot();
        TreeFinalizer.Run(context, builder, modules);
        var tree = new KconfigTree(options, context, builder, parser.FileNames, modules);
        List<Diagnostic> cycles = DependencyChecker.Check(tree.VisitingOrder);
        if (cycles.Count == 0)
            return tree;
        // BusyBox's tool only warns: which values come out is then up to the order of evaluation.
        if (!tree.IsBusyBox)
            throw new KconfigException(cycles);
        foreach (Diagnostic cycle in cycles)
            context.Report(cycle with { Severity = Severity.Warning });
        return tree;
    }

    /// <summary>Returns the symbol of this name, without prefix, if it is defined.</summary>
    public Symbol? FindSymbol(string name) => _table.Named.GetValueOrDefault(name) is { IsDefined: true } symbol ? symbol : null;

    /// <summary>Returns the choice of this name.</summary>
    public Symbol? FindChoice(string name) => _table.NamedChoices.GetValueOrDefault(name);

    /// <summary>Returns defined symbols and named choices whose names are close to the given one, the closest first.</summary>
    public IReadOnlyList<string> Suggest(string name, int limit = 3) => Suggestions.For(this, name, limit);

    /// <summary>Looks a .config name up as the C tools do: mentioned but undefined symbols count as known.</summary>
    internal Symbol? FindForConfig(ReadOnlySpan<char> name)
    {
        if (name.Length == 1)
        {
            switch (name[0])
            {
                case 'y':
                    return _table.Yes;
                case 'm':
                    return _table.Module;
                case 'n':
                    return _table.No;
            }
        }
        return _table.NamedLookup.TryGetValue(name, out Symbol? symbol) ? symbol : null;
    }
}
