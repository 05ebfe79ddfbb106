using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Lithe.Build.Libraries;
using Lithe.Build.Metadata;
using Lithe.Description;

namespace Lithe.Build.Boundary;

/// <summary>
/// Looks through the IL of a library that may not be unsafe. The compiler already refuses pointers there (<c>-unsafe-</c>); what is left are
/// methods that make references out of nothing without being called unsafe, methods whose body is somewhere else, and fields laid over references.
/// </summary>
internal sealed class UnsafeBoundary
{
    // The half of MemoryMarshal that makes references or views which no bounds check guards. The rest (Cast, Read, Write, ...) checks.
    private static readonly string[] ReferenceMakers =
        ["CreateSpan", "CreateReadOnlySpan", "CreateReadOnlySpanFromNullTerminated", "GetReference", "GetNonNullPinnableReference", "GetArrayDataReference", "AsRef", "AsMemory"];

    private readonly LibraryProject _library;
    private readonly string _folder;
    private readonly List<Diagnostic> _diagnostics;
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    private UnsafeBoundary(LibraryProject library, string folder, PEReader file, List<Diagnostic> diagnostics)
    {
        (_library, _folder, _file, _diagnostics) = (library, folder, file, diagnostics);
        _metadata = file.GetMetadataReader();
    }

    /// <summary>Adds an error for each method that steps over the boundary.</summary>
    public static void Check(LibraryCatalogue catalogue, LibraryProject library, string path, List<Diagnostic> diagnostics)
    {
        using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path)));
        new UnsafeBoundary(library, catalogue.Relative(library.Folder), file, diagnostics).Check();
    }

    private void Check()
    {
        foreach (TypeDefinitionHandle typeHandle in _metadata.TypeDefinitions)
        {
            TypeDefinition type = _metadata.GetTypeDefinition(typeHandle);
            string typeName = _metadata.GetString(type.Name);
            // The compiler's own helpers (inline arrays, constant data); no one else can give a type this name.
            if (typeName.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal))
                continue;
            if (ExplicitLayout.FindOverlap(_metadata, type) is { } overlap)
                Add("LITHE1613", $"{typeName} lays out its field {overlap.First}, which holds a reference or may, over {overlap.Second}");
            foreach (MethodDefinitionHandle methodHandle in type.GetMethods())
                Check(typeName, _metadata.GetMethodDefinition(methodHandle));
        }
    }

    private void Check(string typeName, MethodDefinition method)
    {
        string name = $"{typeName}.{_metadata.GetString(method.Name)}";
        bool external = method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
            || (method.ImplAttributes & (MethodImplAttributes.InternalCall | MethodImplAttributes.Native | MethodImplAttributes.Unmanaged)) != 0
            || (method.RelativeVirtualAddress == 0 && !method.Attributes.HasFlag(MethodAttributes.Abstract) && (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.Runtime);
        if (external)
        {
            Add("LITHE1612", $"{name} is an external method");
            return;
        }
        if (method.RelativeVirtualAddress == 0 || _file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() is not { } il)
            return;
        foreach (string called in IlInstructions.Read(il).Where(instruction => instruction.Token != 0).Select(instruction => Forbidden(instruction.Token)).OfType<string>().Distinct())
            Add("LITHE1611", $"{name} uses {called}");
    }

    /// <summary>What a token names, when that is beyond the boundary.</summary>
    private string? Forbidden(int token)
    {
        EntityHandle handle = MetadataTokens.EntityHandle(token);
        if (handle.Kind == HandleKind.MethodSpecification)
            handle = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method;
        if (handle.Kind != HandleKind.MemberReference)
            return null;
        MemberReference member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
        if (member.Parent.Kind != HandleKind.TypeReference)
            return null;
        TypeReference type = _metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        string name = _metadata.GetString(member.Name);
        return (_metadata.GetString(type.Namespace), _metadata.GetString(type.Name)) switch
        {
            ("System.Runtime.CompilerServices", "Unsafe") => "Unsafe." + name,
            ("System.Runtime.InteropServices", "MemoryMarshal") when ReferenceMakers.Contains(name) => "MemoryMarshal." + name,
            _ => null,
        };
    }

    private void Add(string code, string what) => _diagnostics.Add(Diagnostic.ErrorAt(
        code,
        $"{what}, and {_library.ProjectName} ({_folder}) is not among the libraries that may be unsafe",
        code == "LITHE1613" ? "give the fields places of their own, or list the library and the reason in lib/unsafe-libraries.txt" : "write it with spans, or list the library and the reason in lib/unsafe-libraries.txt",
        _library.File));
}
