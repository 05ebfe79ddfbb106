using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Lithe.Build.Contracts;
using Lithe.Build.Output;
using Lithe.Insight.Images;

namespace Lithe.Insight.Graph;

/// <summary>The members of other assemblies that each assembly of an image names in its IL.</summary>
internal sealed class MemberReferences
{
    private static readonly TypeNames Full = new(full: true);

    private readonly HashSet<(string From, string To, string Type, string Member)> _references = [];

    private MemberReferences()
    {
    }

    public static MemberReferences Read(BuiltImage image)
    {
        var references = new MemberReferences();
        foreach (RecordedLibrary library in image.Record.Libraries)
        {
            using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(image.FullPath(library.Path))));
            references.Add(library.Assembly, file.GetMetadataReader());
        }
        return references;
    }

    /// <summary>Whether an assembly names a member of another one.</summary>
    public bool Contains(string from, string to, string type, string member) => _references.Contains((from, to, type, member));

    private void Add(string assembly, MetadataReader metadata)
    {
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            EntityHandle parent = member.Parent.Kind == HandleKind.TypeSpecification ? GenericType(metadata, (TypeSpecificationHandle)member.Parent) : member.Parent;
            if (parent.Kind != HandleKind.TypeReference)
                continue;
            var type = (TypeReferenceHandle)parent;
            if (AssemblyOf(metadata, type) is { } to)
                _references.Add((assembly, to, Full.GetTypeFromReference(metadata, type, 0), metadata.GetString(member.Name)));
        }
    }

    // Of "List<int>", List (ECMA-335 II.23.2.12); nothing for arrays and pointers.
    private static EntityHandle GenericType(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        BlobReader blob = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return default;
        blob.ReadCompressedInteger();
        return blob.ReadTypeHandle();
    }

    private static string? AssemblyOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        EntityHandle scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => AssemblyOf(metadata, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            _ => null,
        };
    }
}
