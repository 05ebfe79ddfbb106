namespace Lithe.Build.Libraries;

/// <summary>A project file that was read.</summary>
internal sealed record LibraryProject
{
    /// <summary>The project file's full path; what tells two libraries apart.</summary>
    public required string File { get; init; }

    /// <summary>The project file's name without its extension: what <c>unsafe-libraries.txt</c> lists.</summary>
    public required string ProjectName { get; init; }

    public required string AssemblyName { get; init; }

    /// <summary>The role it declares, when it is a contract.</summary>
    public string? Role { get; init; }

    /// <summary>The contract's assembly name, when it is an implementation.</summary>
    public string? Implements { get; init; }

    /// <summary>The Kconfig symbol that brings it in.</summary>
    public string? Symbol { get; init; }

    /// <summary>The only processor it builds for.</summary>
    public string? Arch { get; init; }

    /// <summary><c>AllowUnsafeBlocks</c>: for applications only; libraries are governed by the list.</summary>
    public bool AllowUnsafe { get; init; }

    public IReadOnlyList<ProjectReference> References { get; init; } = [];

    public string Folder => Path.GetDirectoryName(File)!;

    public bool IsContract => Role is not null;

    public bool IsImplementation => Implements is not null;

    public bool BuildsFor(string arch) => Arch is null || Arch == arch;

    // Projects are compared by what they are, not by what they say.
    public bool Equals(LibraryProject? other) => other is not null && File == other.File;

    public override int GetHashCode() => File.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A <c>ProjectReference</c> with its place.</summary>
/// <param name="File">The full path of the project named.</param>
/// <param name="Line">Where it is named.</param>
/// <param name="Column">Where it is named.</param>
internal sealed record ProjectReference(string File, int Line, int Column);
