using System.Text.RegularExpressions;
using Lithe.Build.Compilation;
using Lithe.Build.Metadata;
using Lithe.Build.Output;
using Lithe.Build.Tools;
using Lithe.Description;

namespace Lithe.Build.Linking;

/// <summary>Runs the ahead-of-time compiler over all assemblies of an image.</summary>
internal sealed partial class Ilc(ToolPaths tools, string toolIdentity, BuildCache cache)
{
    private const int MostCalls = 10;

    /// <summary>What the compiler is told besides the names of files.</summary>
    /// <param name="core">The assembly that defines <c>System.Object</c>.</param>
    /// <param name="arch">The processor.</param>
    /// <param name="optimize">Whether to optimise.</param>
    public static IReadOnlyList<string> Options(CompiledAssembly core, string arch, bool optimize) =>
        ["--systemmodule:" + core.Name, "--nativelib", "-g", .. CodeGeneration.For(arch).IlcOptions, .. optimize ? (string[])["-O"] : []];

    /// <summary>The object file.</summary>
    /// <param name="core">The assembly that defines <c>System.Object</c>.</param>
    /// <param name="inputs">Assemblies whose exports are compiled, with what they reach.</param>
    /// <param name="references">The other assemblies; of these, only what is reached is compiled.</param>
    /// <param name="arch">The processor.</param>
    /// <param name="optimize">Whether to optimise.</param>
    /// <param name="cancellation">Ends the compiler.</param>
    public async Task<string> CompileAsync(
        CompiledAssembly core, IReadOnlyList<CompiledAssembly> inputs, IReadOnlyList<CompiledAssembly> references, string arch, bool optimize, CancellationToken cancellation)
    {
        IReadOnlyList<string> options = Options(core, arch, optimize);
        IEnumerable<CompiledAssembly> sortedInputs = inputs.OrderBy(assembly => assembly.Name, StringComparer.Ordinal);
        IEnumerable<CompiledAssembly> sortedReferences = references.OrderBy(assembly => assembly.Name, StringComparer.Ordinal);
        string key = ContentHash.OfTexts(
        [
            "ilc", toolIdentity, .. options,
            .. sortedInputs.SelectMany(assembly => new[] { "input", assembly.Name, assembly.Hash }),
            .. sortedReferences.SelectMany(assembly => new[] { "reference", assembly.Name, assembly.Hash }),
        ]);
        string folder = await cache.GetOrAddAsync(key, async temporary =>
        {
            string response = Path.Combine(temporary, "ilc.rsp");
            await File.WriteAllLinesAsync(
                response,
                [
                    .. sortedInputs.Select(assembly => assembly.Path),
                    .. sortedReferences.Select(assembly => "-r:" + assembly.Path),
                    "-o:" + Path.Combine(temporary, "image.o"),
                    .. options,
                ],
                cancellation).ConfigureAwait(false);
            ToolResult result = await ToolProcess.RunAsync(tools.Ilc!, ["@" + response], temporary, cancellation).ConfigureAwait(false);
            if (result.ExitCode != 0)
                throw new BuildFailure(Explain(result, [.. inputs, .. references], core));
            File.Delete(response);
        }).ConfigureAwait(false);
        return Path.Combine(folder, "image.o");
    }

    private static IReadOnlyList<Diagnostic> Explain(ToolResult result, IReadOnlyList<CompiledAssembly> assemblies, CompiledAssembly core)
    {
        string text = result.Text;
        if (Nested().Match(text) is { Success: true } nested)
            return [ExplainRecursion(nested.Groups["name"].Value, assemblies, core)];
        if (text.Contains("TypeLoaderExports", StringComparison.Ordinal) && ExplainGenericVirtual(assemblies) is { Count: > 0 } calls)
            return calls;
        return [Explain(result, text)];
    }

    // The compiler asks for the class that would find the code of a generic virtual method at run time, and does not say who calls one.
    private static IReadOnlyList<Diagnostic> ExplainGenericVirtual(IReadOnlyList<CompiledAssembly> assemblies) =>
    [
        .. GenericVirtualCalls.Find(assemblies.Select(assembly => assembly.Path), assemblies.Select(assembly => assembly.Path)).Take(MostCalls).Select(call =>
            Diagnostic.ErrorAt(
                "LITHE1707",
                $"{call.Caller} calls {call.Called}, a virtual method with type parameters: an image cannot have such a call",
                "give the type parameter to the interface or class instead of the method, call it on a type parameter ('where T : ...'), or make the method non-virtual",
                call.File,
                call.Line)),
    ];

    // The compiler follows such code for a while, then finds a type of which it knows nothing.
    private static Diagnostic ExplainRecursion(string name, IReadOnlyList<CompiledAssembly> assemblies, CompiledAssembly core)
    {
        string simple = name[(name.LastIndexOfAny(['.', '+', ' ']) + 1)..];
        var place = GenericRecursion.Find(assemblies.OrderBy(assembly => assembly.Name == core.Name).Select(assembly => assembly.Path), simple);
        string message = $"{name} is needed with type arguments that grow without end";
        return new Diagnostic(
            "LITHE1719",
            Severity.Error,
            place is { } use ? $"{message}: generic code uses {use.Used}, made of its own type parameter" : message,
            "use it with the type parameter as it is, or count in a value instead of in types: every type of an image is known when it is compiled",
            place is { File.Length: > 0 } found ? found.File : null,
            place?.Line ?? 0,
            0);
    }

    private static Diagnostic Explain(ToolResult result, string text)
    {
        if (MissingMember().Match(text) is { Success: true } member)
        {
            return Diagnostic.Error("LITHE1702",
                $"the compiler needs {member.Value.Trim()}",
                "the core library (lib/core) must have it: the feature of C# that was used is lowered to a call of it");
        }
        string first = text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "no message";
        return Diagnostic.Error("LITHE1701", $"the ahead-of-time compiler failed (status {result.ExitCode}): {first}", text.Length > first.Length ? "its whole message:\n" + text.Trim() : null);
    }

    // Type arguments ten deep, or arrays of arrays so deep.
    [GeneratedRegex(@"'(?:\[[^\]]*\])?(?<name>[^'<>`]+)`\d+<(?:(?:[^'<>]*<){10}|[^']*(?:\[\]){10})")]
    private static partial Regex Nested();

    [GeneratedRegex(@"(Expected (type|method|field)[^\n]*|Failed to load (type|assembly)[^\n]*|Missing method[^\n]*|Missing field[^\n]*)")]
    private static partial Regex MissingMember();
}
