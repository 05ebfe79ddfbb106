using Lithe.Description;

namespace Lithe.Build;

/// <summary>A guest test that an image holds.</summary>
/// <param name="Index">Its place in the image's table; <c>test.from=INDEX</c> starts there.</param>
/// <param name="Name">What the image prints: <c>Class.Method</c>, with the namespace when there is one.</param>
/// <param name="Panic">The text that the panic it must end in contains, or null for an ordinary test.</param>
/// <param name="File">The source file, relative to the repository or the application's folder; empty when unknown.</param>
/// <param name="Line">The line of the method; 0 when unknown.</param>
public sealed record GuestTestEntry(int Index, string Name, string? Panic, string File, int Line);

/// <summary>What came of a build.</summary>
/// <param name="Succeeded">The image is there and belongs to the request.</param>
/// <param name="UpToDate">Nothing had changed since the last build, and nothing was written.</param>
/// <param name="OutputFolder">The output folder.</param>
/// <param name="ImagePath">The bootable image.</param>
/// <param name="DebugPath">The same image with symbols and line tables.</param>
/// <param name="Diagnostics">Errors and warnings, in the order found.</param>
/// <param name="Tests">The guest tests of a test image, in the order they run; else empty.</param>
/// <param name="Config">The value of every Kconfig symbol.</param>
public sealed record BuildOutcome(
    bool Succeeded,
    bool UpToDate,
    string OutputFolder,
    string ImagePath,
    string DebugPath,
    IReadOnlyList<Diagnostic> Diagnostics,
    IReadOnlyList<GuestTestEntry> Tests,
    IReadOnlyDictionary<string, string> Config)
{
    /// <summary>The archive of the root file system that is put into the machine's memory; null when it has none there.</summary>
    public string? RootInMemory => Config.GetValueOrDefault("ROOT_DISK") == "y" ? null : RootArchive;

    /// <summary>The archive of the root file system that is the machine's first disk; null when it has none.</summary>
    public string? RootDisk => Config.GetValueOrDefault("ROOT_DISK") == "y" ? RootArchive : null;

    /// <summary>The archive of the root file system, which the image is started with; null when it has none.</summary>
    public string? RootArchive => File.Exists(Path.Combine(OutputFolder, RootFiles.RootFileSystem.FileName)) ? Path.Combine(OutputFolder, RootFiles.RootFileSystem.FileName) : null;
}
