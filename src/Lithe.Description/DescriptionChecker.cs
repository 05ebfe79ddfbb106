using System.Globalization;

namespace Lithe.Description;

/// <summary>Turns a YAML document into an <see cref="AppDescription"/>, and reports everything that is wrong with it, not the first thing only.</summary>
internal sealed class DescriptionChecker(string file)
{
    private static readonly string[] Keys = ["name", "app", "args", "root", "embed", "targets", "processors", "machines", "memory", "devices", "profile", "config"];
    private static readonly string[] BuiltKinds = ["csharp", "tests", "elf", "dotnet"];
    private static readonly string[] PlannedKinds = ["c", "debian"];

    private readonly List<Diagnostic> _diagnostics = [];
    private readonly string _folder = Path.GetDirectoryName(file)!;

    public (AppDescription?, IReadOnlyList<Diagnostic>) Check(YamlNode? root)
    {
        if (root is null or YamlText { Value.Length: 0 })
        {
            Error("LITHE1005", "the file is empty", "write at least 'name:' and 'app:'", 1, 1);
            return (null, _diagnostics);
        }
        if (root is not YamlMap map)
        {
            Error("LITHE1007", $"the file must be a mapping (name: ..., app: ...), it is {root.Kind}", null, root.Line, root.Column);
            return (null, _diagnostics);
        }

        var values = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach ((YamlText key, YamlNode value) in map.Entries)
        {
            if (Keys.Contains(key.Value))
                values[key.Value] = value;
            else
                UnknownKey(key, Keys);
        }

        string? name = ReadName(values.GetValueOrDefault("name"));
        (AppKind Kind, string Source)? app = ReadApp(values.GetValueOrDefault("app"));
        (string? rootFolder, IReadOnlyList<PlacedText> rootPackages, IReadOnlyList<PlacedText>? rootPrograms) = ReadRoot(values.GetValueOrDefault("root"));
        // A path with a slash in front is the root file system's.
        bool isInRoot = app is { Kind: AppKind.Elf } elf && elf.Source.StartsWith("root:", StringComparison.Ordinal);
        if (isInRoot && rootFolder is null && rootPackages.Count == 0)
            Error("LITHE1011", "the program is named by a path of the root file system, and there is no 'root'", "add 'root:', or name a file beside this one", map.Line, map.Column);
        var description = new AppDescription
        {
            Name = name ?? string.Empty,
            Folder = _folder,
            File = file,
            Kind = app?.Kind ?? AppKind.CSharp,
            Source = isInRoot ? string.Empty : app?.Source ?? string.Empty,
            ProgramPath = app?.Kind == AppKind.DotNet ? "/" + Path.GetFileNameWithoutExtension(app.Value.Source) : app?.Kind != AppKind.Elf ? string.Empty : isInRoot ? app.Value.Source["root:".Length..] : "/" + Path.GetFileName(app.Value.Source),
            Args = ReadArgs(values.GetValueOrDefault("args")),
            Root = rootFolder,
            RootPackages = rootPackages,
            RootPrograms = rootPrograms,
            Embed = ReadEmbed(values.GetValueOrDefault("embed")),
            Targets = ReadTargets(values.GetValueOrDefault("targets")),
            Processors = ReadProcessors(values.GetValueOrDefault("processors")),
            Machines = ReadPlaced(values.GetValueOrDefault("machines"), "machines", "write 'machines: [microvm, q35]'"),
            Memory = values.GetValueOrDefault("memory") is { } memory && Text(memory, "memory") is { } size ? new PlacedText(size.Value, size.Line, size.Column) : null,
            Devices = ReadPlaced(values.GetValueOrDefault("devices"), "devices", "write 'devices: [net, disk size=64M]'"),
            Profile = ReadProfile(values.GetValueOrDefault("profile")),
            Config = ReadConfig(values.GetValueOrDefault("config")),
        };
        bool failed = _diagnostics.Exists(diagnostic => diagnostic.Severity == Severity.Error);
        return (failed ? null : description, _diagnostics);
    }

