using Lithe.Analysis.Dwarf;
using Lithe.Image;

namespace Lithe.Analysis;

/// <summary>A place in the source.</summary>
/// <param name="Method">The method, as C# writes it: <c>Lithe.Alloc.Heap.Allocate(nuint, nuint)</c>; an assembly label where there is no method.</param>
/// <param name="File">The source file, relative to the repository or the application's folder, or null when unknown.</param>
/// <param name="Line">The line, from 1; 0 when unknown.</param>
public sealed record Frame(string Method, string? File, int Line)
{
    /// <summary><c>method in file:line</c>, as far as known.</summary>
    public override string ToString() => File is null ? Method : Line > 0 ? $"{Method} in {File}:{Line}" : $"{Method} in {File}";
}

/// <summary>Turns addresses of an image into methods and lines.</summary>
public sealed class Symbolizer
{
    private readonly LineTable _lines;
    private readonly SymbolTable _symbols;

    private Symbolizer(ElfFile elf)
    {
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
        // A function's first bytes may stand before its first line.
        SourceLine? line = _lines.Find(address) ?? _lines.FindFirst(symbol.Address, symbol.Address + symbol.Size);
        return new Frame(symbol.Method ?? symbol.Name, line?.File, line?.Line ?? 0);
    }

    /// <summary>The place of the call that returns to an address.</summary>
    public Frame? ResolveCaller(ulong returnAddress) => returnAddress == 0 ? null : Resolve(returnAddress - 1);
}
