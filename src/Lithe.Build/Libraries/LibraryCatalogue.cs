using Lithe.Description;

namespace Lithe.Build.Libraries;

/// <summary>Every library under <c>lib/</c>.</summary>
internal sealed class LibraryCatalogue
{
    private readonly Dictionary<string, LibraryProject> _byFile;

    private LibraryCatalogue(string root, IReadOnlyList<LibraryProject> libraries, LibraryProject core, UnsafeList unsafeList)
    {
        Root = root;
        Libraries = libraries;
        Core = core;
        UnsafeList = unsafeList;
        _byFile = libraries.ToDictionary(library => library.File, StringComparer.Ordinal);
    }

    /// <summary>The folder that holds <c>lib/</c>.</summary>
    public string Root { get; }

    /// <summary>The libraries, by their files' paths.</summary>
    public IReadOnlyList<LibraryProject> Libraries { get; }

    /// <summary>The core library: it defines <c>System.Object</c>.</summary>
    public LibraryProject Core { get; }

    public UnsafeList UnsafeList { get; }

    /// <summary>Reads the project files under <c>lib/</c>.</summary>
    /// <exception cref="BuildFailure">A project cannot be used, or they do not fit together.</exception>
    public static LibraryCatalogue Read(string root)
    {
        string folder = Path.Combine(root, "lib");
        if (!Directory.Exists(folder))
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1200", "there is no folder 'lib' here, so this is not a Lithe repository", null, root));

        var diagnostics = new List<Diagnostic>();
        var libraries = new List<LibraryProject>();
        foreach (string file in SourceTree.FindProjects(folder))
        {
            if (ProjectFileReader.ReadLibrary(file, diagnostics) is { } library)
                libraries.Add(library);
        }
        BuildFailure.ThrowOnErrors(diagnostics);

        string coreFolder = Path.Combine(folder, "core");
        List<LibraryProject> cores = libraries.FindAll(library => library.Folder == coreFolder);
        if (cores.Count != 1)
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1200", $"the core library must be the one project in lib/core, there are {cores.Count}", null, coreFolder));

        var catalogue = new LibraryCatalogue(root, libraries, cores[0], UnsafeList.Read(Path.Combine(folder, "unsafe-libraries.txt"), libraries));
        catalogue.Check(diagnostics);
        BuildFailure.ThrowOnErrors(diagnostics);
        return catalogue;
    }

    /// <summary>The library of a project file, or null when it is not one.</summary>
    public LibraryProject? Find(string file) => _byFile.GetValueOrDefault(file);

    /// <summary>The contract of a name, or null.</summary>
    public LibraryProject? FindContract(string assemblyName) =>
        Libraries.FirstOrDefault(library => library.IsContract && library.AssemblyName == assemblyName);

    /// <summary>The contract of a role, or null.</summary>
    public LibraryProject? FindRole(string role) => Libraries.FirstOrDefault(library => library.Role == role);

    /// <summary>The implementations of a contract that build for a processor.</summary>
    public IEnumerable<LibraryProject> ImplementationsOf(LibraryProject contract, string arch) =>
        Libraries.Where(library => library.Implements == contract.AssemblyName && library.BuildsFor(arch));

    /// <summary>A path as messages and debug information give it: relative to the repository.</summary>
    public string Relative(string path) => Path.GetRelativePath(Root, path);

    /// <summary>Whether the file is compiled by a project: the project's folder, less the folders of other projects.</summary>
    private void Check(List<Diagnostic> diagnostics)
    {
        foreach (LibraryProject library in Libraries)
        {
            if (library.Implements is { } wanted && FindContract(wanted) is null)
            {
                string? nearest = NearMatch.Find(wanted, Libraries.Where(other => other.IsContract).Select(other => other.AssemblyName));
                diagnostics.Add(Diagnostic.ErrorAt("LITHE1205", $"there is no contract '{wanted}' to implement", nearest is null ? null : $"did you mean '{nearest}'?", library.File));
            }
            foreach (ProjectReference reference in library.References)
                CheckReference(library, reference, diagnostics);
        }
        CheckNames(diagnostics);
        foreach (string cycle in ReferenceCycles.Find(this))
            diagnostics.Add(Diagnostic.Error("LITHE1207", "libraries reference one another in a circle: " + cycle, "move what they share into a library that both reference"));
    }

    private void CheckReference(LibraryProject library, ProjectReference reference, List<Diagnostic> diagnostics)
    {
        LibraryProject? target = Find(reference.File);
        string? message = null, mend = null;
        if (target is null)
            message = $"'{Relative(reference.File)}' is not a library under lib/";
        else if (target.IsImplementation)
            (message, mend) = ($"'{Relative(reference.File)}' is an implementation; which one an image gets is for its configuration to say", $"reference the contract '{Relative(FindContract(target.Implements!)?.File ?? target.Implements!)}'");
        else if (library.Implements == target.AssemblyName)
            (message, mend) = ("an implementation cannot reference its own contract: it takes its place", "remove the reference");
        else if (target.Arch is not null && target.Arch != library.Arch)
            (message, mend) = ($"'{Relative(reference.File)}' builds for {target.Arch} only, this library does not say so", $"add <LitheArch>{target.Arch}</LitheArch>");
        if (message is not null)
            diagnostics.Add(Diagnostic.ErrorAt("LITHE1206", message, mend, library.File, reference.Line, reference.Column));
    }

    private void CheckNames(List<Diagnostic> diagnostics)
    {
        foreach (IGrouping<string, LibraryProject> same in Libraries.Where(library => !library.IsImplementation).GroupBy(library => library.AssemblyName))
        {
            if (same.Count() > 1)
                diagnostics.Add(Diagnostic.ErrorAt("LITHE1208", $"two libraries have the assembly name '{same.Key}': {string.Join(" and ", same.Select(library => Relative(library.File)))}", "rename one, or make them implementations of one contract", same.Last().File));
        }
        foreach (IGrouping<string?, LibraryProject> same in Libraries.Where(library => library.IsContract).GroupBy(library => library.Role))
        {
            if (same.Count() > 1)
                diagnostics.Add(Diagnostic.ErrorAt("LITHE1208", $"two contracts declare the role '{same.Key}': {string.Join(" and ", same.Select(library => Relative(library.File)))}", "give one of them another role", same.Last().File));
        }
    }
}
