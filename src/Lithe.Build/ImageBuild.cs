using Lithe.Build.Boundary;
using Lithe.Build.Compilation;
using Lithe.Build.Composition;
using Lithe.Build.Configuration;
using Lithe.Build.Contracts;
using Lithe.Build.Libraries;
using Lithe.Build.Linking;
using Lithe.Build.Metadata;
using Lithe.Build.Output;
using Lithe.Build.RootFiles;
using Lithe.Build.Tools;
using Lithe.Description;
using Lithe.Image;

namespace Lithe.Build;

/// <summary>One run of the build: the steps of docs/composition.md, "Compiling", in their order.</summary>
internal sealed class ImageBuild
{
    private readonly BuildRequest _request;
    private readonly BuildCache _cache;
    private readonly IBuildProgress? _progress;
    private readonly CancellationToken _cancellation;
    private readonly FileHashes _hashes = new();
    private readonly List<Diagnostic> _warnings = [];
    private readonly bool _optimize;
    private readonly CSharpCompiler _compiler;
    private readonly Assembler _assembler;
    private readonly Ilc _ilc;
    private readonly Linker _linker;

    public ImageBuild(BuildRequest request, ToolPaths tools, BuildCache cache, IBuildProgress? progress, CancellationToken cancellation)
    {
        (_request, _cache, _progress, _cancellation) = (request, cache, progress, cancellation);
        _optimize = request.Profile == BuildProfile.Release;
        string identity = tools.Identity();
        _compiler = new CSharpCompiler(tools, identity, cache, _hashes, new SemaphoreSlim(Math.Max(1, Environment.ProcessorCount)));
        _assembler = new Assembler(tools, identity, cache, _hashes, request.LitheRoot);
        _ilc = new Ilc(tools, identity, cache);
        _linker = new Linker(tools);
    }

    /// <summary>Builds, and puts the result into the output folder.</summary>
    public async Task<BuildManifest> RunAsync(OutputFolder output, string identity)
    {
        Step("configure", 0);
        _hashes.Watch(_request.App.File);
        RootFileSystem? root = RootFileSystem.Read(_request, _hashes);
        ImageConfiguration configuration = ConfigurationReader.Read(_request, _hashes, root?.Requests);
        _warnings.AddRange(configuration.Warnings);
        LibraryCatalogue catalogue = ReadCatalogue();
        CheckSymbols(catalogue, configuration);
        AppSource app = AppSource.Read(_request, catalogue, _hashes);
        var selection = new Selection(catalogue, _request.Target, configuration.Values);
        selection.AddRole("arch");
        selection.AddRole("plat");
        selection.AddConfigured();
        foreach (ProjectReference reference in app.Project.References)
            selection.Add(catalogue.Find(reference.File)!, wantedBy: null);
        selection.Add(catalogue.Core, wantedBy: null);
        _progress?.End();

        var libraries = new LibraryCompiler(
            catalogue, _compiler, _hashes, configuration, _request.Target, _optimize, AddWarning, _progress, _cancellation);
        Step("compile", selection.All.Count());
        Task<CompiledAssembly> config = libraries.CompileConfigAsync(ConfigSource.Implementation(configuration, _request.App.Name, _request.Target.Name));
        Task<AppAssembly> appTask = new AppCompiler(_compiler, libraries, _optimize, AddWarning, _cancellation).CompileAsync(app);
        await CompileAsync(libraries, selection, appTask, config).ConfigureAwait(false);
        CheckLanguage(app, await appTask.ConfigureAwait(false));
        _progress?.End();

        Step("compose", 0);
        var composer = new Composer(_request, catalogue, selection, libraries, _compiler, _assembler, _ilc, _hashes, linked => CheckLibraries(catalogue, linked), _cancellation);
        ComposedImage image = await composer.ComposeAsync(await appTask.ConfigureAwait(false), await config.ConfigureAwait(false), _optimize).ConfigureAwait(false);
        _progress?.End();

        Step("link", 0);
        string folder = output.CreateTemporary();
        await WriteAsync(folder, configuration, await appTask.ConfigureAwait(false), image).ConfigureAwait(false);
        root?.Write(Path.Combine(folder, RootFileSystem.FileName));
        var manifest = new BuildManifest
        {
            Identity = identity,
            Inputs = [.. _hashes.Stamps],
            Warnings = [.. _warnings.Distinct().OrderBy(warning => warning.File, StringComparer.Ordinal).ThenBy(warning => warning.Line)],
            Tests = (await appTask.ConfigureAwait(false)).Tests,
            Config = configuration.Values,
        };
        manifest.Write(folder);
        CompositionRecord.Create(_request, catalogue, selection, app, await appTask.ConfigureAwait(false), image).Write(folder);
        output.Commit();
        _progress?.End();
        return manifest;
    }

