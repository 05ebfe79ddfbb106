using System.Text;
using Lithe.Image;

namespace Lithe.Analysis;

/// <summary>A function of an image.</summary>
/// <param name="Name">Its link symbol.</param>
/// <param name="Method">The C# method that it was compiled from, or null when it was not.</param>
/// <param name="Address">Where it starts.</param>
/// <param name="Size">Its length in bytes; 0 when unknown.</param>
public sealed record CodeSymbol(string Name, string? Method, ulong Address, ulong Size)
{
    /// <summary>The lines of the method's statements, whether or not there is code for each; empty when unknown.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];
}

/// <summary>The symbols of a <c>.debug</c> file.</summary>
public sealed class SymbolTable
{
    /// <summary>The section in which the build keeps the C# names of link symbols: lines of symbol, tab, name, tab, the numbers of the method's lines; a class has none.</summary>
    public const string NamesSection = ".lithe.names";

    // Sorted by address; of several at one address the one to show comes last.
    private readonly CodeSymbol[] _code;
    private readonly HashSet<string> _names;
    private readonly Dictionary<ulong, string> _types;

    private SymbolTable(CodeSymbol[] code, HashSet<string> names, Dictionary<ulong, string> types) => (_code, _names, _types) = (code, names, types);

    /// <summary>The functions, by address.</summary>
    public IReadOnlyList<CodeSymbol> Code => _code;

    /// <summary>Reads a <c>.debug</c> file.</summary>
    /// <exception cref="InvalidDataException">It is not an ELF file, or it is broken.</exception>
    public static SymbolTable Open(string debugElf) => Read(ElfFile.Open(debugElf));

    /// <summary>Reads the symbols of a file.</summary>
    public static SymbolTable Read(ElfFile elf)
    {
        Dictionary<string, (string Name, int[] Lines)> methods = ReadMethods(elf);
        var code = new List<CodeSymbol>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var types = new Dictionary<ulong, string>();
        foreach (ElfSymbol symbol in elf.Symbols)
        {
            if (symbol.IsUndefined || symbol.Name.Length == 0 || symbol.Type is ElfSymbolType.Section or ElfSymbolType.File)
                continue;
            names.Add(symbol.Name);
            if ((uint)symbol.Section < (uint)elf.Sections.Count && elf.Sections[symbol.Section].Flags.HasFlag(ElfSectionFlags.Execute))
                code.Add(Make(symbol, methods));
            else if (methods.TryGetValue(symbol.Name, out var type))
                types.TryAdd(symbol.Value, type.Name);
        }
        return new SymbolTable([.. code.OrderBy(symbol => symbol.Address).ThenBy(Rank).ThenByDescending(symbol => symbol.Name, StringComparer.Ordinal)], names, types);

        // A method says more than a label, a label with a size more than one without.
        static int Rank(CodeSymbol symbol) => symbol.Method is not null ? 2 : symbol.Size > 0 ? 1 : 0;
    }

    /// <summary>Whether a symbol, or the C# name of one, starts with a text.</summary>
    public bool Contains(string prefix) =>
        _names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal))
        || _code.Any(symbol => symbol.Method is not null && symbol.Method.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The function that holds an address, or null.</summary>
    public CodeSymbol? FindCode(ulong address)
    {
        int low = 0, high = _code.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_code[middle].Address <= address)
                low = middle + 1;
            else
                high = middle;
        }
        // The nearest one may be a label inside a function: the function counts, if it still reaches here.
        CodeSymbol? label = null;
        for (int at = low - 1; at >= 0 && at >= low - 16; at--)
        {
            CodeSymbol symbol = _code[at];
            if (symbol.Size > 0 && address < symbol.Address + symbol.Size)
                return symbol;
            if (symbol.Size == 0)
                label ??= symbol;
        }
        return label is not null && address - label.Address < 4096 ? label : null;
    }

    /// <summary>The C# name of the class whose method table is at an address, or null.</summary>
    public string? FindType(ulong methodTable) => _types.GetValueOrDefault(methodTable);

    /// <summary>The functions compiled from a method: <c>Namespace.Type.Method</c>, with or without its parameters.</summary>
    public IEnumerable<CodeSymbol> FindMethod(string method) => _code.Where(symbol =>
        symbol.Name == method
        || (symbol.Method is { } name && (name == method || (name.StartsWith(method, StringComparison.Ordinal) && name[method.Length] is '(' or '<'))));

    private static CodeSymbol Make(ElfSymbol symbol, Dictionary<string, (string Name, int[] Lines)> methods) =>
        methods.TryGetValue(symbol.Name, out var method)
            ? new CodeSymbol(symbol.Name, method.Name, symbol.Value, symbol.Size) { Lines = method.Lines }
            : new CodeSymbol(symbol.Name, null, symbol.Value, symbol.Size);

    private static Dictionary<string, (string Name, int[] Lines)> ReadMethods(ElfFile elf)
    {
        var methods = new Dictionary<string, (string, int[])>(StringComparer.Ordinal);
        foreach (string line in Encoding.UTF8.GetString(elf.Contents(NamesSection).Span).Split('\n'))
        {
            string[] parts = line.Split('\t');
            if (parts.Length < 2)
                continue;
            int[] lines = parts.Length < 3 ? [] : [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => int.TryParse(text, out int number) ? number : 0)];
            methods[parts[0]] = (parts[1], lines);
        }
        return methods;
    }
}
