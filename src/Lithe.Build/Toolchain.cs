using System.Reflection;
using System.Text.RegularExpressions;
using Lithe.Build.Tools;
using Lithe.Description;

namespace Lithe.Build;

/// <summary>A tool that builds need.</summary>
/// <param name="Name">What it is called, e.g. <c>ld.lld</c>.</param>
/// <param name="Purpose">What it is for, in a few words.</param>
/// <param name="Path">Where it was found, or null.</param>
/// <param name="Version">Its version, or null when it was not found or would not say.</param>
/// <param name="Minimum">The least version that will do.</param>
/// <param name="DebianPackage">The Debian package that brings it, or null when it comes another way.</param>
/// <param name="Mend">How to get it, when <paramref name="IsUsable"/> is false.</param>
/// <param name="IsUsable">It was found and is new enough.</param>
public sealed record Tool(
    string Name, string Purpose, string? Path, string? Version, string Minimum, string? DebianPackage, string? Mend, bool IsUsable);

/// <summary>The programs that builds run, and where they are.</summary>
public static partial class Toolchain
{
    /// <summary>The least .NET SDK: the first one whose C# compiler knows the language version used.</summary>
    public static Version MinimumSdk { get; } = new(10, 0, 100);

    /// <summary>The exact version of the ahead-of-time compiler: object layouts are private to it.</summary>
    public static string IlcVersion { get; } = typeof(Toolchain).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "IlcVersion").Value!;

    private const int MinimumLlvm = 14;

    /// <summary>Looks for every tool and asks it for its version.</summary>
    public static async Task<IReadOnlyList<Tool>> ExamineAsync(CancellationToken cancellation)
    {
        ToolPaths paths = ToolPaths.Find(IlcVersion);
        Task<Tool>[] tools =
        [
            Task.FromResult(DescribeSdk(paths)),
            Task.FromResult(DescribeIlc(paths)),
            DescribeAsync("ld.lld", "links the image", paths.Linker, "lld", cancellation),
            DescribeAsync("llvm-mc", "assembles the start-up code", paths.Assembler, "llvm", cancellation),
            DescribeAsync("llvm-objcopy", "takes the symbols out of the image", paths.ObjectCopy, "llvm", cancellation),
        ];
        return await Task.WhenAll(tools).ConfigureAwait(false);
    }

    /// <summary>The tools' places; an error for each that is missing.</summary>
    internal static ToolPaths Locate()
    {
        ToolPaths paths = ToolPaths.Find(IlcVersion);
        var missing = new List<Diagnostic>();
        Require(paths.Csc, "the C# compiler", DescribeSdk(paths).Mend);
        Require(paths.Ilc, "the ahead-of-time compiler ilc", DescribeIlc(paths).Mend);
        Require(paths.Linker, "ld.lld", Install("lld"));
        Require(paths.Assembler, "llvm-mc", Install("llvm"));
        Require(paths.ObjectCopy, "llvm-objcopy", Install("llvm"));
        BuildFailure.ThrowOnErrors(missing);
        return paths;

        void Require(string? path, string name, string? mend)
        {
            if (path is null)
                missing.Add(Diagnostic.Error("LITHE1100", name + " is missing", mend));
        }
    }

    private static Tool DescribeSdk(ToolPaths paths)
    {
        // .../sdk/VERSION/Roslyn/bincore/csc.dll
        string? version = paths.Csc?.Split('/')[^4];
        return new Tool("csc", "compiles C#", paths.Csc, version, ".NET SDK " + MinimumSdk, null,
            paths.Csc is null ? $"install the .NET SDK {MinimumSdk} or newer: https://dotnet.microsoft.com/download" : null, paths.Csc is not null);
    }

    private static Tool DescribeIlc(ToolPaths paths) => new(
        "ilc", "compiles IL to machine code", paths.Ilc, paths.Ilc is null ? null : IlcVersion, IlcVersion + " exactly", null,
        paths.Ilc is null ? $"run 'dotnet restore src/Lithe.Build'; it is looked for in {ToolPaths.IlcFolder(IlcVersion)}" : null, paths.Ilc is not null);

    private static async Task<Tool> DescribeAsync(string name, string purpose, string? path, string package, CancellationToken cancellation)
    {
        string minimum = MinimumLlvm.ToString();
        if (path is null)
            return new Tool(name, purpose, null, null, minimum, package, Install(package), false);
        string? version = null;
        try
        {
            ToolResult result = await ToolProcess.RunAsync(path, ["--version"], "/", cancellation).ConfigureAwait(false);
            version = VersionPattern().Match(result.Text) is { Success: true } match ? match.Value : null;
        }
        catch (BuildFailure)
        {
            // Found but not startable: reported as a tool without a version.
        }
        bool usable = version is not null && int.Parse(version.Split('.')[0]) >= MinimumLlvm;
        return new Tool(name, purpose, path, version, minimum, package, usable ? null : Install(package), usable);
    }

    private static string Install(string package) => $"apt-get install {package}";

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex VersionPattern();
}
