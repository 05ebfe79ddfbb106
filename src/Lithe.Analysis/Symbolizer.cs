using Lithe.Analysis.Dwarf;
using Lithe.Image;

namespace Lithe.Analysis;

/// <summary>A place in the source.</summary>
/// <param name="Method">The method, as C# writes it: <c>Lithe.Alloc.Heap.Allocate(nuint, nuint)</c>; an assembly label where there is no method.</param>
/// <param name="File">The source file, relative to the repository or the application's folder, or null when unknown.</param>
/// <param name="Line">The line, from 1; 0 when unknown.</param>
public sealed record Frame(string Method, string? File, int Line)
{
    /// <summary>Lines that the address may belong to as well: the compiler made one piece of code of them.</summary>
    public IReadOnlyList<int> OtherLines { get; init; } = [];

    /// <summary><c>method in file:line</c>, as far as known.</summary>
    public override string ToString()
    {
        if (File is null)
            return Method;
        if (Line <= 0)
            return $"{Method} in {File}";
        return $"{Method} in {File}:{Line}" + string.Concat(OtherLines.Select(line => $" or {Path.GetFileName(File)}:{line}"));
    }
}

/// <summary>Turns addresses of an image into methods and lines.</summary>
public sealed class Symbolizer
{
    private readonly ElfFile _elf;
    private readonly LineTable _lines;
    private readonly SymbolTable _symbols;

    private Symbolizer(ElfFile elf)
    {
        _elf = elf;
        _symbols = SymbolTable.Read(elf);
        _lines = LineTable.Read(elf);
        Unwinder = Unwinder.Open(elf);
    }

    /// <summary>Walks stacks of the image.</summary>
    public Unwinder Unwinder { get; }

    /// <summary>Reads a <c>.debug</c> file.</summary>
    /// <exception cref="InvalidDataException">It is not an ELF file, or it is broken.</exception>
    public static Symbolizer Open(string debugElf) => new(ElfFile.Open(debugElf));

    /// <summary>The place that an address belongs to, or null when it is not code of the image.</summary>
    public Frame? Resolve(ulong address)
    {
        if (_symbols.FindCode(address) is not { } symbol)
            return null;
        string method = symbol.Method ?? symbol.Name;
        // A function's first bytes may stand before its first line.
        SourceLine? line = _lines.Find(address, symbol.Size > 0 ? symbol.Address : 0) ?? _lines.FindFirst(symbol.Address, symbol.Address + symbol.Size);
        if (line is not { } found)
            return new Frame(method, null, 0);
        List<int> lines = symbol.Method is null ? [found.Line] : [.. Sources(symbol, address, found).Distinct()];
        return new Frame(method, found.File, lines[0]) { OtherLines = lines[1..] };
    }

    /// <summary>The class whose method table is at an address, as C# writes it, or null when there is none.</summary>
    public string? ResolveType(ulong methodTable) => _symbols.FindType(methodTable);

    /// <summary>The place of the call that returns to an address.</summary>
    public Frame? ResolveCaller(ulong returnAddress) => returnAddress == 0 ? null : Resolve(returnAddress - 1);

    // The lines of an address: of a call that throws, those of the branches to it.
    private IEnumerable<int> Sources(CodeSymbol symbol, ulong address, SourceLine found)
    {
        var block = ControlFlow.Read(_elf, symbol).FindDetachedBlock(address);
        if (block is not { } detached || _lines.HasRow(detached.Start, address))
            return WithJoined(symbol, address, found.Line);
        return detached.Sources
            .Select(source => (Address: source, Line: _lines.Find(source, symbol.Address)))
            .Where(source => source.Line is { } line && line.File == found.File)
            .SelectMany(source => WithJoined(symbol, source.Address, source.Line!.Value.Line))
            .DefaultIfEmpty(found.Line);
    }

    // Lines of the method that have no code of their own belong to the code of the line before them.
    private IEnumerable<int> WithJoined(CodeSymbol symbol, ulong address, int line)
    {
        yield return line;
        if (symbol.Lines.Count == 0)
            yield break;
        ulong end = symbol.Address + symbol.Size;
        int next = _lines.NextLine(address, end, line);
        HashSet<int> own = _lines.LinesOf(symbol.Address, end);
        foreach (int joined in symbol.Lines)
        {
            if (joined > line && joined < next && !own.Contains(joined))
                yield return joined;
        }
    }
}
