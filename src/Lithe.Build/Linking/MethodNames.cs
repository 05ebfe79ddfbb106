using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Lithe.Build.Compilation;
using Lithe.Build.Contracts;
using Lithe.Image;

namespace Lithe.Build.Linking;

/// <summary>
/// Finds the C# names of link symbols. The ahead-of-time compiler's mangling loses what it replaces by '_', so it cannot be undone; but it can
/// be done again for every type and method of the image's assemblies, and looked up.
/// </summary>
internal sealed class MethodNames
{
    private static readonly TypeNames Short = new(full: false);
    private static readonly TypeNames Full = new(full: true);

    // What the ahead-of-time compiler calls a method table: this, the length of the mangled name, that name.
    private const string MethodTablePrefix = "_ZTV";
    private static readonly char[] Digits = [.. "0123456789"];

    // As type arguments, primitives have no assembly in front.
    private static readonly Dictionary<string, string> Primitives = new(StringComparer.Ordinal)
    {
        ["Boolean"] = "bool",
        ["Char"] = "char",
        ["Int8"] = "sbyte",
        ["UInt8"] = "byte",
        ["Int16"] = "short",
        ["UInt16"] = "ushort",
        ["Int32"] = "int",
        ["UInt32"] = "uint",
        ["Int64"] = "long",
        ["UInt64"] = "ulong",
        ["IntPtr"] = "nint",
        ["UIntPtr"] = "nuint",
        ["Single"] = "float",
        ["Double"] = "double",
    };

