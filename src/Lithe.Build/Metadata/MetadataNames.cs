using System.Reflection.Metadata;

namespace Lithe.Build.Metadata;

/// <summary>Names out of metadata.</summary>
internal static class MetadataNames
{
    /// <summary>An attribute's type name without its namespace.</summary>
    public static string AttributeName(MetadataReader metadata, CustomAttribute attribute)
    {
        switch (attribute.Constructor.Kind)
        {
            case HandleKind.MemberReference:
                MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
                return member.Parent.Kind == HandleKind.TypeReference
                    ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name)
                    : string.Empty;
            case HandleKind.MethodDefinition:
                TypeDefinitionHandle type = metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType();
                return metadata.GetString(metadata.GetTypeDefinition(type).Name);
            default:
                return string.Empty;
        }
    }

    /// <summary>A path of debug information as users read it: without the './' that stands for the repository.</summary>
    public static string SourceName(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
}
