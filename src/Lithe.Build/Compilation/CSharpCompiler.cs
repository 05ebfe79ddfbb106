using Lithe.Build.Output;
using Lithe.Build.Tools;
using Lithe.Description;

namespace Lithe.Build.Compilation;

/// <summary>Runs <c>csc</c>, or finds its result in the cache.</summary>
internal sealed class CSharpCompiler(ToolPaths tools, string toolIdentity, BuildCache cache, FileHashes hashes, SemaphoreSlim slots)
{
    // The same as in lib/Directory.Build.props. 169, 649, 414: an intrinsic type's fields are the compiler's. 8500: objects never move.
    // 1701, 1702, 8021: versions of references, of which there is one.
    private const string Silenced = "CS0169,CS0649,CS0414,CS8500,CS1701,CS1702,CS8021";

    // Members without bodies: a contract's have none, all others' would be called in vain.
    private const string Bodiless = "CS0626,CS0824";

    /// <summary>Compiles.</summary>
    /// <param name="request">What to compile.</param>
    /// <param name="warnings">Gets the compiler's warnings, also those of a result that was in the cache.</param>
    /// <param name="cancellation">Ends the compiler.</param>
    /// <exception cref="BuildFailure">The source has errors.</exception>
    public async Task<CompiledAssembly> CompileAsync(CompileRequest request, Action<Diagnostic> warnings, CancellationToken cancellation)
    {
        string key = Key(request);
        string folder = await cache.GetOrAddAsync(key, temporary => RunAsync(request, temporary, warnings, cancellation)).ConfigureAwait(false);
        string reference = Path.Combine(folder, "ref", request.AssemblyName + ".dll");
        string assembly = request.Output == CompileOutput.Contract ? reference : Path.Combine(folder, request.AssemblyName + ".dll");
        string[] written = await File.ReadAllLinesAsync(Path.Combine(folder, "hashes"), cancellation).ConfigureAwait(false);
        foreach (string line in written.Skip(2))
            warnings(ParseWarning(line));
        return new CompiledAssembly(request.AssemblyName, assembly, reference, written[0], written[1]);
    }

    /// <summary>Keeps an assembly that was written by other means, as if it had been compiled.</summary>
    public async Task<CompiledAssembly> StoreAsync(string name, byte[] bytes)
    {
        string hash = ContentHash.OfBytes(bytes);
        string folder = await cache.GetOrAddAsync(
            ContentHash.OfTexts(["stored", name, hash]),
            temporary => File.WriteAllBytesAsync(Path.Combine(temporary, name + ".dll"), bytes, CancellationToken.None)).ConfigureAwait(false);
        string path = Path.Combine(folder, name + ".dll");
        return new CompiledAssembly(name, path, path, hash, hash);
    }

    private string Key(CompileRequest request) => ContentHash.OfTexts(
    [
        toolIdentity,
        .. Options(request),
        request.AssemblyName,
        .. request.Sources.SelectMany(source => new[] { MappedPath(request, source), hashes.Hash(source) }),
        .. request.Generated.SelectMany(source => new[] { source.Name, source.Text }),
        .. request.References.OrderBy(reference => reference.Name, StringComparer.Ordinal).SelectMany(reference => new[] { reference.Name, reference.ReferenceHash }),
    ]);

    private static string[] Options(CompileRequest request) =>
    [
        "-nologo", "-nostdlib+", "-utf8output", "-fullpaths",
        "-runtimemetadataversion:v4.0.30319", "-langversion:14.0", "-nullable:enable", "-deterministic+", "-debug:embedded", "-debug+",
        "-checksumalgorithm:SHA256", "-filealign:512",
        request.Output == CompileOutput.Program ? "-target:exe" : "-target:library",
        request.Optimize ? "-optimize+" : "-optimize-",
        .. request.Optimize ? (string[])[] : ["-define:DEBUG"],
        request.AllowUnsafe ? "-unsafe+" : "-unsafe-",
        request.WarningsAsErrors ? "-warnaserror+" : "-warnaserror-",
        "-nowarn:" + Silenced,
        request.Output == CompileOutput.Contract ? "-nowarn:" + Bodiless : "-warnaserror+:" + Bodiless,
    ];

