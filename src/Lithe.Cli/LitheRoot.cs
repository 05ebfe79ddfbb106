using Lithe.Description;

namespace Lithe.Cli;

/// <summary>Finds the Lithe repository that the tool belongs to.</summary>
internal static class LitheRoot
{
    /// <summary>The variable by which the launcher names it.</summary>
    public const string Variable = "LITHE_ROOT";

    /// <summary>The repository's folder.</summary>
    /// <exception cref="UserError">There is none.</exception>
    public static string Find() =>
        Find(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory) ?? throw new UserError(
            ExitCodes.Failure,
            Diagnostic.Error(ErrorCodes.NoRepository, "the Lithe repository was not found", $"start the tool by the repository's ./lithe, or set {Variable}"));

    /// <summary>The named folder, or the nearest folder above another that holds a repository.</summary>
    internal static string? Find(string? named, string below)
    {
        if (!string.IsNullOrEmpty(named))
            return IsRepository(named) ? Path.GetFullPath(named) : null;
        for (DirectoryInfo? folder = new(below); folder is not null; folder = folder.Parent)
        {
            if (IsRepository(folder.FullName))
                return folder.FullName;
        }

        return null;
    }

    private static bool IsRepository(string folder) =>
        Directory.Exists(Path.Combine(folder, "lib")) && File.Exists(Path.Combine(folder, "docs", "composition.md"));
}
