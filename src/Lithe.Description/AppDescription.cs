namespace Lithe.Description;

/// <summary>What an application is made from.</summary>
public enum AppKind
{
    /// <summary>A freestanding C# project, compiled together with the libraries.</summary>
    CSharp,

    /// <summary>A folder of guest tests.</summary>
    Tests,

    /// <summary>An unmodified Linux program.</summary>
    Elf,

    /// <summary>A .NET project, published ahead of time as a Linux program.</summary>
    DotNet,
}

/// <summary>One line of <c>config:</c>.</summary>
/// <param name="Name">The Kconfig symbol.</param>
/// <param name="Value">Its value as written (<c>true</c> and <c>false</c> are given as <c>y</c> and <c>n</c>).</param>
/// <param name="Line">Where it is written.</param>
/// <param name="Column">Where it is written.</param>
public sealed record ConfigEntry(string Name, string Value, int Line, int Column);

/// <summary>A text of the description that another part of the tool understands.</summary>
/// <param name="Text">The text.</param>
/// <param name="Line">Where it is written.</param>
/// <param name="Column">Where it is written.</param>
public sealed record PlacedText(string Text, int Line, int Column);

/// <summary>What a <c>lithe.yaml</c> says; every path in it is absolute and exists.</summary>
public sealed record AppDescription
{
    /// <summary>The image's name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The folder that holds <see cref="File"/>.</summary>
    public required string Folder { get; init; }

    /// <summary>The description's own path.</summary>
    public required string File { get; init; }

    /// <summary>What the application is made from.</summary>
    public required AppKind Kind { get; init; }

    /// <summary>
    /// The project file (<see cref="AppKind.CSharp"/>), the folder of tests (<see cref="AppKind.Tests"/>) or the program's file (<see cref="AppKind.Elf"/>; empty when it is one of
    /// the root file system's), or the .NET project (<see cref="AppKind.DotNet"/>).
    /// </summary>
    public required string Source { get; init; }

    /// <summary>The arguments that the program gets when the launcher gives none.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Whether the image runs a Linux program.</summary>
    public bool IsProgram => Kind is AppKind.Elf or AppKind.DotNet;

    /// <summary>A Linux program's path in the root file system.</summary>
    public string ProgramPath { get; init; } = string.Empty;

    /// <summary>The folder or cpio archive of files that the program sees, or null.</summary>
    public string? Root { get; init; }

    /// <summary>The folder whose files are constants of the program (<c>Lithe.EmbeddedFiles</c>), or null.</summary>
    public string? Embed { get; init; }

    /// <summary>Debian packages whose files the program sees, with what they depend on.</summary>
    public IReadOnlyList<PlacedText> RootPackages { get; init; } = [];

    /// <summary>
    /// Paths of the programs that run beside the application's own: of packages only they, the libraries that they name and what is no code are there. Null: everything is.
    /// </summary>
    public IReadOnlyList<PlacedText>? RootPrograms { get; init; }

    /// <summary>The targets named by the description; all of them when it names none. The first is the default one.</summary>
    public IReadOnlyList<Target> Targets { get; init; } = Target.All;

    /// <summary>How many processors the machine gets when the launcher asks for nothing else: the first; tests run with each in turn.</summary>
    public IReadOnlyList<int> Processors { get; init; } = [1];

    /// <summary>The machine types that it runs on; the target's default one when it names none. Tests run on each.</summary>
    public IReadOnlyList<PlacedText> Machines { get; init; } = [];

    /// <summary>The machine's memory; the launcher's default when null.</summary>
    public PlacedText? Memory { get; init; }

    /// <summary>The devices that the machine gets, as the launcher reads them.</summary>
    public IReadOnlyList<PlacedText> Devices { get; init; } = [];

    /// <summary>How the image is built when the command line asks for nothing else.</summary>
    public BuildProfile Profile { get; init; } = BuildProfile.Release;

    /// <summary>Kconfig symbols that differ from their defaults, in the order written.</summary>
    public IReadOnlyList<ConfigEntry> Config { get; init; } = [];
}
