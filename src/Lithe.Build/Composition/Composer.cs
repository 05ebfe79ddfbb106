using Lithe.Build.Compilation;
using Lithe.Build.Libraries;
using Lithe.Build.Linking;
using Lithe.Build.Metadata;
using Lithe.Build.Output;
using Lithe.Description;
using Lithe.Image;

namespace Lithe.Build.Composition;

/// <summary>
/// Makes the composition root and runs the ahead-of-time compiler, again and again, until nothing is missing: what the object
/// asks for by symbol brings in the library that provides it, whose own needs may bring in the next.
/// </summary>
internal sealed class Composer(
    BuildRequest request,
    LibraryCatalogue catalogue,
    Selection selection,
    LibraryCompiler libraries,
    CSharpCompiler compiler,
    Assembler assembler,
    Ilc ilc,
    FileHashes hashes,
    Action<IReadOnlyList<LinkedLibrary>> check,
    CancellationToken cancellation)
{
    private readonly HashSet<LibraryProject> _exporters = [];

    public async Task<ComposedImage> ComposeAsync(AppAssembly app, CompiledAssembly config, bool optimize)
    {
        ProviderIndex providers = await ProviderIndex.ReadAsync(catalogue, assembler, hashes, request.Target, cancellation).ConfigureAwait(false);
        string scriptPath = FindLinkScript();
        LinkScript script = LinkScript.Read(scriptPath);

        if (app.Entry.UsesArguments)
            AddArguments();

        // What start-up code asks for is known before anything is compiled.
        ElfFile[] assembled = await ReadObjectsAsync().ConfigureAwait(false);
        Provide(MissingSymbols.Find(script, null, assembled), providers);

        while (true)
        {
            IReadOnlyList<LinkedLibrary> linked = await CompileLinkedAsync().ConfigureAwait(false);
            // Before the compiler sees them: it would report what is wrong with a library in words of its own.
            check(linked);
            string source = WriteSource(linked, app);
            CompiledAssembly root = await CompileRootAsync(source, linked, app).ConfigureAwait(false);
            ObjectCompilation compiled = await CompileObjectAsync(linked, root, app, config, optimize).ConfigureAwait(false);
            assembled = await ReadObjectsAsync().ConfigureAwait(false);
            ElfFile compiledFile = ElfFile.Open(compiled.Object);
            List<MissingSymbol> missing = [.. MissingSymbols.Find(script, compiledFile, assembled)];
            missing.AddRange(StaticObjects.Needs(compiledFile));
            if (!Provide(missing, providers))
                return new ComposedImage(linked, root, source, [.. await ObjectPathsAsync().ConfigureAwait(false), compiled.Object], scriptPath, [.. AssemblySources()], compiled);
        }
    }

    /// <summary>Brings in the providers of what is missing. False: nothing new came in, so nothing is missing any more.</summary>
    private bool Provide(IReadOnlyList<MissingSymbol> missing, ProviderIndex providers)
    {
        bool changed = false;
        var unknown = new List<MissingSymbol>();
        foreach (MissingSymbol symbol in missing)
        {
            // What the composition root itself provides.
            if (symbol.Name == CompositionSource.Entry || CompositionSource.CounterSymbols.Contains(symbol.Name) || CompositionSource.SyscallSymbols.Contains(symbol.Name))
                continue;
            if (symbol.IsWeak)
            {
                changed |= ProvideWeak(symbol, providers);
                continue;
            }
            if (PickProvider(symbol, providers.Managed(symbol.Name)) is { } managed)
            {
                changed |= _exporters.Add(managed);
                AddLibrary(managed);
            }
            else if (PickProvider(symbol, providers.Assembled(symbol.Name)) is { } native)
            {
                changed |= AddLibrary(native);
            }
            else
            {
                unknown.Add(symbol);
            }
        }
        // A symbol may come with a provider that another symbol brought in: only what stays missing is an error.
        if (!changed && unknown.Count > 0)
            throw new BuildFailure([.. unknown.Select(symbol => Explain(symbol, providers))]);
        return changed;
    }

    // A weak reference brings no library in; it binds to a library that is there for another reason.
    private bool ProvideWeak(MissingSymbol symbol, ProviderIndex providers)
    {
        List<LibraryProject> present = [.. providers.Managed(symbol.Name).Where(library => selection.All.Any(selected => selection.Linked(selected) == library))];
        if (present.Count > 1)
            throw new BuildFailure(Diagnostic.Error("LITHE1703", $"the link symbol '{symbol.Name}' is provided {present.Count} times: {string.Join(" and ", present.Select(library => catalogue.Relative(library.Folder)))}", "reference only one of them"));
        return present.Count == 1 && _exporters.Add(present[0]);
    }

    private void AddArguments() => selection.Add(
        catalogue.Libraries.FirstOrDefault(library => library.AssemblyName == CompositionSource.ArgumentsLibrary)
            ?? throw new BuildFailure(Diagnostic.Error("LITHE1706", $"the program reads its arguments, and no library under lib/ has the assembly name {CompositionSource.ArgumentsLibrary}")),
        wantedBy: null);

    private bool AddLibrary(LibraryProject library)
    {
        if (selection.All.Any(selected => selection.Linked(selected) == library))
            return false;
        if (library.IsImplementation)
            selection.Add(catalogue.FindContract(library.Implements!)!, wantedBy: null);
        else
            selection.Add(library, wantedBy: null);
        return true;
    }

    // An implementation provides only when the configuration picks it; of the others there must be one.
    private LibraryProject? PickProvider(MissingSymbol symbol, IReadOnlyList<LibraryProject> candidates)
    {
        List<LibraryProject> usable = [.. candidates.Where(selection.CanLink)];
        if (usable.Count > 1)
            throw new BuildFailure(Diagnostic.Error("LITHE1703", $"the link symbol '{symbol.Name}' is provided {usable.Count} times: {string.Join(" and ", usable.Select(library => catalogue.Relative(library.Folder)))}", "give each a <LitheSymbol>, and make those members of one 'choice'"));
        return usable.Count == 1 ? usable[0] : null;
    }

    private Diagnostic Explain(MissingSymbol symbol, ProviderIndex providers)
    {
        string by = symbol.WantedBy is null ? string.Empty : $", which {symbol.WantedBy} asks for";
        List<LibraryProject> off = [.. providers.Managed(symbol.Name).Concat(providers.Assembled(symbol.Name)).Distinct()];
        string? nearest = NearMatch.Find(symbol.Name, providers.Symbols);
        string mend = off.Count > 0
            ? "these would, but the configuration leaves them out: " + string.Join(", ", off.Select(library => $"{catalogue.Relative(library.Folder)}{(library.Symbol is null ? string.Empty : $" ({library.Symbol}=y)")}"))
            : nearest is not null ? $"did you mean '{nearest}'?" : $"add a library with a method marked [RuntimeExport(\"{symbol.Name}\")], or do without what needs it";
        return Diagnostic.Error("LITHE1704", $"nothing provides the link symbol '{symbol.Name}'{by}", mend);
    }

    private async Task<IReadOnlyList<LinkedLibrary>> CompileLinkedAsync()
    {
        IReadOnlyList<LibraryProject> order = selection.InDependencyOrder();
        IReadOnlyList<CompiledAssembly> assemblies = await libraries.CompileAllAsync(order).ConfigureAwait(false);
        var linked = new List<LinkedLibrary>();
        for (int i = 0; i < order.Count; i++)
        {
            (LibraryProject, CompiledAssembly)? contract = null;
            if (order[i].Implements is { } implements && catalogue.FindContract(implements) is { } project)
                contract = (project, await libraries.CompileAsync(project).ConfigureAwait(false));
            linked.Add(new LinkedLibrary(order[i], assemblies[i], contract));
        }
        return linked;
    }

    private string WriteSource(IReadOnlyList<LinkedLibrary> linked, AppAssembly app)
    {
        var calls = new List<(InitCall Call, int Order)>();
        var stages = new Dictionary<int, string>();
        for (int i = 0; i < linked.Count; i++)
        {
            using AssemblyFacts facts = AssemblyFacts.Open(linked[i].Assembly.Path);
            (IReadOnlyList<InitMethod> methods, IReadOnlyList<string> problems) = facts.FindInit();
            BuildFailure.ThrowOnErrors([.. problems.Select(problem => Diagnostic.ErrorAt("LITHE1705", problem, "an [Init] method is 'public static void' without parameters, in a public class", linked[i].Project.File))]);
            calls.AddRange(methods.Select(method => (new InitCall(method, catalogue.Relative(linked[i].Project.Folder)), i)));
            foreach ((int value, string name) in facts.EnumMembers("InitStage"))
                stages.TryAdd(value, name);
        }
        InitCall[] ordered = [.. calls
            .OrderBy(entry => entry.Call.Method.Stage)
            .ThenBy(entry => entry.Order)
            .ThenBy(entry => entry.Call.Method.Type + "." + entry.Call.Method.Method, StringComparer.Ordinal)
            .Select(entry => entry.Call)];
        return CompositionSource.Write(request.App.Name, request.Target.Name, ordered, stages, app.Entry.UsesArguments, FindCounters(linked), FindSyscalls(linked));
    }

    // Null when the image runs no program.
    private IReadOnlyList<SyscallEntry>? FindSyscalls(IReadOnlyList<LinkedLibrary> linked)
    {
        if (!linked.Any(library => library.Project.AssemblyName == CompositionSource.SyscallLibrary))
            return null;
        var entries = new List<SyscallEntry>();
        foreach (LinkedLibrary library in linked)
        {
            using AssemblyFacts facts = AssemblyFacts.Open(library.Assembly.Path);
            (IReadOnlyList<SyscallMethod> methods, IReadOnlyList<string> problems) = facts.FindSyscalls();
            BuildFailure.ThrowOnErrors([.. problems.Select(problem => Diagnostic.ErrorAt(
                "LITHE1710", problem, "a [Syscall] is a 'public static long' method in a public class, with integers, UserPointers and at the end 'ref SyscallFrame' as parameters", library.Project.File))]);
            entries.AddRange(methods
                .Select(method => new SyscallEntry(request.Target.Arch == "arm64" ? method.Arm64 : method.X86, method, catalogue.Relative(library.Project.Folder)))
                .Where(entry => entry.Number >= 0));
        }

        if (entries.GroupBy(entry => entry.Number).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new BuildFailure(Diagnostic.Error("LITHE1711", $"system call {twice.Key} is there twice: in {string.Join(" and ", twice.Select(entry => $"{entry.Library} ({entry.Method.Method})"))}", "select only one of the two"));
        return [.. entries.OrderBy(entry => entry.Number)];
    }

    // Null when nobody reads counters. A contract's marks stand for the library that fills it.
    private IReadOnlyList<CounterRead>? FindCounters(IReadOnlyList<LinkedLibrary> linked)
    {
        if (!linked.Any(library => library.Project.AssemblyName == CompositionSource.CountersLibrary))
            return null;
        var facts = linked.Select(library => (Library: library, Facts: AssemblyFacts.Open((library.Contract?.Assembly ?? library.Assembly).Path))).ToList();
        try
        {
            var counters = new List<CounterRead>();
            foreach ((LinkedLibrary library, AssemblyFacts own) in facts)
            {
                (IReadOnlyList<CounterProperty> properties, IReadOnlyList<string> problems) = own.FindCounters();
                BuildFailure.ThrowOnErrors([.. problems.Select(problem => Diagnostic.ErrorAt(
                    "LITHE1708", problem, "a [Counter] is a 'public static' property of an integer type, or of a structure with such properties, in a public class", library.Project.File))]);
                foreach (CounterProperty counter in properties)
                {
                    string folder = catalogue.Relative(library.Project.Folder), expression = $"global::{counter.Type}.{counter.Property}";
                    if (counter.Structure is null)
                        counters.Add(new CounterRead(counter.Name, expression, folder));
                    else
                        counters.AddRange((facts.Select(other => other.Facts.IntegerProperties(counter.Structure)).FirstOrDefault(found => found is not null) ?? [])
                            .Select(property => new CounterRead(counter.Name + "." + char.ToLowerInvariant(property[0]) + property[1..], $"{expression}.{property}", folder)));
                }
            }

            if (counters.GroupBy(counter => counter.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
                throw new BuildFailure(Diagnostic.Error("LITHE1709", $"the counter '{twice.Key}' is there twice: in {string.Join(" and ", twice.Select(counter => counter.Library))}", "rename one of them"));
            return [.. counters.OrderBy(counter => counter.Name, StringComparer.Ordinal)];
        }
        finally
        {
            facts.ForEach(entry => entry.Facts.Dispose());
        }
    }

    private async Task<CompiledAssembly> CompileRootAsync(string source, IReadOnlyList<LinkedLibrary> linked, AppAssembly app) =>
        await compiler.CompileAsync(
            new CompileRequest
            {
                AssemblyName = CompositionSource.AssemblyName,
                Output = CompileOutput.Library,
                Generated = [("Composition.g.cs", source)],
                References = [.. linked.Select(library => library.Assembly), await EntryPointAsync(app).ConfigureAwait(false)],
                AllowUnsafe = false,
                Optimize = true,
                WarningsAsErrors = false,
                PathMap = libraries.PathMap,
            },
            _ => { },
            cancellation).ConfigureAwait(false);

    private Task<CompiledAssembly> EntryPointAsync(AppAssembly app) => compiler.StoreAsync(
        EntryPointAssembly.AssemblyName,
        EntryPointAssembly.Write(catalogue.Core.AssemblyName, app.Program.Name, app.Entry));

    private async Task<ObjectCompilation> CompileObjectAsync(IReadOnlyList<LinkedLibrary> linked, CompiledAssembly root, AppAssembly app, CompiledAssembly config, bool optimize)
    {
        CompiledAssembly core = linked.First(library => library.Project == catalogue.Core).Assembly;
        List<CompiledAssembly> inputs = [root, .. linked.Where(library => _exporters.Contains(library.Project)).Select(library => library.Assembly)];
        List<CompiledAssembly> references =
        [
            .. linked.Where(library => !_exporters.Contains(library.Project)).Select(library => library.Assembly),
            app.Program, .. app.Others, config, await EntryPointAsync(app).ConfigureAwait(false),
        ];
        string compiled = await ilc.CompileAsync(core, inputs, references, request.Target.Arch, optimize, cancellation).ConfigureAwait(false);
        return new ObjectCompilation(compiled, inputs, references, Ilc.Options(core, request.Target.Arch, optimize));
    }

    private async Task<ElfFile[]> ReadObjectsAsync() => [.. (await ObjectPathsAsync().ConfigureAwait(false)).Select(ElfFile.Open)];

    private IEnumerable<string> AssemblySources() => selection.InDependencyOrder()
        .SelectMany(library => SourceTree.FindSources(library.Folder, ".s", request.Target, hashes.Watch));

    private async Task<string[]> ObjectPathsAsync()
    {
        return await Task.WhenAll(AssemblySources().Select(source => assembler.AssembleAsync(source, request.Target.Arch, cancellation))).ConfigureAwait(false);
    }

    private string FindLinkScript()
    {
        LibraryProject arch = selection.Linked(catalogue.FindRole("arch")!);
        string script = Path.Combine(arch.Folder, "link.ld");
        if (!File.Exists(script))
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1802", $"the library that fills the role 'arch' has no linker script 'link.ld'", null, arch.File));
        hashes.Hash(script);
        return script;
    }
}
