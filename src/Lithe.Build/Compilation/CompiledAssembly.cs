namespace Lithe.Build.Compilation;

/// <summary>An assembly that was compiled.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">The assembly; for a contract the same as <paramref name="ReferencePath"/>.</param>
/// <param name="ReferencePath">The reference assembly: the public surface only.</param>
/// <param name="ReferenceHash">The hash of the reference assembly: while it stays, what was compiled against it holds.</param>
/// <param name="Hash">The hash of the assembly.</param>
internal sealed record CompiledAssembly(string Name, string Path, string ReferencePath, string ReferenceHash, string Hash);
