using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Lithe.Build.Metadata;
using Lithe.Description;

namespace Lithe.Build.Boundary;

/// <summary>
/// Finds in the IL what an image does not have, though it compiles: a <c>catch</c> would never run, since a throw ends the image; a method of a
/// shared library has nothing to be bound to. (<c>finally</c> and what the compiler itself writes for <c>async</c> methods are no matter.)
/// </summary>
internal sealed class GuestLanguage
{
    private readonly string _source;
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly MetadataReader? _symbols;
    private readonly List<Diagnostic> _diagnostics;

    private GuestLanguage(string source, PEReader file, MetadataReader? symbols, List<Diagnostic> diagnostics)
    {
        (_source, _file, _symbols, _diagnostics) = (source, file, symbols, diagnostics);
        _metadata = file.GetMetadataReader();
    }

    /// <summary>Adds an error for each place.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="folder">The folder that the names of sources are relative to.</param>
    /// <param name="project">The project, for what has no place.</param>
    /// <param name="diagnostics">Gets the errors.</param>
    public static void Check(string path, string folder, string project, List<Diagnostic> diagnostics)
    {
        using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path)));
        DebugDirectoryEntry embedded = file.ReadDebugDirectory().FirstOrDefault(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider? symbols = embedded.DataSize == 0 ? null : file.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        var check = new GuestLanguage(folder, file, symbols?.GetMetadataReader(), diagnostics);
        foreach (MethodDefinitionHandle handle in check._metadata.MethodDefinitions)
        {
            check.CheckCatches(handle);
            check.CheckImport(handle, project);
        }
    }

    private void CheckCatches(MethodDefinitionHandle handle)
    {
        MethodDefinition method = _metadata.GetMethodDefinition(handle);
        if (method.RelativeVirtualAddress == 0 || _symbols is null)
            return;
        foreach (ExceptionRegion region in _file.GetMethodBody(method.RelativeVirtualAddress).ExceptionRegions)
        {
            if (region.Kind is not (ExceptionRegionKind.Catch or ExceptionRegionKind.Filter))
                continue;
            // The compiler's own handlers begin with no statement of the source. It writes no filter by itself; one begins with a test of the type.
            bool isFilter = region.Kind == ExceptionRegionKind.Filter;
            SequencePoint point = Points(handle).FirstOrDefault(candidate => !candidate.IsHidden
                && (isFilter ? candidate.Offset >= region.FilterOffset : candidate.Offset == region.HandlerOffset));
            if (point.StartLine == 0)
                continue;
            _diagnostics.Add(Diagnostic.ErrorAt(
                "LITHE1407",
                "a catch in guest code: it would never run, since a throw ends the image",
                "return the error as a value, or leave the exception to end the image; 'finally' and 'using' are allowed",
                PathOf(point),
                point.StartLine,
                point.StartColumn));
        }
    }

    private void CheckImport(MethodDefinitionHandle handle, string project)
    {
        MethodDefinition method = _metadata.GetMethodDefinition(handle);
        if (!method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
            return;
        MethodImport import = method.GetImport();
        string library = import.Module.IsNil ? string.Empty : _metadata.GetString(_metadata.GetModuleReference(import.Module).Name);
        // A symbol of the image itself.
        if (library == "*")
            return;
        string name = $"{_metadata.GetString(_metadata.GetTypeDefinition(method.GetDeclaringType()).Name)}.{_metadata.GetString(method.Name)}";
        (string file, int line) = FirstCall(handle) ?? (project, 0);
        _diagnostics.Add(Diagnostic.ErrorAt(
            "LITHE1408",
            $"{name} is imported from '{library}' by [DllImport]: an image has no shared libraries",
            "use a library under lib/ that does it, or write it in C#",
            file,
            line));
    }

    // A declaration without a body has no place in the debug information; its first call has.
    private (string File, int Line)? FirstCall(MethodDefinitionHandle called)
    {
        int token = MetadataTokens.GetToken(called);
        foreach (MethodDefinitionHandle handle in _metadata.MethodDefinitions)
        {
            MethodDefinition method = _metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0 || _file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() is not { } il)
                continue;
            foreach (IlInstruction instruction in IlInstructions.Read(il))
            {
                if (instruction.Token == token && Points(handle).LastOrDefault(point => point.Offset <= instruction.Offset && !point.IsHidden) is { StartLine: > 0 } point)
                    return (PathOf(point), point.StartLine);
            }
        }
        return null;
    }

    private IEnumerable<SequencePoint> Points(MethodDefinitionHandle handle) => _symbols?.GetMethodDebugInformation(handle).GetSequencePoints() ?? [];

    private string PathOf(SequencePoint point)
    {
        string name = MetadataNames.SourceName(_symbols!.GetString(_symbols.GetDocument(point.Document).Name));
        return Path.Combine(_source, name);
    }
}
