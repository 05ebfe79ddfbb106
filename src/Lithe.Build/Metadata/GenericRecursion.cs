using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Lithe.Build.Contracts;

namespace Lithe.Build.Metadata;

/// <summary>
/// Finds where generic code uses a generic type or method with a type made of its own type parameter (<c>R&lt;List&lt;T&gt;&gt;</c> inside <c>R&lt;T&gt;</c>):
/// compiling it for one type needs it for a longer one, without end.
/// </summary>
internal static class GenericRecursion
{
    private static readonly TypeNames Names = new(full: false);

    // Stands in front of the names of type parameters: no name of a type holds it.
    private const char Mark = '\u0001';

    /// <summary>The first such use of a type or method, or null.</summary>
    /// <param name="paths">The assemblies to look through, the likeliest first.</param>
    /// <param name="name">The simple name of the generic type or method.</param>
    public static (string Used, string File, int Line)? Find(IEnumerable<string> paths, string name)
    {
        foreach (string path in paths)
        {
            using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path)));
            MetadataReader metadata = file.GetMetadataReader();
            DebugDirectoryEntry embedded = file.ReadDebugDirectory().FirstOrDefault(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
            using MetadataReaderProvider? symbols = embedded.DataSize == 0 ? null : file.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
            foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
            {
                MethodDefinition method = metadata.GetMethodDefinition(handle);
                if (method.RelativeVirtualAddress == 0 || file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() is not { } il)
                    continue;
                var scope = new GenericNames(Parameters(metadata, metadata.GetTypeDefinition(method.GetDeclaringType()).GetGenericParameters()), Parameters(metadata, method.GetGenericParameters()));
                if (scope.Type.IsEmpty && scope.Method.IsEmpty)
                    continue;
                foreach (IlInstruction instruction in IlInstructions.Read(il))
                {
                    if (instruction.Token == 0 || Used(metadata, MetadataTokens.EntityHandle(instruction.Token), scope) is not { } used
                        || !Longer(name).IsMatch(used))
                        continue;
                    (string source, int line) = Place(symbols?.GetMetadataReader(), handle, instruction.Offset);
                    return (used.Replace(Mark.ToString(), string.Empty, StringComparison.Ordinal), source, line);
                }
            }
        }
        return null;
    }

    // `name<` and, before its end, a type parameter inside another type's arguments, or an array of it.
    private static Regex Longer(string name) => new($@"(?<![A-Za-z0-9_]){Regex.Escape(name)}<[^{Mark}]*(<[^{Mark}]*{Mark}|{Mark}\w+\[)", RegexOptions.CultureInvariant);

    private static string? Used(MetadataReader metadata, EntityHandle handle, GenericNames scope)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeSpecification:
                return metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(Names, scope);
            case HandleKind.MemberReference when metadata.GetMemberReference((MemberReferenceHandle)handle).Parent is { Kind: HandleKind.TypeSpecification } parent:
                return Used(metadata, parent, scope);
            case HandleKind.MethodSpecification:
                MethodSpecification method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                StringHandle name = method.Method.Kind == HandleKind.MethodDefinition
                    ? metadata.GetMethodDefinition((MethodDefinitionHandle)method.Method).Name
                    : metadata.GetMemberReference((MemberReferenceHandle)method.Method).Name;
                string arguments = string.Join(", ", method.DecodeSignature(Names, scope));
                return $"{metadata.GetString(name)}<{arguments}>";
            default:
                return null;
        }
    }

    private static ImmutableArray<string> Parameters(MetadataReader metadata, GenericParameterHandleCollection parameters) =>
        [.. parameters.Select(handle => Mark + metadata.GetString(metadata.GetGenericParameter(handle).Name))];

    private static (string File, int Line) Place(MetadataReader? symbols, MethodDefinitionHandle method, int offset)
    {
        (string File, int Line) place = (string.Empty, 0);
        foreach (SequencePoint point in symbols?.GetMethodDebugInformation(method).GetSequencePoints() ?? [])
        {
            if (point.Offset > offset)
                break;
            if (!point.IsHidden)
                place = (MetadataNames.SourceName(symbols!.GetString(symbols.GetDocument(point.Document).Name)), point.StartLine);
        }
        return place;
    }
}
