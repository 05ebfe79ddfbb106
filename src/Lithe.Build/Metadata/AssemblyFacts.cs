using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Lithe.Build.Metadata;

/// <summary>A method marked <c>[Init(stage)]</c>.</summary>
internal sealed record InitMethod(int Stage, string Type, string Method);

/// <summary>A method marked <c>[GuestTest]</c>.</summary>
internal sealed record TestMethod(string Type, string Method, string? Panic, string File, int Line, string? Problem);

/// <summary>A property marked <c>[Counter(name)]</c>.</summary>
/// <param name="Name">The counter's name, or the first part of several ones'.</param>
/// <param name="Type">The type that holds it.</param>
/// <param name="Property">The property.</param>
/// <param name="Structure">The structure that it returns, whose properties are the counters; null for an integer.</param>
internal sealed record CounterProperty(string Name, string Type, string Property, string? Structure);

/// <summary>A method marked <c>[Syscall(x86, arm64)]</c>.</summary>
/// <param name="X86">Its number on x86_64; -1 for none.</param>
/// <param name="Arm64">Its number on arm64; -1 for none.</param>
/// <param name="Type">The type that holds it.</param>
/// <param name="Method">Its name.</param>
/// <param name="Parameters">Its parameters' types as C# names them; <c>UserPointer</c> and <c>SyscallFrame</c> (by reference) besides integers.</param>
internal sealed record SyscallMethod(int X86, int Arm64, string Type, string Method, IReadOnlyList<string> Parameters);

/// <summary>How a program starts.</summary>
/// <param name="Token">The entry point's method definition.</param>
/// <param name="Namespace">The namespace of its type; empty for none.</param>
/// <param name="Type">The full name of the type that holds it, with '+' between nested ones.</param>
/// <param name="Method">Its name, which may not be a C# one.</param>
/// <param name="TakesArguments">It has a <c>string[]</c> parameter.</param>
/// <param name="UsesArguments">It reads that parameter.</param>
/// <param name="ReturnsStatus">It returns <see langword="int"/>.</param>
internal sealed record EntryPointMethod(int Token, string Namespace, string Type, string Method, bool TakesArguments, bool UsesArguments, bool ReturnsStatus);

