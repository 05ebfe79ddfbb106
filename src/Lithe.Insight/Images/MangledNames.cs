using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Lithe.Build.Contracts;
using Lithe.Build.Linking;
using Lithe.Build.Output;

namespace Lithe.Insight.Images;

/// <summary>What a link symbol was made for.</summary>
/// <param name="Assembly">The assembly that defines it; for an instantiation of a generic, the generic's definition.</param>
/// <param name="Type">The type, as C# writes it.</param>
/// <param name="Method">The method with its parameters' types; null for what belongs to the type as a whole.</param>
/// <param name="Definition">The same for every instantiation, and for no other method.</param>
internal sealed record SymbolOwner(string Assembly, string Type, string? Method, string Definition)
{
    /// <summary>Type and method.</summary>
    public string Display => Method is null ? Type : $"{Type}.{Method}";
}

/// <summary>
/// Finds whose a symbol of the ahead-of-time compiler is. Its mangling cannot be undone, as it writes '_' for whatever is no letter or digit; so it
/// is done for every type and method of the image's assemblies, and the symbol is looked up.
/// </summary>
internal sealed class MangledNames
{
    private static readonly TypeNames Short = new(full: false);
    private static readonly TypeNames Full = new(full: true);

    // What the compiler writes before the name of the type or method that a piece of data is for.
    private static readonly string[] Prefixes =
    [
        "__SealedVTable_", "__writableData", "__NONGCSTATICS", "__GCSTATICS", "__THREADSTATICS", "__TypeThreadStaticIndex_", "__InterfaceDispatchMap_",
        "__InterfaceDispatchCell_", "__vtable_", "__GenericDict_", "__GenericInstance_", "__readonlydata_", "__ehinfo_", "__RuntimeType_", "__fatpointer_",
        "__fatunboxpointer_", "_associatedData_", "__DelegateCtor_", "__FrozenObj_", "__optionalfields_", "__PreInitData_", "__VTableSlice_", "unbox_",
        "<Boxed>", "Boxed_", "<unbox>", "__Array<", "__Array_", "__Pointer<", "__Pointer_", "__ByRef<", "__MDArray<", "__GetGCStaticBase_",
        "__GetNonGCStaticBase_", "__GetThreadStaticBase_",
    ];

