using System.Buffers.Binary;
using Lithe.Build.Linking;
using Lithe.Image;

namespace Lithe.Build.Composition;

/// <summary>
/// Finds out whether the program has static objects, or code that runs before it. Those are listed in a table, not asked for by
/// symbol: an object that has them is taken to need <see cref="Symbol"/>, by which the library that reads the table is known.
/// </summary>
internal static class StaticObjects
{
    /// <summary>Defined by the library that makes static objects (lib/runtime/statics).</summary>
    public const string Symbol = "lithe_module_header";

    private const string Header = "__ReadyToRunHeader";
    private const int CountOffset = 12;
    private const int FirstRow = 16;
    private const int RowSize = 24;
    private const int StartOffset = 8;
    private const int EndOffset = 16;

    // The tables that need work at start-up: GC statics, eager static constructors, module initialisers.
    private static readonly Dictionary<int, string> Tables = new()
    {
        [201] = "a static field that holds an object",
        [205] = "a static constructor that runs at the start",
        [213] = "a module initialiser",
    };

    /// <summary>The need, when one of the tables has an entry.</summary>
    public static IEnumerable<MissingSymbol> Needs(ElfFile compiled)
    {
        ElfSymbol? header = compiled.Symbols.FirstOrDefault(symbol => symbol.Name == Header && !symbol.IsUndefined);
        if (header is null)
            yield break;
        ReadOnlyMemory<byte> section = compiled.Contents(compiled.Sections[header.Section]);
        Dictionary<ulong, ElfRelocation> pointers = compiled.Relocations()
            .Where(entry => entry.Section.Index == header.Section)
            .ToDictionary(entry => entry.Relocation.Offset, entry => entry.Relocation);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(section.Span[((int)header.Value + CountOffset)..]);
        for (int i = 0; i < count; i++)
        {
            ulong row = header.Value + FirstRow + (ulong)(i * RowSize);
            int id = BinaryPrimitives.ReadInt32LittleEndian(section.Span[(int)row..]);
            if (Tables.TryGetValue(id, out string? what) && !IsEmpty(row))
            {
                yield return new MissingSymbol(Symbol, what);
                yield break;
            }
        }

        bool IsEmpty(ulong row)
        {
            if (!pointers.TryGetValue(row + StartOffset, out ElfRelocation start) || !pointers.TryGetValue(row + EndOffset, out ElfRelocation end))
                return true;
            ElfSymbol first = compiled.Symbols[start.Symbol], last = compiled.Symbols[end.Symbol];
            return first.Section == last.Section && (long)first.Value + start.Addend == (long)last.Value + end.Addend;
        }
    }
}