/// <summary>Reads from an assembly's metadata what the composition root needs.</summary>
internal sealed class AssemblyFacts : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    private AssemblyFacts(string path)
    {
        _file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path)));
        _metadata = _file.GetMetadataReader();
    }

    public static AssemblyFacts Open(string path) => new(path);

    public void Dispose() => _file.Dispose();

    /// <summary>The start-up methods, in the order declared; a problem for each one that cannot be called.</summary>
    public (IReadOnlyList<InitMethod> Methods, IReadOnlyList<string> Problems) FindInit()
    {
        var methods = new List<InitMethod>();
        var problems = new List<string>();
        foreach ((MethodDefinition method, CustomAttribute attribute) in Marked("InitAttribute"))
        {
            string type = TypeName(method.GetDeclaringType(), '.');
            string name = _metadata.GetString(method.Name);
            BlobReader value = _metadata.GetBlobReader(attribute.Value);
            if (value.Length < 8 || value.ReadUInt16() != 1)
                continue;
            int stage = value.ReadInt32();
            if (WhyNotCallable(method) is { } why)
                problems.Add($"{type}.{name} is marked [Init] but {why}");
            else
                methods.Add(new InitMethod(stage, type, name));
        }
        return (methods, problems);
    }

    /// <summary>The system calls; a problem for each one that cannot be called.</summary>
    public (IReadOnlyList<SyscallMethod> Methods, IReadOnlyList<string> Problems) FindSyscalls()
    {
        var methods = new List<SyscallMethod>();
        var problems = new List<string>();
        foreach ((MethodDefinition method, CustomAttribute attribute) in Marked("SyscallAttribute"))
        {
            string type = TypeName(method.GetDeclaringType(), '.'), name = _metadata.GetString(method.Name);
            BlobReader value = _metadata.GetBlobReader(attribute.Value);
            if (value.Length < 10 || value.ReadUInt16() != 1)
                continue;
            int x86 = value.ReadInt32(), arm64 = value.ReadInt32();
            string? why = WhyNotReachable(method) ?? ReadSyscall(method, out List<string> parameters);
            if (why is not null)
                problems.Add($"{type}.{name} is marked [Syscall] but {why}");
            else
                methods.Add(new SyscallMethod(x86, arm64, type, name, ReadSyscall(method, out parameters) is null ? parameters : []));
        }
        return (methods, problems);
    }

    private string? ReadSyscall(MethodDefinition method, out List<string> parameters)
    {
        parameters = [];
        BlobReader signature = _metadata.GetBlobReader(method.Signature);
        if (signature.ReadSignatureHeader().IsGeneric)
            return "is generic";
        int count = signature.ReadCompressedInteger();
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.Int64)
            return "does not return long";
        for (int i = 0; i < count; i++)
        {
            SignatureTypeCode code = signature.ReadSignatureTypeCode();
            bool isReference = code == SignatureTypeCode.ByReference;
            if (isReference)
                code = signature.ReadSignatureTypeCode();
            string? type = code switch
            {
                SignatureTypeCode.Int32 => "int",
                SignatureTypeCode.UInt32 => "uint",
                SignatureTypeCode.Int64 => "long",
                SignatureTypeCode.UInt64 => "ulong",
                SignatureTypeCode.TypeHandle => NameOf(signature.ReadTypeHandle()),
                _ => null,
            };
            if (type is null || isReference != (type == "SyscallFrame") || code == SignatureTypeCode.TypeHandle && type is not ("UserPointer" or "SyscallFrame"))
                return $"its parameter {i + 1} is neither int, uint, long, ulong, UserPointer nor 'ref SyscallFrame'";
            parameters.Add(type);
        }
        return count - (parameters.Contains("SyscallFrame") ? 1 : 0) > 6 ? "has more than six arguments" : null;
    }

    private string NameOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => _metadata.GetString(_metadata.GetTypeDefinition((TypeDefinitionHandle)handle).Name),
        HandleKind.TypeReference => _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)handle).Name),
        _ => string.Empty,
    };

    /// <summary>The properties that are counters; a problem for each one that cannot be read.</summary>
    public (IReadOnlyList<CounterProperty> Properties, IReadOnlyList<string> Problems) FindCounters()
    {
        var counters = new List<CounterProperty>();
        var problems = new List<string>();
        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
        {
            foreach (PropertyDefinitionHandle propertyHandle in _metadata.GetTypeDefinition(handle).GetProperties())
            {
                PropertyDefinition property = _metadata.GetPropertyDefinition(propertyHandle);
                foreach (CustomAttribute attribute in property.GetCustomAttributes().Select(_metadata.GetCustomAttribute))
                {
                    if (MetadataNames.AttributeName(_metadata, attribute) != "CounterAttribute")
                        continue;
                    BlobReader value = _metadata.GetBlobReader(attribute.Value);
                    value.ReadUInt16();
                    string name = value.ReadSerializedString() ?? string.Empty;
                    string place = $"{TypeName(handle, '.')}.{_metadata.GetString(property.Name)} is marked [Counter] but ";
                    MethodDefinitionHandle getter = property.GetAccessors().Getter;
                    (bool isInteger, string? structure) = ResultOf(property);
                    if (getter.IsNil || WhyNotReachable(_metadata.GetMethodDefinition(getter)) is not null)
                        problems.Add(place + "is not public and static");
                    else if (!isInteger && structure is null)
                        problems.Add(place + "is neither an integer nor a structure");
                    else if (name.Length == 0 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
                        problems.Add(place + $"'{name}' is no name: lower-case words with dots between");
                    else
                        counters.Add(new CounterProperty(name, TypeName(handle, '.'), _metadata.GetString(property.Name), structure));
                }
            }
        }
        return (counters, problems);
    }

    /// <summary>The public integer properties of a type that this assembly defines; null when it does not.</summary>
    public IReadOnlyList<string>? IntegerProperties(string type)
    {
        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
        {
            if (TypeName(handle, '.') == type)
            {
                return [.. _metadata.GetTypeDefinition(handle).GetProperties().Select(_metadata.GetPropertyDefinition)
                    .Where(property => ResultOf(property).IsInteger && property.GetAccessors().Getter is { IsNil: false } getter
                        && (_metadata.GetMethodDefinition(getter).Attributes & (MethodAttributes.MemberAccessMask | MethodAttributes.Static)) == MethodAttributes.Public)
                    .Select(property => _metadata.GetString(property.Name))];
            }
        }
        return null;
    }

    private (bool IsInteger, string? Structure) ResultOf(PropertyDefinition property)
    {
        BlobReader signature = _metadata.GetBlobReader(property.Signature);
        signature.ReadSignatureHeader();
        if (signature.ReadCompressedInteger() != 0)
            return (false, null);
        switch (signature.ReadSignatureTypeCode())
        {
            case SignatureTypeCode.Byte or SignatureTypeCode.SByte or SignatureTypeCode.Int16 or SignatureTypeCode.UInt16 or SignatureTypeCode.Int32
                or SignatureTypeCode.UInt32 or SignatureTypeCode.Int64 or SignatureTypeCode.UInt64 or SignatureTypeCode.IntPtr or SignatureTypeCode.UIntPtr:
                return (true, null);
            // The code of a class or structure is followed by its token; which of the two is in the byte before.
            case SignatureTypeCode.TypeHandle:
                EntityHandle handle = signature.ReadTypeHandle();
                return handle.Kind switch
                {
                    HandleKind.TypeDefinition => (false, TypeName((TypeDefinitionHandle)handle, '.')),
                    HandleKind.TypeReference when _metadata.GetTypeReference((TypeReferenceHandle)handle) is var reference =>
                        (false, _metadata.GetString(reference.Namespace) + "." + _metadata.GetString(reference.Name)),
                    _ => (false, null),
                };
            default:
                return (false, null);
        }
    }

    /// <summary>The guest tests in the order of the sources.</summary>
    public IReadOnlyList<TestMethod> FindTests()
    {
        MetadataReaderProvider? symbols = OpenSymbols();
        var tests = new List<TestMethod>();
        foreach ((MethodDefinition method, CustomAttribute attribute) in Marked("GuestTestAttribute"))
        {
            (string file, int line) = Place(symbols, method);
            tests.Add(new TestMethod(TypeName(method.GetDeclaringType(), '.'), _metadata.GetString(method.Name), NamedText(attribute, "Panic"), file, line, WhyNotCallable(method)));
        }
        symbols?.Dispose();
        return tests;
    }

    /// <summary>The program's entry point, or null when there is none.</summary>
    public EntryPointMethod? FindEntryPoint()
    {
        int token = _file.PEHeaders.CorHeader!.EntryPointTokenOrRelativeVirtualAddress;
        if (token >> 24 != 0x06)
            return null;
        MethodDefinition method = _metadata.GetMethodDefinition(MetadataTokens.MethodDefinitionHandle(token & 0xFFFFFF));
        BlobReader signature = _metadata.GetBlobReader(method.Signature);
        signature.ReadSignatureHeader();
        int parameters = signature.ReadCompressedInteger();
        bool returnsStatus = signature.ReadSignatureTypeCode() == SignatureTypeCode.Int32;
        bool usesArguments = parameters == 1 && ReadsFirstArgument(method);
        TypeDefinition type = _metadata.GetTypeDefinition(method.GetDeclaringType());
        string ns = _metadata.GetString(type.Namespace);
        return new EntryPointMethod(token, ns, TypeName(method.GetDeclaringType(), '+'), _metadata.GetString(method.Name), parameters == 1, usesArguments, returnsStatus);
    }

    // Top-level statements have a parameter whether they use it or not; an image that does not pays nothing for it.
    private bool ReadsFirstArgument(MethodDefinition method)
    {
        byte[]? il = _file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes();
        return il is null || IlInstructions.Read(il).Any(instruction => instruction.Code switch
        {
            ILOpCode.Ldarg_0 => true,
            ILOpCode.Ldarg_s or ILOpCode.Ldarg or ILOpCode.Ldarga_s or ILOpCode.Ldarga => instruction.Operand == 0,
            _ => false,
        });
    }

    /// <summary>The values and names of an enumeration that this assembly defines; none when it does not.</summary>
    public IEnumerable<(int Value, string Name)> EnumMembers(string typeName)
    {
        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
        {
            TypeDefinition type = _metadata.GetTypeDefinition(handle);
            if (!_metadata.StringComparer.Equals(type.Name, typeName))
                continue;
            foreach (FieldDefinitionHandle fieldHandle in type.GetFields())
            {
                FieldDefinition field = _metadata.GetFieldDefinition(fieldHandle);
                if (!field.GetDefaultValue().IsNil && _metadata.GetConstant(field.GetDefaultValue()) is { TypeCode: ConstantTypeCode.Int32 } constant)
                    yield return (_metadata.GetBlobReader(constant.Value).ReadInt32(), _metadata.GetString(field.Name));
            }
        }
    }

    private string? WhyNotCallable(MethodDefinition method)
    {
        BlobReader signature = _metadata.GetBlobReader(method.Signature);
        SignatureHeader header = signature.ReadSignatureHeader();
        if (header.IsGeneric || _metadata.GetTypeDefinition(method.GetDeclaringType()).GetGenericParameters().Count > 0)
            return "is generic";
        if (signature.ReadCompressedInteger() != 0)
            return "has parameters";
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.Void)
            return "returns a value";
        return WhyNotReachable(method);
    }

    private string? WhyNotReachable(MethodDefinition method)
    {
        if (!method.Attributes.HasFlag(MethodAttributes.Static))
            return "is not static";
        if ((method.Attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public)
            return "is not public";
        for (TypeDefinitionHandle at = method.GetDeclaringType(); !at.IsNil; at = _metadata.GetTypeDefinition(at).GetDeclaringType())
        {
            if ((_metadata.GetTypeDefinition(at).Attributes & TypeAttributes.VisibilityMask) is not (TypeAttributes.Public or TypeAttributes.NestedPublic))
                return $"its type {TypeName(at, '.')} is not public";
        }
        return null;
    }

    private IEnumerable<(MethodDefinition Method, CustomAttribute Attribute)> Marked(string attributeName)
    {
        foreach (MethodDefinitionHandle handle in _metadata.MethodDefinitions)
        {
            MethodDefinition method = _metadata.GetMethodDefinition(handle);
            foreach (CustomAttributeHandle attributeHandle in method.GetCustomAttributes())
            {
                CustomAttribute attribute = _metadata.GetCustomAttribute(attributeHandle);
                if (MetadataNames.AttributeName(_metadata, attribute) == attributeName)
                    yield return (method, attribute);
            }
        }
    }

    private string TypeName(TypeDefinitionHandle handle, char nested)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        string name = _metadata.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil)
            return TypeName(type.GetDeclaringType(), nested) + nested + name;
        string ns = _metadata.GetString(type.Namespace);
        return ns.Length == 0 ? name : ns + "." + name;
    }

    // A named argument of type string (ECMA-335 II.23.3). Constructor arguments would stand before it; the attribute has none.
    private string? NamedText(CustomAttribute attribute, string wanted)
    {
        BlobReader value = _metadata.GetBlobReader(attribute.Value);
        if (value.Length < 4 || value.ReadUInt16() != 1)
            return null;
        int count = value.ReadUInt16();
        for (int i = 0; i < count; i++)
        {
            value.ReadByte();
            if (value.ReadSerializationTypeCode() != SerializationTypeCode.String)
                return null;
            string? name = value.ReadSerializedString();
            string? text = value.ReadSerializedString();
            if (name == wanted)
                return text;
        }
        return null;
    }

    private MetadataReaderProvider? OpenSymbols()
    {
        foreach (DebugDirectoryEntry entry in _file.ReadDebugDirectory())
        {
            if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)
                return _file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        }
        return null;
    }

    private (string File, int Line) Place(MetadataReaderProvider? symbols, MethodDefinition method)
    {
        if (symbols is null)
            return (string.Empty, 0);
        MetadataReader reader = symbols.GetMetadataReader();
        MethodDefinitionHandle handle = _metadata.GetTypeDefinition(method.GetDeclaringType()).GetMethods().First(candidate => _metadata.GetMethodDefinition(candidate).Equals(method));
        foreach (SequencePoint point in reader.GetMethodDebugInformation(handle).GetSequencePoints())
        {
            if (!point.IsHidden)
                return (MetadataNames.SourceName(reader.GetString(reader.GetDocument(point.Document).Name)), point.StartLine);
        }
        return (string.Empty, 0);
    }
}
