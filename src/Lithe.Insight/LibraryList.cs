using Lithe.Build;
using Lithe.Build.Libraries;
using Lithe.Insight.Graph;

namespace Lithe.Insight;

/// <summary>A micro-library of the source tree.</summary>
/// <param name="Name">Its project.</param>
/// <param name="Folder">Its folder, relative to the repository.</param>
/// <param name="Summary">What it is, from the first line of its README; empty when there is none.</param>
/// <param name="Kind">Contract, implementation or ordinary library.</param>
/// <param name="Role">The role that it declares or fills, or null.</param>
/// <param name="Implements">The contract's project, for an implementation; else null.</param>
/// <param name="Symbol">The Kconfig symbol that brings it in, or null.</param>
/// <param name="Arch">The only processor that it builds for, or null.</param>
/// <param name="IsUnsafe">It is on the list of libraries that may use <c>unsafe</c>.</param>
/// <param name="Needs">The projects it references, by name.</param>
/// <param name="NeededBy">The projects that reference it, by name.</param>
public sealed record ListedLibrary(
    string Name, string Folder, string Summary, LibraryNodeKind Kind, string? Role, string? Implements, string? Symbol, string? Arch, bool IsUnsafe,
    IReadOnlyList<string> Needs, IReadOnlyList<string> NeededBy);

/// <summary>The micro-libraries under <c>lib/</c>.</summary>
public static class LibraryList
{
    /// <summary>All of them, by folder.</summary>
    /// <exception cref="InsightException">A project is wrong, or they do not fit together.</exception>
    public static IReadOnlyList<ListedLibrary> Read(string root)
    {
        LibraryCatalogue catalogue;
        try
        {
            catalogue = LibraryCatalogue.Read(root);
        }
        catch (BuildFailure failure)
        {
            throw new InsightException(failure.Diagnostics);
        }

        ILookup<LibraryProject, LibraryProject> users = catalogue.Libraries
            .SelectMany(library => Referenced(library, catalogue).Select(target => (target, library)))
            .ToLookup(pair => pair.target, pair => pair.library);
        return [.. catalogue.Libraries
            .Select(library => Describe(library, catalogue, users[library]))
            .OrderBy(library => library.Folder, StringComparer.Ordinal)];
    }

    private static ListedLibrary Describe(LibraryProject library, LibraryCatalogue catalogue, IEnumerable<LibraryProject> users)
    {
        LibraryProject? contract = library.Implements is { } implemented ? catalogue.FindContract(implemented) : null;
        return new ListedLibrary(
            library.ProjectName,
            catalogue.Relative(library.Folder),
            Summary(library.Folder),
            library.IsContract ? LibraryNodeKind.Contract : library.IsImplementation ? LibraryNodeKind.Implementation : LibraryNodeKind.Library,
            library.Role ?? contract?.Role,
            contract?.ProjectName,
            library.Symbol,
            library.Arch,
            catalogue.UnsafeList.Allows(library),
            Names(Referenced(library, catalogue)),
            Names(users));
    }

    private static IEnumerable<LibraryProject> Referenced(LibraryProject library, LibraryCatalogue catalogue) =>
        library.References.Select(reference => catalogue.Find(reference.File)).OfType<LibraryProject>();

    private static string[] Names(IEnumerable<LibraryProject> libraries) =>
        [.. libraries.Select(library => library.ProjectName).Distinct().Order(StringComparer.Ordinal)];

    // "# alloc/tlsf: two-level segregated fit"
    private static string Summary(string folder)
    {
        string readme = Path.Combine(folder, "README.md");
        string title = File.Exists(readme) ? File.ReadLines(readme).FirstOrDefault() ?? string.Empty : string.Empty;
        int colon = title.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? string.Empty : title[(colon + 2)..].Trim().Replace("`", string.Empty, StringComparison.Ordinal);
    }
}
