using System.Text.RegularExpressions;
using Lithe.Build.Libraries;
using Lithe.Build.Output;
using Lithe.Description;
using Lithe.Image;

namespace Lithe.Build.Linking;

/// <summary>Which libraries define which link symbols: by <c>[RuntimeExport("symbol")]</c> in C#, or by a global label in assembly.</summary>
internal sealed partial class ProviderIndex
{
    private readonly Dictionary<string, List<LibraryProject>> _managed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<LibraryProject>> _assembled = new(StringComparer.Ordinal);

    private ProviderIndex()
    {
    }

    /// <summary>Looks through the sources of every library that builds for the processor.</summary>
    public static async Task<ProviderIndex> ReadAsync(LibraryCatalogue catalogue, Assembler assembler, FileHashes hashes, Target target, CancellationToken cancellation)
    {
        var index = new ProviderIndex();
        foreach (LibraryProject library in catalogue.Libraries.Where(library => library.BuildsFor(target.Arch) && !library.IsContract))
        {
            foreach (string source in SourceTree.FindSources(library.Folder, ".cs", target, hashes.Watch))
            {
                hashes.Watch(source);
                string text = await File.ReadAllTextAsync(source, cancellation).ConfigureAwait(false);
                if (!text.Contains("RuntimeExport", StringComparison.Ordinal))
                    continue;
                foreach (Match match in Export().Matches(LineComment().Replace(text, string.Empty)))
                    Add(index._managed, match.Groups["symbol"].Value, library);
            }
            foreach (string source in SourceTree.FindSources(library.Folder, ".s", target, hashes.Watch))
            {
                string file = await assembler.AssembleAsync(source, target.Arch, cancellation).ConfigureAwait(false);
                foreach (ElfSymbol symbol in ElfFile.Open(file).Symbols)
                {
                    if (!symbol.IsUndefined && symbol.Binding != ElfSymbolBinding.Local)
                        Add(index._assembled, symbol.Name, library);
                }
            }
        }
        return index;
    }

    /// <summary>The libraries whose C# exports the symbol.</summary>
    public IReadOnlyList<LibraryProject> Managed(string symbol) => _managed.GetValueOrDefault(symbol, []);

    /// <summary>The libraries whose assembly defines the symbol.</summary>
    public IReadOnlyList<LibraryProject> Assembled(string symbol) => _assembled.GetValueOrDefault(symbol, []);

    /// <summary>The symbols that some library defines.</summary>
    public IEnumerable<string> Symbols => _managed.Keys.Concat(_assembled.Keys);

    private static void Add(Dictionary<string, List<LibraryProject>> index, string symbol, LibraryProject library)
    {
        if (!index.TryGetValue(symbol, out List<LibraryProject>? libraries))
            index[symbol] = libraries = [];
        if (!libraries.Contains(library))
            libraries.Add(library);
    }

    [GeneratedRegex("""\bRuntimeExport(?:Attribute)?\s*\(\s*"(?<symbol>[^"]+)"\s*\)""")]
    private static partial Regex Export();

    [GeneratedRegex(@"^\s*//[^\n]*", RegexOptions.Multiline)]
    private static partial Regex LineComment();
}