    private string? ReadName(YamlNode? node)
    {
        if (node is null)
        {
            Error("LITHE1008", "'name' is missing", "add 'name: NAME', the name of the image", 1, 1);
            return null;
        }
        if (Text(node, "name") is not { } text)
            return null;
        bool good = text.Value.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(text.Value[0])
            && text.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        if (!good)
            Error("LITHE1009", $"'{Shorten(text.Value)}' cannot be an image's name", "use 1 to 64 letters, digits, '-', '_' and '.', starting with a letter or digit", text.Line, text.Column);
        return good ? text.Value : null;
    }

    private (AppKind, string)? ReadApp(YamlNode? node)
    {
        const string Mend = "write 'app: { csharp: ./Project.csproj }', 'app: { elf: ./program }', 'app: { dotnet: ./App.csproj }' or 'app: { tests: . }'";
        if (node is null)
        {
            Error("LITHE1008", "'app' is missing", Mend, 1, 1);
            return null;
        }
        if (node is not YamlMap map)
        {
            WrongKind(node, "app", "a mapping", Mend);
            return null;
        }

        var given = new List<(YamlText Key, YamlNode Value)>();
        bool planned = false;
        foreach ((YamlText key, YamlNode value) in map.Entries)
        {
            if (BuiltKinds.Contains(key.Value))
                given.Add((key, value));
            else if (PlannedKinds.Contains(key.Value))
            {
                planned = true;
                Error("LITHE1012", $"applications of the kind '{key.Value}' cannot be built yet", "use 'csharp:' (a freestanding C# project) or 'tests:'", key.Line, key.Column);
            }
            else
                UnknownKey(key, [.. BuiltKinds, .. PlannedKinds]);
        }
        if (given.Count > 1)
            Error("LITHE1010", $"'app' must say one kind, here it says '{given[0].Key.Value}' and '{given[1].Key.Value}'", "keep one of them", given[1].Key.Line, given[1].Key.Column);
        else if (given.Count == 0 && !planned && map.Entries.Count == 0)
            Error("LITHE1008", "'app' does not say what the application is made from", Mend, map.Line, map.Column);
        if (given.Count != 1 || Text(given[0].Value, "app." + given[0].Key.Value) is not { } path)
            return null;
        if (given[0].Key.Value == "dotnet")
            return Pair(AppKind.DotNet, FindProject(path));
        if (given[0].Key.Value == "elf")
            return Pair(AppKind.Elf, path.Value.StartsWith('/') ? "root:" + path.Value : FindProgram(path));
        return given[0].Key.Value == "csharp" ? Pair(AppKind.CSharp, FindProject(path)) : Pair(AppKind.Tests, FindFolder(path));
    }

    private static (AppKind, string)? Pair(AppKind kind, string? source) => source is null ? null : (kind, source);

    private string? FindProject(YamlText text)
    {
        if (Resolve(text) is not { } path)
            return null;
        if (Directory.Exists(path))
        {
            string[] projects = Directory.GetFiles(path, "*.csproj");
            if (projects.Length == 1)
                return projects[0];
            Error("LITHE1011", $"the folder '{text.Value}' holds {(projects.Length == 0 ? "no" : "more than one")} C# project", "name the project file", text.Line, text.Column);
            return null;
        }
        if (!path.EndsWith(".csproj", StringComparison.Ordinal))
        {
            Error("LITHE1011", $"'{text.Value}' is not a C# project", "name a .csproj file", text.Line, text.Column);
            return null;
        }
        return path;
    }

    private string? FindProgram(YamlText text)
    {
        if (Resolve(text) is not { } path)
            return null;
        if (File.Exists(path))
            return path;
        Error("LITHE1011", $"'{text.Value}' is not a file", "name an ELF program; a path with '/' in front is one of the root file system's", text.Line, text.Column);
        return null;
    }