    private LibraryCatalogue ReadCatalogue()
    {
        LibraryCatalogue catalogue = LibraryCatalogue.Read(_request.LitheRoot);
        foreach (LibraryProject library in catalogue.Libraries)
            _hashes.Watch(library.File);
        _hashes.Watch(Path.Combine(_request.LitheRoot, "lib", "unsafe-libraries.txt"));
        _warnings.AddRange(catalogue.UnsafeList.Warnings);
        return catalogue;
    }

    // A library whose symbol is misspelt would be in no image, and nobody would be told.
    private static void CheckSymbols(LibraryCatalogue catalogue, ImageConfiguration configuration) =>
        BuildFailure.ThrowOnErrors([.. catalogue.Libraries
            .Where(library => library.Symbol is { } symbol && !configuration.Values.ContainsKey(symbol))
            .Select(library => Diagnostic.ErrorAt(
                "LITHE1214", $"<LitheSymbol> is {library.Symbol}, which no Kconfig under lib/ defines",
                NearMatch.Find(library.Symbol!, configuration.Values.Keys) is { } near ? $"did you mean {near}?" : "add 'config " + library.Symbol + "' to the library's Kconfig", library.File))]);

    // Errors of libraries and of the application are told together.
    private static async Task CompileAsync(LibraryCompiler libraries, Selection selection, Task<AppAssembly> app, Task<CompiledAssembly> config)
    {
        Task<IReadOnlyList<CompiledAssembly>> all = libraries.CompileAllAsync([.. selection.All]);
        try
        {
            await Task.WhenAll(all, app, config).ConfigureAwait(false);
        }
        catch (BuildFailure)
        {
            throw new BuildFailure([.. new Task[] { all, app, config }
                .Select(task => task.Exception?.InnerException).OfType<BuildFailure>()
                .SelectMany(failure => failure.Diagnostics).Distinct()]);
        }
    }

    private void CheckLanguage(AppSource app, AppAssembly compiled)
    {
        var diagnostics = new List<Diagnostic>();
        bool isInside = app.Folder.StartsWith(_request.LitheRoot + "/", StringComparison.Ordinal);
        foreach (CompiledAssembly assembly in compiled.Others.Prepend(compiled.Program))
            GuestLanguage.Check(assembly.Path, isInside ? _request.LitheRoot : app.Folder, app.Project.File, diagnostics);
        BuildFailure.ThrowOnErrors(diagnostics);
    }

    private static void CheckLibraries(LibraryCatalogue catalogue, IReadOnlyList<LinkedLibrary> libraries)
    {
        var diagnostics = new List<Diagnostic>();
        foreach (LinkedLibrary library in libraries)
        {
            if (library.Contract is { } contract)
                ContractCheck.Check(catalogue, library.Project, library.Assembly.Path, contract.Project, contract.Assembly.Path, diagnostics);
            GuestLanguage.Check(library.Assembly.Path, catalogue.Root, library.Project.File, diagnostics);
            if (!catalogue.UnsafeList.Allows(library.Project))
                UnsafeBoundary.Check(catalogue, library.Project, library.Assembly.Path, diagnostics);
        }
        BuildFailure.ThrowOnErrors(diagnostics);
    }

    private async Task WriteAsync(string folder, ImageConfiguration configuration, AppAssembly app, ComposedImage image)
    {
        string name = _request.App.Name;
        await _linker.LinkAsync(
            image.LinkScript,
            image.Objects,
            MethodNames.Read([.. image.Libraries.Select(library => library.Assembly), app.Program, .. app.Others, image.Root]).Describe,
            Path.Combine(folder, name + ".debug"),
            Path.Combine(folder, name + ".elf"),
            Path.Combine(folder, "link.map"),
            _cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(folder, "Composition.g.cs"), image.CompositionSource, _cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Config.g.cs"),
            ConfigSource.Implementation(configuration, name, _request.Target.Name),
            _cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(folder, ".config"), configuration.DotConfig, _cancellation).ConfigureAwait(false);
        if (app.TestsSource is not null)
            await File.WriteAllTextAsync(Path.Combine(folder, "Tests.g.cs"), app.TestsSource, _cancellation).ConfigureAwait(false);
    }

    private void Step(string name, int total)
    {
        _cancellation.ThrowIfCancellationRequested();
        _progress?.Begin(name, total);
    }

    private void AddWarning(Diagnostic warning)
    {
        lock (_warnings)
            _warnings.Add(warning);
    }
}
