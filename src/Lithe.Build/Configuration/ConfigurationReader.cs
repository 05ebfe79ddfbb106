using System.Globalization;
using Lithe.Build.Output;
using Lithe.Description;
using Lithe.Kconfig;
using Diagnostic = Lithe.Description.Diagnostic;

namespace Lithe.Build.Configuration;

/// <summary>Gives every Kconfig symbol under <c>lib/</c> its value in one image.</summary>
internal static class ConfigurationReader
{
    private const string RootFile = "Kconfig";

    /// <summary>Reads <c>lib/Kconfig</c> and applies the target, then the application's requests, then the command line's.</summary>
    /// <exception cref="BuildFailure">The tree has errors, or a request cannot be met.</exception>
    public static ImageConfiguration Read(BuildRequest request, FileHashes hashes, IEnumerable<ConfigurationRequest>? program = null)
    {
        string lib = Path.Combine(request.LitheRoot, "lib");
        KconfigTree tree = Parse(request.LitheRoot);
        Watch(lib, tree, hashes);
        var configuration = new Kconfig.Configuration(tree);

        // What the command line sets again is taken out first: of two requests for one symbol only the last can hold.
        var requests = new List<ConfigurationRequest>();
        requests.AddRange(TargetRequests(tree, request.Target));
        requests.AddRange(program ?? []);
        requests.AddRange(request.App.Config
            .Where(entry => !request.ConfigOverrides.ContainsKey(entry.Name))
            .Select(entry => new ConfigurationRequest(entry.Name, entry.Value, new SourceLocation(request.App.File, entry.Line, entry.Column))));
        requests.AddRange(request.ConfigOverrides
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new ConfigurationRequest(entry.Key, entry.Value)));
        IReadOnlyList<RequestError> errors = configuration.Apply(requests);
        if (errors.Count > 0)
            throw new BuildFailure([.. errors.Select(Describe)]);

