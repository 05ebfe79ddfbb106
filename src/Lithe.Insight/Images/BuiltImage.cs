using Lithe.Build.Output;
using Lithe.Image;

namespace Lithe.Insight.Images;

/// <summary>An image as a build left it: the file with symbols, the linker's map, and what it was composed from.</summary>
public sealed class BuiltImage
{
    /// <summary>What the linker and its script put there by themselves: the space between aligned things.</summary>
    public const string Padding = "(padding)";

    /// <summary>What the ahead-of-time compiler makes for itself, or shares between libraries.</summary>
    public const string Compiler = "(compiler)";

    /// <summary>What the linker makes for itself.</summary>
    public const string Linker = "(linker)";

    private readonly Dictionary<string, RecordedLibrary> _byAssembly;

    private BuiltImage(string root, string folder, CompositionRecord record, ElfFile debug, IReadOnlyList<LinkMapEntry> map)
    {
        (Root, Folder, Record, Debug, Map) = (root, folder, record, debug, map);
        _byAssembly = record.Libraries.ToDictionary(library => library.Assembly, StringComparer.Ordinal);
    }

    /// <summary>The repository.</summary>
    public string Root { get; }

    /// <summary>The output folder.</summary>
    public string Folder { get; }

    /// <summary>The image's name.</summary>
    public string Name => Record.App;

    /// <summary>The image with symbols.</summary>
    public ElfFile Debug { get; }

    /// <summary>The projects under <c>lib/</c> that it was linked from, also those that no byte is left of.</summary>
    public IReadOnlySet<string> Libraries =>
        Record.Libraries.Where(library => library.Kind == LibraryKind.Library).Select(library => library.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>The projects that the application itself references.</summary>
    public IReadOnlySet<string> AppReferences =>
        Record.Libraries.Where(library => library.Kind == LibraryKind.Application).SelectMany(library => library.References).Select(NameOf).ToHashSet(StringComparer.Ordinal);

    internal CompositionRecord Record { get; }

    internal IReadOnlyList<LinkMapEntry> Map { get; }

    /// <summary>Opens the image in an output folder.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="folder">The output folder.</param>
    /// <exception cref="InsightException">There is none, or it is not whole.</exception>
    public static BuiltImage Open(string root, string folder)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        CompositionRecord record = CompositionRecord.TryRead(folder)
            ?? throw InsightException.Because(InsightCodes.NoImage, $"there is no image in {folder}, or another version built it", "build it with 'lithe build'");
        try
        {
            return new BuiltImage(
                root, folder, record,
                ElfFile.Open(Path.Combine(folder, record.App + ".debug")),
                LinkMap.Read(File.ReadLines(Path.Combine(folder, "link.map"))));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw InsightException.Because(InsightCodes.NoImage, $"the image in {folder} cannot be read: {problem.Message}", "remove it with 'lithe clean' and build it again");
        }
    }

    /// <summary>What tables and graphs call an assembly of the image: its project. The entry point counts to the composition root.</summary>
    internal string NameOf(string assembly) =>
        assembly == EntryPointAssembly ? CompositionAssembly : _byAssembly.TryGetValue(assembly, out RecordedLibrary? library) ? library.Name : assembly;

    internal const string CompositionAssembly = "Lithe.Composition";
    internal const string EntryPointAssembly = "Lithe.EntryPoint";
    internal const string ConfigAssembly = "Lithe.Config";

    /// <summary>A path of the record, in full.</summary>
    internal string FullPath(string path) => Path.Combine(Root, path);
}
