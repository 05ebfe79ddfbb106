namespace Lithe.Build.Libraries;

/// <summary>Finds libraries that reference one another in a circle.</summary>
internal static class ReferenceCycles
{
    /// <summary>The first circle found, spelt <c>A -> B -> A</c> with the projects' paths; none when there is none.</summary>
    /// <remarks>
    /// An implementation may reference libraries that need its contract: they compile against the contract. So implementations
    /// stand apart from their contracts here, and only what cannot be compiled in any order is a circle.
    /// </remarks>
    public static IEnumerable<string> Find(LibraryCatalogue catalogue)
    {
        var done = new HashSet<LibraryProject>();
        var path = new List<LibraryProject>();
        foreach (LibraryProject library in catalogue.Libraries)
        {
            if (Visit(catalogue, library, done, path) is { } cycle)
            {
                yield return string.Join(" -> ", cycle.Select(step => catalogue.Relative(step.File)));
                yield break;
            }
        }
    }

    private static List<LibraryProject>? Visit(LibraryCatalogue catalogue, LibraryProject library, HashSet<LibraryProject> done, List<LibraryProject> path)
    {
        int start = path.IndexOf(library);
        if (start >= 0)
            return [.. path[start..], library];
        if (done.Contains(library))
            return null;
        path.Add(library);
        foreach (ProjectReference reference in library.References)
        {
            if (catalogue.Find(reference.File) is { } target && Visit(catalogue, target, done, path) is { } cycle)
                return cycle;
        }
        path.RemoveAt(path.Count - 1);
        done.Add(library);
        return null;
    }
}