        CheckNames(tree, lib);
        ConfigSymbol[] symbols = [.. configuration.Values
            .Select(entry => new ConfigSymbol(entry.Key.Name, Map(entry.Key.Type), entry.Value, entry.Key.Prompt))
            .OrderBy(symbol => symbol.Name, StringComparer.Ordinal)];
        CheckRanges(symbols, tree, lib);
        return new ImageConfiguration(symbols, configuration.ToDotConfig()) { Warnings = [.. WarningsOf(tree, lib), .. UnmetOf(configuration, lib)] };
    }

    // A symbol that is selected although what it depends on is not there.
    private static IEnumerable<Diagnostic> UnmetOf(Kconfig.Configuration configuration, string lib) =>
        configuration.UnmetDependencies.Keys.OrderBy(symbol => symbol.Name, StringComparer.Ordinal).Select(symbol => new Diagnostic(
            "LITHE1306", Lithe.Description.Severity.Warning, $"{configuration.Explain(symbol).Summary}, although its own dependencies do not hold: {symbol.DirectDependency}", null,
            PlaceOf(symbol, lib)?.File, symbol.Location?.Line ?? 0, symbol.Location?.Column ?? 0));

    /// <summary>What is suspicious in the Kconfig files: the language's own warnings, and symbols that are mentioned and defined nowhere.</summary>
    public static IReadOnlyList<Diagnostic> WarningsOf(KconfigTree tree, string lib) =>
        [.. tree.Warnings.Concat(UndefinedSymbols.Find(tree)).Select(warning => new Diagnostic(
            "LITHE1305", Lithe.Description.Severity.Warning, warning.Message, null, Path.Combine(lib, warning.Location.File), warning.Location.Line, warning.Location.Column))];

    /// <summary>Reads <c>lib/Kconfig</c> and what it sources.</summary>
    /// <exception cref="BuildFailure">It has errors.</exception>
    public static KconfigTree Parse(string litheRoot)
    {
        string lib = Path.Combine(litheRoot, "lib");
        string root = Path.Combine(lib, RootFile);
        if (!File.Exists(root))
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1300", "the root of the configuration is missing", null, root));
        try
        {
            return KconfigTree.Parse(RootFile, new KconfigOptions
            {
                Files = new DiskFileProvider(lib),
                Environment = _ => null,
                // The same image on every machine: nothing outside the tree may have a say.
                Shell = _ => string.Empty,
            });
        }
        catch (KconfigException problem)
        {
            throw new BuildFailure([.. problem.Errors.Select(error => Diagnostic.ErrorAt(
                "LITHE1302", error.Message, null, Path.Combine(lib, error.Location.File), error.Location.Line, error.Location.Column))]);
        }
    }

    private static void Watch(string lib, KconfigTree tree, FileHashes hashes)
    {
        foreach (string file in tree.Files)
            hashes.Hash(Path.Combine(lib, file));
        // A library that appears brings its Kconfig along.
        hashes.Watch(lib);
        foreach (string folder in Directory.EnumerateDirectories(lib))
        {
            hashes.Watch(folder);
            foreach (string inner in Directory.EnumerateDirectories(folder).Where(inner => Path.GetFileName(inner) is not ("bin" or "obj")))
                hashes.Watch(inner);
        }
    }

    /// <summary>What the target of a build sets.</summary>
    public static IEnumerable<ConfigurationRequest> TargetRequests(KconfigTree tree, Target target)
    {
        // The choices are declared by the contracts of the roles; a tree without them has one processor and one platform only.
        if (tree.FindChoice("ARCH") is not null)
            yield return new ConfigurationRequest("ARCH", target.Arch);
        if (tree.FindChoice("PLAT") is not null)
            yield return new ConfigurationRequest("PLAT", target.Platform);
    }

    private static Diagnostic Describe(RequestError error) => error.Request.Location is { } place
        ? Diagnostic.ErrorAt("LITHE1301", error.Message, null, place.File, place.Line, place.Column)
        : Diagnostic.Error("LITHE1301", error.Message);

    private static ConfigType Map(SymbolType type) => type switch
    {
        SymbolType.Int => ConfigType.Int,
        SymbolType.Hex => ConfigType.Hex,
        SymbolType.String => ConfigType.String,
        _ => ConfigType.Bool,
    };

    // A symbol becomes a property of Lithe.Config.
    private static void CheckNames(KconfigTree tree, string lib)
    {
        foreach (Symbol symbol in tree.Symbols)
        {
            string name = symbol.Name;
            if (symbol.IsChoice || PlaceOf(symbol, lib) is not { } place)
                continue;
            if (name == ConfigSource.ClassName || typeof(object).GetMember(name).Length > 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                throw new BuildFailure(Diagnostic.ErrorAt(
                    "LITHE1304", $"'{name}' cannot be the name of a symbol here: code reads it as a property of Lithe.Config", "use capital letters, digits and '_'", place.File, place.Line, place.Column));
            }
        }
    }

    private static SourceLocation? PlaceOf(Symbol symbol, string lib) =>
        symbol.Location is { } place ? place with { File = Path.Combine(lib, place.File) } : null;

    private static void CheckRanges(IEnumerable<ConfigSymbol> symbols, KconfigTree tree, string lib)
    {
        foreach (ConfigSymbol symbol in symbols)
        {
            bool fits = symbol.Type switch
            {
                ConfigType.Int => symbol.Value.Length == 0 || int.TryParse(symbol.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
                ConfigType.Hex => symbol.Value.Length == 0 || ConfigSource.TryParseHex(symbol.Value, out _),
                _ => true,
            };
            if (fits)
                continue;
            string message = $"{symbol.Name}={symbol.Value} does not fit: {(symbol.Type == ConfigType.Int ? "an int is a decimal number of 32 bits, use a hex symbol for more" : "a hex symbol is a hexadecimal number of 64 bits")}";
            SourceLocation? place = tree.FindSymbol(symbol.Name) is { } found ? PlaceOf(found, lib) : null;
            throw new BuildFailure(place is { } at ? Diagnostic.ErrorAt("LITHE1303", message, null, at.File, at.Line, at.Column) : Diagnostic.Error("LITHE1303", message));
        }
    }
}
