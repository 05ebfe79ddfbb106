using System.Collections.Concurrent;
using Lithe.Build.Configuration;
using Lithe.Build.Libraries;
using Lithe.Build.Output;
using Lithe.Description;

namespace Lithe.Build.Compilation;

/// <summary>Compiles libraries, each once, each as soon as what it references is there.</summary>
internal sealed class LibraryCompiler(
    LibraryCatalogue catalogue,
    CSharpCompiler compiler,
    FileHashes hashes,
    ImageConfiguration configuration,
    Target target,
    bool optimize,
    Action<Diagnostic> warnings,
    IBuildProgress? progress,
    CancellationToken cancellation)
{
    private readonly ConcurrentDictionary<LibraryProject, Lazy<Task<CompiledAssembly>>> _libraries = [];
    private readonly Lock _progressLock = new();
    private Lazy<Task<CompiledAssembly>>? _config;

    /// <summary>The folders whose names stay out of the output: the repository's own is written as the current one.</summary>
    public IReadOnlyList<(string Folder, string Name)> PathMap { get; } = [(catalogue.Root, ".")];

    /// <summary>Compiles every one of them, and whatever they reference.</summary>
    /// <exception cref="BuildFailure">With the errors of all that failed.</exception>
    public async Task<IReadOnlyList<CompiledAssembly>> CompileAllAsync(IReadOnlyList<LibraryProject> libraries)
    {
        Task<CompiledAssembly>[] tasks = [.. libraries.Select(library => Task.Run(() => CompileAsync(library), cancellation))];
        try
        {
            return await Task.WhenAll(tasks).ConfigureAwait(false);
        }
        catch (BuildFailure)
        {
            // A library that could not start, since one it needs failed, repeats that one's errors: each is told once.
            throw new BuildFailure([.. tasks
                .Select(task => task.Exception?.InnerException).OfType<BuildFailure>()
                .SelectMany(failure => failure.Diagnostics).Distinct()]);
        }
    }

    /// <summary>Compiles one library, and what it references.</summary>
    public Task<CompiledAssembly> CompileAsync(LibraryProject library) =>
        _libraries.GetOrAdd(library, key => new Lazy<Task<CompiledAssembly>>(() => CompileOneAsync(key))).Value;

    /// <summary>What a project compiles against: its references and theirs, the configuration, the core library.</summary>
    public async Task<IReadOnlyList<CompiledAssembly>> ReferencesOfAsync(LibraryProject project)
    {
        List<LibraryProject> closure = Closure(project);
        bool isUnderCore = project == catalogue.Core || Closure(catalogue.Core).Contains(project);
        if (!isUnderCore && !closure.Contains(catalogue.Core))
            closure.Add(catalogue.Core);
        CompiledAssembly[] references = await Task.WhenAll(closure.Select(CompileAsync)).ConfigureAwait(false);
        return isUnderCore ? references : [.. references, await ConfigContractAsync().ConfigureAwait(false)];
    }

    /// <summary>The contract <c>Lithe.Config</c>.</summary>
    public Task<CompiledAssembly> ConfigContractAsync()
    {
        var made = new Lazy<Task<CompiledAssembly>>(() => CompileConfigAsync(CompileOutput.Contract, ConfigSource.Contract(configuration)));
        return (Interlocked.CompareExchange(ref _config, made, null) ?? made).Value;
    }

    /// <summary>The image's own <c>Lithe.Config</c>.</summary>
    public Task<CompiledAssembly> CompileConfigAsync(string source) => CompileConfigAsync(CompileOutput.Library, source);

    private async Task<CompiledAssembly> CompileConfigAsync(CompileOutput output, string source) => await compiler.CompileAsync(
        new CompileRequest
        {
            AssemblyName = ConfigSource.AssemblyName,
            Output = output,
            Generated = [("Config.g.cs", source)],
            References = [await CompileAsync(catalogue.Core).ConfigureAwait(false)],
            AllowUnsafe = false,
            Optimize = true,
            WarningsAsErrors = true,
            PathMap = PathMap,
        },
        warnings,
        cancellation).ConfigureAwait(false);

    private async Task<CompiledAssembly> CompileOneAsync(LibraryProject library)
    {
        List<string> sources = [.. SourceTree.FindSources(library.Folder, ".cs", target, hashes.Watch)];
        hashes.Hash(library.File);
        if (library.Implements is { } implements)
        {
            // Types that every implementation shares are written once, beside the contract.
            string shared = Path.Combine(catalogue.FindContract(implements)!.Folder, "shared");
            if (Directory.Exists(shared))
                sources.AddRange(SourceTree.FindSources(shared, ".cs", target, hashes.Watch));
        }
        if (sources.Count == 0)
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1209", "the library has no C# file", null, library.File));

        CompiledAssembly compiled = await compiler.CompileAsync(
            new CompileRequest
            {
                AssemblyName = library.AssemblyName,
                Output = library.IsContract ? CompileOutput.Contract : CompileOutput.Library,
                Sources = sources,
                References = await ReferencesOfAsync(library).ConfigureAwait(false),
                AllowUnsafe = catalogue.UnsafeList.Allows(library),
                Optimize = optimize,
                WarningsAsErrors = true,
                PathMap = PathMap,
            },
            warnings,
            cancellation).ConfigureAwait(false);
        lock (_progressLock)
            progress?.Advance(library.ProjectName);
        return compiled;
    }

    // Transitive, as MSBuild has it: what a reference's public members mention can be used.
    private List<LibraryProject> Closure(LibraryProject project)
    {
        var closure = new List<LibraryProject>();
        var work = new Stack<LibraryProject>([project]);
        while (work.TryPop(out LibraryProject? at))
        {
            foreach (ProjectReference reference in at.References)
            {
                if (catalogue.Find(reference.File) is { } target && !closure.Contains(target))
                {
                    closure.Add(target);
                    work.Push(target);
                }
            }
        }
        return closure;
    }
}
