using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Lithe.Build.Metadata;

/// <summary>A call of a virtual method that is itself generic.</summary>
/// <param name="Caller">The calling method: <c>Type.Method</c>.</param>
/// <param name="Called">The called method: <c>Type.Method</c>.</param>
/// <param name="File">The caller's source; empty when not known.</param>
/// <param name="Line">The call's line; 0 when not known.</param>
internal sealed record GenericVirtualCall(string Caller, string Called, string File, int Line);

/// <summary>
/// Finds calls of generic virtual methods in IL. Which code they run can be known only at run time, by a table of types and type
/// arguments that images do not have; the ahead-of-time compiler stops at them without naming them.
/// </summary>
internal static class GenericVirtualCalls
{
    /// <summary>The calls in <paramref name="callers"/>, by source and line.</summary>
    /// <param name="callers">The assemblies to look through.</param>
    /// <param name="all">All assemblies of the image: the called methods are defined in them.</param>
    public static IReadOnlyList<GenericVirtualCall> Find(IEnumerable<string> callers, IEnumerable<string> all)
    {
        var virtuals = new HashSet<(string Type, string Method)>();
        foreach (string path in all)
        {
            using PEReader file = Open(path);
            MetadataReader metadata = file.GetMetadataReader();
            foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
            {
                MethodDefinition method = metadata.GetMethodDefinition(handle);
                if (method.Attributes.HasFlag(MethodAttributes.Virtual) && method.GetGenericParameters().Count > 0 && !method.Attributes.HasFlag(MethodAttributes.Static))
                    virtuals.Add((TypeName(metadata, method.GetDeclaringType()), metadata.GetString(method.Name)));
            }
        }

        var calls = new List<GenericVirtualCall>();
        if (virtuals.Count == 0)
            return calls;
        foreach (string path in callers)
        {
            using PEReader file = Open(path);
            MetadataReader metadata = file.GetMetadataReader();
            using MetadataReaderProvider? symbols = OpenSymbols(file);
            foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
                calls.AddRange(FindIn(file, metadata, symbols?.GetMetadataReader(), handle, virtuals));
        }
        return [.. calls.Distinct().OrderBy(call => call.File, StringComparer.Ordinal).ThenBy(call => call.Line)];
    }

    private static IEnumerable<GenericVirtualCall> FindIn(
        PEReader file, MetadataReader metadata, MetadataReader? symbols, MethodDefinitionHandle handle, HashSet<(string Type, string Method)> virtuals)
    {
        MethodDefinition method = metadata.GetMethodDefinition(handle);
        if (method.RelativeVirtualAddress == 0 || file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() is not { } il)
            yield break;
        bool constrained = false;
        foreach (IlInstruction instruction in IlInstructions.Read(il))
        {
            // A call on a type parameter is bound when the code is compiled for that type.
            if (instruction.Code is ILOpCode.Callvirt or ILOpCode.Ldvirtftn && !constrained
                && Called(metadata, instruction.Token) is { } called && virtuals.Contains(called))
            {
                (string source, int line) = Place(symbols, handle, instruction.Offset);
                string caller = $"{TypeName(metadata, method.GetDeclaringType())}.{metadata.GetString(method.Name)}";
                yield return new GenericVirtualCall(Readable(caller), Readable($"{called.Type}.{called.Method}"), source, line);
            }
            constrained = instruction.Code == ILOpCode.Constrained;
        }
    }

    // The generic method that a token names: its type and its name.
    private static (string Type, string Method)? Called(MetadataReader metadata, int token)
    {
        EntityHandle handle = MetadataTokens.EntityHandle(token);
        if (handle.Kind != HandleKind.MethodSpecification)
            return null;
        handle = metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method;
        if (handle.Kind == HandleKind.MethodDefinition)
        {
            MethodDefinition method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
            return (TypeName(metadata, method.GetDeclaringType()), metadata.GetString(method.Name));
        }
        MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)handle);
        return (TypeName(metadata, member.Parent), metadata.GetString(member.Name));
    }

    private static string TypeName(MetadataReader metadata, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                TypeDefinition type = metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
                return Join(type.GetDeclaringType() is { IsNil: false } outer ? TypeName(metadata, outer) : metadata.GetString(type.Namespace), metadata.GetString(type.Name));
            case HandleKind.TypeReference:
                TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
                bool nested = reference.ResolutionScope.Kind == HandleKind.TypeReference;
                return Join(nested ? TypeName(metadata, reference.ResolutionScope) : metadata.GetString(reference.Namespace), metadata.GetString(reference.Name));
            case HandleKind.TypeSpecification:
                // An instance of a generic type (ECMA-335 II.23.2.14): GENERICINST, CLASS or VALUETYPE, the type.
                BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                    return string.Empty;
                signature.ReadByte();
                return TypeName(metadata, signature.ReadTypeHandle());
            default:
                return string.Empty;
        }

        static string Join(string outer, string name) => outer.Length == 0 ? name : outer + "." + name;
    }

    // Without the number of type parameters, and a program's top-level statements by their usual name.
    private static string Readable(string name) => string.Join('.', name.Split('.').Select(part => part == "<Main>$" ? "Main" : part.Split('`')[0]));

    private static PEReader Open(string path) => new(ImmutableArray.Create(File.ReadAllBytes(path)));

    private static MetadataReaderProvider? OpenSymbols(PEReader file)
    {
        foreach (DebugDirectoryEntry entry in file.ReadDebugDirectory())
        {
            if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)
                return file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        }
        return null;
    }

    private static (string File, int Line) Place(MetadataReader? symbols, MethodDefinitionHandle method, int offset)
    {
        (string File, int Line) place = (string.Empty, 0);
        if (symbols is null)
            return place;
        foreach (SequencePoint point in symbols.GetMethodDebugInformation(method).GetSequencePoints())
        {
            if (point.Offset > offset)
                break;
            if (!point.IsHidden)
                place = (MetadataNames.SourceName(symbols.GetString(symbols.GetDocument(point.Document).Name)), point.StartLine);
        }
        return place;
    }
}
