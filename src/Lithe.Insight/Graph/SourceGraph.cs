using Lithe.Build;
using Lithe.Build.Libraries;

namespace Lithe.Insight.Graph;

/// <summary>Makes the graph of the source tree's libraries.</summary>
public static class SourceGraph
{
    /// <summary>Reads the projects under <c>lib/</c>.</summary>
    /// <exception cref="InsightException">A project is wrong, or they reference one another in a circle.</exception>
    public static LibraryGraph Build(string root)
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

        var nodes = new List<LibraryNode>();
        var edges = new List<LibraryEdge>();
        foreach (LibraryProject library in catalogue.Libraries)
        {
            nodes.Add(new LibraryNode(
                library.ProjectName,
                library.IsContract ? LibraryNodeKind.Contract : library.IsImplementation ? LibraryNodeKind.Implementation : LibraryNodeKind.Library,
                catalogue.Relative(library.Folder),
                library.Role ?? (library.IsImplementation ? catalogue.FindContract(library.Implements!)?.Role : null),
                CountLines(library, catalogue),
                string.Join(", ", new[] { library.Arch is null ? null : $"for {library.Arch} only", library.Symbol is null ? null : $"when {library.Symbol}=y" }.OfType<string>())));
            foreach (ProjectReference reference in library.References)
                edges.Add(new LibraryEdge(library.ProjectName, catalogue.Find(reference.File)!.ProjectName, LibraryEdgeKind.References, 1, []));
            if (library.IsImplementation)
                edges.Add(new LibraryEdge(library.ProjectName, catalogue.FindContract(library.Implements!)!.ProjectName, LibraryEdgeKind.Implements, 1, []));
        }
        return new LibraryGraph(
            "The libraries of the source tree",
            "Solid: a project references another (what follows from others is not drawn). Dashed: it implements a contract. Squares: lines of source.",
            "lines",
            [.. nodes.OrderBy(node => node.Name, StringComparer.Ordinal)],
            [.. edges.OrderBy(edge => edge.From, StringComparer.Ordinal).ThenBy(edge => edge.To, StringComparer.Ordinal)]);
    }

    private static ulong CountLines(LibraryProject library, LibraryCatalogue catalogue)
    {
        // Folders of other projects inside this one's are theirs.
        string[] others = [.. catalogue.Libraries.Where(other => other.Folder.StartsWith(library.Folder + "/", StringComparison.Ordinal)).Select(other => other.Folder + "/")];
        string[] left = [.. new[] { "bin", "obj", "tests" }.Select(name => $"{library.Folder}/{name}/"), .. others];
        IEnumerable<string> files = Directory.EnumerateFiles(library.Folder, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".s", StringComparison.Ordinal))
            .Where(file => !left.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));
        return (ulong)files.Sum(file => File.ReadLines(file).LongCount());
    }
}
