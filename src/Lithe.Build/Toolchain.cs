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
public static class Toolchain
{
    /// <summary>Looks for every tool and asks it for its version.</summary>
    public static Task<IReadOnlyList<Tool>> ExamineAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Tool>>([]);
}
