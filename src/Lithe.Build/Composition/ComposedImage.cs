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
internal sealed record ComposedImage(IReadOnlyList<LinkedLibrary> Libraries, CompiledAssembly Root, string CompositionSource, IReadOnlyList<string> Objects, string LinkScript);
