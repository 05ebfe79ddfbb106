using Lithe.Build.Composition;
using Lithe.Build.Libraries;
using Lithe.Build.Output;
using Lithe.Description;

namespace Lithe.Build.Compilation;

/// <summary>What an application is compiled from.</summary>
/// <param name="Project">Its project; for a folder of tests without one, a project that references what tests need.</param>
/// <param name="Sources">Its C# files.</param>
/// <param name="Folder">The folder that its sources' names are relative to in debug information, when it is not in the repository.</param>
/// <param name="IsTests">It is a folder of guest tests.</param>
/// <param name="Generated">Generated C# files by name.</param>
internal sealed record AppSource(LibraryProject Project, IReadOnlyList<string> Sources, string Folder, bool IsTests, IReadOnlyList<(string Name, string Text)> Generated)
{
    /// <summary>The library that starts a Linux program.</summary>
    public const string ProgramLibrary = "Lithe.Loader.Program";

    /// <summary>The library that test images are run by.</summary>
    public const string TestLibrary = "Lithe.Testing";

    public static AppSource Read(BuildRequest request, LibraryCatalogue catalogue, FileHashes hashes)
    {
        AppDescription app = request.App;
        if (app.IsProgram)
            return ReadProgram(app, catalogue);
        LibraryProject project = app.Kind == AppKind.Tests ? ReadTests(app, catalogue, hashes) : ReadProject(app.Source, catalogue, hashes);
        string folder = app.Kind == AppKind.Tests ? app.Source : project.Folder;
        IReadOnlyList<string> sources = SourceTree.FindSources(folder, ".cs", request.Target, hashes.Watch);
        if (sources.Count == 0)
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1403", "there is no C# file in this folder", null, folder));
        string? embedded = app.Embed is null ? null : EmbeddedFilesSource.Write(app.Embed, hashes);
        return new AppSource(project, sources, folder, app.Kind == AppKind.Tests, embedded is null ? [] : [(EmbeddedFilesSource.FileName, embedded)]);
    }

    // The program itself is in the root file system: what is compiled only says which one it is.
    private static AppSource ReadProgram(AppDescription app, LibraryCatalogue catalogue)
    {
        LibraryProject loader = catalogue.Libraries.FirstOrDefault(library => library.AssemblyName == ProgramLibrary)
            ?? throw new BuildFailure(Diagnostic.Error("LITHE1404", $"no library under lib/ has the assembly name {ProgramLibrary}, which Linux programs need"));
        var project = new LibraryProject
        {
            File = app.File,
            ProjectName = "Program",
            AssemblyName = "Lithe.Program",
            References = [new ProjectReference(loader.File, 0, 0)],
        };
        string path = app.ProgramPath.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        string text = $"// Starts the program. Generated; see docs/posix.md.\n\nreturn global::Lithe.Loader.ProgramImage.Run(\"{path}\", args);\n";
        return new AppSource(project, [], app.Folder, false, [("Program.g.cs", text)]);
    }

    private static LibraryProject ReadProject(string file, LibraryCatalogue catalogue, FileHashes hashes)
    {
        var diagnostics = new List<Diagnostic>();
        hashes.Watch(file);
        LibraryProject? project = ProjectFileReader.ReadApp(file, diagnostics);
        foreach (ProjectReference reference in project?.References ?? [])
        {
            LibraryProject? library = catalogue.Find(reference.File);
            if (library is null)
                diagnostics.Add(Diagnostic.ErrorAt("LITHE1206", $"'{Path.GetRelativePath(project!.Folder, reference.File)}' is not a library under lib/", "an application references libraries only", file, reference.Line, reference.Column));
            else if (library.IsImplementation)
                diagnostics.Add(Diagnostic.ErrorAt("LITHE1206", $"'{catalogue.Relative(library.File)}' is an implementation; which one the image gets is for 'config:' in lithe.yaml to say", $"reference the contract '{catalogue.Relative(catalogue.FindContract(library.Implements!)!.File)}'", file, reference.Line, reference.Column));
        }
        if (project is not null && catalogue.Libraries.FirstOrDefault(library => library.AssemblyName == project.AssemblyName) is { } same)
            diagnostics.Add(Diagnostic.ErrorAt("LITHE1208", $"the assembly name '{project.AssemblyName}' is that of the library {catalogue.Relative(same.Folder)}", "give the application another <AssemblyName>", file));
        BuildFailure.ThrowOnErrors(diagnostics);
        return project!;
    }

    private static LibraryProject ReadTests(AppDescription app, LibraryCatalogue catalogue, FileHashes hashes)
    {
        LibraryProject testing = catalogue.Libraries.FirstOrDefault(library => library.AssemblyName == TestLibrary)
            ?? throw new BuildFailure(Diagnostic.Error("LITHE1404", $"no library under lib/ has the assembly name {TestLibrary}, which guest tests need"));
        hashes.Watch(app.Source);
        string[] projects = Directory.GetFiles(app.Source, "*.csproj");
        if (projects.Length > 1)
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1404", "a folder of tests holds one project at the most", null, app.Source));
        LibraryProject? written = projects.Length == 1 ? ReadProject(projects[0], catalogue, hashes) : null;

        // Tests inside a library's folder are that library's: they see it without saying so.
        LibraryProject? tested = catalogue.Libraries
            .Where(library => !library.IsImplementation && app.Source.StartsWith(library.Folder + "/", StringComparison.Ordinal))
            .MaxBy(library => library.Folder.Length);
        IEnumerable<string> references = (written?.References.Select(reference => reference.File) ?? [])
            .Append(testing.File)
            .Concat(tested is null ? [] : [tested.File])
            .Distinct();
        string name = written?.ProjectName ?? "Tests";
        return new LibraryProject
        {
            File = written?.File ?? app.File,
            ProjectName = name,
            AssemblyName = written?.AssemblyName ?? "Lithe.GuestTests",
            AllowUnsafe = true,
            References = [.. references.Select(file => new ProjectReference(file, 0, 0))],
        };
    }
}