    private async Task RunAsync(CompileRequest request, string folder, Action<Diagnostic> warnings, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(folder, "ref"));
        string reference = Path.Combine(folder, "ref", request.AssemblyName + ".dll");
        string assembly = Path.Combine(folder, request.AssemblyName + ".dll");
        var response = new List<string>(Options(request));
        if (request.Output == CompileOutput.Contract)
            response.AddRange(["-refonly", "-out:" + Quote(reference)]);
        else
            response.AddRange(["-refout:" + Quote(reference), "-out:" + Quote(assembly)]);
        response.AddRange(request.References.Select(library => "-r:" + Quote(library.ReferencePath)));
        IEnumerable<(string Folder, string Name)> map = [.. request.PathMap, (folder, "generated")];
        response.Add("-pathmap:" + string.Join(',', map.Select(entry => '"' + MapEscape(entry.Folder) + "/=" + entry.Name + "/\"")));
        foreach ((string name, string text) in request.Generated)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text, cancellation).ConfigureAwait(false);
            response.Add(Quote(Path.Combine(folder, name)));
        }
        response.AddRange(request.Sources.Select(Quote));
        string responseFile = Path.Combine(folder, "csc.rsp");
        await File.WriteAllLinesAsync(responseFile, response, cancellation).ConfigureAwait(false);

        ToolResult result;
        await slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            result = await ToolProcess.RunAsync(tools.Dotnet!, [tools.Csc!, "-noconfig", "@" + responseFile], folder, cancellation).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }

        IReadOnlyList<Diagnostic> diagnostics = [.. CompilerMessages.Parse(result.Text).Select(ExplainBodiless)];
        if (result.ExitCode != 0)
        {
            throw new BuildFailure(diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error)
                ? diagnostics
                : [Diagnostic.Error("LITHE1401", $"the C# compiler ended with status {result.ExitCode} on {request.AssemblyName}: {result.Text.Trim()}")]);
        }
        File.Delete(responseFile);
        string kept = request.Output == CompileOutput.Contract ? reference : assembly;
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "hashes"),
            [ContentHash.OfFile(reference), ContentHash.OfFile(kept), .. diagnostics.Select(WriteWarning)],
            cancellation).ConfigureAwait(false);
    }

    // The compiler advises an attribute that an image cannot do anything with.
    private static Diagnostic ExplainBodiless(Diagnostic diagnostic) => !Bodiless.Contains(diagnostic.Code, StringComparison.Ordinal) ? diagnostic : diagnostic with
    {
        Code = "LITHE1409",
        Message = "an external method without an attribute that says where its code is: a call of it would end the image",
        Mend = "write its body, or use a library under lib/ that does it",
    };

    private static string MappedPath(CompileRequest request, string source)
    {
        foreach ((string folder, string name) in request.PathMap)
        {
            if (source.StartsWith(folder + "/", StringComparison.Ordinal))
                return name + source[folder.Length..];
        }
        return source;
    }

    // Warnings are kept with the result, so that they are told again while the source has them.
    private static string WriteWarning(Diagnostic warning) =>
        string.Join('\t', warning.Code, warning.File, warning.Line, warning.Column, warning.Message.ReplaceLineEndings(" "));

    private static Diagnostic ParseWarning(string line)
    {
        string[] parts = line.Split('\t', 5);
        return new Diagnostic(parts[0], Severity.Warning, parts[4], null, parts[1].Length == 0 ? null : parts[1], int.Parse(parts[2]), int.Parse(parts[3]));
    }

    private static string Quote(string path) => path.AsSpan().ContainsAny(" ,;=") ? '"' + path + '"' : path;

    // In the map ',' and '=' stand between its parts; doubled, they are part of a path.
    private static string MapEscape(string path) => path.Replace(",", ",,", StringComparison.Ordinal).Replace("=", "==", StringComparison.Ordinal);
}
