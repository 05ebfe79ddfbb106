using Lithe.Build.Composition;
using Lithe.Build.Libraries;
using Lithe.Build.Metadata;
using Lithe.Description;

namespace Lithe.Build.Compilation;

/// <summary>An application that was compiled.</summary>
/// <param name="Program">The assembly with the entry point.</param>
/// <param name="Others">Further assemblies of the application.</param>
/// <param name="Entry">Its entry point.</param>
/// <param name="Tests">Its guest tests.</param>
/// <param name="TestsSource">The table of tests, as C#; null when it is not a test image.</param>
internal sealed record AppAssembly(
    CompiledAssembly Program,
    IReadOnlyList<CompiledAssembly> Others,
    EntryPointMethod Entry,
    IReadOnlyList<GuestTestEntry> Tests,
    string? TestsSource);

/// <summary>Compiles the application.</summary>
internal sealed class AppCompiler(CSharpCompiler compiler, LibraryCompiler libraries, bool optimize, Action<Diagnostic> warnings, CancellationToken cancellation)
{
    public async Task<AppAssembly> CompileAsync(AppSource app)
    {
        IReadOnlyList<CompiledAssembly> references = await libraries.ReferencesOfAsync(app.Project).ConfigureAwait(false);
        return app.IsTests ? await CompileTestsAsync(app, references).ConfigureAwait(false) : await CompileProgramAsync(app, references).ConfigureAwait(false);
    }

    private async Task<AppAssembly> CompileProgramAsync(AppSource app, IReadOnlyList<CompiledAssembly> references)
    {
        CompiledAssembly program = await compiler.CompileAsync(Request(app, CompileOutput.Program, references), warnings, cancellation).ConfigureAwait(false);
        return new AppAssembly(program, [], EntryOf(program, app.Project.File), [], null);
    }

    // Two assemblies: what the table of tests calls must be known before it can be written.
    private async Task<AppAssembly> CompileTestsAsync(AppSource app, IReadOnlyList<CompiledAssembly> references)
    {
        CompiledAssembly tests = await compiler.CompileAsync(Request(app, CompileOutput.Library, references), warnings, cancellation).ConfigureAwait(false);
        IReadOnlyList<TestMethod> methods;
        using (AssemblyFacts facts = AssemblyFacts.Open(tests.Path))
            methods = facts.FindTests();
        BuildFailure.ThrowOnErrors([.. methods
            .Where(method => method.Problem is not null)
            .Select(method => Diagnostic.ErrorAt("LITHE1405", $"{method.Type}.{method.Method} is marked [GuestTest] but {method.Problem}", "a guest test is a 'public static void' method without parameters, in a public class", method.File, method.Line))]);
        if (methods.Count == 0)
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1405", "there is no [GuestTest] in this folder", null, app.Folder));

        List<GuestTestEntry> entries = [.. methods.Select((method, index) => new GuestTestEntry(index, TestTableSource.NameOf(method), method.Panic, method.File, method.Line))];
        string source = TestTableSource.Write(methods);
        CompiledAssembly table = await compiler.CompileAsync(
            new CompileRequest
            {
                AssemblyName = "Lithe.GuestTests.Table",
                Output = CompileOutput.Program,
                Generated = [("Tests.g.cs", source)],
                References = [.. references, tests],
                AllowUnsafe = false,
                Optimize = optimize,
                WarningsAsErrors = false,
                PathMap = libraries.PathMap,
            },
            warnings,
            cancellation).ConfigureAwait(false);
        return new AppAssembly(table, [tests], EntryOf(table, app.Project.File), entries, source);
    }

    private CompileRequest Request(AppSource app, CompileOutput output, IReadOnlyList<CompiledAssembly> references)
    {
        // Of an application elsewhere, paths are relative to its own folder. (The most specific folder of a map wins.)
        bool isInside = libraries.PathMap.Any(entry => app.Folder.StartsWith(entry.Folder + "/", StringComparison.Ordinal));
        return new CompileRequest
        {
            AssemblyName = app.Project.AssemblyName,
            Output = output,
            Sources = app.Sources,
            Generated = app.Generated,
            References = references,
            AllowUnsafe = app.Project.AllowUnsafe,
            Optimize = optimize,
            WarningsAsErrors = false,
            PathMap = isInside ? libraries.PathMap : [.. libraries.PathMap, (app.Folder, ".")],
        };
    }

    private static EntryPointMethod EntryOf(CompiledAssembly program, string file)
    {
        using AssemblyFacts facts = AssemblyFacts.Open(program.Path);
        return facts.FindEntryPoint() ?? throw new BuildFailure(Diagnostic.ErrorAt("LITHE1406", "the program has no entry point", "write top-level statements or a static Main", file));
    }
}
