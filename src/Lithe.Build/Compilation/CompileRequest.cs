namespace Lithe.Build.Compilation;

/// <summary>What comes out of a compilation.</summary>
internal enum CompileOutput
{
    /// <summary>An assembly and its reference assembly.</summary>
    Library,

    /// <summary>A reference assembly only: bodies are dropped.</summary>
    Contract,

    /// <summary>An assembly with an entry point.</summary>
    Program,
}

/// <summary>One run of the C# compiler.</summary>
internal sealed record CompileRequest
{
    public required string AssemblyName { get; init; }

    public required CompileOutput Output { get; init; }

    /// <summary>Source files; generated ones have no path and carry their text in <see cref="Generated"/>.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Generated sources by the file name that debug information shows.</summary>
    public IReadOnlyList<(string Name, string Text)> Generated { get; init; } = [];

    public required IReadOnlyList<CompiledAssembly> References { get; init; }

    public required bool AllowUnsafe { get; init; }

    public required bool Optimize { get; init; }

    /// <summary>Our own libraries are kept free of warnings; an application's warnings are its author's.</summary>
    public required bool WarningsAsErrors { get; init; }

    /// <summary>Folders whose names must not get into the output, with what stands for them.</summary>
    public required IReadOnlyList<(string Folder, string Name)> PathMap { get; init; }
}