    private string? FindFolder(YamlText text)
    {
        if (Resolve(text) is not { } path)
            return null;
        if (Directory.Exists(path))
            return path;
        Error("LITHE1011", $"'{text.Value}' is not a folder", "name the folder that holds the tests; '.' is the one of this file", text.Line, text.Column);
        return null;
    }

    private string? Resolve(YamlText text)
    {
        if (text.Value.Length == 0 || text.Value.Contains('\0'))
        {
            Error("LITHE1011", "a path is missing here", null, text.Line, text.Column);
            return null;
        }
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text.Value, _folder));
        if (File.Exists(path) || Directory.Exists(path))
            return path;
        Error("LITHE1011", $"'{Shorten(text.Value)}' does not exist", $"it is looked for as {Shorten(path)}", text.Line, text.Column);
        return null;
    }

    private (string? Folder, IReadOnlyList<PlacedText> Packages, IReadOnlyList<PlacedText>? Programs) ReadRoot(YamlNode? node)
    {
        const string Mend = "write 'root: ./folder' or 'root: { debian: [package], files: ./folder }'";
        switch (node)
        {
            case null:
                return (null, [], null);
            case YamlMap map:
                string? folder = null;
                IReadOnlyList<PlacedText>? programs = null;
                List<PlacedText> packages = [];
                foreach ((YamlText key, YamlNode value) in map.Entries)
                {
                    if (key.Value == "debian")
                        packages = ReadPlaced(value, "root.debian", Mend);
                    else if (key.Value == "files")
                        folder = Text(value, "root.files") is { } files ? Resolve(files) : null;
                    else if (key.Value == "programs")
                        programs = ReadPlaced(value, "root.programs", Mend);
                    else
                        UnknownKey(key, ["debian", "programs", "files"]);
                }
                foreach (PlacedText package in packages.Where(package => package.Text.Length == 0 || !package.Text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '+' or '.')))
                    Error("LITHE1009", $"'{Shorten(package.Text)}' cannot be a Debian package's name", null, package.Line, package.Column);
                return (folder, packages, programs);
            default:
                return (Text(node, "root") is { } text ? Resolve(text) : null, [], null);
        }
    }

    private string? ReadEmbed(YamlNode? node)
    {
        if (node is null || Text(node, "embed") is not { } text || Resolve(text) is not { } path)
            return null;
        if (Directory.Exists(path))
            return path;
        Error("LITHE1011", $"'{Shorten(text.Value)}' is not a folder", "name the folder whose files become part of the image", text.Line, text.Column);
        return null;
    }

    private List<string> ReadArgs(YamlNode? node)
    {
        var args = new List<string>();
        foreach (YamlText text in Texts(node, "args", "write 'args: [first, second]'"))
        {
            if (text.Value.Contains('\0'))
                Error("LITHE1007", "an argument cannot hold a zero character", null, text.Line, text.Column);
            args.Add(text.Value);
        }
        return args;
    }

    private IReadOnlyList<Target> ReadTargets(YamlNode? node)
    {
        if (node is null)
            return Target.All;
        var targets = new List<Target>();
        foreach (YamlText text in Texts(node, "targets", "write 'targets: [qemu-x86_64]'"))
        {
            if (!Target.TryParse(text.Value, out Target? target, out string? nearest))
                Error("LITHE1013", $"there is no target '{Shorten(text.Value)}'", nearest is null ? "targets are: " + string.Join(", ", Target.All.Select(known => known.Name)) : $"did you mean '{nearest}'?", text.Line, text.Column);
            else if (targets.Contains(target))
                Error("LITHE1006", $"the target '{text.Value}' is given twice", "remove one of the two", text.Line, text.Column);
            else
                targets.Add(target);
        }
        if (targets.Count == 0 && node is YamlList { Items.Count: 0 } or YamlText { Value.Length: 0, IsPlain: true })
            Error("LITHE1013", "'targets' is empty", "remove it to have every target", node.Line, node.Column);
        return targets;
    }

    private IReadOnlyList<int> ReadProcessors(YamlNode? node)
    {
        if (node is null)
            return [1];
        var counts = new List<int>();
        foreach (YamlText text in node is YamlText single ? [single] : Texts(node, "processors", "write 'processors: 2', or for tests 'processors: [1, 2, 4]'"))
        {
            if (int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 64)
                counts.Add(count);
            else
                Error("LITHE1018", $"'{Shorten(text.Value)}' is not a number of processors", "write a number from 1 to 64", text.Line, text.Column);
        }
        if (counts.Count == 0 && node is YamlList { Items.Count: 0 })
            Error("LITHE1018", "'processors' is empty", "remove it to have one processor", node.Line, node.Column);
        return counts;
    }

    private List<PlacedText> ReadPlaced(YamlNode? node, string key, string mend) =>
        [.. Texts(node, key, mend).Select(text => new PlacedText(text.Value, text.Line, text.Column))];

    private BuildProfile ReadProfile(YamlNode? node)
    {
        if (node is null || Text(node, "profile") is not { } text)
            return BuildProfile.Release;
        if (text.Value is not ("release" or "debug"))
            Error("LITHE1016", $"there is no profile '{Shorten(text.Value)}'", "write 'profile: release' or 'profile: debug'", text.Line, text.Column);
        return text.Value == "debug" ? BuildProfile.Debug : BuildProfile.Release;
    }

    private List<ConfigEntry> ReadConfig(YamlNode? node)
    {
        var entries = new List<ConfigEntry>();
        if (node is null or YamlText { Value.Length: 0, IsPlain: true })
            return entries;
        if (node is not YamlMap map)
        {
            WrongKind(node, "config", "a mapping", "write 'config: { SYMBOL: value }'");
            return entries;
        }
        foreach ((YamlText key, YamlNode value) in map.Entries)
        {
            if (key.Value.Length == 0 || !key.Value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                Error("LITHE1009", $"'{Shorten(key.Value)}' cannot be a Kconfig symbol", "symbols are made of letters, digits and '_'", key.Line, key.Column);
            else if (Text(value, "config." + key.Value) is { } text)
                entries.Add(new ConfigEntry(key.Value, TruthValue(text), text.Line, text.Column));
        }
        return entries;
    }

    internal static string TruthValue(YamlText text) => !text.IsPlain ? text.Value : text.Value switch
    {
        "true" or "True" or "TRUE" or "yes" => "y",
        "false" or "False" or "FALSE" or "no" => "n",
        _ => text.Value,
    };

    private IEnumerable<YamlText> Texts(YamlNode? node, string key, string mend)
    {
        if (node is null or YamlText { Value.Length: 0, IsPlain: true })
            yield break;
        if (node is not YamlList list)
        {
            WrongKind(node, key, "a list", mend);
            yield break;
        }
        foreach (YamlNode item in list.Items)
        {
            if (Text(item, "an item of " + key) is { } text)
                yield return text;
        }
    }

    private YamlText? Text(YamlNode node, string key)
    {
        if (node is YamlText text && (text.Value.Length > 0 || !text.IsPlain))
            return text;
        WrongKind(node, key, "a text", null);
        return null;
    }

    private void WrongKind(YamlNode node, string key, string wanted, string? mend) =>
        Error("LITHE1007", $"'{key}' must be {wanted}, here it is {node.Kind}", mend, node.Line, node.Column);

    private void UnknownKey(YamlText key, IReadOnlyList<string> known)
    {
        string? nearest = NearMatch.Find(key.Value, known);
        Error("LITHE1014", $"'{Shorten(key.Value)}' is not a key known here", nearest is null ? "known keys are: " + string.Join(", ", known) : $"did you mean '{nearest}'?", key.Line, key.Column);
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..77] + "...";

    private void Error(string code, string message, string? mend, int line, int column) =>
        _diagnostics.Add(Diagnostic.ErrorAt(code, message, mend, file, line, column));
}
