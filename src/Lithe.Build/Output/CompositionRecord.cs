using System.Text.Json;
using Lithe.Build.Compilation;
using Lithe.Build.Composition;
using Lithe.Build.Libraries;

namespace Lithe.Build.Output;

/// <summary>What an image was composed from: kept beside it for the commands that look into images.</summary>
/// <param name="App">The image's name.</param>
/// <param name="Arch">The processor.</param>
/// <param name="Core">The assembly that defines <c>System.Object</c>.</param>
/// <param name="Libraries">What is linked: libraries, the application, and what was generated.</param>
/// <param name="LinkScriptLibrary">The assembly name of the library whose linker script it is.</param>
/// <param name="Objects">What is linked from assembly, in the order of the map's object numbers.</param>
/// <param name="CompiledObject">The ahead-of-time compiler's object, which is linked last.</param>
/// <param name="CompilerInputs">Assemblies whose exports the compiler compiled.</param>
/// <param name="CompilerReferences">The other assemblies that it was given.</param>
/// <param name="CompilerOptions">What it was told besides.</param>
internal sealed record CompositionRecord(
    string App,
    string Arch,
    string Core,
    IReadOnlyList<RecordedLibrary> Libraries,
    string LinkScriptLibrary,
    IReadOnlyList<RecordedObject> Objects,
    string CompiledObject,
    IReadOnlyList<string> CompilerInputs,
    IReadOnlyList<string> CompilerReferences,
    IReadOnlyList<string> CompilerOptions)
{
    public const string FileName = ".composition";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Notes what an image was made from. Paths in the repository are relative to it.</summary>
    public static CompositionRecord Create(
        BuildRequest request, LibraryCatalogue catalogue, Selection selection, AppSource app, AppAssembly program, ComposedImage image)
    {
        string core = catalogue.Core.AssemblyName;
        var libraries = new List<RecordedLibrary>();
        foreach (LinkedLibrary linked in image.Libraries)
        {
            LibraryProject project = linked.Project;
            libraries.Add(new RecordedLibrary(
                project.ProjectName, project.AssemblyName, LibraryKind.Library, Relative(project.Folder), linked.Contract?.Project.Role, Relative(linked.Assembly.Path), References(project), Declared(project)));
        }
        string[] appReferences = References(app.Project), appDeclared = Declared(app.Project);
        string appFolder = Relative(app.Folder);
        libraries.Add(new RecordedLibrary(app.Project.ProjectName, program.Program.Name, LibraryKind.Application, appFolder, null, Relative(program.Program.Path), appReferences, appDeclared));
        foreach (CompiledAssembly other in program.Others)
            libraries.Add(new RecordedLibrary(app.Project.ProjectName, other.Name, LibraryKind.Application, appFolder, null, Relative(other.Path), appReferences, appDeclared));
        HashSet<string> known = [.. libraries.Select(library => library.Assembly)];
        foreach (CompiledAssembly generated in image.Compilation.Inputs.Concat(image.Compilation.References).Where(assembly => !known.Contains(assembly.Name)))
            libraries.Add(new RecordedLibrary(generated.Name, generated.Name, LibraryKind.Generated, string.Empty, null, Relative(generated.Path), [], [.. known.Order(StringComparer.Ordinal)]));

        List<RecordedObject> objects = [];
        for (int i = 0; i < image.AssemblySources.Count; i++)
        {
            string source = image.AssemblySources[i];
            LibraryProject owner = image.Libraries.Select(library => library.Project).Where(project => source.StartsWith(project.Folder + "/", StringComparison.Ordinal)).MaxBy(project => project.Folder.Length)!;
            objects.Add(new RecordedObject(Relative(source), owner.AssemblyName, Relative(image.Objects[i])));
        }
        return new CompositionRecord(
            request.App.Name, request.Target.Arch, core, libraries,
            selection.Linked(catalogue.FindRole("arch")!).AssemblyName,
            objects,
            Relative(image.Compilation.Object),
            [.. image.Compilation.Inputs.OrderBy(assembly => assembly.Name, StringComparer.Ordinal).Select(assembly => Relative(assembly.Path))],
            [.. image.Compilation.References.OrderBy(assembly => assembly.Name, StringComparer.Ordinal).Select(assembly => Relative(assembly.Path))],
            image.Compilation.Options);

        string[] References(LibraryProject project) =>
            [.. project.References.Select(reference => catalogue.Find(reference.File)!.AssemblyName).Order(StringComparer.Ordinal)];

        // As the C# compiler sees them: what a reference references is visible too, and the core library always is.
        string[] Declared(LibraryProject project)
        {
            var declared = new SortedSet<string>(StringComparer.Ordinal) { core };
            var work = new Stack<LibraryProject>([project]);
            while (work.TryPop(out LibraryProject? at))
            {
                foreach (ProjectReference reference in at.References)
                {
                    LibraryProject target = catalogue.Find(reference.File)!;
                    if (declared.Add(target.AssemblyName) || target == catalogue.Core)
                        work.Push(target);
                }
            }
            return [.. declared];
        }

        string Relative(string path) => path.StartsWith(request.LitheRoot + "/", StringComparison.Ordinal) ? path[(request.LitheRoot.Length + 1)..] : path;
    }

    /// <summary>The record of an output folder; null when there is none that can be read.</summary>
    public static CompositionRecord? TryRead(string folder)
    {
        try
        {
            using FileStream file = File.OpenRead(Path.Combine(folder, FileName));
            return JsonSerializer.Deserialize<CompositionRecord>(file, Json);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");
}

/// <summary>Where an assembly of an image comes from.</summary>
internal enum LibraryKind
{
    /// <summary>A project under <c>lib/</c>.</summary>
    Library,

    /// <summary>The application.</summary>
    Application,

    /// <summary>The build: composition root, entry point, configuration.</summary>
    Generated,
}

/// <summary>An assembly of an image.</summary>
/// <param name="Name">The project's name.</param>
/// <param name="Assembly">The assembly's name: for an implementation its contract's.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Folder">The project's folder.</param>
/// <param name="Role">The role that it fills.</param>
/// <param name="Path">The assembly.</param>
/// <param name="References">The assembly names of the projects that it references.</param>
/// <param name="Declared">The same with what those reference: all that it may call.</param>
internal sealed record RecordedLibrary(
    string Name, string Assembly, LibraryKind Kind, string Folder, string? Role, string Path, IReadOnlyList<string> References, IReadOnlyList<string> Declared);

/// <summary>An object from assembly.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Library">The assembly name of the library it belongs to.</param>
/// <param name="Path">The object.</param>
internal sealed record RecordedObject(string Source, string Library, string Path);
