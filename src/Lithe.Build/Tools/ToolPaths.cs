namespace Lithe.Build.Tools;

/// <summary>Where the toolchain's programs are. Null: not found.</summary>
/// <param name="Dotnet">The host of .NET programs.</param>
/// <param name="Csc">The C# compiler of the newest usable SDK, <c>csc.dll</c>.</param>
/// <param name="Ilc">The ahead-of-time compiler.</param>
/// <param name="Linker"><c>ld.lld</c>.</param>
/// <param name="Assembler"><c>llvm-mc</c>.</param>
/// <param name="ObjectCopy"><c>llvm-objcopy</c>.</param>
internal sealed record ToolPaths(string? Dotnet, string? Csc, string? Ilc, string? Linker, string? Assembler, string? ObjectCopy)
{
    /// <summary>Looks in the places where the tools are installed; starts no program.</summary>
    public static ToolPaths Find(string ilcVersion)
    {
        string? dotnet = FindDotnet();
        return new ToolPaths(
            dotnet,
            dotnet is null ? null : FindCsc(Path.GetDirectoryName(dotnet)!),
            FindIlc(ilcVersion),
            FindProgram("ld.lld"),
            FindProgram("llvm-mc"),
            FindProgram("llvm-objcopy"));
    }

    /// <summary>The programs' paths, sizes and dates: part of what decides whether a cached result still holds.</summary>
    public string Identity()
    {
        return string.Join('\n', new[] { Csc, Ilc, Linker, Assembler, ObjectCopy }.Select(Describe));

        static string Describe(string? path)
        {
            if (path is null || !File.Exists(path))
                return "-";
            var info = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            return $"{path} {info.Length} {info.LastWriteTimeUtc.Ticks}";
        }
    }

    /// <summary>The folder that NuGet restored the ahead-of-time compiler to, whether or not it is there.</summary>
    public static string IlcFolder(string version) => Path.Combine(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } packages
            ? packages
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        "runtime.linux-x64.microsoft.dotnet.ilcompiler", version, "tools");

    private static string? FindIlc(string version) => Existing(Path.Combine(IlcFolder(version), "ilc"));

    private static string? FindDotnet()
    {
        // The program that runs this code is the natural choice: it is there, and it is new enough.
        if (Environment.ProcessPath is { } self && Path.GetFileName(self) == "dotnet")
            return self;
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host && File.Exists(host))
            return host;
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root && Existing(Path.Combine(root, "dotnet")) is { } rooted)
            return rooted;
        string? found = FindProgram("dotnet") ?? Existing("/usr/share/dotnet/dotnet") ?? Existing("/usr/lib/dotnet/dotnet");
        return found is null ? null : File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found;
    }

    private static string? FindCsc(string dotnetFolder)
    {
        string sdks = Path.Combine(dotnetFolder, "sdk");
        if (!Directory.Exists(sdks))
            return null;
        return Directory.EnumerateDirectories(sdks)
            .Select(folder => (Folder: folder, Version: ParseVersion(Path.GetFileName(folder))))
            .Where(sdk => sdk.Version >= Toolchain.MinimumSdk)
            .OrderByDescending(sdk => sdk.Version)
            .Select(sdk => Existing(Path.Combine(sdk.Folder, "Roslyn", "bincore", "csc.dll")))
            .FirstOrDefault(path => path is not null);
    }

    private static Version? ParseVersion(string text) => Version.TryParse(text.Split('-')[0], out Version? version) ? version : null;

    private static string? FindProgram(string name)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Existing(Path.Combine(folder, name)) is { } found)
                return found;
        }
        return Existing("/usr/bin/" + name);
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
