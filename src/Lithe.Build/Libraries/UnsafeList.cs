using Lithe.Description;

namespace Lithe.Build.Libraries;

/// <summary>
/// The libraries that may be unsafe: <c>lib/unsafe-libraries.txt</c>, one a line, the project file's name, a tab, and why.
/// Empty lines and lines that start with <c>#</c> are skipped.
/// </summary>
internal sealed class UnsafeList(IReadOnlySet<string> projects, IReadOnlyList<Diagnostic> warnings)
{
    /// <summary>Lines that name no library: harmless, but left over or misspelt.</summary>
    public IReadOnlyList<Diagnostic> Warnings => warnings;

    public bool Allows(LibraryProject library) => projects.Contains(library.ProjectName);

    public static UnsafeList Read(string file, IReadOnlyList<LibraryProject> libraries)
    {
        var projects = new HashSet<string>(StringComparer.Ordinal);
        if (!File.Exists(file))
            return new UnsafeList(projects, []);

        var diagnostics = new List<Diagnostic>();
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            if (line.Trim().Length == 0 || line[0] == '#')
                continue;
            int tab = line.IndexOf('\t');
            string name = tab < 0 ? line.Trim() : line[..tab];
            if (tab < 0 || line[tab..].Trim().Length == 0)
                diagnostics.Add(Diagnostic.ErrorAt("LITHE1601", $"the line does not say why '{name}' may be unsafe", "write the project file's name, a tab, and the reason", file, number, 1));
            else if (!projects.Add(name))
                diagnostics.Add(Diagnostic.ErrorAt("LITHE1601", $"'{name}' is listed twice", "remove one of the two", file, number, 1));
            else if (!libraries.Any(library => library.ProjectName == name))
                diagnostics.Add(new Diagnostic("LITHE1602", Severity.Warning, $"there is no library '{name}'", NearMatch.Find(name, libraries.Select(library => library.ProjectName)) is { } nearest ? $"did you mean '{nearest}'?" : "remove the line", file, number, 1));
        }
        BuildFailure.ThrowOnErrors(diagnostics);
        return new UnsafeList(projects, diagnostics);
    }
}
