using Lithe.Build.Compilation;
using Lithe.Build.Libraries;
using Lithe.Build.Metadata;

namespace Lithe.Build.Composition;

/// <summary>A library that is linked into an image.</summary>
/// <param name="Project">Its project.</param>
/// <param name="Assembly">Its assembly.</param>
/// <param name="Contract">The contract that it implements, when it implements one.</param>
internal sealed record LinkedLibrary(LibraryProject Project, CompiledAssembly Assembly, (LibraryProject Project, CompiledAssembly Assembly)? Contract);

/// <summary>An image before it is linked.</summary>
/// <param name="Libraries">What is in it, what is needed before what needs it.</param>
/// <param name="Root">The composition root's assembly.</param>
/// <param name="CompositionSource">The composition root.</param>
/// <param name="Objects">What is linked.</param>
/// <param name="LinkScript">The processor's linker script.</param>
/// <param name="AssemblySources">The assembly sources, in the order of their objects.</param>
/// <param name="Compilation">The last run of the ahead-of-time compiler; its object is the last one linked.</param>
internal sealed record ComposedImage(
    IReadOnlyList<LinkedLibrary> Libraries,
    CompiledAssembly Root,
    string CompositionSource,
    IReadOnlyList<string> Objects,
    string LinkScript,
    IReadOnlyList<string> AssemblySources,
    ObjectCompilation Compilation);

/// <summary>A run of the ahead-of-time compiler.</summary>
/// <param name="Object">The object.</param>
/// <param name="Inputs">Assemblies whose exports are compiled.</param>
/// <param name="References">The other assemblies.</param>
/// <param name="Options">What it was told besides.</param>
internal sealed record ObjectCompilation(string Object, IReadOnlyList<CompiledAssembly> Inputs, IReadOnlyList<CompiledAssembly> References, IReadOnlyList<string> Options);
