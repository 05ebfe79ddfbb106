using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Lithe.Build.Contracts;
using Lithe.Build.Metadata;
using Lithe.Build.Output;
using Lithe.Insight.Images;

namespace Lithe.Insight.Graph;

/// <summary>A method whose body is a link symbol.</summary>
/// <param name="Assembly">The assembly that declares it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Method">Its name.</param>
/// <param name="Symbol">The link symbol.</param>
internal sealed record ImportedMethod(string Assembly, string Type, string Method, string Symbol)
{
    /// <summary>Type and method.</summary>
    public string Display => $"{Type}.{Method}";
}

/// <summary>Finds the methods that C# declares and another object defines: <c>[DllImport]</c> and <c>[RuntimeImport]</c>.</summary>
internal static class ImportedMethods
{
    private static readonly TypeNames Full = new(full: true);

    /// <summary>The methods, by link symbol.</summary>
    public static ILookup<string, ImportedMethod> Read(BuiltImage image)
    {
        var methods = new List<ImportedMethod>();
        foreach (RecordedLibrary library in image.Record.Libraries)
        {
            using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(image.FullPath(library.Path))));
            MetadataReader metadata = file.GetMetadataReader();
            foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
            {
                MethodDefinition method = metadata.GetMethodDefinition(handle);
                if (SymbolOf(metadata, method) is { } symbol)
                    methods.Add(new ImportedMethod(library.Assembly, Full.GetTypeFromDefinition(metadata, method.GetDeclaringType(), 0), metadata.GetString(method.Name), symbol));
            }
        }
        return methods.ToLookup(method => method.Symbol, StringComparer.Ordinal);
    }

    private static string? SymbolOf(MetadataReader metadata, MethodDefinition method)
    {
        if (method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
        {
            string name = metadata.GetString(method.GetImport().Name);
            return name.Length > 0 ? name : metadata.GetString(method.Name);
        }
        foreach (CustomAttributeHandle handle in method.GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (MetadataNames.AttributeName(metadata, attribute) != "RuntimeImportAttribute")
                continue;
            // [RuntimeImport("*", "symbol")]: the last text of the constructor's one or two.
            BlobReader value = metadata.GetBlobReader(attribute.Value);
            if (value.Length < 4 || value.ReadUInt16() != 1)
                continue;
            string? symbol = value.ReadSerializedString();
            return value.RemainingBytes > 3 ? value.ReadSerializedString() : symbol;
        }
        return null;
    }
}