    // Types of the core library that the compiler knows by heart have short names.
    private static readonly Dictionary<string, string> WellKnown = new(StringComparer.Ordinal)
    {
        ["Boolean"] = "Bool", ["Byte"] = "UInt8", ["SByte"] = "Int8", ["Single"] = "Single", ["Double"] = "Double", ["Char"] = "Char", ["Object"] = "Object",
        ["String"] = "String", ["Int16"] = "Int16", ["UInt16"] = "UInt16", ["Int32"] = "Int32", ["UInt32"] = "UInt32", ["Int64"] = "Int64", ["UInt64"] = "UInt64",
        ["IntPtr"] = "IntPtr", ["UIntPtr"] = "UIntPtr", ["Void"] = "Void", ["__Canon"] = "System___Canon",
    };

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = "bool", ["System.Byte"] = "byte", ["System.SByte"] = "sbyte", ["System.Char"] = "char", ["System.Int16"] = "short", ["System.UInt16"] = "ushort",
        ["System.Int32"] = "int", ["System.UInt32"] = "uint", ["System.Int64"] = "long", ["System.UInt64"] = "ulong", ["System.IntPtr"] = "nint", ["System.UIntPtr"] = "nuint",
        ["System.Single"] = "float", ["System.Double"] = "double", ["System.String"] = "string", ["System.Object"] = "object",
    };

    private readonly Dictionary<string, SymbolOwner> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SymbolOwner> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SymbolOwner?> _found = new(StringComparer.Ordinal);

    private MangledNames()
    {
    }

    /// <summary>Every type and method of the image's assemblies.</summary>
    public IEnumerable<SymbolOwner> All => _types.Values.Concat(_methods.Values).Distinct();

    /// <summary>Reads the names of an image's assemblies.</summary>
    public static MangledNames Read(BuiltImage image)
    {
        var names = new MangledNames();
        foreach (RecordedLibrary library in image.Record.Libraries)
        {
            using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(image.FullPath(library.Path))));
            names.AddAssembly(library.Assembly, file.GetMetadataReader(), isCore: library.Assembly == image.Record.Core);
        }
        return names;
    }

    /// <summary>Whose a symbol is; null when it belongs to no type.</summary>
    public SymbolOwner? Find(string symbol)
    {
        if (!_found.TryGetValue(symbol, out SymbolOwner? owner))
            _found[symbol] = owner = FindNew(symbol);
        return owner;
    }

    /// <summary>The name of a definition, with the names of its type parameters.</summary>
    public string DisplayOf(string definition) =>
        _methods.TryGetValue(definition, out SymbolOwner? owner) || _types.TryGetValue(definition, out owner) ? owner.Display : definition;

    /// <summary>The type that a keyword stands for; any other text as it is.</summary>
    public static string WithoutKeyword(string name) => Keywords.FirstOrDefault(entry => entry.Value == name).Key ?? name;

    private SymbolOwner? FindNew(string symbol)
    {
        string text = symbol;
        for (bool again = true; again;)
        {
            if (FindExact(text) is { } exact)
                return exact;
            again = false;
            if (text.StartsWith("_ZTV", StringComparison.Ordinal))
            {
                text = text[4..].TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
                again = true;
            }
            else if (Array.Find(Prefixes, prefix => text.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
            {
                text = text[prefix.Length..];
                again = true;
            }
        }
        return FindLongest(text);
    }

    // A method or type whose name is all of the text, but for type arguments.
    private SymbolOwner? FindExact(string text)
    {
        string plain = WithoutArguments(text, out List<(int Position, string Text)> arguments);
        if (_methods.TryGetValue(plain, out SymbolOwner? method))
            return Instantiate(method, plain, arguments);
        return _types.TryGetValue(plain, out SymbolOwner? type) ? Instantiate(type, plain, arguments) : null;
    }

    // Names that go on after the method or type: "Type__Method__Interface", "Type_1_Int32_".
    private SymbolOwner? FindLongest(string text)
    {
        string plain = WithoutArguments(text, out _);
        for (int length = plain.Length; length > 0; length--)
        {
            if (length < plain.Length && plain[length] is not ('_' or ','))
                continue;
            string start = plain[..length];
            if (_methods.TryGetValue(start, out SymbolOwner? owner) || _types.TryGetValue(start, out owner))
                return owner;
        }
        return null;
    }

    private SymbolOwner Instantiate(SymbolOwner owner, string plain, List<(int Position, string Text)> arguments)
    {
        foreach ((int position, string text) in arguments)
        {
            string list = $"<{string.Join(", ", SplitArguments(text).Select(TypeName))}>";
            if (owner.Method is { } method && position == plain.Length)
            {
                int open = method.IndexOf('(');
                string name = open < 0 ? method : method[..open];
                owner = owner with { Method = Mangling.WithoutArguments(name) + list + (open < 0 ? string.Empty : method[open..]) };
            }
            else
            {
                owner = owner with { Type = Mangling.WithoutArguments(owner.Type) + list };
            }
        }
        return owner;
    }

    private void AddAssembly(string assembly, MetadataReader metadata, bool isCore)
    {
        string prefix = Mangling.Sanitize(metadata.GetString(metadata.GetAssemblyDefinition().Name)) + "_";
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            string mangled = Mangling.Disambiguate(prefix + Mangling.Sanitize(Mangling.RawName(metadata, handle)), taken);
            var context = new GenericNames(Mangling.ParameterNames(metadata, type.GetGenericParameters()), []);
            string display = Full.GetTypeFromDefinition(metadata, handle, 0) + (context.Type.IsEmpty ? string.Empty : $"<{string.Join(", ", context.Type)}>");
            string name = metadata.GetString(type.Name);
            string? shortName = isCore && metadata.GetString(type.Namespace) == "System" ? WellKnown.GetValueOrDefault(name) : null;
            Add(_types, mangled, shortName, new SymbolOwner(assembly, display, null, mangled));

            var takenMethods = new HashSet<string>(StringComparer.Ordinal);
            foreach (MethodDefinitionHandle methodHandle in type.GetMethods())
            {
                MethodDefinition method = metadata.GetMethodDefinition(methodHandle);
                string methodName = metadata.GetString(method.Name);
                string suffix = "__" + Mangling.Disambiguate(Mangling.Sanitize(methodName), takenMethods);
                GenericNames scope = context with { Method = Mangling.ParameterNames(metadata, method.GetGenericParameters()) };
                string generic = scope.Method.IsEmpty ? string.Empty : $"<{string.Join(", ", scope.Method)}>";
                string parameters = string.Join(", ", method.DecodeSignature(Short, scope).ParameterTypes);
                Add(_methods, mangled + suffix, shortName is null ? null : shortName + suffix, new SymbolOwner(assembly, display, $"{methodName}{generic}({parameters})", mangled + suffix));
            }
        }
    }

    private static void Add(Dictionary<string, SymbolOwner> map, string mangled, string? shortName, SymbolOwner owner)
    {
        map[mangled] = owner;
        if (shortName is not null)
            map[shortName] = owner;
    }

    private string TypeName(string mangled)
    {
        int open = mangled.IndexOf('<');
        string plain = open > 0 ? mangled[..open] : mangled;
        string[] arguments = open > 0 && mangled.EndsWith('>') ? [.. SplitArguments(mangled[(open + 1)..^1]).Select(TypeName)] : [];
        return plain switch
        {
            "__Array" when arguments.Length == 1 => arguments[0] + "[]",
            "__Pointer" when arguments.Length == 1 => arguments[0] + "*",
            "__ByRef" when arguments.Length == 1 => "ref " + arguments[0],
            // Code that instantiations over reference types share.
            "System___Canon" => "object",
            _ => (_types.TryGetValue(plain, out SymbolOwner? owner) ? Keywords.GetValueOrDefault(owner.Type, Mangling.WithoutArguments(owner.Type)) : plain) + (arguments.Length == 0 ? string.Empty : $"<{string.Join(", ", arguments)}>"),
        };
    }

    // Arguments are joined by "__", which names may hold too: a cut that leaves an unknown type is not made.
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
            if (!_types.ContainsKey(part) && !part.EndsWith('>'))
                continue;
            parts.Add(part);
            start = i + 2;
            i++;
        }
        parts.Add(text[start..]);
        return parts;
    }

    private static string WithoutArguments(string text, out List<(int Position, string Text)> arguments)
    {
        arguments = [];
        var plain = new StringBuilder(text.Length);
        int depth = 0, start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '<' && depth++ == 0)
                start = i + 1;
            else if (text[i] == '>' && depth > 0 && --depth == 0)
                arguments.Add((plain.Length, text[start..i]));
            else if (depth == 0 && text[i] != '>')
                plain.Append(text[i]);
        }
        return plain.ToString();
    }
}
