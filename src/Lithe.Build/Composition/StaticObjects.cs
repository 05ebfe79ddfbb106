using System.Buffers.Binary;
using Lithe.Build.Linking;
using Lithe.Build.Metadata;
using Lithe.Image;

namespace Lithe.Build.Composition;

/// <summary>
/// Finds out whether the program has static objects or initialisers. Those are listed in a table, not asked for by symbol: an object that
/// has them needs the symbol <c>lithe_module_header</c>, by which the library that reads the table is known.
/// </summary>
internal static class StaticObjects
{
    public const string Symbol = "lithe_module_header";

    public static IEnumerable<MissingSymbol> Needs(ElfFile compiled) => [];
}