    // Mangled type -> C# name, and mangled type + "__" + mangled method -> (C# type, method, parameters, lines).
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Type, string Method, string Parameters, IReadOnlyList<int> Lines)> _methods = new(StringComparer.Ordinal);

    private MethodNames()
    {
    }

    public static MethodNames Read(IEnumerable<CompiledAssembly> assemblies)
    {
        var names = new MethodNames();
        foreach (CompiledAssembly assembly in assemblies)
        {
            using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(assembly.Path)));
            using MetadataReaderProvider? symbols = OpenSymbols(file);
            names.AddAssembly(file.GetMetadataReader(), symbols?.GetMetadataReader());
        }
        return names;
    }

    /// <summary>
    /// The contents of the debug file's <c>.lithe.names</c>: a line of symbol, tab, C# name, tab, source lines for each function known; of symbol,
    /// tab, C# name for each method table.
    /// </summary>
    public string Describe(ElfFile file)
    {
        var text = new StringBuilder();
        foreach (string symbol in file.Symbols.Where(symbol => symbol.Type == ElfSymbolType.Function).Select(symbol => symbol.Name).Distinct().Order(StringComparer.Ordinal))
        {
            if (Find(symbol) is { } method)
                text.Append(symbol).Append('\t').Append(method.Name).Append('\t').AppendJoin(',', method.Lines).Append('\n');
        }
        foreach (string symbol in file.Symbols.Select(symbol => symbol.Name).Where(name => name.StartsWith(MethodTablePrefix, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal))
        {
            string mangled = symbol[MethodTablePrefix.Length..].TrimStart(Digits);
            string name = TypeName(mangled);
            if (name != mangled)
                text.Append(symbol).Append('\t').Append(name).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The C# name and the lines of a link symbol, or null when it is none of a method.</summary>
    public (string Name, IReadOnlyList<int> Lines)? Find(string symbol)
    {
        // Instantiations: the text between '<' and '>' goes from the name that is looked up, and comes back as C# type arguments.
        var plain = new StringBuilder();
        var arguments = new List<(int Position, string Text)>();
        int depth = 0, start = 0;
        for (int i = 0; i < symbol.Length; i++)
        {
            if (symbol[i] == '<' && depth++ == 0)
                start = i + 1;
            else if (symbol[i] == '>' && depth > 0 && --depth == 0)
                arguments.Add((plain.Length, symbol[start..i]));
            else if (depth == 0)
                plain.Append(symbol[i]);
        }
        string key = plain.ToString();
        const string Unboxing = "unbox_";
        if (!_methods.ContainsKey(key) && key.StartsWith(Unboxing, StringComparison.Ordinal))
            key = key[Unboxing.Length..];
        if (!_methods.TryGetValue(key, out var method))
            return null;
        string type = method.Type, name = method.Method;
        foreach ((int position, string text) in arguments)
        {
            string list = $"<{string.Join(", ", SplitArguments(text).Select(TypeName))}>";
            if (position == plain.Length)
                name = Mangling.WithoutArguments(name) + list;
            else
                type = Mangling.WithoutArguments(type) + list;
        }
        return ($"{type}.{name}{method.Parameters}", method.Lines);
    }

    private void AddAssembly(MetadataReader metadata, MetadataReader? symbols)
    {
        string prefix = Mangling.Sanitize(metadata.GetString(metadata.GetAssemblyDefinition().Name)) + "_";
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            string mangled = Mangling.Disambiguate(prefix + Mangling.Sanitize(Mangling.RawName(metadata, handle)), taken);
            var context = new GenericNames(Mangling.ParameterNames(metadata, type.GetGenericParameters()), []);
            string display = Full.GetTypeFromDefinition(metadata, handle, 0) + (context.Type.IsEmpty ? string.Empty : $"<{string.Join(", ", context.Type)}>");
            _types[mangled] = Keyword(display);
            var takenMethods = new HashSet<string>(StringComparer.Ordinal);
            foreach (MethodDefinitionHandle methodHandle in type.GetMethods())
            {
                MethodDefinition method = metadata.GetMethodDefinition(methodHandle);
                string name = metadata.GetString(method.Name);
                string mangledMethod = Mangling.Disambiguate(Mangling.Sanitize(name), takenMethods);
                var scope = context with { Method = Mangling.ParameterNames(metadata, method.GetGenericParameters()) };
                string parameters = $"({string.Join(", ", method.DecodeSignature(Short, scope).ParameterTypes)})";
                string generic = scope.Method.IsEmpty ? string.Empty : $"<{string.Join(", ", scope.Method)}>";
                _methods[$"{mangled}__{mangledMethod}"] = (display, name + generic, parameters, Lines(symbols, methodHandle));
            }
        }
    }

    private static MetadataReaderProvider? OpenSymbols(PEReader file)
    {
        foreach (DebugDirectoryEntry entry in file.ReadDebugDirectory())
        {
            if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)
                return file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        }
        return null;
    }

    private static int[] Lines(MetadataReader? symbols, MethodDefinitionHandle method) => symbols is null
        ? []
        : [.. symbols.GetMethodDebugInformation(method).GetSequencePoints().Where(point => !point.IsHidden).Select(point => point.StartLine).Distinct().Order()];

    private string TypeName(string mangled)
    {
        if (_types.TryGetValue(mangled, out string? known) || Primitives.TryGetValue(mangled, out known))
            return known;
        int open = mangled.IndexOf('<');
        if (open > 0 && mangled.EndsWith('>'))
        {
            string[] arguments = [.. SplitArguments(mangled[(open + 1)..^1]).Select(TypeName)];
            return mangled[..open] switch
            {
                "__Array" => arguments[0] + "[]",
                "__Pointer" => arguments[0] + "*",
                "__ByRef" => "ref " + arguments[0],
                string generic => $"{Mangling.WithoutArguments(_types.GetValueOrDefault(generic, generic))}<{string.Join(", ", arguments)}>",
            };
        }
        return mangled;
    }

    // Arguments are joined by "__", which names may hold too: a cut that leaves unknown types is taken back.
    private List<string> SplitArguments(string text)
    {
        var parts = new List<string>();
        int depth = 0, start = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            depth += text[i] == '<' ? 1 : text[i] == '>' ? -1 : 0;
            if (depth != 0 || text[i] != '_' || text[i + 1] != '_' || i == start)
                continue;
            string part = text[start..i];
            if (!_types.ContainsKey(part) && !Primitives.ContainsKey(part) && !part.EndsWith('>'))
                continue;
            parts.Add(part);
            start = i + 2;
            i++;
        }
        parts.Add(text[start..]);
        return parts;
    }

    private static string Keyword(string type) => type switch
    {
        "System.Boolean" => "bool",
        "System.Byte" => "byte",
        "System.SByte" => "sbyte",
        "System.Char" => "char",
        "System.Int16" => "short",
        "System.UInt16" => "ushort",
        "System.Int32" => "int",
        "System.UInt32" => "uint",
        "System.Int64" => "long",
        "System.UInt64" => "ulong",
        "System.IntPtr" => "nint",
        "System.UIntPtr" => "nuint",
        "System.String" => "string",
        "System.Object" => "object",
        _ => type,
    };
}
